//! Returned mail in a mailbox.

use std::sync::Arc;

use hudhud::{
    app::App,
    bounces,
    config::{Config, Secret},
};

use super::{app, issue_to, report};
use crate::{
    signup::{joined, status},
    support::{
        TestApp,
        imap::{Habit, Imap},
    },
};

/// Reads the mailbox of this setting, once.
async fn poll(app: &TestApp, setting: &str) -> anyhow::Result<usize> {
    let setting = Secret::from(setting);
    app.blocking(move |app| {
        let config = Config { bounce_imap_url: Some(setting), ..(*app.config).clone() };
        bounces::poll(&App { config: Arc::new(config), ..app.clone() })
    })
    .await
}

#[tokio::test]
async fn what_was_settled_is_removed_and_what_nobody_understands_stays() {
    let imap = Imap::start(Habit::Usual);
    let (app, url) = (app().await, format!("imap://bounce:p%40ss@127.0.0.1:{}/INBOX", imap.port));
    joined(&app, "layla@example.org").await;
    let sent = issue_to(&app, "layla@example.org").await;
    imap.put("From: sami@example.org\r\nSubject: Hello\r\n\r\nHow are you?\r\n");
    imap.put(
        "From: rana@example.org\r\nSubject: Help\r\n\r\nWhen I forward your newsletter to my aunt it comes back \
         with:\r\n550 5.1.1 user unknown\r\n",
    );
    imap.put(vec![b'x'; 3_000_000]);
    imap.put(Vec::new());
    imap.put(report(&sent, "5.1.1", "550 5.1.1 user unknown"));
    assert_eq!(poll(&app, &url).await.unwrap(), 5);
    assert_eq!(status(&app, "layla@example.org").await, "unreachable");
    let left = imap.mails();
    assert_eq!(left.len(), 4);
    assert!(left.iter().all(|mail| mail.seen), "moved past");
    assert_eq!(poll(&app, &url).await.unwrap(), 0);
}

#[tokio::test]
async fn a_folder_that_cannot_remove_is_marked() {
    let imap = Imap::start(Habit::CannotRemove);
    let (app, url) = (app().await, format!("imap://bounce:p%40ss@127.0.0.1:{}", imap.port));
    joined(&app, "layla@example.org").await;
    let sent = issue_to(&app, "layla@example.org").await;
    imap.put(report(&sent, "5.1.1", "550 5.1.1 user unknown"));
    assert_eq!(poll(&app, &url).await.unwrap(), 1);
    assert_eq!(status(&app, "layla@example.org").await, "unreachable");
    assert_eq!((imap.mails().len(), imap.mails()[0].seen, poll(&app, &url).await.unwrap()), (1, true, 0));
}

#[tokio::test]
async fn an_encrypted_mailbox_shows_a_certificate_that_is_verified() {
    let imap = Imap::start(Habit::Encrypted);
    let ca = format!("{}/tests/it/support/keys/ca.pem", env!("CARGO_MANIFEST_DIR"));
    let (app, url) = (app().await, format!("imaps://bounce:p%40ss@localhost:{}/INBOX?ca={ca}", imap.port));
    imap.put("Subject: x\r\n\r\nx");
    assert_eq!(poll(&app, &url).await.unwrap(), 1);
    let trusting_nobody = format!("imaps://bounce:p%40ss@localhost:{}/INBOX", imap.port);
    assert!(poll(&app, &trusting_nobody).await.is_err());
}

#[tokio::test]
async fn a_wrong_password_is_told_without_anybodys_name() {
    let imap = Imap::start(Habit::Usual);
    let (app, url) = (app().await, format!("imap://bounce:wrong@127.0.0.1:{}", imap.port));
    let error = format!("{:#}", poll(&app, &url).await.unwrap_err());
    assert!(error.contains("refuses user or password") && !error.contains("alliance"), "{error}");
}
