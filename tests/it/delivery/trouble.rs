//! When the mail server can't be talked to.

use chrono::TimeDelta;
use hudhud::delivery::{DispatchState, Gate, State, WhenUncertain};

use super::{Post, app, hello};
use crate::support::smtp::{Act, Step};

#[tokio::test]
async fn a_message_that_breaks_every_connection_holds_nobody_up_and_is_given_up_in_the_end() {
    let app = app().await;
    app.subscribe("drop@example.org", None, "en").await;
    let issue = app.start_issue(WhenUncertain::Resend).await;
    for round in 0..20 {
        app.write("layla@example.org", hello(Gate::Anybody)).await;
        let to: Vec<String> = app.delivered().await.into_iter().map(|mail| mail.to).collect();
        assert_eq!(to, ["layla@example.org"], "{round}");
        let progress = app.progress(issue).await;
        assert!(progress.status != DispatchState::Paused, "{round}: {progress:?}");
        app.later(TimeDelta::hours(4));
    }
    let progress = app.progress(issue).await;
    assert_eq!((progress.status, progress.failed, progress.waiting), (DispatchState::Done, 1, 0));
}

#[tokio::test]
async fn a_server_that_breaks_off_at_everybody_pauses_the_issue() {
    let app = app().await;
    for n in 0..8 {
        app.subscribe(&format!("reader-{n}@example.org"), None, "en").await;
    }
    app.smtp.always(Step::Rcpt, Act::Close);
    let issue = app.start_issue(WhenUncertain::Resend).await;
    for _ in 0..8 {
        assert!(app.delivered().await.is_empty());
        app.later(TimeDelta::minutes(5));
    }
    let progress = app.progress(issue).await;
    assert_eq!((progress.status, progress.reason.as_deref()), (DispatchState::Paused, Some("no_connection")));
}

#[tokio::test]
async fn a_connection_lost_before_the_message_holds_nobody_up() {
    let app = app().await;
    app.subscribe("drop@example.org", None, "en").await;
    app.subscribe("ada@example.org", None, "en").await;
    let issue = app.start_issue(WhenUncertain::Resend).await;
    let to: Vec<String> = app.delivered().await.into_iter().map(|mail| mail.to).collect();
    assert_eq!(to, ["ada@example.org"], "others go on");
    let progress = app.progress(issue).await;
    assert_eq!((progress.sent, progress.waiting, progress.uncertain), (1, 1, 0));
}

#[tokio::test]
async fn a_server_that_closes_an_idle_connection_costs_nothing() {
    let app = app().await;
    for n in 0..5 {
        app.subscribe(&format!("reader-{n}@example.org"), None, "en").await;
    }
    app.smtp.once(Step::Mail, Act::say("250 ok"));
    app.smtp.once(Step::Mail, Act::Close);
    let issue = app.start_issue(WhenUncertain::Resend).await;
    assert_eq!(app.delivered().await.len(), 5);
    assert_eq!(app.progress(issue).await.status, DispatchState::Done);
}

#[tokio::test]
async fn while_nothing_can_be_reached_all_wait_and_an_issue_pauses_in_the_end() {
    let app = app().await;
    app.subscribe("ada@example.org", None, "en").await;
    let issue = app.start_issue(WhenUncertain::Resend).await;
    app.write("layla@example.org", hello(Gate::Anybody)).await;
    app.smtp.always(Step::Greeting, Act::SayAndClose("421 4.3.2 too busy\r\n"));
    for seconds in [15, 45, 120, 300] {
        assert!(app.delivered().await.is_empty());
        assert_eq!(app.progress(issue).await.status, DispatchState::Running);
        let connections = app.smtp.connections();
        app.delivered().await;
        assert_eq!(app.smtp.connections(), connections, "it is not tried before its time");
        app.later(TimeDelta::seconds(seconds));
    }
    app.delivered().await;
    let progress = app.progress(issue).await;
    assert_eq!((progress.status, progress.reason.as_deref()), (DispatchState::Paused, Some("no_connection")));
    assert_eq!(app.letter_states().await, [(State::Due, 0)]);

    app.smtp.behave();
    app.later(TimeDelta::minutes(20));
    assert_eq!(app.delivered().await.len(), 1, "letters go on by themselves");
    assert!(app.resume(issue, None).await);
    assert_eq!(app.delivered().await.len(), 1);
}
