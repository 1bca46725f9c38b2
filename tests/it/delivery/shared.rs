//! Several workers on one PostgreSQL.

use std::{collections::BTreeMap, thread, time::Duration};

use chrono::TimeDelta;
use diesel::prelude::*;
use hudhud::{
    app::App,
    db::{Pulse, schema::workers},
    delivery::{DispatchState, State, WhenUncertain},
};

use crate::support::TestApp;

use super::{Post, app, builder, far_past};

#[tokio::test]
async fn two_workers_send_everything_once() {
    let app = builder().config(|config| config.smtp_connections = 3).start().await;
    if !app.app.db.is_shared() {
        return;
    }
    for n in 0..200 {
        app.subscribe(&format!("reader-{n}@example.org"), None, "en").await;
    }
    let issue = app.start_issue(WhenUncertain::Resend).await;
    let config = hudhud::config::Config::clone(&app.app.config);
    let clock = app.clock.clone();
    let first = app.app.clone();
    let done = tokio::task::spawn_blocking(move || {
        let second = App::open(config, clock).unwrap();
        thread::scope(|scope| {
            let workers = [&first, &second].map(|app| scope.spawn(|| app.outbox.deliver_due().unwrap()));
            for worker in workers {
                worker.join().unwrap();
            }
        });
    });
    done.await.unwrap();
    let mut copies: BTreeMap<String, usize> = BTreeMap::new();
    for mail in app.smtp.mails() {
        *copies.entry(mail.to).or_default() += 1;
    }
    assert_eq!(copies.len(), 200);
    assert!(copies.values().all(|n| *n == 1));
    app.delivered().await;
    assert_eq!(app.progress(issue).await.status, DispatchState::Done);
}

#[tokio::test]
async fn what_a_living_worker_holds_is_left_alone_until_it_falls_silent() {
    let app = app().await;
    if !app.app.db.is_shared() {
        return;
    }
    leave_with_another_worker(&app).await;
    assert!(app.delivered().await.is_empty());
    pulse_of_the_other(&app).await;
    app.later(TimeDelta::minutes(2));
    assert_eq!(app.delivered().await.len(), 1);
}

#[tokio::test]
async fn who_is_silent_for_two_beats_is_dead_if_its_pulse_is_gone() {
    let app = app().await;
    if !app.app.db.is_shared() {
        return;
    }
    leave_with_another_worker(&app).await;
    let pulse = pulse_of_the_other(&app).await;
    app.later(TimeDelta::seconds(30));
    assert!(app.delivered().await.is_empty(), "it may only be slow");
    drop(pulse);
    for _ in 0..100 {
        if !app.delivered().await.is_empty() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await; // until PostgreSQL has seen the connection's end
    }
    panic!("its messages were never taken over");
}

/// An issue to one reader, which another worker has in hand that was heard of just now.
async fn leave_with_another_worker(app: &TestApp) {
    app.subscribe("layla@example.org", None, "en").await;
    let issue = app.start_issue(WhenUncertain::Resend).await;
    app.pause(issue).await;
    app.delivered().await;
    let now = app.clock.now();
    let other = (workers::id.eq("other"), workers::started_at.eq(far_past()), workers::seen_at.eq(now));
    let living =
        app.app.db.write(move |conn| diesel::insert_into(workers::table).values(other).execute(conn));
    assert_eq!(living.await.unwrap(), 1);
    app.as_left_by_the_dead("other", State::InData).await;
    app.resume(issue, None).await;
}

async fn pulse_of_the_other(app: &TestApp) -> Pulse {
    app.blocking(|app| {
        let mut pulse = Pulse::of(&app.db, "other");
        pulse.keep().unwrap();
        pulse
    })
    .await
}
