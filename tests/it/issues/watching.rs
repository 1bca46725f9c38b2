//! An issue on its way is watched, and what failed of it is tried again.

use std::time::Duration;

use chrono::TimeDelta;
use hudhud::access::Role;
use reqwest::{Method, Response};
use serde_json::{Value, json};

use super::{Newsroom, id_of, three_articles};
use crate::support::{
    Admin,
    smtp::{Act, Step},
};

/// A room with these readers and an issue that was started; its id.
async fn started(readers: &[&str]) -> (Newsroom, String) {
    let room = Newsroom::open().await;
    three_articles(&room).await;
    for reader in readers {
        room.reader(reader, "", "en").await;
    }
    let id = id_of(&room.draft().await);
    room.post(&format!("/issues/{id}/send"), Value::Null).await.expect(202);
    (room, id)
}

/// A stream of events, and what came of it and was not looked at.
struct Watch {
    response: Response,
    rest: String,
}

impl Watch {
    async fn open(request: reqwest::RequestBuilder) -> Watch {
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        Watch { response, rest: String::new() }
    }

    /// The next event's name and what it says; nothing at the end.
    async fn next(&mut self) -> Option<(String, Value)> {
        loop {
            if let Some((event, rest)) = self.rest.split_once("\n\n") {
                let (event, rest) = (event.to_owned(), rest.to_owned());
                self.rest = rest;
                let Some((name, data)) = event.split_once("\ndata: ") else { continue };
                let name = name.strip_prefix("event: ").unwrap().to_owned();
                return Some((name, serde_json::from_str(data).unwrap()));
            }
            let chunk = tokio::time::timeout(Duration::from_secs(20), self.response.chunk()).await;
            let chunk = chunk.expect("an open stream says something now and then").unwrap()?;
            self.rest += std::str::from_utf8(&chunk).unwrap();
        }
    }
}

#[tokio::test]
async fn a_program_watches_an_issue_to_its_end() {
    let (room, id) = started(&["ada@example.org", "layla@example.org"]).await;
    let path = format!("/api/v1/issues/{id}/progress/events");
    let (read, nobody) = (room.app.token("read").await, room.app.request(Method::GET, &path));
    room.app.send(nobody).await.expect(401);
    let asked = room.app.request(Method::GET, &path).bearer_auth(&read).header("accept-encoding", "gzip");
    let mut watch = Watch::open(asked).await;
    let (name, progress) = watch.next().await.unwrap();
    assert_eq!((name.as_str(), &progress["selected"], &progress["sent"]), ("progress", &json!(2), &json!(0)));
    assert_eq!(room.app.delivered().await.len(), 2);
    let mut last = watch.next().await.unwrap();
    while last.0 == "progress" {
        last = watch.next().await.unwrap();
    }
    assert_eq!((last.0.as_str(), &last.1["status"], &last.1["sent"]), ("over", &json!("sent"), &json!(2)));
    assert_eq!(watch.next().await, None);
    let unknown = format!("/api/v1/issues/{}/progress/events", "0".repeat(id.len()));
    room.app.send(room.app.request(Method::GET, &unknown).bearer_auth(&read)).await.expect(404);
}

#[tokio::test]
async fn an_editor_sees_figures_in_their_language_until_they_sign_out() {
    let (room, id) = started(&["ada@example.org"]).await;
    let editor = Admin::signed_in(&room.app, "editor@example.org", Role::Editor).await;
    let page = editor.get(&format!("/admin/issues/{id}/progress")).await.expect(200);
    let events = format!("/admin/issues/{id}/progress/events?status=sending");
    assert!(page.body.contains(&format!("data-watch=\"{events}\"")), "{}", page.body);
    assert!(page.body.contains("<noscript><meta http-equiv=\"refresh\" content=\"3\"></noscript>"));
    assert!(page.header("content-security-policy").contains("script-src 'self';"));
    room.app.send(room.app.request(Method::GET, &events)).await.expect(303);

    let mut watch = Watch::open(editor.request(Method::GET, &events)).await;
    let (name, parts) = watch.next().await.unwrap();
    assert_eq!(name, "progress");
    assert!(parts["figures"].as_str().unwrap().contains("waiting"), "{parts}");
    editor.post("/admin/sign-out", &[]).await.expect(303);
    assert_eq!(watch.next().await, None, "whoever signed out sees nothing more");
}

#[tokio::test]
async fn the_page_is_asked_for_anew_when_the_issue_pauses() {
    let (room, id) = started(&["ada@example.org"]).await;
    let editor = Admin::signed_in(&room.app, "editor@example.org", Role::Editor).await;
    let events = format!("/admin/issues/{id}/progress/events?status=sending");
    let mut watch = Watch::open(editor.request(Method::GET, &events)).await;
    assert_eq!(watch.next().await.unwrap().0, "progress");
    room.post(&format!("/issues/{id}/pause"), Value::Null).await.expect(200);
    assert_eq!(watch.next().await.unwrap().0, "over");
    assert_eq!(watch.next().await, None);
}

#[tokio::test]
async fn only_so_many_watch_at_once() {
    let (room, id) = started(&["ada@example.org"]).await;
    let token = room.app.token("read").await;
    let asked =
        || room.app.request(Method::GET, &format!("/api/v1/issues/{id}/progress/events")).bearer_auth(&token);
    let mut watching = Vec::new();
    for _ in 0..32 {
        watching.push(Watch::open(asked()).await);
    }
    room.app.send(asked()).await.expect(429);
}

#[tokio::test]
async fn what_servers_said_is_told_without_anybodys_domain() {
    let (room, id) = started(&["policy@family.example", "full@gmail.com", "full-house@family.example"]).await;
    room.app
        .smtp
        .once(Step::Rcpt, Act::say("550 5.7.1 policy@family.example of family.example is unwelcome"));
    room.app.delivered().await;
    let progress = room.progress(&id).await;
    let replies = progress["replies"].as_array().unwrap();
    let of = |domain: &str| replies.iter().find(|reply| reply["domain"] == domain).unwrap();
    assert_eq!(
        (&of("gmail.com")["code"], &of("gmail.com")["status"], &of("gmail.com")["n"]),
        (&json!(552), &json!("5.2.2"), &json!(1))
    );
    assert_eq!((&of("other")["code"], &of("other")["n"]), (&json!(550), &json!(1)));
    assert_eq!(of("other")["text"], "<address> of <domain> is unwelcome");
    let dump = room.app.dump();
    assert!(!dump.windows(14).any(|bytes| bytes == b"family.example"));
    let viewer = Admin::signed_in(&room.app, "viewer@example.org", Role::Viewer).await;
    let page = viewer.get(&format!("/admin/issues/{id}/progress")).await.expect(200);
    assert!(page.text().contains("What mail servers said") && page.text().contains("552 5.2.2"));
    assert!(!page.body.contains("value=\"retry\""), "who may only look is not asked");
}

#[tokio::test]
async fn what_failed_is_tried_again_but_not_where_nobody_lives() {
    let (room, id) =
        started(&["ada@example.org", "reject@example.org", "layla@example.org", "noor@example.org"]).await;
    room.app.smtp.once(Step::Dot, Act::say("550 5.7.1 not from you"));
    assert_eq!(room.app.delivered().await.len(), 2);
    let progress = room.progress(&id).await;
    assert_eq!((&progress["status"], &progress["failed"]), (&json!("sent"), &json!(2)));

    let editor = Admin::signed_in(&room.app, "editor@example.org", Role::Editor).await;
    let place = format!("/admin/issues/{id}");
    let page = editor.get(&format!("{place}/progress")).await.expect(200);
    assert!(page.text().contains("One mail that failed can be tried again"), "{}", page.text());
    room.app.later(TimeDelta::hours(100));
    let read = room.app.token("read").await;
    let retry = format!("/api/v1/issues/{id}/retry");
    room.app.send(room.app.request(Method::POST, &retry).bearer_auth(&read)).await.expect(403);
    let retried = room.post(&format!("/issues/{id}/retry"), Value::Null).await.expect(202).json();
    assert_eq!((&retried["status"], &retried["retried"]), (&json!("sending"), &json!(1)));
    let progress = room.progress(&id).await;
    assert_eq!((&progress["failed"], &progress["waiting"]), (&json!(1), &json!(1)));
    assert!(
        room.app.get("/en/issues").await.expect(200).body.contains("/issues/1"),
        "it stays in the archive"
    );

    room.app.smtp.once(Step::Dot, Act::say("450 4.2.0 a moment"));
    assert!(room.app.delivered().await.is_empty());
    room.app.later(TimeDelta::minutes(2));
    assert_eq!(room.app.delivered().await.len(), 1, "patience with it began anew");
    let progress = room.progress(&id).await;
    assert_eq!(
        (&progress["status"], &progress["sent"], &progress["failed"]),
        (&json!("sent"), &json!(3), &json!(1))
    );
    let editor = Admin::signed_in(&room.app, "editor@example.org", Role::Editor).await;
    let refused = editor.submit(&format!("{place}/steer"), &[("action", "retry")]).await;
    assert!(refused.text().contains("There is nothing to try again"), "{}", refused.text());
    room.post(&format!("/issues/{id}/retry"), Value::Null).await.expect(409);
    let owner = Admin::signed_in(&room.app, "owner@example.org", Role::Owner).await;
    assert!(owner.get("/admin/audit").await.expect(200).text().contains("Failed mails tried again"));
}

#[tokio::test]
async fn who_may_have_got_it_twice_is_not_tried_again() {
    let (room, id) = started(&["lost@example.org"]).await;
    room.app.delivered().await;
    room.app.later(TimeDelta::minutes(2));
    room.app.delivered().await;
    let progress = room.progress(&id).await;
    assert_eq!((&progress["failed"], &progress["uncertain"]), (&json!(1), &json!(1)));
    room.post(&format!("/issues/{id}/retry"), Value::Null).await.expect(409);
    assert_eq!(room.progress(&id).await["status"], "sent", "nothing changed");
}

#[tokio::test]
async fn an_issue_that_was_sent_stays_so_when_trying_again_is_cancelled() {
    let (room, id) = started(&["ada@example.org", "layla@example.org"]).await;
    room.app.smtp.once(Step::Dot, Act::say("550 5.7.1 not from you"));
    assert_eq!(room.app.delivered().await.len(), 1);
    room.post(&format!("/issues/{id}/retry"), Value::Null).await.expect(202);
    let issue = room.post(&format!("/issues/{id}/cancel"), Value::Null).await.expect(200).json();
    assert_eq!(issue["status"], "sent");
    assert!(room.app.delivered().await.is_empty());
    let progress = room.progress(&id).await;
    assert_eq!(
        (&progress["status"], &progress["sent"], &progress["waiting"]),
        (&json!("sent"), &json!(1), &json!(0))
    );
    for place in ["/en/issues", "/en/feed.xml"] {
        assert!(room.app.get(place).await.expect(200).body.contains("/en/issues/1"), "{place}");
    }
    room.post(&format!("/issues/{id}/cancel"), Value::Null).await.expect(409);
    room.post(&format!("/issues/{id}/retry"), Value::Null).await.expect(409);
}
