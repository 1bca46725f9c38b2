//! The clock is set forward and back while an issue is on its way.

use chrono::TimeDelta;
use hudhud::{
    app::App,
    delivery::{DispatchState, Gate, WhenUncertain},
};

use super::{Post, builder, hello, workers::until};

#[tokio::test]
async fn an_hour_forward_and_back_loses_nobody_and_doubles_nobody() {
    let app = builder().config(|config| config.smtp_connections = 3).start().await;
    for n in 0..400 {
        app.subscribe(&format!("reader-{n}@example.org"), None, "en").await;
    }
    let issue = app.start_issue(WhenUncertain::Resend).await;
    let mut postmen = vec![app.app.outbox.start()];
    if app.app.db.is_shared() {
        let (config, clock) = (hudhud::config::Config::clone(&app.app.config), app.clock.clone());
        let second = tokio::task::spawn_blocking(|| App::open(config, clock).unwrap()).await.unwrap();
        postmen.push(second.outbox.start());
    }
    for (mails, hours) in [(40, 1), (120, -1), (200, -1), (280, 1)] {
        until(&app, mails).await;
        app.later(TimeDelta::hours(hours));
    }
    until(&app, 400).await;
    let began = std::time::Instant::now();
    while app.progress(issue).await.status != DispatchState::Done {
        assert!(began.elapsed().as_secs() < 20, "{:?}", app.progress(issue).await);
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    app.blocking(|_| postmen.into_iter().for_each(|postmen| postmen.stop())).await;
    assert_eq!(app.smtp.mails().len(), 400);
    let progress = app.progress(issue).await;
    assert_eq!((progress.sent, progress.failed, progress.uncertain), (400, 0, 0));
}

#[tokio::test]
async fn what_was_written_before_the_clock_was_set_back_does_not_wait_for_the_time_to_come_round() {
    let app = super::app().await;
    app.subscribe("ada@example.org", None, "en").await;
    app.start_issue(WhenUncertain::Resend).await;
    app.write("layla@example.org", hello(Gate::Anybody)).await;
    app.later(TimeDelta::hours(-1));
    assert_eq!(app.delivered().await.len(), 2);
}
