//! What nobody types who means well.

use hudhud::subscribers::EmailAddress;

use super::{ask, asked, person, status};
use crate::support::TestApp;

#[tokio::test]
async fn addresses_that_cannot_be_written_to_are_mistakes() {
    let app = TestApp::start().await;
    for email in [
        "",
        " ",
        "@",
        "a@",
        "@x.com",
        "a@localhost",
        "a@b",
        "a@[127.0.0.1]",
        "a@[IPv6:::1]",
        "a@1.2.3.4",
        "\"a b\"@x.com",
        "a@x_y.com",
        "a%b@x.com",
        "a..b@x.com",
        ".a@x.com",
        "a@x.com\r\nRCPT TO:<b@y.com>",
        "a\0@x.com",
        "a@x.com,b@y.com",
        "Bob <a@x.com>",
        "a\u{a0}@x.com",
        "a\u{200b}@x.com",
        "a\u{202e}@x.com",
        "p\u{430}ypal@x.com",
    ] {
        ask(&app, "ar", &[("email", email)]).await.expect(422);
    }
    assert!(app.delivered().await.is_empty());
    assert!(app.smtp.commands().iter().all(|command| !command.starts_with("RCPT")));
}

#[tokio::test]
async fn spellings_of_one_address_are_one_address() {
    let app = TestApp::start().await;
    for email in ["A@Example.org", " a@example.ORG ", "a@example.org"] {
        ask(&app, "en", &[("email", email)]).await.expect(303);
    }
    assert_eq!(app.delivered().await.len(), 1);
}

#[tokio::test]
async fn an_arabic_domain_is_written_to() {
    let app = TestApp::start().await;
    ask(&app, "ar", &[("email", "info@مثال.شبكة")]).await.expect(303);
    let mails = app.delivered().await;
    assert_eq!(mails.len(), 1);
    let address: EmailAddress = "info@مثال.شبكة".parse().unwrap();
    assert_eq!(mails[0].to, address.as_str());
    app.post(&mails[0].link("/confirm/"), &[]).await.expect(200);
    assert_eq!(status(&app, "info@مثال.شبكة").await, "active");
}

#[tokio::test]
async fn names_stay_text_wherever_they_appear() {
    let app = TestApp::start().await;
    let names = [
        ("evil\r\nBcc: b@example.org", "evil Bcc: b@example.org"),
        ("\u{202e}txt.exe", "txt.exe"),
        ("{{ get_env(name=\"HOME\") }}", "{{ get_env(name=\"HOME\") }}"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("=?utf-8?b?QmNjOiA=?=", "=?utf-8?b?QmNjOiA=?="),
        ("=HYPERLINK(\"x\")", "=HYPERLINK(\"x\")"),
    ];
    for (n, (typed, kept)) in names.into_iter().enumerate() {
        let email = format!("a{n}@example.org");
        ask(&app, "en", &[("email", &email), ("name", typed)]).await.expect(303);
        let link = app.delivered().await.remove(0).link("/confirm/");
        app.post(&link, &[]).await.expect(200);
        let person = person(&app, &email).await.unwrap();
        assert_eq!(person.name(&app.app.vault).unwrap().unwrap().as_str(), kept);
        let welcome = app.delivered().await.remove(0);
        assert_eq!((welcome.to.as_str(), welcome.header("bcc").as_str()), (email.as_str(), ""));
        assert!(welcome.text.contains(kept), "{}", welcome.text);
        assert!(!welcome.html.contains("<script"));
    }
}

#[tokio::test]
async fn floods_and_broken_text_are_refused_before_parsing() {
    let app = TestApp::start().await;
    let post = |body: Vec<u8>| {
        let request = app.request(reqwest::Method::POST, "/en/join");
        request.header("content-type", "application/x-www-form-urlencoded").body(body)
    };
    app.send(post(vec![b'a'; 1 << 20])).await.expect(413);
    assert!(matches!(app.send(post("a=1&".repeat(1000).into_bytes())).await.status, 413 | 422));
    app.send(post(b"email=%ff%fe@x.com&consent=yes".to_vec())).await.expect(400);
    let long = "é".repeat(1500);
    ask(&app, "en", &[("email", "a@example.org"), ("help", &long)]).await.expect(303);
}

#[tokio::test]
async fn foreign_hosts_and_next_pages_are_not_believed() {
    let app = TestApp::start().await;
    let fields = [("email", "a@example.org"), ("consent", "yes"), ("next", "//evil.example")];
    let request =
        app.post_request("/en/join?next=//evil.example", &fields).header("x-forwarded-host", "evil.example");
    let answer = app.send(request).await.expect(303);
    assert_eq!(answer.header("location"), "/en/join/sent");
    let mails = app.delivered().await;
    assert!(!mails[0].text.contains("evil.example") && mails[0].text.contains(&app.base));
    let link = asked(&app, "b@example.org").await;
    assert!(link.starts_with("/en/confirm/"));
}
