//! What an address may get at the wish of strangers.

use chrono::TimeDelta;
use hudhud::{
    delivery::{Gate, State},
    subscribers::suppression::{self, Reason},
};

use super::{Post, address, app, builder, hello};
use crate::support::TestApp;

async fn suppress(app: &TestApp, email: &str, reason: Reason) {
    let index = app.app.vault.index(address(email).as_str());
    let (key, now) = (app.app.vault.index_key_id(), app.clock.now());
    let until = (reason == Reason::Declined).then(|| now + TimeDelta::days(30));
    app.app.db.write(move |conn| suppression::add(conn, &index, &key, reason, until, now)).await.unwrap();
}

#[tokio::test]
async fn an_address_gets_one_letter_in_ten_minutes_and_three_a_day() {
    let app = app().await;
    for (minutes, expected) in [(0, 1), (5, 0), (6, 1), (11, 1), (11, 0), (60 * 24, 1)] {
        app.later(TimeDelta::minutes(minutes));
        app.write("layla@example.org", hello(Gate::Newcomer)).await;
        assert_eq!(app.delivered().await.len(), expected, "after {minutes} minutes");
    }
    app.write("omar@example.org", hello(Gate::Newcomer)).await;
    assert_eq!(app.delivered().await.len(), 1, "others have room of their own");
}

#[tokio::test]
async fn many_wishes_at_once_make_one_letter() {
    let app = builder().config(|config| config.smtp_connections = 4).start().await;
    for _ in 0..20 {
        app.write("layla@example.org", hello(Gate::Newcomer)).await;
    }
    assert_eq!(app.delivered().await.len(), 1);
    let states = app.letter_states().await;
    assert_eq!(states.iter().filter(|(state, _)| *state == State::Skipped).count(), 19);
}

#[tokio::test]
async fn a_letter_that_was_not_sent_does_not_count() {
    let app = app().await;
    app.write("reject@example.org", hello(Gate::Newcomer)).await;
    app.write("reject@example.org", hello(Gate::Newcomer)).await;
    app.delivered().await;
    assert_eq!(app.letter_states().await, [(State::Failed, 1), (State::Failed, 1)]);
}

#[tokio::test]
async fn who_is_on_the_list_is_told_so_with_their_links() {
    let app = app().await;
    app.subscribe("layla@example.org", None, "en").await;
    app.write("layla@example.org", hello(Gate::Newcomer)).await;
    let mails = app.delivered().await;
    assert_eq!(mails.len(), 1);
    assert!(!mails[0].text.contains("peace"));
    assert!(mails[0].link("/en/preferences/").starts_with("/en/preferences/"));
    assert!(mails[0].link("/en/leave/").starts_with("/en/leave/"));
}

#[tokio::test]
async fn who_declined_or_complained_is_not_asked_again() {
    let app = app().await;
    suppress(&app, "declined@example.org", Reason::Declined).await;
    suppress(&app, "complained@example.org", Reason::Complained).await;
    suppress(&app, "erased@example.org", Reason::Erased).await;
    for who in ["declined", "complained", "erased"] {
        app.write(&format!("{who}@example.org"), hello(Gate::Newcomer)).await;
    }
    let to: Vec<String> = app.delivered().await.into_iter().map(|mail| mail.to).collect();
    assert_eq!(to, ["erased@example.org"]);

    app.later(TimeDelta::days(31));
    app.write("declined@example.org", hello(Gate::Newcomer)).await;
    app.write("complained@example.org", hello(Gate::Newcomer)).await;
    let to: Vec<String> = app.delivered().await.into_iter().map(|mail| mail.to).collect();
    assert_eq!(to, ["declined@example.org"]);
}

#[tokio::test]
async fn a_link_goes_to_who_is_known_and_opens_everything() {
    let app = app().await;
    let layla = app.subscribe("layla@example.org", None, "en").await;
    app.leave(layla).await;
    app.write("layla@example.org", hello(Gate::OnTheList)).await;
    app.write("stranger@example.org", hello(Gate::OnTheList)).await;
    let mails = app.delivered().await;
    assert_eq!(mails.len(), 1);
    assert_eq!(mails[0].to, "layla@example.org");
    assert!(mails[0].link("/en/preferences/").starts_with("/en/preferences/"));
    let skipped = app.letter_states().await.iter().filter(|(state, _)| *state == State::Skipped).count();
    assert_eq!(skipped, 1);
}
