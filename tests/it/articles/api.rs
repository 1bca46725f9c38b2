//! Articles for programs.

use diesel::prelude::*;
use futures_util::future::join_all;
use hudhud::db::schema::translations;
use reqwest::Method;
use serde_json::{Value, json};

use super::write;
use crate::support::{Answer, TestApp};

async fn call(app: &TestApp, method: Method, path: &str, token: &str, body: Value) -> Answer {
    let request = app.request(method, &format!("/api/v1{path}")).bearer_auth(token);
    app.send(request.header("content-type", "application/json").body(body.to_string())).await
}

#[tokio::test]
async fn a_program_writes_changes_and_pairs() {
    let app = TestApp::start().await;
    let token = app.token("write").await;
    let arabic = write(&app, &token, &[("ar", "عنوان")]).await;
    let english = write(&app, &token, &[("en", "Title")]).await;
    let (id, other) = (arabic["id"].as_str().unwrap(), english["id"].as_str().unwrap());
    assert_eq!(arabic["translations"]["ar"]["body"], "<p><strong>عنوان</strong></p>");
    assert_eq!(arabic["translations"]["ar"]["published_at"], "2022-08-02T00:00:00Z");
    let change = json!({"translations": {"ar": {"summary": "ملخص"}}});
    let changed =
        call(&app, Method::PATCH, &format!("/articles/{id}"), &token, change).await.expect(200).json();
    assert_eq!(changed["translations"]["ar"]["title"], "عنوان", "what is not named stays");
    assert_eq!(changed["translations"]["ar"]["summary"], "ملخص");
    let path = format!("/articles/{id}/pair");
    call(&app, Method::POST, &path, &token, json!({"article": "nothing"})).await.expect(422);
    let paired = call(&app, Method::POST, &path, &token, json!({"article": other})).await.expect(200).json();
    assert_eq!(paired["translations"].as_object().unwrap().len(), 2);
    let list = call(&app, Method::GET, "/articles?limit=1", &token, json!({})).await.expect(200).json();
    assert_eq!((list["items"].as_array().unwrap().len(), &list["next"]), (1, &Value::Null));
}

#[tokio::test]
async fn the_last_published_stand_first_whenever_they_were_written() {
    let app = TestApp::start().await;
    let token = app.token("write").await;
    for (title, day) in [("Middle", "2022-01-01"), ("Newest", "2023-01-01"), ("Oldest", "2021-01-01")] {
        let text = json!({"translations": {"en": {"title": title, "published_at": day}}});
        call(&app, Method::POST, "/articles", &token, text).await.expect(201);
    }
    let (mut path, mut titles) = ("/articles?limit=1".to_owned(), Vec::new());
    loop {
        let part = call(&app, Method::GET, &path, &token, json!({})).await.expect(200).json();
        titles.push(part["items"][0]["translations"]["en"]["title"].as_str().unwrap().to_owned());
        let Some(next) = part["next"].as_str() else { break };
        path = format!("/articles?limit=1&after={next}");
    }
    assert_eq!(titles, ["Newest", "Middle", "Oldest"]);
}

#[tokio::test]
async fn a_nul_is_nowhere_and_in_no_text() {
    let app = TestApp::start().await;
    let token = app.token("write").await;
    for path in ["/en/articles/%00", "/en/articles/a%00", "/en/issues/%00"] {
        app.get(path).await.expect(404);
    }
    app.get("/en/articles?after=%00").await.expect(400);
    let text = json!({"translations": {"en": {"title": "A\0b", "summary": "a\0", "body_markdown": "a\0b"}}});
    let made = call(&app, Method::POST, "/articles", &token, text).await.expect(201).json();
    let stored = app.app.db.read(|conn| {
        let columns = (
            translations::title,
            translations::summary,
            translations::body,
            translations::body_markdown.assume_not_null(),
        );
        translations::table.select(columns).first::<(String, String, String, String)>(conn)
    });
    let (title, summary, body, markdown) = stored.await.unwrap();
    for text in [title, summary, body, markdown] {
        assert!(!text.is_empty() && !text.contains('\0'), "{text:?}");
    }
    let topics = json!({"translations": {"en": {"title": "A"}}, "topics": ["\0"]});
    call(&app, Method::POST, "/articles", &token, topics).await.expect(422);
    let path = format!("/articles/{}/pair", made["id"].as_str().unwrap());
    call(&app, Method::POST, &path, &token, json!({"article": "a\0"})).await.expect(422);
    call(&app, Method::POST, "/issues", &token, json!({"articles": ["\0"]})).await.expect(422);
}

#[tokio::test]
async fn two_texts_of_one_language_never_become_one_article() {
    let app = TestApp::start().await;
    let token = app.token("write").await;
    let one = write(&app, &token, &[("ar", "أ"), ("en", "A")]).await;
    let two = write(&app, &token, &[("en", "B")]).await;
    let path = format!("/articles/{}/pair", one["id"].as_str().unwrap());
    call(&app, Method::POST, &path, &token, json!({"article": two["id"]})).await.expect(409);
}

#[tokio::test]
async fn mistakes_are_named_and_nothing_is_stored() {
    let app = TestApp::start().await;
    let token = app.token("write").await;
    let wrong = json!({"translations": {"en": {"title": "", "link": "javascript:x"}, "ar": {"title": "", "published_at": "غدًا"}},
        "topics": ["none"]});
    let answer = call(&app, Method::POST, "/articles", &token, wrong).await.expect(422).json();
    for field in ["en.title", "en.link", "ar.title", "ar.published_at"] {
        assert!(answer["errors"][format!("translations.{field}")].is_string(), "{answer}");
    }
    let untitled = json!({"translations": {"en": {"title": "A"}, "ar": {"summary": "ب"}}});
    let answer = call(&app, Method::POST, "/articles", &token, untitled).await.expect(422).json();
    assert!(answer["errors"]["translations.ar.title"].is_string(), "{answer}");
    call(&app, Method::POST, "/articles", &token, json!({"translations": {}})).await.expect(422);
    let unknown_topic = json!({"translations": {"en": {"title": "A"}}, "topics": ["none"]});
    call(&app, Method::POST, "/articles", &token, unknown_topic).await.expect(422);
    call(&app, Method::GET, "/articles/none", &token, json!({})).await.expect(404);
    let list = call(&app, Method::GET, "/articles", &token, json!({})).await.expect(200).json();
    assert_eq!(list["items"], json!([]));
}

#[tokio::test]
async fn texts_that_come_at_once_and_pairs_that_are_made_at_once_wait_for_each_other() {
    let app = TestApp::start().await;
    let token = app.token("write").await;
    let article = write(&app, &token, &[("en", "A")]).await;
    let path = format!("/articles/{}", article["id"].as_str().unwrap());
    let arabic = |n: u32| json!({"translations": {"ar": {"title": format!("عنوان {n}")}}});
    let added = (0..8).map(|n| call(&app, Method::PATCH, &path, &token, arabic(n)));
    for answer in join_all(added).await {
        answer.expect(200);
    }

    let one = write(&app, &token, &[("en", "B")]).await;
    let other = write(&app, &token, &[("ar", "ب")]).await;
    let (one, other) = (one["id"].as_str().unwrap(), other["id"].as_str().unwrap());
    let (from, to) = (format!("/articles/{one}/pair"), format!("/articles/{other}/pair"));
    let pairs = (0..8).map(|n| match n % 2 {
        0 => call(&app, Method::POST, &from, &token, json!({"article": other})),
        _ => call(&app, Method::POST, &to, &token, json!({"article": one})),
    });
    // Whoever comes later may find one of the two gone, but nothing breaks.
    let answers = join_all(pairs).await;
    assert!(answers.iter().any(|answer| answer.status == 200));
    for answer in answers {
        assert!(matches!(answer.status, 200 | 404 | 422), "{}", answer.body);
    }
    let list = call(&app, Method::GET, "/articles", &token, json!({})).await.expect(200).json();
    assert_eq!(list["items"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn the_same_request_again_makes_one_article() {
    let app = TestApp::start().await;
    let token = app.token("write").await;
    let body = json!({"translations": {"en": {"title": "Once"}}}).to_string();
    let send = || {
        let request = app.request(Method::POST, "/api/v1/articles").bearer_auth(&token);
        app.send(
            request
                .header("idempotency-key", "k")
                .header("content-type", "application/json")
                .body(body.clone()),
        )
    };
    let (first, second) = (send().await.expect(201).json(), send().await.expect(201).json());
    assert_eq!(first["id"], second["id"]);
}

#[tokio::test]
async fn null_takes_a_link_away_and_head_is_answered() {
    let app = TestApp::start().await;
    let token = app.token("write").await;
    let article = write(&app, &token, &[("en", "Title")]).await;
    let path = format!("/articles/{}", article["id"].as_str().unwrap());
    let with = |link: Value| json!({"translations": {"en": {"link": link}}});
    let linked =
        call(&app, Method::PATCH, &path, &token, with(json!("https://example.org/a"))).await.expect(200);
    assert_eq!(linked.json()["translations"]["en"]["link"], "https://example.org/a");
    let bare = call(&app, Method::PATCH, &path, &token, with(Value::Null)).await.expect(200).json();
    assert_eq!(bare["translations"]["en"]["link"], Value::Null);
    assert_eq!(bare["translations"]["en"]["title"], "Title");
    for list in ["/articles", "/issues", "/sources", "/subscribers", "/topics", "/stats"] {
        call(&app, Method::HEAD, list, &token, Value::Null).await.expect(200);
    }
}
