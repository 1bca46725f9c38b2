//! Several mail servers share the work, each as it can.

use chrono::TimeDelta;
use hudhud::delivery::{DispatchState, Gate, WhenUncertain};

use super::{Post, builder, hello};
use crate::support::{
    TestApp,
    smtp::{Act, Hold, Smtp, Step},
};

async fn through(urls: &[String], readers: usize) -> TestApp {
    let url = urls.join(",");
    let app = builder()
        .config(|config| {
            config.smtp_connections = 2;
            config.smtp_url = url.parse().unwrap();
        })
        .start()
        .await;
    for n in 0..readers {
        app.subscribe(&format!("reader-{n}@example.org"), None, "en").await;
    }
    app
}

#[tokio::test]
async fn one_is_dead_and_one_refuses_and_the_third_brings_everything() {
    let dead = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let (refusing, good) = (Smtp::start(), Smtp::start());
    refusing.always(Step::Mail, Act::say("535 5.7.8 wrong"));
    let app = through(&[format!("smtp://{dead}"), refusing.url(), good.url()], 60).await;
    let issue = app.start_issue(WhenUncertain::Resend).await;
    app.delivered().await;
    let progress = app.progress(issue).await;
    assert_eq!((progress.sent, progress.uncertain, progress.status), (60, 0, DispatchState::Done));
    assert_eq!((good.mails().len(), refusing.mails().len()), (60, 0));
    let kinds: Vec<String> = app.notices().await.into_iter().map(|(kind, _)| kind).collect();
    assert_eq!(kinds, ["mail_refused"], "one is out of order, and no issue is paused");
}

#[tokio::test]
async fn a_slow_one_holds_up_only_what_it_has_in_hand() {
    let (slow, quick) = (Smtp::start(), Smtp::start());
    let hold = Hold::default();
    slow.always(Step::Dot, Act::Hold(hold.clone()));
    let app = through(&[slow.url(), quick.url()], 60).await;
    let issue = app.start_issue(WhenUncertain::Resend).await;
    let postmen = app.app.outbox.start();
    let began = std::time::Instant::now();
    while quick.mails().len() < 56 {
        assert!(began.elapsed().as_secs() < 20, "{}", quick.mails().len());
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    app.write("layla@example.org", hello(Gate::Anybody)).await;
    app.app.outbox.ring();
    while quick.mails().iter().all(|mail| mail.to != "layla@example.org") {
        assert!(began.elapsed().as_secs() < 20);
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    hold.release();
    while app.progress(issue).await.status != DispatchState::Done {
        assert!(began.elapsed().as_secs() < 20);
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    app.blocking(|_| postmen.stop()).await;
    assert_eq!(slow.mails().len() + quick.mails().len(), 61);
    assert_eq!(app.progress(issue).await.uncertain, 0);
}

#[tokio::test]
async fn each_has_its_own_quota_for_a_day() {
    let (small, large) = (Smtp::start(), Smtp::start());
    let small_url = small.url_with("", "tls=none&daily=10");
    let large_url = large.url_with("", "tls=none&daily=25");
    let app = through(&[small_url, large_url], 60).await;
    let issue = app.start_issue(WhenUncertain::Resend).await;
    app.delivered().await;
    app.delivered().await;
    assert_eq!((small.mails().len(), large.mails().len()), (10, 25));
    app.write("layla@example.org", hello(Gate::Anybody)).await;
    app.delivered().await;
    assert_eq!(small.mails().len() + large.mails().len(), 36, "a letter goes in any case");
    app.later(TimeDelta::days(1));
    app.delivered().await;
    assert_eq!(app.progress(issue).await.status, DispatchState::Done);
    assert!(small.mails().len() <= 21 && large.mails().len() <= 51);
}

#[tokio::test]
async fn a_rate_of_one_server_is_used_as_well_as_kept() {
    let smtp = Smtp::start();
    let app = through(&[smtp.url_with("", "tls=none&rate=20")], 200).await;
    app.start_issue(WhenUncertain::Resend).await;
    // The test is the clock: half a second at a time.
    let mut total = 0;
    for step in 1..=20 {
        app.delivered().await;
        let so_far = smtp.mails().len();
        assert!(so_far - total <= 12, "{} in half a second", so_far - total);
        total = so_far;
        assert!(total <= 10 * step + 10, "{total} after {step} halves of a second");
        app.later(TimeDelta::milliseconds(300));
    }
    assert!(total >= 100, "{total} in six seconds");
}
