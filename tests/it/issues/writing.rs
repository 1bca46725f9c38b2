//! An issue is drafted, changed and checked by a program.

use chrono::TimeDelta;
use hudhud::access::Role;
use serde_json::{Value, json};

use super::{Newsroom, id_of, three_articles};
use crate::support::Admin;

#[tokio::test]
async fn a_draft_gathers_what_is_new_with_its_words_in_every_language() {
    let room = Newsroom::open().await;
    let [moon, star, hoopoe] = three_articles(&room).await;
    let issue = room.draft().await;
    assert_eq!(
        (&issue["status"], &issue["number"], &issue["slug"]),
        (&json!("draft"), &json!(1), &json!("1"))
    );
    assert_eq!((&issue["cadence"], &issue["missing"]), (&json!("every"), &json!("other_language")));
    assert_eq!(issue["articles"], json!([hoopoe, star, moon]), "the newest stands first");
    let texts = &issue["texts"];
    assert_eq!(
        (&texts["ar"]["subject"], &texts["ar"]["preheader"]),
        (&json!("الهدهد"), &json!("النجم · القمر"))
    );
    assert_eq!(texts["en"]["subject"], "The-star", "readers' own language speaks first");
    assert_eq!(texts["en"]["preheader"], "The-moon · الهدهد");
    assert_eq!(room.issue(&id_of(&issue)).await, issue);

    let again = room.post("/issues", json!({})).await.expect(200).json();
    assert_eq!(again["issue"], Value::Null);
    assert!(again["reason"].as_str().is_some_and(|reason| !reason.is_empty()), "{again}");
    let monthly = room.post("/issues", json!({"cadence": "monthly"})).await.expect(201).json();
    assert_eq!(monthly["articles"].as_array().unwrap().len(), 3, "another cadence has not carried them");
    let list = room.get("/issues?limit=1").await.expect(200).json();
    assert_eq!((&list["items"][0]["id"], &list["next"]), (&monthly["id"], &json!("2")));
    let rest = room.get("/issues?after=2").await.expect(200).json();
    assert_eq!((&rest["items"][0]["id"], &rest["next"]), (&issue["id"], &Value::Null));
}

#[tokio::test]
async fn what_is_thrown_away_is_gathered_again_and_a_weekly_issue_takes_what_came_since_the_last() {
    let room = Newsroom::open().await;
    let first = room.article(&[("ar", "أول"), ("en", "First")]).await;
    let weekly = room.post("/issues", json!({"cadence": "weekly"})).await.expect(201).json();
    assert_eq!(weekly["articles"], json!([first]));
    let path = format!("/issues/{}", id_of(&weekly));
    assert_eq!(
        room.post(&format!("{path}/cancel"), Value::Null).await.expect(200).json()["status"],
        "cancelled"
    );
    let weekly = room.post("/issues", json!({"cadence": "weekly"})).await.expect(201).json();
    assert_eq!(weekly["articles"], json!([first]));
    room.app.later(TimeDelta::days(7));
    let second = room.article(&[("en", "Second")]).await;
    let next = room.post("/issues", json!({"cadence": "weekly"})).await.expect(201).json();
    assert_eq!(next["articles"], json!([second]));
}

#[tokio::test]
async fn what_comes_in_the_moment_of_a_weekly_draft_is_in_the_next() {
    let room = Newsroom::open().await;
    room.article(&[("en", "First")]).await;
    room.post("/issues", json!({"cadence": "weekly"})).await.expect(201);
    let second = room.article(&[("en", "Second")]).await;
    room.app.later(TimeDelta::days(7));
    let next = room.post("/issues", json!({"cadence": "weekly"})).await.expect(201).json();
    assert_eq!(next["articles"], json!([second]));
}

#[tokio::test]
async fn drafts_made_at_once_do_not_carry_the_same() {
    let room = Newsroom::open().await;
    three_articles(&room).await;
    let drafts = (0..8).map(|_| room.post("/issues", json!({})));
    let drafts = futures_util::future::join_all(drafts).await;
    assert_eq!(drafts.iter().filter(|answer| answer.status == 201).count(), 1);
    assert!(drafts.iter().all(|answer| matches!(answer.status, 200 | 201)));
}

#[tokio::test]
async fn a_text_that_was_mailed_is_no_news_when_its_pairing_is_undone() {
    let room = Newsroom::open().await;
    let article = room.article(&[("ar", "القمر"), ("en", "The-moon")]).await;
    room.draft().await;
    let editor = Admin::signed_in(&room.app, "editor@example.org", Role::Editor).await;
    editor.submit(&format!("/admin/articles/{article}/unpair"), &[("language", "en")]).await;
    let articles = room.get("/articles").await.expect(200).json();
    assert_eq!(articles["items"].as_array().unwrap().len(), 2);
    let again = room.post("/issues", json!({})).await.expect(200).json();
    assert_eq!(again["issue"], Value::Null);
}

#[tokio::test]
async fn a_year_that_no_calendar_here_knows_is_refused() {
    let room = Newsroom::open().await;
    for (path, body, field) in [
        (
            "/articles",
            json!({"translations": {"en": {"title": "A", "published_at": "+20000-01-01"}}}),
            "translations.en.published_at",
        ),
        ("/issues", json!({"since": "+20000-01-01"}), "since"),
    ] {
        let errors = room.post(path, body).await.expect(422).json();
        assert!(errors["errors"][field].is_string(), "{errors}");
    }
    three_articles(&room).await;
    let id = id_of(&room.draft().await);
    let at = json!({"at": "+20000-01-01T00:00:00Z"});
    let errors = room.post(&format!("/issues/{id}/send"), at).await.expect(422).json();
    assert!(errors["errors"]["at"].is_string(), "{errors}");
}

#[tokio::test]
async fn chosen_articles_words_and_readers_are_taken_as_they_are() {
    let room = Newsroom::open().await;
    let [moon, star, _] = three_articles(&room).await;
    let wanted = json!({"articles": [moon, star], "missing": "leave_out", "cadence": "monthly",
        "audience": {"reading": "en", "country": "LB", "joined_after": "2026-01-01"},
        "texts": {"en": {"subject": "Our own\r\nsubject", "opening": "Dear **friends**"}}});
    let issue = room.post("/issues", wanted).await.expect(201).json();
    assert_eq!(issue["articles"], json!([moon, star]), "in their order");
    assert_eq!(issue["texts"]["en"]["subject"], "Our own subject", "one line");
    assert_eq!(issue["texts"]["en"]["preheader"], "The-star", "what is not said comes from the articles");
    assert_eq!(issue["audience"]["reading"], "en");
    assert_eq!(issue["audience"]["country"], "LB");
}

#[tokio::test]
async fn nonsense_is_told_field_by_field_and_makes_nothing() {
    let room = Newsroom::open().await;
    room.article(&[("en", "One")]).await;
    for (wrong, field) in [
        (json!({"cadence": "daily"}), "cadence"),
        (json!({"missing": "guess"}), "missing"),
        (json!({"since": "some day"}), "since"),
        (json!({"articles": ["nothing"]}), "articles"),
        (json!({"texts": {"fr": {"subject": "Bonjour"}}}), "texts"),
        (json!({"texts": {"en": {"subject": "x".repeat(301)}}}), "subject"),
        (json!({"audience": {"country": "Atlantis"}}), "audience"),
        (json!({"audience": {"topics": ["none"]}}), "audience"),
    ] {
        let answer = room.post("/issues", wrong.clone()).await.expect(422);
        assert_eq!(answer.header("content-type"), "application/problem+json");
        assert!(answer.json()["errors"][field].is_string(), "{wrong}: {}", answer.body);
    }
    for wrong in [json!({"articels": []}), json!([]), json!({"since": 5})] {
        let answer = room.post("/issues", wrong.clone()).await;
        assert!([400, 422].contains(&answer.status), "{wrong}: {}", answer.body);
    }
    assert_eq!(room.get("/issues").await.expect(200).json()["items"], json!([]));
    for path in ["/issues/none", "/issues/none/check", "/issues/none/progress", "/issues/none/preview"] {
        room.get(path).await.expect(404);
    }
    room.post("/issues/none/send", Value::Null).await.expect(404);
}

#[tokio::test]
async fn a_change_keeps_what_it_does_not_name_and_makes_a_draft_again() {
    let room = Newsroom::open().await;
    let [moon, star, _] = three_articles(&room).await;
    room.reader("layla@example.org", "", "en").await;
    let issue = room.draft().await;
    let path = format!("/issues/{}", id_of(&issue));
    let approved = room.post(&format!("{path}/approve"), Value::Null).await.expect(200).json();
    assert_eq!(approved["status"], "approved");
    let change = json!({"texts": {"ar": {"preheader": "سطر"}}, "articles": [star, moon],
                        "revision": approved["revision"]});
    let changed = room.patch(&path, change.clone()).await.expect(200).json();
    assert_eq!(changed["status"], "draft");
    assert_eq!(changed["texts"]["ar"]["subject"], issue["texts"]["ar"]["subject"]);
    assert_eq!(
        (&changed["texts"]["ar"]["preheader"], &changed["articles"]),
        (&json!("سطر"), &json!([star, moon]))
    );
    room.patch(&path, change).await.expect(409);
    let same = json!({"texts": {"ar": {"preheader": "سطر"}}});
    assert_eq!(room.patch(&path, same).await.expect(200).json()["revision"], changed["revision"]);
}

#[tokio::test]
async fn a_check_says_what_is_missing_and_what_is_worth_a_look() {
    let room = Newsroom::open().await;
    let [_, _, hoopoe] = three_articles(&room).await;
    let issue = room.draft().await;
    let path = format!("/issues/{}", id_of(&issue));
    let check = async || room.get(&format!("{path}/check")).await.expect(200).json();
    let found = check().await;
    assert_eq!(found["ready"], false, "nobody would get it: {found}");
    room.reader_of("weekly@example.org", "", "en", json!({"cadence": "weekly"})).await;
    assert_eq!(check().await["ready"], false);
    room.reader("layla@example.org", "", "ar").await;
    let found = check().await;
    assert_eq!((&found["ready"], &found["problems"]), (&json!(true), &json!([])), "{found}");
    let remarks = found["remarks"].as_array().unwrap();
    let missing = remarks.iter().find(|remark| remark["article"] == json!(hoopoe)).unwrap();
    assert_eq!(missing["language"], "en");
    assert!(missing["text"].as_str().unwrap().contains("الهدهد"));
    assert!(
        remarks.iter().any(|remark| remark["language"].is_null()),
        "one waits for a weekly issue: {found}"
    );

    room.patch(&path, json!({"texts": {"en": {"subject": " ", "opening": "[here](/relative)"}}}))
        .await
        .expect(200);
    let found = check().await;
    assert_eq!((&found["ready"], found["problems"].as_array().unwrap().len()), (&json!(false), 2), "{found}");
    assert!(found["problems"].as_array().unwrap().iter().all(|problem| problem["language"] == "en"));
    for action in ["approve", "send"] {
        let answer = room.post(&format!("{path}/{action}"), Value::Null).await.expect(409);
        let told = answer.json();
        assert_eq!(told["detail"], "Something is still missing before the issue can go.", "{told}");
        assert!(told["errors"]["texts.en"].is_string(), "{told}");
    }
    assert!(room.app.delivered().await.is_empty());
}

#[tokio::test]
async fn who_may_read_may_not_write_and_who_may_write_may_not_send() {
    let room = Newsroom::open().await;
    room.article(&[("en", "One")]).await;
    room.reader("layla@example.org", "", "en").await;
    let id = id_of(&room.draft().await);
    let (read, write) = (room.app.token("read").await, room.app.token("write").await);
    let ask = async |token: &str, method: reqwest::Method, path: &str, body: &str| {
        let request = room.app.request(method, &format!("/api/v1/issues{path}")).bearer_auth(token);
        room.app.send(request.body(body.to_owned())).await.status
    };
    use reqwest::Method;
    assert_eq!(ask(&read, Method::GET, &format!("/{id}"), "").await, 200);
    assert_eq!(ask(&read, Method::POST, "", "{}").await, 403);
    assert_eq!(ask(&read, Method::PATCH, &format!("/{id}"), "{}").await, 403);
    assert_eq!(ask(&write, Method::PATCH, &format!("/{id}"), "{}").await, 200);
    for action in ["test", "approve", "send", "pause", "resume", "cancel"] {
        let body = if action == "test" { r#"{"to": ["a@example.org"]}"# } else { "" };
        assert_eq!(ask(&write, Method::POST, &format!("/{id}/{action}"), body).await, 403, "{action}");
    }
    assert_eq!(ask("nothing", Method::GET, "", "").await, 401);
}

#[tokio::test]
async fn the_same_request_again_makes_one_issue() {
    let room = Newsroom::open().await;
    let article = room.article(&[("en", "One")]).await;
    let body = json!({ "articles": [article] });
    let ask = async |body: &Value| {
        let request = room.app.request(reqwest::Method::POST, "/api/v1/issues").bearer_auth(&room.token);
        room.app.send(request.header("idempotency-key", "once").body(body.to_string())).await
    };
    let (first, second) = (ask(&body).await.expect(201).json(), ask(&body).await.expect(201).json());
    assert_eq!(first["id"], second["id"]);
    ask(&json!({})).await.expect(409);
    assert_eq!(room.get("/issues").await.expect(200).json()["items"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn null_takes_away_what_a_program_said_before() {
    let room = Newsroom::open().await;
    three_articles(&room).await;
    let path = format!("/issues/{}", id_of(&room.draft().await));
    let said = json!({"texts": {"en": {"opening": "Good morning"}}, "audience": {"reading": "en"}});
    room.patch(&path, said).await.expect(200);
    let taken = json!({"texts": {"en": {"opening": null}}, "audience": null});
    let issue = room.patch(&path, taken).await.expect(200).json();
    assert_eq!((&issue["texts"]["en"]["opening"], &issue["audience"]), (&json!(""), &json!({})));
    assert_ne!(issue["texts"]["en"]["subject"], "", "what is not named stays");
    room.post(&format!("{path}/send"), json!({"at": "soon"})).await.expect(422);
}

#[tokio::test]
async fn a_change_of_the_readers_keeps_what_it_does_not_name() {
    let room = Newsroom::open().await;
    three_articles(&room).await;
    let path = format!("/issues/{}", id_of(&room.draft().await));
    let audience = async |change: Value| {
        room.patch(&path, json!({ "audience": change })).await.expect(200).json()["audience"].clone()
    };
    let first = audience(json!({"reading": "en", "country": "LB"})).await;
    assert_eq!(first, json!({"reading": "en", "country": "LB"}));
    assert_eq!(audience(json!({"country": "GB"})).await, json!({"reading": "en", "country": "GB"}));
    assert_eq!(audience(json!({"country": null})).await, json!({"reading": "en"}));
    assert_eq!(audience(json!({})).await, json!({"reading": "en"}));
    assert_eq!(audience(Value::Null).await, json!({}));
}

#[tokio::test]
async fn a_program_is_told_in_english_what_it_did_not_ask_for_in_another_language() {
    let room = Newsroom::open().await;
    let reason = room.post("/issues", json!({})).await.expect(200).json()["reason"].clone();
    assert!(reason.as_str().unwrap().is_ascii(), "{reason}");
    let request = room.app.request(reqwest::Method::GET, "/api/v1/nothing");
    let arabic = room.app.send(request.header("accept-language", "ar")).await.expect(404).json();
    assert!(!arabic["detail"].as_str().unwrap().is_ascii(), "{arabic}");
}
