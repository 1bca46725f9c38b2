//! Sources for programs.

use reqwest::Method;
use serde_json::json;

use super::{Site, app_beside, rss};
use crate::support::{Answer, TestApp};

async fn call(app: &TestApp, method: Method, path: &str, token: &str, body: serde_json::Value) -> Answer {
    let request = app.request(method, &format!("/api/v1{path}")).bearer_auth(token);
    app.send(request.header("content-type", "application/json").body(body.to_string())).await
}

#[tokio::test]
async fn a_program_adds_and_reads_a_source() {
    let site = Site::start();
    site.feed("/feed", &rss(&site, "en", &[("1", "/one", "One")]));
    let app = app_beside(&site).await;
    let token = app.token("write").await;
    let wanted = json!({"url": site.url("/feed"), "language": "en"});
    let source = call(&app, Method::POST, "/sources", &token, wanted.clone()).await.expect(201).json();
    call(&app, Method::POST, "/sources", &token, wanted).await.expect(422);
    let wrong = json!({"url": "file:///etc/passwd", "language": "xx"});
    let mistakes = call(&app, Method::POST, "/sources", &token, wrong).await.expect(422).json();
    assert!(mistakes["errors"]["url"].is_string() && mistakes["errors"]["language"].is_string());
    let path = format!("/sources/{}/fetch", source["id"].as_str().unwrap());
    let report = call(&app, Method::POST, &path, &token, json!({})).await.expect(200).json();
    assert_eq!((report["new"].as_u64(), report["source"].as_str()), (Some(1), source["id"].as_str()));
    let list = call(&app, Method::GET, "/sources", &token, json!({})).await.expect(200).json();
    assert_eq!(list["items"][0]["kind"], "rss");
    assert_eq!(list["next"], serde_json::Value::Null);
    let path = format!("/sources/{}", source["id"].as_str().unwrap());
    let reader = app.token("read").await;
    call(&app, Method::DELETE, &path, &reader, json!({})).await.expect(403);
    call(&app, Method::DELETE, &path, &token, json!({})).await.expect(204);
    call(&app, Method::DELETE, &path, &token, json!({})).await.expect(404);
    let articles = call(&app, Method::GET, "/articles", &token, json!({})).await.expect(200).json();
    assert_eq!(articles["items"].as_array().unwrap().len(), 1, "what was read stays");
}

#[tokio::test]
async fn nobody_adds_a_source_without_the_right() {
    let app = TestApp::start().await;
    let wanted = json!({"url": "https://a.example/feed", "language": "en"});
    call(&app, Method::POST, "/sources", "none", wanted.clone()).await.expect(401);
    let reader = app.token("read").await;
    call(&app, Method::POST, "/sources", &reader, wanted).await.expect(403);
}
