//! Nobody learns from us who is on the list.

use chrono::TimeDelta;
use hudhud::subscribers::suppression::{self, Reason};

use super::{ask, asked, joined};
use crate::support::{Answer, TestApp};

const EVERY_STATE: [&str; 6] = ["new", "pending", "active", "left", "suppressed", "erased"];

/// One address of each state.
async fn everybody(app: &TestApp) {
    asked(app, "pending@example.org").await;
    joined(app, "active@example.org").await;
    for (name, action) in [("left", "leave"), ("erased", "erase")] {
        let person = joined(app, &format!("{name}@example.org")).await;
        let link = match action {
            "leave" => app.app.links.leave(&person.first_language, &person),
            _ => app.app.links.fresh_preferences(&person.first_language, &person, app.clock.now()),
        };
        let status = if action == "leave" { 200 } else { 303 };
        app.post(&link, &[("action", action)]).await.expect(status);
    }
    app.blocking(|app| {
        let (index, key, now) =
            (app.vault.index("suppressed@example.org"), app.vault.index_key_id(), app.clock.now());
        app.db
            .write_blocking(move |conn| suppression::add(conn, &index, &key, Reason::Complained, None, now))
            .unwrap();
    })
    .await;
    app.delivered().await;
    app.later(TimeDelta::hours(2));
}

fn visible(answer: &Answer) -> (u16, Vec<(String, String)>, String) {
    let headers = answer.headers.iter().filter(|(name, _)| *name != "date");
    let headers =
        headers.map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned())).collect();
    (answer.status, headers, answer.body.clone())
}

#[tokio::test]
async fn every_address_gets_the_same_answer() {
    let app = TestApp::start().await;
    everybody(&app).await;
    let mut joins = Vec::new();
    let mut links = Vec::new();
    for state in EVERY_STATE {
        let email = format!("{state}@example.org");
        joins.push(visible(&ask(&app, "en", &[("email", &email)]).await));
        links.push(visible(&app.post("/en/link", &[("email", &email)]).await));
    }
    for answers in [&joins, &links] {
        assert_eq!(answers[0].0, 303);
        assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:#?}");
    }
    let mut got: Vec<(String, String)> =
        app.delivered().await.into_iter().map(|mail| (mail.to, mail.subject)).collect();
    got.sort();
    let expected = [
        ("active@example.org", "You are already with us"),
        ("active@example.org", "Your link"),
        ("erased@example.org", "Confirm that you want to join"),
        ("left@example.org", "Confirm that you want to join"),
        ("left@example.org", "Your link"),
        ("new@example.org", "Confirm that you want to join"),
        ("pending@example.org", "Confirm that you want to join"),
    ];
    assert_eq!(got, expected.map(|(to, subject)| (to.to_owned(), subject.to_owned())));
}

#[tokio::test]
async fn no_address_and_no_name_is_readable_in_the_database() {
    let app = TestApp::start().await;
    ask(&app, "en", &[("email", "canary@example.org"), ("name", "Canarina"), ("help", "canary songs")])
        .await
        .expect(303);
    let link = app.delivered().await.remove(0).link("/confirm/");
    app.post(&link, &[]).await.expect(200);
    app.post("/en/link", &[("email", "canary@example.org")]).await.expect(303);
    app.delivered().await;
    let dump = app.dump();
    for word in ["canary", "Canarina", "songs"] {
        assert!(!dump.windows(word.len()).any(|bytes| bytes == word.as_bytes()), "{word} is readable");
    }
}
