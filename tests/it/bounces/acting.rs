//! What a report changes, and what it must not.

use chrono::TimeDelta;
use diesel::prelude::*;
use hudhud::{
    access::Role,
    bounces::Outcome,
    db::{Conn, execute_native, schema::returned},
};

use super::{app, bring, complaint, issue_to, last_to, report};
use crate::{
    delivery::Post,
    signup::{asked, joined, person, status},
    support::{
        Admin, TestApp,
        smtp::{Act, Step},
    },
};

const GONE: (&str, &str) = ("5.1.1", "550 5.1.1 user unknown");
const FULL: (&str, &str) = ("5.2.2", "552 5.2.2 mailbox full");

#[tokio::test]
async fn a_dead_address_gets_nothing_more_until_its_owner_joins_again() {
    let app = app().await;
    joined(&app, "layla@example.org").await;
    let sent = issue_to(&app, "layla@example.org").await;
    assert_eq!(bring(&app, &report(&sent, GONE.0, GONE.1)).await, Outcome::Settled);
    assert_eq!(status(&app, "layla@example.org").await, "unreachable");
    assert_eq!(bring(&app, &report(&sent, GONE.0, GONE.1)).await, Outcome::Nothing, "once");
    let mails = app.smtp.mails().len();
    app.start_issue(hudhud::delivery::WhenUncertain::Resend).await;
    app.delivered().await;
    assert_eq!(app.smtp.mails().len(), mails);
    app.later(TimeDelta::hours(1));
    joined(&app, "layla@example.org").await;
    assert_eq!(status(&app, "layla@example.org").await, "active");
    bring(&app, &report(&sent, "5.1.2", "550 5.1.2 no such host")).await;
    assert_eq!(status(&app, "layla@example.org").await, "active", "old news");
}

#[tokio::test]
async fn what_came_back_is_counted_once_for_each_message_by_whichever_process() {
    let app = app().await;
    joined(&app, "layla@example.org").await;
    let sent = issue_to(&app, "layla@example.org").await;
    let metrics = app.get("/metrics").await.expect(200).body;
    assert!(metrics.contains("hudhud_bounces_total{kind=\"hard\"} 0"), "{metrics}");
    for _ in 0..2 {
        bring(&app, &report(&sent, GONE.0, GONE.1)).await;
    }
    let forged = report(&sent, GONE.0, GONE.1).replace(&sent.return_path, "bounce+nobody@example.org");
    assert_eq!(bring(&app, &forged).await, Outcome::Nobody);
    let metrics = app.get("/metrics").await.expect(200).body;
    assert!(metrics.contains("hudhud_bounces_total{kind=\"hard\"} 1"), "{metrics}");
    assert!(metrics.contains("hudhud_bounces_total{kind=\"complaint\"} 0"), "{metrics}");
}

#[tokio::test]
async fn forty_days_later_nothing_is_known_of_what_came_back() {
    let app = app().await;
    joined(&app, "layla@example.org").await;
    let now = app.clock.now();
    // A flood: more than is forgotten at once.
    let rows: Vec<_> = (0..2_100_i64)
        .map(|n| {
            (returned::delivery_id.eq(1_000 + n), returned::kind.eq("soft"), returned::created_at.eq(now))
        })
        .collect();
    let flood = move |conn: &mut Conn| {
        rows.chunks(100).try_for_each(|rows| {
            execute_native(conn, diesel::insert_into(returned::table).values(rows.to_vec())).map(drop)
        })
    };
    app.app.db.write(flood).await.unwrap();
    app.later(TimeDelta::days(39));
    let sent = issue_to(&app, "layla@example.org").await;
    bring(&app, &report(&sent, FULL.0, FULL.1)).await;
    app.delivered().await;
    assert_eq!(n_returned(&app).await, 2_101);
    app.later(TimeDelta::days(2));
    app.delivered().await;
    assert_eq!(n_returned(&app).await, 1, "what is two days old");
}

async fn n_returned(app: &TestApp) -> i64 {
    app.app.db.read(|conn| returned::table.count().get_result(conn)).await.unwrap()
}

#[tokio::test]
async fn three_full_mailboxes_of_five_are_enough_and_two_are_not() {
    let app = app().await;
    for reader in ["often@example.org", "seldom@example.org"] {
        joined(&app, reader).await;
    }
    for round in 0..5 {
        app.later(TimeDelta::days(1));
        let often = issue_to(&app, "often@example.org").await;
        let seldom = last_to(&app, "seldom@example.org");
        assert_eq!(status(&app, "often@example.org").await, "active", "{round}");
        if round % 2 == 0 {
            bring(&app, &report(&often, FULL.0, FULL.1)).await;
            bring(&app, &report(&often, FULL.0, FULL.1)).await;
        } else {
            bring(&app, &report(&seldom, FULL.0, FULL.1)).await;
        }
    }
    assert_eq!(status(&app, "often@example.org").await, "unreachable");
    assert_eq!(person(&app, "often@example.org").await.unwrap().fates, "sasas");
    assert_eq!(status(&app, "seldom@example.org").await, "active");
}

#[tokio::test]
async fn a_mailbox_that_is_full_there_and_then_counts_like_one_that_is_reported_so() {
    let app = app().await;
    joined(&app, "often@example.org").await;
    for _ in 0..3 {
        assert_eq!(status(&app, "often@example.org").await, "active");
        app.later(TimeDelta::days(1));
        app.smtp.once(Step::Dot, Act::say(FULL.1));
        app.start_issue(hudhud::delivery::WhenUncertain::Resend).await;
        app.delivered().await;
    }
    assert_eq!(status(&app, "often@example.org").await, "unreachable");
}

#[tokio::test]
async fn what_is_refused_for_our_sake_is_told_to_the_admins_and_costs_no_reader() {
    let app = app().await;
    joined(&app, "layla@example.org").await;
    Admin::signed_in(&app, "owner@example.org", Role::Owner).await;
    app.delivered().await;
    let sent = issue_to(&app, "layla@example.org").await;
    let spam = report(&sent, "5.7.1", "550 5.7.1 blocked using dnsbl.example");
    assert_eq!(bring(&app, &spam).await, Outcome::Settled);
    assert_eq!(status(&app, "layla@example.org").await, "active");
    let told = app.delivered().await;
    let subjects: Vec<&str> = told.iter().map(|mail| mail.subject.as_str()).collect();
    assert_eq!(subjects, ["Mails of ours are sent back as unwanted"]);
    assert!(told[0].text.contains("550 5.7.1"), "{}", told[0].text);
}

#[tokio::test]
async fn whoever_complains_gets_nothing_ever_again() {
    let app = app().await;
    joined(&app, "layla@example.org").await;
    let sent = issue_to(&app, "layla@example.org").await;
    assert_eq!(bring(&app, &complaint(&sent)).await, Outcome::Settled);
    assert_eq!(status(&app, "layla@example.org").await, "complained");
    app.later(TimeDelta::days(1));
    let mails = app.smtp.mails().len();
    crate::signup::ask(&app, "en", &[("email", "layla@example.org")]).await.expect(303);
    app.delivered().await;
    assert_eq!(app.smtp.mails().len(), mails, "not even a confirm letter");
}

#[tokio::test]
async fn a_confirm_letter_that_comes_back_drops_the_signup() {
    let app = app().await;
    let link = asked(&app, "typo@example.org").await;
    let sent = last_to(&app, "typo@example.org");
    bring(&app, &report(&sent, FULL.0, FULL.1)).await;
    app.get(&link).await.expect(200);
    assert_eq!(bring(&app, &report(&sent, GONE.0, GONE.1)).await, Outcome::Settled);
    assert!(app.get(&link).await.expect(200).text().contains("no longer good"));
    app.later(TimeDelta::hours(1));
    joined(&app, "typo@example.org").await;
}

#[tokio::test]
async fn nobody_can_forge_a_report() {
    let app = app().await;
    joined(&app, "layla@example.org").await;
    let mut sent = issue_to(&app, "layla@example.org").await;
    let right = sent.return_path.clone();
    for at in [8, 20, 40] {
        let mut forged = right.clone().into_bytes();
        forged[at] = if forged[at] == b'a' { b'b' } else { b'a' };
        sent.return_path = String::from_utf8(forged).unwrap();
        assert_eq!(
            bring(&app, &report(&sent, GONE.0, GONE.1)).await,
            Outcome::Nobody,
            "{}",
            sent.return_path
        );
    }
    sent.return_path = "bounce@alliance.example".to_owned();
    assert_eq!(bring(&app, &report(&sent, GONE.0, GONE.1)).await, Outcome::Nobody);
    // A mail server may write it in capitals.
    sent.return_path = right.to_uppercase();
    app.later(TimeDelta::days(31));
    assert_eq!(bring(&app, &report(&sent, GONE.0, GONE.1)).await, Outcome::Nothing, "too old");
    assert_eq!(status(&app, "layla@example.org").await, "active");
}

#[tokio::test]
async fn out_of_office_and_delays_change_nothing() {
    let app = app().await;
    joined(&app, "layla@example.org").await;
    let sent = issue_to(&app, "layla@example.org").await;
    let away = format!(
        "From: layla@example.org\r\nTo: {}\r\nSubject: Out of office\r\n\r\nLater.",
        sent.return_path
    );
    assert_eq!(bring(&app, &away).await, Outcome::Nothing);
    let delayed = report(&sent, "4.4.1", "timed out").replace("Action: failed", "Action: delayed");
    assert_eq!(bring(&app, &delayed).await, Outcome::Nothing);
    assert_eq!(person(&app, "layla@example.org").await.unwrap().fates, "");
}

#[tokio::test]
async fn what_comes_back_to_an_old_address_does_not_hurt_the_new_one() {
    let app = app().await;
    let before = joined(&app, "old@example.org").await;
    let sent = issue_to(&app, "old@example.org").await;
    app.later(TimeDelta::hours(1));
    let url = app.app.links.fresh_preferences(&before.first_language, &before, app.clock.now());
    let fields = [("action", "change_address"), ("email", "new@example.org")];
    app.post(url.strip_prefix(&app.base).unwrap(), &fields).await.expect(303);
    let mails = app.delivered().await;
    app.post(&mails[0].link("/confirm/"), &[("decision", "confirm")]).await.expect(200);
    app.delivered().await;
    bring(&app, &report(&sent, GONE.0, GONE.1)).await;
    bring(&app, &complaint(&sent)).await;
    assert_eq!(status(&app, "new@example.org").await, "active");
    app.later(TimeDelta::hours(1));
    let sent = issue_to(&app, "new@example.org").await;
    bring(&app, &report(&sent, GONE.0, GONE.1)).await;
    assert_eq!(status(&app, "new@example.org").await, "unreachable");
}

#[tokio::test]
async fn a_reader_leaves_by_writing_a_mail_but_no_program_does_it_for_them() {
    let app = app().await;
    joined(&app, "layla@example.org").await;
    let sent = issue_to(&app, "layla@example.org").await;
    let mail = |from: &str, more: &str| {
        format!("From: {from}\r\nTo: <{}>\r\nSubject: unsubscribe\r\n{more}\r\n\r\n", sent.leave)
    };
    bring(&app, &mail("MAILER-DAEMON@mx.example", "X: y")).await;
    bring(&app, &mail("layla@example.org", "Auto-Submitted: auto-replied")).await;
    let quoting = format!(
        "From: layla@example.org\r\nTo: bounce@alliance.example\r\n\r\nList-Unsubscribe: <mailto:{}>",
        sent.leave
    );
    bring(&app, &quoting).await;
    assert_eq!(status(&app, "layla@example.org").await, "active");
    assert_eq!(bring(&app, &mail("layla@example.org", "X: y")).await, Outcome::Left);
    assert_eq!(status(&app, "layla@example.org").await, "left");
}
