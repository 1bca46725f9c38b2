//! What mail servers refuse, and whose fault that is.

use chrono::TimeDelta;
use hudhud::{
    delivery::{DispatchState, Gate, State, WhenUncertain},
    subscribers::Status,
};

use super::{Post, app, hello};
use crate::support::smtp::{Act, Step};

#[tokio::test]
async fn a_mailbox_that_is_gone_makes_its_reader_unreachable_and_a_policy_does_not() {
    let app = app().await;
    let gone = app.subscribe("reject@example.org", None, "en").await;
    let policy = app.subscribe("policy@example.org", None, "en").await;
    let full = app.subscribe("full@example.org", None, "en").await;
    let issue = app.start_issue(WhenUncertain::Resend).await;
    app.delivered().await;
    assert_eq!(app.status_of(gone).await, Status::Unreachable);
    assert_eq!(app.status_of(policy).await, Status::Active);
    assert_eq!(app.status_of(full).await, Status::Active);
    let progress = app.progress(issue).await;
    assert_eq!((progress.failed, progress.waiting), (2, 1), "552 at RCPT is tried again");
}

#[tokio::test]
async fn too_many_refusals_pause_an_issue_and_letters_go_on() {
    let app = app().await;
    for n in 0..45 {
        app.subscribe(&format!("reader-{n}@example.org"), None, "en").await;
    }
    for n in 0..15 {
        app.subscribe(&format!("reject-{n}@example.org"), None, "en").await;
    }
    let issue = app.start_issue(WhenUncertain::Resend).await;
    app.delivered().await;
    let progress = app.progress(issue).await;
    assert_eq!((progress.sent, progress.failed, progress.waiting), (45, 6, 9));
    assert_eq!(
        (progress.status, progress.reason.as_deref()),
        (DispatchState::Paused, Some("too_many_failures"))
    );
    let notices = app.notices().await;
    assert_eq!((notices.len(), notices[0].0.as_str()), (1, "issue_paused"));
    assert!(notices[0].1.contains("too_many_failures") && !notices[0].1.contains('@'));

    app.write("layla@example.org", hello(Gate::Anybody)).await;
    assert_eq!(app.delivered().await.len(), 1);

    app.later(TimeDelta::minutes(1));
    assert!(app.resume(issue, None).await);
    app.delivered().await;
    let progress = app.progress(issue).await;
    assert_eq!((progress.status, progress.failed), (DispatchState::Done, 15), "the count begins anew");
}

#[tokio::test]
async fn a_wrong_password_pauses_all_and_is_nobodys_attempt() {
    let app = app().await;
    let ada = app.subscribe("ada@example.org", None, "en").await;
    let issue = app.start_issue(WhenUncertain::Resend).await;
    app.write("layla@example.org", hello(Gate::Anybody)).await;
    app.smtp.always(Step::Mail, Act::say("535 5.7.8 wrong"));
    assert!(app.delivered().await.is_empty());
    assert_eq!(app.letter_states().await, [(State::Due, 0)]);
    let progress = app.progress(issue).await;
    assert_eq!((progress.status, progress.reason.as_deref()), (DispatchState::Paused, Some("refused")));
    let kinds: Vec<String> = app.notices().await.into_iter().map(|(kind, _)| kind).collect();
    assert_eq!(kinds, ["mail_refused", "issue_paused"]);

    app.smtp.behave();
    assert!(app.delivered().await.is_empty(), "all wait");
    app.later(TimeDelta::minutes(6));
    assert_eq!(app.delivered().await.len(), 1, "the letter goes by itself");
    assert!(app.resume(issue, None).await);
    assert_eq!(app.delivered().await.len(), 1);
    assert_eq!(app.status_of(ada).await, Status::Active);
    assert_eq!(app.progress(issue).await.status, DispatchState::Done);
}
