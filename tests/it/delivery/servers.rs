//! Mail servers that behave oddly: everybody gets their issue once, or it is known that they may have.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use hudhud::{
    delivery::{DispatchState, State, WhenUncertain},
    subscribers::Status,
};

use super::{Post, app, builder};
use crate::support::{
    TestApp,
    smtp::{Act, Hold, Offer, Smtp, Step},
};

/// An application that sends through this server, to readers of these names.
async fn sending_to(smtp: &Smtp, connections: usize, options: &str, names: &[String]) -> TestApp {
    let url = smtp.url_with("", options);
    let app = builder()
        .config(|config| {
            config.smtp_connections = connections;
            config.smtp_url = url.parse().unwrap();
        })
        .start()
        .await;
    for name in names {
        app.subscribe(&format!("{name}@example.org"), None, "en").await;
    }
    app
}

fn readers(n: usize) -> Vec<String> {
    (0..n).map(|n| format!("reader-{n}")).collect()
}

/// How many copies each got.
fn copies(smtp: &Smtp) -> BTreeMap<String, usize> {
    let mut copies = BTreeMap::new();
    for mail in smtp.mails() {
        *copies.entry(mail.to).or_default() += 1;
    }
    copies
}

/// Sends an issue to 50 through this server, and everybody gets it once.
async fn all_get_it_once(smtp: &Smtp) {
    let app = sending_to(smtp, 2, "tls=none", &readers(50)).await;
    let issue = app.start_issue(WhenUncertain::Resend).await;
    for _ in 0..4 {
        app.delivered().await;
        app.later(TimeDelta::minutes(2));
    }
    let progress = app.progress(issue).await;
    assert_eq!((progress.sent, progress.uncertain, progress.status), (50, 0, DispatchState::Done));
    let copies = copies(smtp);
    assert_eq!(copies.len(), 50);
    assert!(copies.values().all(|n| *n == 1));
}

#[tokio::test]
async fn one_that_knows_no_pipelining() {
    all_get_it_once(&Smtp::offering(Offer { pipelining: false, ..Offer::default() })).await;
}

#[tokio::test]
async fn one_that_knows_helo_alone() {
    all_get_it_once(&Smtp::offering(Offer { ehlo: false, ..Offer::default() })).await;
}

#[tokio::test]
async fn one_that_ends_a_connection_after_twenty_messages_with_and_without_a_word() {
    all_get_it_once(&Smtp::offering(Offer { close_after: Some(20), ..Offer::default() })).await;
    let silent = Smtp::start();
    silent.always(Step::Dot, Act::SayAndClose("250 2.0.0 taken, and that is all"));
    all_get_it_once(&silent).await;
}

#[tokio::test]
async fn one_that_answers_byte_by_byte_and_one_that_answers_everything_at_once() {
    let slow = Smtp::start();
    for (step, answer) in [
        (Step::Mail, "250 2.1.0 ok"),
        (Step::Rcpt, "250 2.1.5 ok"),
        (Step::Data, "354 go"),
        (Step::Dot, "250 2.0.0 ok"),
    ] {
        slow.always(step, Act::Split(answer));
    }
    all_get_it_once(&slow).await;
    let hasty = Smtp::start();
    hasty.always(Step::Mail, Act::Say(Vec::new()));
    hasty.always(Step::Rcpt, Act::Say(Vec::new()));
    hasty.always(Step::Data, Act::Say(b"250 2.1.0 ok\r\n250 2.1.5 ok\r\n354 go\r\n".to_vec()));
    all_get_it_once(&hasty).await;
}

#[tokio::test]
async fn one_that_greets_late() {
    let smtp = Smtp::start();
    let hold = Hold::default();
    smtp.always(Step::Greeting, Act::Hold(hold.clone()));
    let late = tokio::task::spawn_blocking(move || {
        hold.until(2);
        std::thread::sleep(std::time::Duration::from_millis(300));
        hold.release();
    });
    all_get_it_once(&smtp).await;
    late.await.unwrap();
}

#[tokio::test]
async fn one_that_refuses_some_recipients_after_their_pipelined_data() {
    for data_for_nobody in [false, true] {
        for pipelining in [false, true] {
            let smtp = Smtp::offering(Offer { data_for_nobody, pipelining, ..Offer::default() });
            let names: Vec<String> =
                (0..60).map(|n| format!("{}-{n}", if n % 20 == 7 { "reject" } else { "reader" })).collect();
            let app = sending_to(&smtp, 1, "tls=none", &names).await;
            let issue = app.start_issue(WhenUncertain::Resend).await;
            app.delivered().await;
            let progress = app.progress(issue).await;
            assert_eq!((progress.sent, progress.failed, progress.uncertain), (57, 3, 0));
            let copies = copies(&smtp);
            assert!(copies.len() == 57 && copies.keys().all(|to| to.starts_with("reader")));
            assert_eq!(smtp.connections(), 1, "a refusal costs no connection");
        }
    }
}

#[tokio::test]
async fn one_that_refuses_the_sender_for_a_while() {
    let smtp = Smtp::start();
    for _ in 0..3 {
        smtp.once(Step::Mail, Act::say("451 4.3.0 not now"));
    }
    all_get_it_once(&smtp).await;
}

#[tokio::test]
async fn one_that_breaks_before_it_has_everything_gets_nothing_twice() {
    for step in [Step::Greeting, Step::Hello, Step::Mail, Step::Rcpt, Step::Data] {
        let smtp = Smtp::start();
        smtp.once(step, Act::Close);
        all_get_it_once(&smtp).await;
    }
}

/// Loses the answer to one of 20 messages in this way; how many copies that one made.
async fn one_in_doubt(act: Act, options: &str) -> usize {
    let smtp = Smtp::start();
    let app = sending_to(&smtp, 2, options, &readers(20)).await;
    smtp.once(Step::Dot, act);
    let issue = app.start_issue(WhenUncertain::Resend).await;
    app.delivered().await;
    let progress = app.progress(issue).await;
    assert_eq!((progress.sent, progress.waiting, progress.uncertain), (19, 1, 1), "the others go on");
    app.later(TimeDelta::minutes(2));
    app.delivered().await;
    let progress = app.progress(issue).await;
    assert_eq!((progress.sent, progress.uncertain, progress.status), (20, 1, DispatchState::Done));
    assert_eq!(copies(&smtp).len(), 20);
    let mut ids: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for mail in smtp.mails() {
        let id = mail.text().lines().find(|line| line.starts_with("Message-ID:")).unwrap().to_owned();
        ids.entry(mail.to).or_default().push(id);
    }
    assert!(ids.values().all(|ids| ids.iter().all(|id| *id == ids[0])));
    smtp.mails().len() - 19
}

#[tokio::test]
async fn one_that_is_lost_after_the_dot_gets_that_message_once_more_and_no_other() {
    assert_eq!(one_in_doubt(Act::Close, "tls=none").await, 1);
    assert_eq!(one_in_doubt(Act::TakeAndClose, "tls=none").await, 2);
    assert_eq!(one_in_doubt(Act::TakeAndHang, "tls=none&timeout=1").await, 2);
}

#[tokio::test]
async fn a_tarpit_costs_no_more_than_the_time_we_give_it_and_the_others_go_on() {
    let smtp = Smtp::start();
    let app = sending_to(&smtp, 2, "tls=none&timeout=1", &readers(30)).await;
    let drop_by_drop = "250 2.1.5 a recipient whom we like very much, and of whom we have a lot to say";
    smtp.once(Step::Rcpt, Act::Drip(drop_by_drop));
    let issue = app.start_issue(WhenUncertain::Resend).await;
    app.delivered().await;
    let progress = app.progress(issue).await;
    assert_eq!((progress.sent, progress.waiting, progress.uncertain), (29, 1, 0));
    app.later(TimeDelta::minutes(2));
    app.delivered().await;
    assert_eq!(app.progress(issue).await.status, DispatchState::Done);
    assert_eq!(smtp.mails().len(), 30);
}

#[tokio::test]
async fn nonsense_and_answers_without_end_cost_nobody_an_attempt() {
    let nonsense = [Act::Say(b"\0\0\xff\r\n".to_vec()), Act::Say(vec![b'x'; 10_000_000]), Act::Endless];
    for act in nonsense {
        let smtp = Smtp::start();
        smtp.once(Step::Greeting, act.clone());
        smtp.once(Step::Rcpt, act);
        all_get_it_once(&smtp).await;
    }
}

#[tokio::test]
async fn a_third_is_put_off_and_goes_when_its_time_has_come() {
    let app = builder().config(|config| config.smtp_connections = 3).start().await;
    for n in 0..100 {
        let name = if n % 10 < 3 { "later" } else { "reader" };
        app.subscribe(&format!("{name}-{n}@example.org"), None, "en").await;
    }
    let issue = app.start_issue(WhenUncertain::Resend).await;
    assert_eq!(app.delivered().await.len(), 70);
    app.later(TimeDelta::seconds(59));
    assert!(app.delivered().await.is_empty(), "not within a minute");
    app.later(TimeDelta::seconds(17));
    assert_eq!(app.delivered().await.len(), 30, "a minute, and a quarter of it at most");
    let progress = app.progress(issue).await;
    assert_eq!((progress.sent, progress.status), (100, DispatchState::Done));
}

#[tokio::test]
async fn an_issue_that_nobody_may_have_pauses_within_fifty_and_punishes_nobody() {
    let app = builder().config(|config| config.smtp_connections = 4).start().await;
    let mut ids = Vec::new();
    for n in 0..150 {
        ids.push(app.subscribe(&format!("reader-{n}@example.org"), None, "en").await);
    }
    app.smtp.always(Step::Dot, Act::say("550 5.7.26 this mail is unauthenticated"));
    let issue = app.start_issue(WhenUncertain::Resend).await;
    app.delivered().await;
    let progress = app.progress(issue).await;
    assert_eq!(progress.reason.as_deref(), Some("message_refused"));
    // Each of the four may have one in hand.
    assert!(progress.failed <= 50 + 4, "{progress:?}");
    for id in ids {
        assert_eq!(app.status_of(id).await, Status::Active);
    }
}

#[tokio::test]
async fn a_password_that_is_taken_away_pauses_and_tells_once() {
    let app = builder().config(|config| config.smtp_connections = 4).start().await;
    for n in 0..100 {
        app.subscribe(&format!("reader-{n}@example.org"), None, "en").await;
    }
    for _ in 0..30 {
        app.smtp.once(Step::Mail, Act::say("250 2.1.0 ok"));
    }
    app.smtp.always(Step::Mail, Act::say("535 5.7.8 no longer"));
    let issue = app.start_issue(WhenUncertain::Resend).await;
    app.delivered().await;
    let progress = app.progress(issue).await;
    assert_eq!((progress.status, progress.reason.as_deref()), (DispatchState::Paused, Some("refused")));
    // What was offered on the other lines in that moment stays back.
    assert!((26..=30).contains(&progress.sent) && progress.failed == 0, "{progress:?}");
    let kinds: Vec<String> = app.notices().await.into_iter().map(|(kind, _)| kind).collect();
    assert_eq!(kinds, ["mail_refused", "issue_paused"]);
}

#[tokio::test]
async fn a_domain_that_asks_for_it_is_left_alone_and_no_other() {
    let app = app().await;
    for email in ["busy@slow.example", "ada@slow.example", "layla@quick.example"] {
        app.subscribe(email, None, "en").await;
    }
    let issue = app.start_issue(WhenUncertain::Resend).await;
    let to: Vec<String> = app.delivered().await.into_iter().map(|mail| mail.to).collect();
    assert_eq!(to, ["layla@quick.example"]);
    app.later(TimeDelta::seconds(30));
    assert!(app.delivered().await.is_empty());
    app.later(TimeDelta::seconds(30));
    let to: Vec<String> = app.delivered().await.into_iter().map(|mail| mail.to).collect();
    assert_eq!(to, ["ada@slow.example"]);
    let progress = app.progress(issue).await;
    assert_eq!((progress.status, progress.waiting), (DispatchState::Running, 1));
    assert!(app.notices().await.is_empty());
}

#[tokio::test]
async fn a_template_that_cannot_be_filled_fails_its_rows_and_nothing_stops() {
    use diesel::prelude::*;
    use hudhud::db::schema::editions;
    let app = app().await;
    app.subscribe("layla@example.org", None, "ar").await;
    app.subscribe("ada@example.org", None, "en").await;
    let issue = app.start_issue(WhenUncertain::Resend).await;
    let garbled = app.app.db.write(|conn| {
        diesel::update(editions::table.filter(editions::name.eq("ar")))
            .set(editions::text.eq("\u{10f000}garbled"))
            .execute(conn)
    });
    assert_eq!(garbled.await.unwrap(), 1);
    let to: Vec<String> = app.delivered().await.into_iter().map(|mail| mail.to).collect();
    assert_eq!(to, ["ada@example.org"]);
    assert_eq!(app.delivery_states().await, [State::Failed, State::Sent]);
    assert_eq!(app.progress(issue).await.status, DispatchState::Done);
}
