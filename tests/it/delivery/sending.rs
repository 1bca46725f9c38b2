//! Issues: everybody gets theirs, once, unless they left.

use chrono::TimeDelta;
use hudhud::{
    delivery::{DispatchState, Gate, State, WhenUncertain},
    subscribers::Status,
};

use super::{Post, app, hello};

#[tokio::test]
async fn each_reader_gets_their_edition_with_their_own_links() {
    let app = app().await;
    app.subscribe("layla@example.org", Some("ليلى <b>"), "ar").await;
    app.subscribe("ada@example.org", None, "en").await;
    app.subscribe("both@example.org", Some("Ada & Co"), "both").await;
    let issue = app.start_issue(WhenUncertain::Resend).await;
    let mails = app.delivered().await;
    let subjects: Vec<&str> = mails.iter().map(|mail| mail.subject.as_str()).collect();
    assert_eq!(subjects, ["Issue in ar", "Issue in en", "Issue in en+ar"]);
    let languages: Vec<String> = mails.iter().map(|mail| mail.header("Content-Language")).collect();
    assert_eq!(languages, ["ar", "en", "en, ar"]);
    assert!(mails[0].text.starts_with("Dear ليلى <b>,"));
    assert!(mails[0].html.contains("Dear ليلى &lt;b&gt;,"));
    assert!(mails[1].text.starts_with("Dear reader,"));
    assert!(mails[2].html.contains("Dear Ada &amp; Co,"));
    for mail in &mails {
        let leave = mail.link("/leave/");
        assert_eq!(mail.header("List-Unsubscribe"), format!("<{}{leave}>", app.base));
        assert_eq!(mail.header("List-Unsubscribe-Post"), "List-Unsubscribe=One-Click");
        assert!(mail.header("List-Id").ends_with("<news.alliance.example>"));
        assert_eq!(mail.header("Precedence"), "bulk");
        assert!(!mail.html.contains('\u{10f000}') && !mail.text.contains('\u{10f002}'));
    }
    assert_ne!(mails[0].link("/leave/"), mails[1].link("/leave/"));

    let progress = app.progress(issue).await;
    assert_eq!((progress.status, progress.selected, progress.sent), (DispatchState::Done, 3, 3));
    assert!(!progress.freezing && progress.finished_at.is_some() && progress.uncertain == 0);
    assert!(app.delivered().await.is_empty());
}

#[tokio::test]
async fn who_confirmed_later_is_not_in_it_and_more_than_a_thousand_are() {
    let app = super::builder().config(|config| config.smtp_connections = 4).start().await;
    for n in 0..1_001 {
        app.subscribe(&format!("reader-{n}@example.org"), None, "en").await;
    }
    let issue = app.start_issue(WhenUncertain::Resend).await;
    app.later(TimeDelta::seconds(1));
    app.subscribe("late@example.org", None, "en").await;
    let to: std::collections::BTreeSet<String> =
        app.delivered().await.into_iter().map(|mail| mail.to).collect();
    assert_eq!(to.len(), 1_001);
    assert!(!to.contains("late@example.org"));
    assert_eq!(app.progress(issue).await.sent, 1_001);
}

#[tokio::test]
async fn who_leaves_while_it_is_queued_gets_nothing_more() {
    let app = app().await;
    let layla = app.subscribe("layla@example.org", None, "ar").await;
    let greylisted = app.subscribe("greylist@example.org", None, "ar").await;
    let issue = app.start_issue(WhenUncertain::Resend).await;
    assert_eq!(app.delivered().await.len(), 1);
    app.leave(greylisted).await;
    app.later(TimeDelta::hours(1));
    assert!(app.delivered().await.is_empty());
    let progress = app.progress(issue).await;
    assert_eq!((progress.sent, progress.skipped, progress.status), (1, 1, DispatchState::Done));
    assert_eq!(app.status_of(layla).await, Status::Active);
}

#[tokio::test]
async fn pausing_stops_resuming_repeats_nobody_and_cancelling_skips_the_rest() {
    let app = app().await;
    for n in 0..10 {
        app.subscribe(&format!("reader-{n}@example.org"), None, "en").await;
    }
    app.subscribe("greylist@example.org", None, "en").await;
    let issue = app.start_issue(WhenUncertain::Resend).await;
    assert!(app.pause(issue).await);
    assert!(!app.pause(issue).await);
    assert!(app.delivered().await.is_empty());
    let progress = app.progress(issue).await;
    assert_eq!((progress.status, progress.selected, progress.waiting), (DispatchState::Paused, 11, 11));

    assert!(app.resume(issue, None).await);
    assert_eq!(app.delivered().await.len(), 10);
    assert_eq!(app.progress(issue).await.waiting, 1);
    assert!(app.pause(issue).await && app.resume(issue, None).await);
    assert!(app.delivered().await.is_empty());

    assert!(app.cancel(issue).await);
    app.later(TimeDelta::hours(1));
    assert!(app.delivered().await.is_empty());
    let progress = app.progress(issue).await;
    assert_eq!((progress.status, progress.sent, progress.skipped), (DispatchState::Cancelled, 10, 1));
    assert!(progress.finished_at.is_some());
    assert!(!app.resume(issue, None).await);
}

#[tokio::test]
async fn letters_overtake_issues() {
    let app = app().await;
    for n in 0..6 {
        app.subscribe(&format!("reader-{n}@example.org"), None, "en").await;
    }
    app.start_issue(WhenUncertain::Resend).await;
    app.write("layla@example.org", hello(Gate::Anybody)).await;
    let to: Vec<String> = app.delivered().await.into_iter().map(|mail| mail.to).collect();
    assert_eq!((to.len(), to[0].as_str()), (7, "layla@example.org"));
}

#[tokio::test]
async fn a_reader_whose_name_is_garbled_spoils_only_their_own_message() {
    use diesel::prelude::*;
    use hudhud::db::schema::subscribers;
    let app = app().await;
    let broken = app.subscribe("broken@example.org", Some("Ada"), "en").await;
    app.subscribe("layla@example.org", Some("Layla"), "en").await;
    let (vault, public_id) = (app.app.vault.clone(), hudhud::db::PublicId::random());
    let foreign = vault.seal(hudhud::subscribers::store::NAME, &public_id, "Eve");
    let spoiled = app.app.db.write(move |conn| {
        diesel::update(subscribers::table.find(broken)).set(subscribers::name.eq(foreign)).execute(conn)
    });
    assert_eq!(spoiled.await.unwrap(), 1);
    let issue = app.start_issue(WhenUncertain::Resend).await;
    let to: Vec<String> = app.delivered().await.into_iter().map(|mail| mail.to).collect();
    assert_eq!(to, ["layla@example.org"]);
    let progress = app.progress(issue).await;
    assert_eq!((progress.sent, progress.failed, progress.status), (1, 1, DispatchState::Done));
    assert_eq!(app.delivery_states().await, [State::Failed, State::Sent]);
}
