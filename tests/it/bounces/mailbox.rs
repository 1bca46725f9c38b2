//! Returned mail in a mailbox.

use hudhud::bounces;

use super::{builder, issue_to, report};
use crate::{
    signup::{joined, status},
    support::{
        TestApp,
        imap::{Habit, Imap},
    },
};

async fn app_with(setting: String) -> TestApp {
    builder().config(|config| config.bounce_imap_url = Some(setting.as_str().into())).start().await
}

async fn poll(app: &TestApp) -> anyhow::Result<usize> {
    app.blocking(|app| bounces::poll(app)).await
}

#[tokio::test]
async fn what_was_settled_is_removed_and_what_nobody_understands_stays() {
    let imap = Imap::start(Habit::Usual);
    let app = app_with(format!("imap://bounce:p%40ss@127.0.0.1:{}/INBOX", imap.port)).await;
    joined(&app, "layla@example.org").await;
    let sent = issue_to(&app, "layla@example.org").await;
    imap.put("From: sami@example.org\r\nSubject: Hello\r\n\r\nHow are you?\r\n");
    imap.put(vec![b'x'; 3_000_000]);
    imap.put(Vec::new());
    imap.put(report(&sent, "5.1.1", "550 5.1.1 user unknown"));
    assert_eq!(poll(&app).await.unwrap(), 4);
    assert_eq!(status(&app, "layla@example.org").await, "unreachable");
    let left = imap.mails();
    assert_eq!(left.len(), 3);
    assert!(left.iter().all(|mail| mail.seen), "moved past");
    assert_eq!(poll(&app).await.unwrap(), 0);
}

#[tokio::test]
async fn a_folder_that_cannot_remove_is_marked() {
    let imap = Imap::start(Habit::CannotRemove);
    let app = app_with(format!("imap://bounce:p%40ss@127.0.0.1:{}", imap.port)).await;
    joined(&app, "layla@example.org").await;
    let sent = issue_to(&app, "layla@example.org").await;
    imap.put(report(&sent, "5.1.1", "550 5.1.1 user unknown"));
    assert_eq!(poll(&app).await.unwrap(), 1);
    assert_eq!(status(&app, "layla@example.org").await, "unreachable");
    assert_eq!((imap.mails().len(), imap.mails()[0].seen, poll(&app).await.unwrap()), (1, true, 0));
}

#[tokio::test]
async fn an_encrypted_mailbox_shows_a_certificate_that_is_verified() {
    let imap = Imap::start(Habit::Encrypted);
    let ca = format!("{}/tests/it/support/keys/ca.pem", env!("CARGO_MANIFEST_DIR"));
    let app = app_with(format!("imaps://bounce:p%40ss@localhost:{}/INBOX?ca={ca}", imap.port)).await;
    imap.put("Subject: x\r\n\r\nx");
    assert_eq!(poll(&app).await.unwrap(), 1);
    let trusting_nobody = app_with(format!("imaps://bounce:p%40ss@localhost:{}/INBOX", imap.port)).await;
    assert!(poll(&trusting_nobody).await.is_err());
}

#[tokio::test]
async fn a_wrong_password_is_told_without_anybodys_name() {
    let imap = Imap::start(Habit::Usual);
    let app = app_with(format!("imap://bounce:wrong@127.0.0.1:{}", imap.port)).await;
    let error = format!("{:#}", poll(&app).await.unwrap_err());
    assert!(error.contains("refuses user or password") && !error.contains("alliance"), "{error}");
}
