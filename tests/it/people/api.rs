//! People by the API.

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Answer, TestApp};

async fn ask(app: &TestApp, method: Method, path: &str, body: Value) -> Answer {
    let token = app.token("write").await;
    let request = app.request(method, path).bearer_auth(token);
    app.send(if body.is_null() { request } else { request.body(body.to_string()) }).await
}

#[tokio::test]
async fn a_program_adds_shows_changes_lists_and_erases() {
    let app = TestApp::start().await;
    let new = json!({"email": "Layla@example.org", "name": "ليلى", "reading": "both", "first_language": "en",
        "country": "LB", "consent_basis": "Signed at the fair"});
    let made = ask(&app, Method::POST, "/api/v1/subscribers", new.clone()).await.expect(201).json();
    assert_eq!(made["email"], "layla@example.org");
    assert_eq!((&made["reading"], &made["first_language"]), (&json!("both"), &json!("en")));
    assert_eq!(made["status"], "active");
    let place = format!("/api/v1/subscribers/{}", made["id"].as_str().unwrap());
    ask(&app, Method::POST, "/api/v1/subscribers", new).await.expect(409);
    assert_eq!(ask(&app, Method::GET, &place, Value::Null).await.expect(200).json(), made);
    let changed = ask(&app, Method::PATCH, &place, json!({"cadence": "weekly", "country": null}))
        .await
        .expect(200)
        .json();
    assert_eq!(
        (&changed["cadence"], &changed["country"], &changed["name"]),
        (&json!("weekly"), &Value::Null, &json!("ليلى"))
    );
    let list = ask(&app, Method::GET, "/api/v1/subscribers?limit=1", Value::Null).await.expect(200).json();
    assert_eq!((list["items"].as_array().unwrap().len(), &list["next"]), (1, &Value::Null));
    let stats = ask(&app, Method::GET, "/api/v1/stats", Value::Null).await.expect(200).json();
    assert_eq!(stats["subscribers"]["status"]["active"], 1);
    ask(&app, Method::DELETE, &place, Value::Null).await.expect(204);
    ask(&app, Method::GET, &place, Value::Null).await.expect(404);
}

#[tokio::test]
async fn a_program_is_told_what_is_wrong() {
    let app = TestApp::start().await;
    let wrong = json!({"email": "x", "reading": "fr"});
    let answer = ask(&app, Method::POST, "/api/v1/subscribers", wrong).await.expect(422);
    assert_eq!(answer.header("content-type"), "application/problem+json");
    let errors = answer.json()["errors"].clone();
    for field in ["email", "reading", "consent_basis"] {
        assert!(errors[field].is_string(), "{field}: {errors}");
    }
}
