//! What becomes of issues and topics when articles become one, or come apart.

use diesel::prelude::*;
use hudhud::access::{Role, audit};
use hudhud::articles::pairing::{self, Evidence, Joined};
use hudhud::articles::store;
use hudhud::db::schema::issue_articles;
use serde_json::Value;

use super::write;
use crate::support::{Admin, TestApp};

async fn text_of(app: &TestApp, article: &Value) -> (i64, i64) {
    let id = article["id"].as_str().unwrap().parse().unwrap();
    let article = app.app.db.read(move |conn| store::find(conn, &id)).await.unwrap().unwrap();
    (article.row.id, article.translations.values().next().unwrap().id)
}

#[tokio::test]
async fn an_issue_that_carried_either_carries_what_they_became() {
    let app = TestApp::start().await;
    let token = app.token("send").await;
    let arabic = write(&app, &token, &[("ar", "أ")]).await;
    let english = write(&app, &token, &[("en", "A")]).await;
    let request = app.request(reqwest::Method::POST, "/api/v1/issues").bearer_auth(&token);
    let body = serde_json::json!({"articles": [english["id"]]}).to_string();
    app.send(request.header("content-type", "application/json").body(body)).await.expect(201);
    let ((_, left), (carried, right)) = (text_of(&app, &arabic).await, text_of(&app, &english).await);
    let now = app.clock.now();
    let (joined, of_issue) = app
        .app
        .db
        .write(move |conn| {
            let joined = pairing::join(conn, left, right, Evidence::Hand, now)?;
            let carried: Vec<i64> = issue_articles::table.select(issue_articles::article_id).load(conn)?;
            Ok::<_, diesel::result::Error>((joined, carried))
        })
        .await
        .unwrap();
    assert_eq!((joined, of_issue), (Joined::Paired, vec![carried]));
    assert_eq!(text_of(&app, &english).await.0, carried, "its id stays good");
}

#[tokio::test]
async fn the_audit_says_of_pairing_what_was_done_and_nothing_else() {
    let app = TestApp::start().await;
    let token = app.token("write").await;
    let editor = Admin::signed_in(&app, "editor@example.org", Role::Editor).await;
    let arabic = write(&app, &token, &[("ar", "أ")]).await;
    let english = write(&app, &token, &[("en", "A")]).await;
    let ((_, left), (_, right)) = (text_of(&app, &arabic).await, text_of(&app, &english).await);
    let done = async || {
        let entries = app.app.db.read(|conn| audit::page(conn, None, 100)).await.unwrap();
        let actions = entries.into_iter().rev().map(|entry| entry.action);
        actions
            .filter(|action| action.starts_with("pairing.") || action.ends_with("pair"))
            .collect::<Vec<_>>()
    };
    let place = format!("/admin/articles/{}", arabic["id"].as_str().unwrap());
    editor.post(&format!("{place}/unpair"), &[]).await.expect(303);
    for action in ["decide", "refuse"] {
        let nothing = format!("/admin/articles/pairings/{}", arabic["id"].as_str().unwrap());
        editor.post(&nothing, &[("action", action)]).await.expect(303);
    }
    assert!(done().await.is_empty());

    let now = app.clock.now();
    assert!(app.app.db.write(move |conn| pairing::suggest(conn, left, right, now)).await.unwrap());
    let suggestion = app.app.db.read(pairing::undecided).await.unwrap().remove(0).id;
    let suggestion = format!("/admin/articles/pairings/{}", suggestion.as_str());
    for _ in 0..2 {
        editor.post(&suggestion, &[("action", "decide")]).await.expect(303);
        editor.post(&format!("{place}/unpair"), &[]).await.expect(303);
    }
    assert_eq!(done().await, ["pairing.decide", "article.unpair"]);
}

#[tokio::test]
async fn what_was_taken_apart_stays_apart_until_a_hand_joins_it() {
    let app = TestApp::start().await;
    let token = app.token("write").await;
    let article = write(&app, &token, &[("ar", "أ"), ("en", "A")]).await;
    let (_, one) = text_of(&app, &article).await;
    let now = app.clock.now();
    let (separated, again, refused) = app
        .app
        .db
        .write(move |conn| {
            let separated = pairing::separate(conn, one, now)?;
            let again = pairing::separate(conn, one, now)?;
            Ok::<_, diesel::result::Error>((separated, again, pairing::refused(conn)?))
        })
        .await
        .unwrap();
    assert_eq!((separated, again, refused.len()), (true, false, 1));
    let (left, right) = refused.into_iter().next().unwrap();
    let joined =
        app.app.db.write(move |conn| pairing::join(conn, left, right, Evidence::Hand, now)).await.unwrap();
    assert_eq!(joined, Joined::Paired);
    assert!(app.app.db.read(pairing::refused).await.unwrap().is_empty());
}
