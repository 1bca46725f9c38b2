//! People by the API.

use chrono::TimeDelta;
use diesel::prelude::*;
use hudhud::{
    db::{
        Conn,
        schema::{idempotency_keys, topics},
    },
    vault::Sealed,
};
use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    signup,
    support::{Answer, TestApp},
};

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
async fn a_program_is_told_how_many_came_and_went_on_each_day() {
    let app = TestApp::start().await;
    let layla = signup::joined(&app, "layla@example.org").await;
    app.later(TimeDelta::hours(1));
    signup::joined(&app, "omar@example.org").await;
    app.later(TimeDelta::days(1));
    signup::joined(&app, "noor@example.org").await;
    let leave = app.app.links.leave(&layla.first_language, &layla);
    app.post(&leave, &[("action", "leave")]).await.expect(200);
    let stats = ask(&app, Method::GET, "/api/v1/stats", Value::Null).await.expect(200).json();
    let days = stats["growth"].as_array().unwrap();
    let figures = |at: usize| (&days[at]["joined"], &days[at]["left"]);
    assert_eq!(days.len(), 30);
    assert_eq!(figures(28), (&json!(2), &json!(0)));
    assert_eq!(figures(29), (&json!(1), &json!(1)));
    assert_eq!(days[29]["day"], app.clock.now().format("%Y-%m-%d").to_string());
    let all: i64 = days.iter().map(|day| day["joined"].as_i64().unwrap()).sum();
    assert_eq!(all, 3);
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

#[tokio::test]
async fn a_program_is_told_why_nothing_was_done() {
    let app = TestApp::start().await;
    let new = |body: &str| app.request(Method::POST, "/api/v1/subscribers").body(body.to_owned());
    let (write, read) = (app.token("write").await, app.token("read").await);
    for (request, status, reason) in [
        (new("{\n\"email\" 5}").bearer_auth(&write), 400, "line 2, column 9"),
        (new("").bearer_auth(&write), 400, "not JSON"),
        (new("email=a%40example.org").bearer_auth(&write), 400, "not JSON"),
        (new("{}").bearer_auth(&read), 403, "scope"),
        (new("{}").bearer_auth("nobody's"), 401, "token"),
        (new(&" ".repeat(1 << 21)).bearer_auth(&write), 413, "larger"),
        (
            app.request(Method::GET, "/api/v1/subscribers?after=x").bearer_auth(&read),
            400,
            "do not understand",
        ),
        (app.request(Method::PUT, "/api/v1/subscribers").bearer_auth(&write), 405, "can not do"),
    ] {
        let problem = app.send(request.header("accept-language", "en")).await.expect(status).json();
        let detail = problem["detail"].as_str().unwrap();
        assert!(detail.contains(reason), "{problem}");
    }
    let list = app.send(new("[\"a@example.org\"]").bearer_auth(&write)).await.expect(422).json();
    assert!(list["errors"]["body"].is_string(), "{list}");
}

#[tokio::test]
async fn a_question_that_means_nothing_is_not_answered_with_everybody() {
    let app = TestApp::start().await;
    let list = "/api/v1/subscribers";
    for (query, field) in [
        ("status=nope", "status"),
        ("reading=not+a+tag", "reading"),
        ("country=Atlantis", "country"),
        ("limit=0", "limit"),
        ("limit=-1", "limit"),
    ] {
        let errors = ask(&app, Method::GET, &format!("{list}?{query}"), Value::Null).await.expect(422).json();
        assert!(errors["errors"][field].is_string(), "{query}: {errors}");
    }
    ask(&app, Method::GET, &format!("{list}?status=&limit=100000"), Value::Null).await.expect(200);
}

#[tokio::test]
async fn a_topic_that_many_add_at_once_is_added_once() {
    let app = TestApp::start().await;
    let token = app.token("write").await;
    let add = |name: String| {
        let request = app.request(Method::POST, "/api/v1/topics").bearer_auth(&token);
        app.send(request.body(json!({"slug": "rights", "names": {"ar": "حقوق", "en": name}}).to_string()))
    };
    let answers = futures_util::future::join_all((0..8).map(|n| add(format!("Rights {n}")))).await;
    let (added, refused): (Vec<_>, Vec<_>) = answers.iter().partition(|answer| answer.status == 201);
    assert_eq!((added.len(), refused.len()), (1, 7));
    assert!(refused.iter().all(|answer| answer.status == 409));
    let list = app.send(app.request(Method::GET, "/api/v1/topics").bearer_auth(&token)).await.expect(200);
    assert_eq!(list.json()["items"], json!([added[0].json()]), "its names are those of who came first");
}

#[tokio::test]
async fn a_field_that_is_misspelt_or_missing_is_named() {
    let app = TestApp::start().await;
    for (place, body, field) in [
        ("/api/v1/subscribers", json!({"email": "a@example.org", "contry": "LB"}), "contry"),
        ("/api/v1/subscribers", json!({}), "email"),
        ("/api/v1/articles", json!({"translations": {"ar": {"titel": "x"}}}), "translations.ar.titel"),
        ("/api/v1/sources", json!({"url": 7}), "url"),
        ("/api/v1/signups", json!({"e-mail": "a@example.org"}), "e-mail"),
        ("/api/v1/issues", json!({"audience": {"reading": "fr"}}), "audience"),
        ("/api/v1/issues", json!({"texts": {"fr": {}}}), "texts"),
    ] {
        let errors = ask(&app, Method::POST, place, body).await.expect(422).json();
        assert!(errors["errors"][field].is_string(), "{place} {field}: {errors}");
    }
}

#[tokio::test]
async fn who_may_not_do_a_thing_is_not_told_how() {
    let app = TestApp::start().await;
    let reader = app.token("read").await;
    let wrong = |request: reqwest::RequestBuilder| app.send(request.body("{}"));
    let place = "/api/v1/subscribers";
    wrong(app.request(Method::POST, place).bearer_auth(reader)).await.expect(403);
    let nobody = wrong(app.request(Method::POST, place)).await.expect(401);
    assert_eq!(nobody.header("www-authenticate"), "Bearer");
    let writer =
        wrong(app.request(Method::POST, place).bearer_auth(app.token("write").await)).await.expect(422);
    assert!(writer.json()["errors"]["email"].is_string());
}

#[tokio::test]
async fn a_key_that_comes_again_with_another_body_is_told_so() {
    let app = TestApp::start().await;
    let token = app.token("write").await;
    let add = |slug: &str| {
        let body = json!({"slug": slug, "names": {"ar": "سجون", "en": "Prisons"}});
        let request = app.request(Method::POST, "/api/v1/topics").bearer_auth(&token);
        app.send(
            request.header("idempotency-key", "1").header("accept-language", "en").body(body.to_string()),
        )
    };
    add("prisons").await.expect(201);
    let other = add("camps").await.expect(409).json();
    assert!(other["detail"].as_str().unwrap().contains("another body"), "{other}");
}

#[tokio::test]
async fn what_a_dead_process_began_can_be_tried_again_with_the_same_key() {
    let app = TestApp::start().await;
    let token = app.token("write").await;
    let body = json!({"slug": "prisons", "names": {"ar": "سجون", "en": "Prisons"}}).to_string();
    let add = |body: &str| {
        let request = app.request(Method::POST, "/api/v1/topics").bearer_auth(&token);
        app.send(request.header("idempotency-key", "1").body(body.to_owned()))
    };
    add(&body).await.expect(201);
    let as_left_by_the_dead = |conn: &mut Conn| {
        diesel::delete(topics::table).execute(conn)?;
        let unanswered =
            (idempotency_keys::status.eq(None::<i32>), idempotency_keys::answer.eq(None::<Sealed>));
        diesel::update(idempotency_keys::table).set(unanswered).execute(conn)
    };
    app.app.db.write(as_left_by_the_dead).await.unwrap();
    add(&body).await.expect(409);
    app.later(TimeDelta::minutes(2));
    add(&body.replace("Prisons", "Camps")).await.expect(409);
    add(&body).await.expect(201);
    add(&body).await.expect(201);
}

#[tokio::test]
async fn where_the_answer_cannot_be_kept_for_a_repetition_nothing_is_done() {
    let app = TestApp::start().await;
    let token = app.token("write").await;
    let add = || {
        let body = json!({"slug": "prisons", "names": {"ar": "سجون", "en": "Prisons"}}).to_string();
        let request = app.request(Method::POST, "/api/v1/topics").bearer_auth(&token);
        app.send(request.header("idempotency-key", "1").body(body))
    };
    let answers = |change: &'static str| {
        let table = "ALTER TABLE idempotency_keys RENAME COLUMN";
        app.app.db.write(move |conn: &mut Conn| diesel::sql_query(format!("{table} {change}")).execute(conn))
    };
    answers("answer TO elsewhere").await.unwrap();
    add().await.expect(500);
    answers("elsewhere TO answer").await.unwrap();
    let made = add().await.expect(201).json();
    assert_eq!(add().await.expect(201).json(), made);
}

#[tokio::test]
async fn of_many_who_add_one_person_at_once_one_does() {
    let app = TestApp::start().await;
    let new = json!({"email": "layla@example.org", "consent_basis": "Signed at the fair"});
    let adding = (0..8).map(|_| ask(&app, Method::POST, "/api/v1/subscribers", new.clone()));
    let mut statuses: Vec<u16> =
        futures_util::future::join_all(adding).await.iter().map(|answer| answer.status).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 409, 409, 409, 409, 409, 409, 409]);
}

#[tokio::test]
async fn a_list_does_not_begin_anew_when_its_last_person_is_erased() {
    let app = TestApp::start().await;
    let mut last = String::new();
    for n in 0..3 {
        let new = json!({"email": format!("{n}@example.org"), "consent_basis": "Signed at the fair"});
        let made = ask(&app, Method::POST, "/api/v1/subscribers", new).await.expect(201).json();
        last = made["id"].as_str().unwrap().to_owned();
    }
    ask(&app, Method::DELETE, &format!("/api/v1/subscribers/{last}"), Value::Null).await.expect(204);
    ask(&app, Method::GET, &format!("/api/v1/subscribers?after={last}"), Value::Null).await.expect(400);
}

#[tokio::test]
async fn a_refusal_can_be_read_by_programs_that_take_compressed_answers() {
    let app = TestApp::start().await;
    let asked = app.request(Method::GET, "/api/v1/subscribers?limit=many").header("accept-encoding", "gzip");
    let answer = app.send(asked.bearer_auth(app.token("read").await)).await.expect(400);
    assert_eq!(answer.header("content-encoding"), "");
    assert_eq!(answer.json()["status"], 400);
}
