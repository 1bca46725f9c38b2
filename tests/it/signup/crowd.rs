//! Many visitors in one moment.

use std::collections::BTreeSet;

use diesel::{connection::SimpleConnection, prelude::*};
use futures_util::future::join_all;
use hudhud::db::{
    Conn,
    schema::{letters, signups},
};

use super::ask;
use crate::support::TestApp;

/// A database that keeps no English letter.
const REFUSE_ON_SQLITE: &str = "CREATE TRIGGER refuse BEFORE INSERT ON letters WHEN NEW.language = 'en' \
    BEGIN SELECT RAISE(ABORT, 'no English letter'); END";
const REFUSE_ON_POSTGRES: &str = "ALTER TABLE letters ADD CONSTRAINT refuse CHECK (language <> 'en')";

/// How many signups and how many letters there are.
async fn kept(app: &TestApp) -> (i64, i64) {
    app.blocking(|app| {
        app.db.read_blocking(|conn| {
            let n_signups = signups::table.count().get_result(conn)?;
            Ok::<_, diesel::result::Error>((n_signups, letters::table.count().get_result(conn)?))
        })
    })
    .await
    .unwrap()
}

#[tokio::test]
async fn visitors_who_come_at_once_all_get_their_own_link() {
    let app = TestApp::start().await;
    let emails: Vec<String> = (0..700).map(|n| format!("visitor{n}@example.org")).collect();
    let posts = emails.iter().enumerate().map(|(n, email)| {
        let language = if n % 2 == 0 { "ar" } else { "en" };
        let app = &app;
        async move { ask(app, language, &[("email", email)]).await }
    });
    for answer in join_all(posts).await {
        answer.expect(303);
    }
    assert_eq!(kept(&app).await, (700, 700));
    let mails = app.delivered().await;
    let to: BTreeSet<String> = mails.iter().map(|mail| mail.to.clone()).collect();
    let links: BTreeSet<String> = mails.iter().map(|mail| mail.link("/confirm/")).collect();
    assert_eq!((mails.len(), links.len()), (700, 700));
    assert_eq!(to, emails.into_iter().collect());
}

#[tokio::test]
async fn a_signup_that_is_not_kept_is_told_so_and_costs_nobody_else_theirs() {
    let app = TestApp::start().await;
    let refuse = app.blocking(|app| {
        app.db.write_blocking(|conn| match conn {
            Conn::Postgres(conn) => conn.batch_execute(REFUSE_ON_POSTGRES),
            Conn::Sqlite(conn) => conn.batch_execute(REFUSE_ON_SQLITE),
        })
    });
    refuse.await.unwrap();
    let posts = (0..100).map(|n| {
        let app = &app;
        async move {
            let (language, expected) = if n % 10 == 0 { ("en", 500) } else { ("ar", 303) };
            ask(app, language, &[("email", &format!("visitor{n}@example.org"))]).await.expect(expected);
        }
    });
    join_all(posts).await;
    assert_eq!(kept(&app).await, (90, 90), "a signup without its letter, or the other way round");
    assert_eq!(app.delivered().await.len(), 90);
}
