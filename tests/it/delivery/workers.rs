//! The postmen as `serve` and `worker` have them: in threads of their own, until they are told to stop.

use std::time::{Duration, Instant};

use hudhud::delivery::{DispatchState, Gate, State, WhenUncertain};

use super::{Post, app, builder, hello};
use crate::support::TestApp;

pub(super) async fn until(app: &TestApp, n: usize) {
    let began = Instant::now();
    while app.smtp.mails().len() < n {
        assert!(began.elapsed() < Duration::from_secs(20), "{} of {n} mails", app.smtp.mails().len());
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

#[tokio::test]
async fn a_letter_leaves_at_once_when_the_bell_rings() {
    let app = app().await;
    let postmen = app.app.outbox.start();
    for n in 1..=3 {
        app.write("layla@example.org", hello(Gate::Anybody)).await;
        app.app.outbox.ring();
        let rung = Instant::now();
        until(&app, n).await;
        assert!(rung.elapsed() < Duration::from_secs(2));
    }
    app.blocking(|_| postmen.stop()).await;
    assert_eq!(app.letter_states().await, [(State::Sent, 1); 3]);
}

#[tokio::test]
async fn a_letter_that_another_process_wrote_is_found_without_a_bell() {
    let app = app().await;
    let postmen = app.app.outbox.start();
    app.write("layla@example.org", hello(Gate::Anybody)).await;
    until(&app, 1).await;
    app.blocking(|_| postmen.stop()).await;
}

#[tokio::test]
async fn an_issue_is_counted_sent_and_closed_by_the_workers_alone() {
    let app = builder().config(|config| config.smtp_connections = 4).start().await;
    for n in 0..60 {
        app.subscribe(&format!("reader-{n}@example.org"), None, "en").await;
    }
    let issue = app.start_issue(WhenUncertain::Resend).await;
    let postmen = app.app.outbox.start();
    until(&app, 60).await;
    let began = Instant::now();
    while app.progress(issue).await.status != DispatchState::Done {
        assert!(began.elapsed() < Duration::from_secs(10));
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    app.blocking(|_| postmen.stop()).await;
    assert_eq!(app.progress(issue).await.sent, 60);
}

#[tokio::test]
async fn told_to_stop_the_postmen_settle_what_is_in_hand_and_give_back_the_rest() {
    let app = builder().config(|config| config.smtp_connections = 4).start().await;
    for n in 0..400 {
        app.subscribe(&format!("reader-{n}@example.org"), None, "en").await;
    }
    let issue = app.start_issue(WhenUncertain::Resend).await;
    let postmen = app.app.outbox.start();
    until(&app, 5).await;
    let told = Instant::now();
    app.blocking(|_| postmen.stop()).await;
    assert!(told.elapsed() < Duration::from_secs(9));
    let states = app.delivery_states().await;
    assert!(states.iter().all(|state| matches!(state, State::Due | State::Sent)), "{states:?}");
    let sent = states.iter().filter(|state| **state == State::Sent).count();
    assert_eq!(sent, app.smtp.mails().len());

    app.delivered().await;
    assert_eq!(app.smtp.mails().len(), 400, "a restart goes on, and repeats nobody");
    assert_eq!(app.progress(issue).await.status, DispatchState::Done);
}

#[tokio::test]
async fn a_pause_takes_effect_within_a_second() {
    let app = app().await;
    for n in 0..400 {
        app.subscribe(&format!("reader-{n}@example.org"), None, "en").await;
    }
    let issue = app.start_issue(WhenUncertain::Resend).await;
    let postmen = app.app.outbox.start();
    until(&app, 5).await;
    app.pause(issue).await;
    let paused = app.smtp.mails().len();
    tokio::time::sleep(Duration::from_secs(1)).await;
    let soon = app.smtp.mails().len();
    assert!(soon <= paused + 1, "{paused}, then {soon}");
    assert!(soon < 400);
    app.blocking(|_| postmen.stop()).await;
}
