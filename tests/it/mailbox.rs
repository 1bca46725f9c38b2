//! The pages of the built-in mailbox.

use hudhud::{
    config::SmtpSetting,
    mail::{Fate, Kind, Message},
};
use reqwest::Method;

use crate::support::{Answer, TestApp};

async fn keeping_mails() -> TestApp {
    TestApp::builder().config(|config| config.smtp_url = SmtpSetting::Mailbox).start().await
}

async fn keep(app: &TestApp, n: usize, subject: &str, html: &str) {
    let (subject, html) = (subject.to_owned(), html.to_owned());
    let (envelope, bytes) = app
        .blocking(move |app| {
            let message = Message {
                kind: Kind::Letter,
                from: app.mailer.sender().clone(),
                to: format!("ada-{n}@example.net").parse().unwrap(),
                reply_to: None,
                subject,
                text: "مرحبًا بكم\nhttps://x.example.org/".to_owned(),
                html,
                languages: vec!["ar".to_owned(), "en".to_owned()],
                message_id: format!("{n}@alliance.example"),
                boundary: "b0".repeat(20),
                date: app.clock.now(),
                return_path: None,
                list: None,
            };
            let bytes = message.to_bytes(app.mailer.signer()).unwrap();
            (message.envelope(), bytes)
        })
        .await;
    let mut mailbox = app.app.mailer.relays()[0].connect().await.unwrap();
    let fate = mailbox.send(&envelope, &bytes, &mut || true).await;
    assert!(matches!(fate, Fate::Accepted(_)));
}

/// The first link of a page that begins so.
fn link(answer: &Answer, start: &str) -> String {
    let at = answer.body.find(&format!("href=\"{start}")).unwrap_or_else(|| panic!("{}", answer.body));
    answer.body[at + 6..].split('"').next().unwrap().replace("&amp;", "&")
}

#[tokio::test]
async fn a_newcomer_reads_what_was_written_in_every_way() {
    let app = keeping_mails().await;
    assert!(app.get("/mailbox?lang=en").await.expect(200).text().contains("No mail has been written yet"));

    keep(
        &app,
        1,
        "أهلًا بكم",
        "<!doctype html><html lang=\"ar\" dir=\"rtl\"><head></head><body><p>مرحبًا</p></body></html>",
    )
    .await;
    let list = app.get("/mailbox?lang=en").await.expect(200);
    for said in ["أهلًا بكم", "ada-1@example.net", "One mail", "العربية"] {
        assert!(list.text().contains(said), "{said}: {}", list.text());
    }

    let path = link(&list, "/mailbox/2");
    let mail = app.get(&path).await.expect(200);
    assert!(mail.body.contains("<iframe class=\"sheet\" src=\"/mailbox/"));
    assert!(mail.body.contains("sandbox=\"allow-popups allow-popups-to-escape-sandbox\""));
    let (bare, _) = path.split_once('?').unwrap();
    let text = app.get(&format!("{bare}/text?lang=en")).await.expect(200);
    assert!(text.text().contains("مرحبًا بكم\nhttps://x.example.org/"));
    assert!(text.body.contains("aria-current=\"page\">Plain text"));
    let source = app.get(&format!("{bare}/source?lang=en")).await.expect(200);
    assert!(source.text().contains("Message-ID: <1@alliance.example>"));
    app.get(&format!("{bare}/other")).await.expect(404);
    app.get("/mailbox/").await.expect(200);
}

#[tokio::test]
async fn the_mailbox_speaks_arabic_and_english() {
    let app = keeping_mails().await;
    for n in 0..3 {
        keep(&app, n, "Hello", "<p>Hello</p>").await;
    }
    let arabic = app.get("/mailbox?lang=ar").await.expect(200);
    assert!(arabic.body.contains("<html lang=\"ar\" dir=\"rtl\">"));
    assert!(arabic.text().contains("صندوق البريد"));
    let asked = app.request(Method::GET, "/mailbox").header("accept-language", "en-GB,en");
    let english = app.send(asked).await.expect(200);
    assert!(english.body.contains("<html lang=\"en\" dir=\"ltr\">"));
    assert!(english.text().contains("\u{2068}3\u{2069} mails"));
    assert!(english.body.contains("name=\"robots\" content=\"noindex\""));
}

#[tokio::test]
async fn a_hostile_mail_can_do_nothing() {
    let app = keeping_mails().await;
    let evil = "<script>alert(1)</script><form action=\"/x\"><img src=\"http://evil.example/\"></form>";
    keep(&app, 1, "</title><script>alert(1)</script>\u{202e}", evil).await;
    let list = app.get("/mailbox").await.expect(200);
    assert!(!list.body.contains("<script") && !list.body.contains('\u{202e}'));

    let path = link(&list, "/mailbox/2");
    let (bare, _) = path.split_once('?').unwrap();
    for page in [bare.to_owned(), format!("{bare}/text"), format!("{bare}/source")] {
        let page = app.get(&page).await.expect(200);
        assert!(!page.body.contains("<script"));
        assert!(page.header("content-security-policy").starts_with("default-src 'none'"));
    }
    let frame = app.get(&format!("{bare}/html")).await.expect(200);
    let policy = frame.header("content-security-policy");
    assert!(
        policy.starts_with("sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'"),
        "{policy}"
    );
    assert!(!policy.contains("allow-scripts") && !policy.contains("allow-same-origin"));
    assert!(frame.body.contains("<base target=\"_blank\">"));
}

#[tokio::test]
async fn files_that_are_no_mails_and_names_that_are_no_files_do_no_harm() {
    let app = keeping_mails().await;
    let folder = app.data_dir.join("mailbox");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("garbage.eml"), b"\0\xff\xfe not a mail").unwrap();
    std::fs::write(folder.join("notes.txt"), "mine").unwrap();
    let list = app.get("/mailbox?lang=en").await.expect(200);
    assert!(list.text().contains("(no subject)") && list.text().contains("One mail"));
    assert!(app.get("/mailbox/garbage?lang=en").await.expect(200).text().contains("no HTML part"));
    app.get("/mailbox/garbage/html").await.expect(404);
    for name in ["notes", "..%2fkeys", "a.eml", "missing", "%00"] {
        app.get(&format!("/mailbox/{name}")).await.expect(404);
    }
    app.get("/mailbox?before=../x").await.expect(404);
}

#[tokio::test]
async fn thousands_of_mails_are_leafed_through() {
    let app = keeping_mails().await;
    let folder = app.data_dir.join("mailbox");
    std::fs::create_dir_all(&folder).unwrap();
    for n in 0..2_020 {
        let name = format!("20261123T200000000000-{n:06}-00000000.eml");
        std::fs::write(folder.join(name), format!("Subject: Number {n}.\r\n\r\n")).unwrap();
    }
    let mut page = app.get("/mailbox?lang=en").await.expect(200);
    assert!(page.text().contains("\u{2068}2,020\u{2069} mails") && page.text().contains("Number 2019."));
    assert!(!page.text().contains("Number 1969."));
    let mut pages = 1;
    while page.body.contains("rel=\"next\"") {
        let older = page.body.split("rel=\"next\" href=\"").nth(1).unwrap().split('"').next().unwrap();
        page = app.get(&older.replace("&amp;", "&")).await.expect(200);
        pages += 1;
    }
    assert_eq!(pages, 41);
    assert!(page.text().contains("Number 0.") && page.body.contains("rel=\"prev\""));
}

#[tokio::test]
async fn nobody_else_finds_a_mailbox_here() {
    let sending = TestApp::start().await;
    sending.get("/mailbox").await.expect(404);

    let public = TestApp::builder()
        .config(|config| {
            config.smtp_url = SmtpSetting::Mailbox;
            config.base_url = Some("https://news.example.org".parse().unwrap());
        })
        .start()
        .await;
    let address = format!("http://{}", public.app.config.bind);
    public.get(&format!("{address}/mailbox")).await.expect(404);

    let behind_a_proxy = TestApp::builder()
        .config(|config| {
            config.smtp_url = SmtpSetting::Mailbox;
            config.trusted_proxies = vec!["127.0.0.1".parse().unwrap(), "::1".parse().unwrap()];
        })
        .start()
        .await;
    let forwarded = behind_a_proxy.request(Method::GET, "/mailbox").header("x-forwarded-for", "198.51.100.7");
    behind_a_proxy.send(forwarded).await.expect(404);
    let rebound = behind_a_proxy.request(Method::GET, "/mailbox").header("host", "evil.example");
    behind_a_proxy.send(rebound).await.expect(404);
    behind_a_proxy.get("/mailbox").await.expect(200);
}
