//! Letters: tried until they are taken, and forgotten then.

use chrono::TimeDelta;
use hudhud::delivery::{self, Gate, State};

use super::{Post, app, hello};

#[tokio::test]
async fn a_letter_is_rendered_when_it_is_sent_and_its_words_are_wiped_then() {
    let app = app().await;
    app.write("layla@example.org", hello(Gate::Anybody)).await;
    let mails = app.delivered().await;
    assert_eq!(mails.len(), 1);
    assert_eq!(mails[0].to, "layla@example.org");
    assert!(mails[0].text.contains("peace from The Alliance"), "{}", mails[0].text);
    assert_eq!(mails[0].header("Auto-Submitted"), "auto-generated");
    assert_eq!(mails[0].header("Content-Language"), "en");
    assert_eq!(mails[0].header("List-Unsubscribe"), "");
    assert!(mails[0].header("Message-ID").ends_with("@alliance.example>"));
    assert_eq!(app.letter_states().await, [(State::Sent, 1)]);

    let again = app.app.db.read(|conn| delivery::stuck_letters(conn, 9)).await.unwrap();
    assert!(again.is_empty());
    assert!(app.delivered().await.is_empty());
}

#[tokio::test]
async fn a_letter_that_can_be_refused_says_where() {
    let app = app().await;
    let mut letter = hello(Gate::Anybody);
    letter.one_click = Some("https://news.example.org/en/confirm/T".to_owned());
    app.write("layla@example.org", letter).await;
    let mails = app.delivered().await;
    assert_eq!(mails[0].header("List-Unsubscribe"), "<https://news.example.org/en/confirm/T>");
    assert_eq!(mails[0].header("List-Unsubscribe-Post"), "List-Unsubscribe=One-Click");
}

#[tokio::test]
async fn a_deferred_letter_is_tried_again_later_as_the_same_message() {
    let app = app().await;
    app.write("greylist@example.org", hello(Gate::Anybody)).await;
    assert!(app.delivered().await.is_empty());
    assert_eq!(app.letter_states().await, [(State::Due, 1)]);
    assert!(app.delivered().await.is_empty(), "not before its time");

    app.later(TimeDelta::minutes(2));
    assert_eq!(app.delivered().await.len(), 1);
    assert_eq!(app.letter_states().await, [(State::Sent, 2)]);
}

#[tokio::test]
async fn a_letter_is_given_up_after_a_day_and_can_be_sent_again() {
    let app = app().await;
    let id = app.write("defer@example.org", hello(Gate::Anybody)).await;
    for _ in 0..40 {
        app.delivered().await;
        app.later(TimeDelta::hours(1));
    }
    let states = app.letter_states().await;
    assert_eq!(states[0].0, State::Failed);
    assert!((8..15).contains(&states[0].1), "{states:?}");

    let stuck = app.app.db.read(|conn| delivery::stuck_letters(conn, 9)).await.unwrap();
    assert_eq!((stuck.len(), stuck[0].reply_code), (1, Some(450)));
    let now = app.clock.now();
    assert!(app.app.db.write(move |conn| delivery::send_again(conn, &id, now)).await.unwrap());
    app.delivered().await;
    assert_eq!(app.letter_states().await, [(State::Due, 1)]);
}

#[tokio::test]
async fn a_refused_letter_fails_at_once_and_loses_its_words_after_two_weeks() {
    let app = app().await;
    let id = app.write("reject@example.org", hello(Gate::Anybody)).await;
    app.delivered().await;
    assert_eq!(app.letter_states().await, [(State::Failed, 1)]);

    app.later(TimeDelta::days(15));
    app.delivered().await;
    assert!(app.app.db.read(|conn| delivery::stuck_letters(conn, 9)).await.unwrap().is_empty());
    let now = app.clock.now();
    assert!(!app.app.db.write(move |conn| delivery::send_again(conn, &id, now)).await.unwrap());
}

#[tokio::test]
async fn a_letter_that_cannot_be_rendered_spoils_only_itself() {
    let app = super::builder()
        .file(
            "templates/mail/hello/body.txt",
            "{% if word == 'poison' %}{{ nothing.at.all }}{% endif %}{{ word }}",
        )
        .start()
        .await;
    let mut poison = hello(Gate::Anybody);
    poison.word = "poison".to_owned();
    app.write("ada@example.org", poison).await;
    app.write("layla@example.org", hello(Gate::Anybody)).await;
    let mails = app.delivered().await;
    assert_eq!(mails.iter().map(|mail| mail.to.as_str()).collect::<Vec<_>>(), ["layla@example.org"]);
    assert_eq!(app.letter_states().await, [(State::Failed, 1), (State::Sent, 1)]);
}

#[tokio::test]
async fn the_database_holds_no_word_of_a_letter_that_waits() {
    let app = app().await;
    let mut letter = hello(Gate::Anybody);
    letter.word = "hoopoe-secret".to_owned();
    app.write("defer@sealed.example.org", letter).await;
    app.delivered().await;
    let dump = app.dump();
    for word in ["hoopoe-secret", "sealed.example.org"] {
        assert!(!dump.windows(word.len()).any(|bytes| bytes == word.as_bytes()), "{word}");
    }
}
