//! What changes while a message is claimed: after the answer nothing goes but what was on the line.

use diesel::prelude::*;
use hudhud::{
    db::schema::{deliveries, workers},
    delivery::{DispatchState, State, WhenUncertain},
    subscribers::{
        Subscriber, store,
        suppression::{self, Reason},
    },
};

use super::{Post, address, app, builder, far_past, workers::until};
use crate::support::{
    TestApp,
    smtp::{Act, Hold, Step},
};

/// A reader as they are now.
async fn reader(app: &TestApp, id: i64) -> Subscriber {
    app.app.db.read(move |conn| store::find_by_id(conn, id)).await.unwrap().unwrap()
}

fn path(app: &TestApp, url: &str) -> String {
    url.strip_prefix(&app.base).unwrap().to_owned()
}

async fn leave_by_link(app: &TestApp, id: i64) {
    let reader = reader(app, id).await;
    let link = path(app, &app.app.links.leave(&reader.first_language, &reader));
    app.post(&link, &[("List-Unsubscribe", "One-Click")]).await.expect(200);
}

async fn preferences(app: &TestApp, id: i64, fields: &[(&str, &str)]) {
    let reader = reader(app, id).await;
    let link = app.app.links.fresh_preferences(&reader.first_language, &reader, app.clock.now());
    app.post(&path(app, &link), fields).await.expect(303);
}

async fn suppress(app: &TestApp, email: &str) {
    let index = app.app.vault.index(address(email).as_str());
    let (key, now) = (app.app.vault.index_key_id(), app.clock.now());
    let added =
        app.app.db.write(move |conn| suppression::add(conn, &index, &key, Reason::Complained, None, now));
    added.await.unwrap();
}

/// Waits until the issue is over.
async fn until_done(app: &TestApp, issue: i64) {
    let began = std::time::Instant::now();
    while app.progress(issue).await.status != DispatchState::Done {
        assert!(began.elapsed().as_secs() < 20, "{:?}", app.progress(issue).await);
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
}

async fn held_at(app: &TestApp, step: Step) -> Hold {
    let hold = Hold::default();
    app.smtp.once(step, Act::Hold(hold.clone()));
    hold
}

async fn reached(hold: &Hold) {
    let hold = hold.clone();
    tokio::task::spawn_blocking(move || hold.until(1)).await.unwrap();
}

#[tokio::test]
async fn who_leaves_erases_or_is_suppressed_after_the_claim_gets_nothing_and_who_moves_gets_it_there() {
    let app = app().await;
    let mut ids = Vec::new();
    for name in ["offered", "leaver", "eraser", "suppressed", "old", "stays"] {
        ids.push(app.subscribe(&format!("{name}@example.org"), None, "en").await);
    }
    preferences(&app, ids[4], &[("action", "change_address"), ("email", "new@example.org")]).await;
    let confirm = app.delivered().await[0].link("/confirm/");
    let seen = app.smtp.mails().len();

    let hold = held_at(&app, Step::Rcpt).await;
    let issue = app.start_issue(WhenUncertain::Resend).await;
    let postmen = app.app.outbox.start();
    reached(&hold).await;
    leave_by_link(&app, ids[0]).await;
    leave_by_link(&app, ids[1]).await;
    preferences(&app, ids[2], &[("action", "erase")]).await;
    suppress(&app, "suppressed@example.org").await;
    app.later(chrono::TimeDelta::seconds(1));
    app.post(&confirm, &[("decision", "confirm")]).await.expect(200);
    hold.release();
    until_done(&app, issue).await;
    app.blocking(|_| postmen.stop()).await;

    let mails = app.smtp.mails();
    let issues = mails[seen..].iter().filter(|mail| mail.text().contains("Precedence: bulk"));
    let mut to: Vec<String> = issues.map(|mail| mail.to.clone()).collect();
    to.sort();
    assert_eq!(to, ["new@example.org", "stays@example.org"]);
    let progress = app.progress(issue).await;
    assert_eq!((progress.sent, progress.skipped, progress.uncertain), (2, 4, 0));
}

#[tokio::test]
async fn the_old_address_gets_nothing_once_the_new_one_is_confirmed_even_if_it_was_offered() {
    let app = app().await;
    let moving = app.subscribe("old@example.org", None, "en").await;
    preferences(&app, moving, &[("action", "change_address"), ("email", "new@example.org")]).await;
    let confirm = app.delivered().await[0].link("/confirm/");
    let hold = held_at(&app, Step::Rcpt).await;
    let issue = app.start_issue(WhenUncertain::Resend).await;
    let postmen = app.app.outbox.start();
    reached(&hold).await;
    app.later(chrono::TimeDelta::seconds(1));
    app.post(&confirm, &[("decision", "confirm")]).await.expect(200);
    hold.release();
    until_done(&app, issue).await;
    app.blocking(|_| postmen.stop()).await;
    let issues: Vec<_> =
        app.smtp.mails().into_iter().filter(|mail| mail.text().contains("Precedence: bulk")).collect();
    assert_eq!(issues.iter().map(|mail| mail.to.as_str()).collect::<Vec<_>>(), ["new@example.org"]);
}

#[tokio::test]
async fn what_is_on_the_line_when_somebody_leaves_is_settled_and_nothing_else_goes() {
    let app = app().await;
    let leaver = app.subscribe("leaver@example.org", None, "en").await;
    let hold = held_at(&app, Step::Dot).await;
    let issue = app.start_issue(WhenUncertain::Resend).await;
    let postmen = app.app.outbox.start();
    reached(&hold).await;
    leave_by_link(&app, leaver).await;
    hold.release();
    until_done(&app, issue).await;
    app.blocking(|_| postmen.stop()).await;
    assert_eq!(app.smtp.mails().len(), 1);
    assert_eq!(app.delivery_states().await, [State::Sent]);
    app.delivered().await;
    let next = app.start_issue(WhenUncertain::Resend).await;
    assert!(app.delivered().await.is_empty());
    assert_eq!(app.progress(next).await.selected, 0);
}

/// As if another worker, who lives, had taken everything over.
async fn taken_over(app: &TestApp) {
    let now = app.clock.now();
    let other = (workers::id.eq("other"), workers::started_at.eq(far_past()), workers::seen_at.eq(now));
    let taken = app.app.db.write(move |conn| {
        diesel::insert_into(workers::table).values(other).execute(conn)?;
        diesel::update(deliveries::table.filter(deliveries::owner.is_not_null()))
            .set(deliveries::owner.eq("other"))
            .execute(conn)
    });
    assert!(taken.await.unwrap() > 0);
}

#[tokio::test]
async fn who_lost_the_lease_before_the_fence_sends_nothing() {
    let app = app().await;
    app.subscribe("ada@example.org", None, "en").await;
    let hold = held_at(&app, Step::Rcpt).await;
    app.start_issue(WhenUncertain::Resend).await;
    let postmen = app.app.outbox.start();
    reached(&hold).await;
    taken_over(&app).await;
    hold.release();
    app.blocking(|_| postmen.stop()).await;
    assert!(app.smtp.mails().is_empty());
    assert_eq!(app.delivery_states().await, [State::Leased], "it is the other one's");
}

#[tokio::test]
async fn who_lost_the_lease_behind_the_fence_settles_nothing() {
    let app = app().await;
    app.subscribe("ada@example.org", None, "en").await;
    let hold = held_at(&app, Step::Dot).await;
    let issue = app.start_issue(WhenUncertain::Resend).await;
    let postmen = app.app.outbox.start();
    reached(&hold).await;
    taken_over(&app).await;
    hold.release();
    app.blocking(|_| postmen.stop()).await;
    assert_eq!(app.delivery_states().await, [State::InData], "it is the other one's");
    assert_eq!(app.progress(issue).await.sent, 0);

    app.later(chrono::TimeDelta::minutes(2));
    assert_eq!(app.delivered().await.len(), 2, "the other one died, and it goes once more");
    let progress = app.progress(issue).await;
    assert_eq!((progress.sent, progress.uncertain, progress.status), (1, 1, DispatchState::Done));
}

#[tokio::test]
async fn a_pause_stops_what_is_claimed_a_resume_repeats_nobody_and_a_cancel_leaves_the_rest() {
    let app = builder().config(|config| config.smtp_connections = 4).start().await;
    for n in 0..600 {
        app.subscribe(&format!("reader-{n}@example.org"), None, "en").await;
    }
    let issue = app.start_issue(WhenUncertain::Resend).await;
    let postmen = app.app.outbox.start();
    for part in [50, 120, 200] {
        until(&app, part).await;
        assert!(app.pause(issue).await);
        tokio::time::sleep(std::time::Duration::from_millis(600)).await;
        let paused = app.smtp.mails().len();
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
        assert_eq!(app.smtp.mails().len(), paused);
        assert!(app.resume(issue, None).await);
    }
    until(&app, 300).await;
    assert!(app.cancel(issue).await);
    let began = std::time::Instant::now();
    while app.progress(issue).await.finished_at.is_none() {
        assert!(began.elapsed().as_secs() < 20);
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    app.blocking(|_| postmen.stop()).await;
    let mails = app.smtp.mails();
    let to: std::collections::BTreeSet<&str> = mails.iter().map(|mail| mail.to.as_str()).collect();
    assert_eq!(to.len(), mails.len(), "nobody got it twice");
    let progress = app.progress(issue).await;
    assert_eq!(progress.status, DispatchState::Cancelled);
    assert_eq!((progress.sent as usize, progress.skipped as usize), (mails.len(), 600 - mails.len()));
}
