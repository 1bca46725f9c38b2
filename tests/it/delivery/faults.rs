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
    assert_eq!((progress.failed, progress.waiting), (3, 0));
}

#[tokio::test]
async fn a_server_that_refuses_us_for_every_reader_is_not_asked_for_a_short_list_to_its_end() {
    let app = app().await;
    let mut readers = Vec::new();
    for n in 0..12 {
        readers.push(app.subscribe(&format!("policy-{n}@example.org"), None, "en").await);
    }
    let issue = app.start_issue(WhenUncertain::Resend).await;
    assert!(app.delivered().await.is_empty());
    let progress = app.progress(issue).await;
    assert_eq!(
        (progress.status, progress.reason.as_deref()),
        (DispatchState::Paused, Some("message_refused"))
    );
    assert!((3..=4).contains(&progress.failed), "{progress:?}");
    assert!(app.notices().await[0].1.contains("message_refused"));
    for reader in readers {
        assert_eq!(app.status_of(reader).await, Status::Active);
    }
}

#[tokio::test]
async fn an_issue_of_a_form_that_the_server_does_not_take_pauses() {
    for said in ["552 5.3.4 too big", "554 5.6.0 malformed", "552 5.2.3 longer than the administrator allows"]
    {
        let app = app().await;
        for n in 0..12 {
            app.subscribe(&format!("reader-{n}@example.org"), None, "en").await;
        }
        app.smtp.always(Step::Dot, Act::say(said));
        let issue = app.start_issue(WhenUncertain::Resend).await;
        assert!(app.delivered().await.is_empty());
        let progress = app.progress(issue).await;
        assert_eq!(progress.reason.as_deref(), Some("message_refused"), "{said}");
        assert!((3..=4).contains(&progress.failed), "{said} {progress:?}");
    }
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
