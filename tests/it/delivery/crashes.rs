//! After a crash nobody is lost, and only what may have been on its way goes twice.

use chrono::TimeDelta;
use hudhud::delivery::{DispatchState, Held, State, WhenUncertain};

use super::{Post, app, stamp};

#[tokio::test]
async fn what_the_dead_had_only_leased_goes_once() {
    let app = app().await;
    app.subscribe("layla@example.org", None, "en").await;
    let issue = app.start_issue(WhenUncertain::Resend).await;
    app.pause(issue).await;
    app.delivered().await;
    app.as_left_by_the_dead("dead", State::Leased).await;
    app.resume(issue, None).await;
    assert_eq!(app.delivered().await.len(), 1);
    let progress = app.progress(issue).await;
    assert_eq!((progress.sent, progress.uncertain, progress.status), (1, 0, DispatchState::Done));
}

#[tokio::test]
async fn what_the_dead_were_sending_goes_once_more_as_the_same_message() {
    let app = app().await;
    app.subscribe("layla@example.org", None, "en").await;
    let issue = app.start_issue(WhenUncertain::Resend).await;
    app.pause(issue).await;
    app.delivered().await;
    app.as_left_by_the_dead("dead", State::InData).await;
    let began = app.clock.now();
    app.later(TimeDelta::hours(5));
    app.resume(issue, None).await;
    let mails = app.delivered().await;
    assert_eq!(mails.len(), 1);
    assert!(mails[0].header("Message-ID").ends_with("@before.example>"), "the domain that it began with");
    assert!(mails[0].header("Date").contains(&began.format("%H:%M:%S").to_string()));
    let progress = app.progress(issue).await;
    assert_eq!((progress.sent, progress.uncertain, progress.status), (1, 1, DispatchState::Done));
}

#[tokio::test]
async fn a_lost_answer_makes_one_second_copy_with_the_same_message_id_and_date() {
    let app = app().await;
    app.subscribe("lost@example.org", None, "en").await;
    let issue = app.start_issue(WhenUncertain::Resend).await;
    let first = app.delivered().await;
    assert_eq!(app.progress(issue).await.uncertain, 1);
    app.later(TimeDelta::minutes(2));
    let second = app.delivered().await;
    assert_eq!((first.len(), second.len()), (1, 1));
    assert_eq!(stamp(&first[0]), stamp(&second[0]));
    assert_eq!(first[0].raw, second[0].raw);

    app.later(TimeDelta::days(1));
    assert!(app.delivered().await.is_empty(), "a third copy never goes");
    let progress = app.progress(issue).await;
    assert_eq!((progress.failed, progress.uncertain, progress.status), (1, 1, DispatchState::Done));
}

#[tokio::test]
async fn what_is_uncertain_is_held_if_the_owner_says_so() {
    let app = app().await;
    app.subscribe("lost@example.org", None, "en").await;
    app.subscribe("ada@example.org", None, "en").await;
    let issue = app.start_issue(WhenUncertain::Hold).await;
    assert_eq!(app.delivered().await.len(), 2);
    let progress = app.progress(issue).await;
    assert_eq!((progress.sent, progress.waiting, progress.uncertain), (1, 1, 1));
    assert_eq!((progress.status, progress.reason.as_deref()), (DispatchState::Paused, Some("held")));

    assert!(app.resume(issue, None).await);
    assert!(app.delivered().await.is_empty());
    assert_eq!(app.progress(issue).await.status, DispatchState::Paused, "nobody has decided yet");

    assert!(app.resume(issue, Some(Held::Drop)).await);
    assert!(app.delivered().await.is_empty());
    let progress = app.progress(issue).await;
    assert_eq!((progress.sent, progress.skipped, progress.status), (1, 1, DispatchState::Done));
}

#[tokio::test]
async fn what_was_held_goes_again_when_an_admin_says_so() {
    let app = app().await;
    app.subscribe("ada@example.org", None, "en").await;
    let issue = app.start_issue(WhenUncertain::Hold).await;
    app.smtp.once(crate::support::smtp::Step::Dot, crate::support::smtp::Act::TakeAndClose);
    let first = app.delivered().await;
    assert!(app.resume(issue, Some(Held::Resend)).await);
    let second = app.delivered().await;
    assert_eq!((first.len(), second.len()), (1, 1));
    assert_eq!(stamp(&first[0]), stamp(&second[0]));
    let progress = app.progress(issue).await;
    assert_eq!((progress.sent, progress.uncertain, progress.status), (1, 1, DispatchState::Done));
}
