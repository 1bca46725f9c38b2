//! What a person told us is in no file but sealed: not in the database, not in its journal, not in the log at its
//! most talkative.

use std::time::Duration;

use super::desk::Desk;

const SECRETS: [&str; 6] = ["canary", "Canarina", "kanarya", "songbook", "Kanarienvogel", "geheimrat"];

/// Joins, confirms, changes everything, moves to another address, gets an issue and leaves; another is erased.
async fn a_life(desk: &Desk) {
    let server = desk.serve(&[]);
    let person = [
        ("email", "canary@example.org"),
        ("name", "Canarina"),
        ("help", "I bring a songbook"),
        ("reading", "en"),
        ("consent", "yes"),
    ];
    server.post("/en/join", &person).await.expect(303);
    server.post("/en/join", &[("email", "geheimrat"), ("name", "Canarina")]).await.expect(422);
    let confirm = desk.mails(1).await[0].link("/confirm/");
    server.post(&confirm, &[("decision", "confirm")]).await.expect(200);
    server.get("/en/confirm/garbled-geheimrat").await.expect(404);
    let welcome = desk.mails(2).await.remove(1);
    let changes = [("action", "save"), ("name", "Kanarienvogel"), ("reading", "both"), ("cadence", "every")];
    server.post(&welcome.link("/preferences/"), &changes).await.expect(303);
    server.post("/en/link", &[("email", "canary@example.org")]).await.expect(303);
    let fresh = desk.mails(3).await[2].link("/preferences/");
    let moving = [("action", "change_address"), ("email", "kanarya@example.org")];
    server.post(&fresh, &moving).await.expect(303);
    let mails = desk.mails(4).await;
    let confirm_address = mails.iter().find(|mail| mail.to == "kanarya@example.org").unwrap();
    server.post(&confirm_address.link("/confirm/"), &[]).await.expect(200);
    server.post(&fresh, &[("action", "export")]).await;
    desk.mails(5).await;
    desk.write("news.md", "---\nlanguage: en\ntitle: News\n---\nText\n");
    desk.json(&["article", "add", "news.md"]);
    desk.json(&["issue", "draft"]);
    desk.json(&["issue", "test", "1", "geheimrat@example.org"]);
    desk.json(&["issue", "send", "1", "--wait"]);
    desk.json(&["subscriber", "find", "kanarya@example.org"]);
    desk.json(&["admin", "add", "geheimrat@example.org", "--role", "owner"]);
    let mails = desk.mails(6).await;
    let issue =
        mails.iter().find(|mail| mail.subject.ends_with("News") && mail.to == "kanarya@example.org").unwrap();
    server.post(&issue.link("/leave/"), &[]).await.expect(200);
    desk.json(&["subscriber", "erase", "kanarya@example.org"]);
    let (code, took) = server.terminate();
    assert_eq!(code, Some(0), "{}", desk.read("serve.log"));
    assert!(took < Duration::from_secs(10), "{took:?}");
}

#[tokio::test]
async fn nothing_that_a_person_told_us_can_be_read_in_database_journal_or_log() {
    let mut desk = Desk::new();
    desk.env.push(("HUDHUD_LOG", "trace".to_owned()));
    a_life(&desk).await;
    let log = std::fs::read(desk.dir.path().join("serve.log")).unwrap();
    assert!(log.len() > 10_000, "it was talkative");
    for (place, bytes) in [("database", desk.dump()), ("log", log)] {
        assert!(!bytes.is_empty());
        for secret in SECRETS {
            let at = bytes.windows(secret.len()).position(|window| window == secret.as_bytes());
            let around =
                at.map(|at| String::from_utf8_lossy(&bytes[at.saturating_sub(300)..at + 40]).into_owned());
            assert_eq!(around, None, "{secret} can be read in the {place}");
        }
    }
}
