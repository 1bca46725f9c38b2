//! Rates and quotas, as the clock is moved.

use chrono::TimeDelta;
use diesel::prelude::*;
use hudhud::{
    app::App,
    config::Config,
    db::schema::paces,
    delivery::{DispatchState, Gate, WhenUncertain},
};

use super::{Post, builder, hello, workers::until};
use crate::support::smtp::{Act, Hold, Smtp, Step};

#[tokio::test]
async fn a_warm_up_grows_by_the_day_and_ends() {
    let app = builder().config(|config| config.warm_up = vec![10, 25]).start().await;
    for n in 0..80 {
        app.subscribe(&format!("reader-{n}@example.org"), None, "en").await;
    }
    let issue = app.start_issue(WhenUncertain::Resend).await;
    for expected in [10, 0, 25, 0, 45] {
        assert_eq!(app.delivered().await.len(), expected);
        if expected == 0 {
            app.later(TimeDelta::days(1));
        }
    }
    assert_eq!(app.progress(issue).await.status, DispatchState::Done);
}

#[tokio::test]
async fn what_was_not_tried_is_not_spent_of_the_warm_up() {
    let app = builder().config(|config| config.warm_up = vec![4]).start().await;
    for n in 0..9 {
        app.subscribe(&format!("reader-{n}@example.org"), None, "en").await;
    }
    app.smtp.always(Step::Greeting, Act::SayAndClose("421 4.3.2 too busy\r\n"));
    app.start_issue(WhenUncertain::Resend).await;
    for _ in 0..3 {
        assert!(app.delivered().await.is_empty());
        app.later(TimeDelta::minutes(3));
    }
    app.smtp.behave();
    assert_eq!(app.delivered().await.len(), 4, "all that may go today");
    app.later(TimeDelta::hours(1));
    assert!(app.delivered().await.is_empty());
}

#[tokio::test]
async fn who_waits_for_a_domains_minute_is_not_spent_of_the_warm_up() {
    let limits = |config: &mut Config| (config.warm_up, config.domain_rate) = (vec![10], 2);
    let app = builder().config(limits).start().await;
    for n in 0..12 {
        app.subscribe(&format!("reader-{n}@one.example"), None, "en").await;
    }
    app.start_issue(WhenUncertain::Resend).await;
    let mut total = 0;
    for _ in 0..12 {
        total += app.delivered().await.len();
        app.later(TimeDelta::seconds(61));
    }
    assert_eq!(total, 10, "as many as the warm-up lets go");
}

#[tokio::test]
async fn what_is_given_back_is_not_spent_of_the_warm_up() {
    let smtp = Smtp::start();
    let url = smtp.url_with("", "tls=none&daily=3");
    let limits = |config: &mut Config| (config.warm_up, config.smtp_url) = (vec![8], url.parse().unwrap());
    let app = builder().config(limits).start().await;
    for n in 0..9 {
        app.subscribe(&format!("reader-{n}@example.org"), None, "en").await;
    }
    app.start_issue(WhenUncertain::Resend).await;
    app.delivered().await;
    assert_eq!(smtp.mails().len(), 3);
    let spent = app.app.db.read(|conn| paces::table.find("all").select(paces::n_today).first::<i64>(conn));
    assert_eq!(spent.await.unwrap(), 3);
}

#[tokio::test]
async fn a_warm_up_holds_no_letter_back() {
    let app = builder().config(|config| config.warm_up = vec![1]).start().await;
    for n in 0..5 {
        app.subscribe(&format!("reader-{n}@example.org"), None, "en").await;
    }
    app.start_issue(WhenUncertain::Resend).await;
    assert_eq!(app.delivered().await.len(), 1);
    app.write("layla@example.org", hello(Gate::Anybody)).await;
    assert_eq!(app.delivered().await.len(), 1);
}

#[tokio::test]
async fn a_rate_of_all_is_kept_and_used() {
    let app = builder().config(|config| config.send_rate = 50).start().await;
    for n in 0..300 {
        app.subscribe(&format!("reader-{n}@example.org"), None, "en").await;
    }
    app.start_issue(WhenUncertain::Resend).await;
    let mut total = 0;
    for _ in 0..20 {
        let n = app.delivered().await.len();
        assert!(n <= 16, "{n} at once");
        total += n;
        app.later(TimeDelta::milliseconds(250));
    }
    assert!((220..=265).contains(&total), "{total} in five seconds");
}

#[tokio::test]
async fn rates_that_divide_neither_a_second_nor_a_minute_are_used_too() {
    let app = builder().config(|config| (config.send_rate, config.domain_rate) = (3, 70)).start().await;
    for n in 0..12 {
        app.subscribe(&format!("reader-{n}@example.org"), None, "en").await;
    }
    app.start_issue(WhenUncertain::Resend).await;
    let mut total = 0;
    for _ in 0..15 {
        total += app.delivered().await.len();
        app.later(TimeDelta::milliseconds(400));
    }
    assert!((6..=9).contains(&total), "{total} in six seconds, at 70 a minute");
}

#[tokio::test]
async fn each_domain_has_its_minute() {
    let app = builder().config(|config| config.domain_rate = 6).start().await;
    for n in 0..20 {
        app.subscribe(&format!("reader-{n}@one.example"), None, "en").await;
    }
    for n in 0..3 {
        app.subscribe(&format!("reader-{n}@two.example"), None, "en").await;
    }
    let issue = app.start_issue(WhenUncertain::Resend).await;
    let mut minutes = Vec::new();
    for _ in 0..4 {
        let mut of_one = 0;
        for _ in 0..12 {
            let mails = app.delivered().await;
            of_one += mails.iter().filter(|mail| mail.to.ends_with("@one.example")).count();
            app.later(TimeDelta::seconds(5));
        }
        minutes.push(of_one);
    }
    assert!(minutes.iter().all(|n| *n <= 7), "{minutes:?}");
    assert_eq!(minutes.iter().sum::<usize>(), 20, "{minutes:?}");
    assert_eq!(app.progress(issue).await.status, DispatchState::Done);
}

#[tokio::test]
async fn a_limit_that_is_taken_away_holds_nobody_back_any_more() {
    let app = builder().config(|config| config.domain_rate = 1).start().await;
    for n in 0..20 {
        app.subscribe(&format!("reader-{n}@one.example"), None, "en").await;
    }
    let issue = app.start_issue(WhenUncertain::Resend).await;
    assert_eq!(app.delivered().await.len(), 1);
    let config = Config { domain_rate: 0, ..Config::clone(&app.app.config) };
    let clock = app.clock.clone();
    let restarted = tokio::task::spawn_blocking(|| App::open(config, clock).unwrap()).await.unwrap();
    let postmen = restarted.outbox.start();
    until(&app, 20).await;
    app.blocking(|_| postmen.stop()).await;
    assert_eq!(app.progress(issue).await.sent, 20);
}

#[tokio::test]
async fn a_domain_has_one_connection_and_others_do_not_wait_for_it() {
    each_domain_has(1).await;
}

#[tokio::test]
async fn a_domain_has_two_connections_whatever_rides_on_them() {
    each_domain_has(2).await;
}

async fn each_domain_has(connections: usize) {
    let app = builder()
        .config(move |config| (config.domain_connections, config.smtp_connections) = (connections, 4))
        .start()
        .await;
    for domain in ["one.example", "two.example"] {
        for n in 0..12 {
            app.subscribe(&format!("reader-{n}@{domain}"), None, "en").await;
        }
    }
    let hold = Hold::default();
    app.smtp.always(Step::Dot, Act::Hold(hold.clone()));
    let issue = app.start_issue(WhenUncertain::Resend).await;
    let postmen = app.app.outbox.start();
    let waiting = hold.clone();
    tokio::task::spawn_blocking(move || waiting.until(2 * connections)).await.unwrap();
    tokio::time::sleep(std::time::Duration::from_millis(400)).await;
    assert_eq!(hold.n_came(), 2 * connections, "as many of each");
    hold.release();
    app.smtp.behave();
    app.blocking(|_| postmen.stop()).await;
    app.delivered().await;
    assert_eq!(app.smtp.mails().len(), 24, "the others wait no longer than for those before them");
    assert_eq!(app.progress(issue).await.status, DispatchState::Done);
}
