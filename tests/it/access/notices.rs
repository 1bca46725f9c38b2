//! What the admins are told of things that happen by themselves.

use chrono::TimeDelta;
use hudhud::access::Role;
use serde_json::json;

use crate::{
    issues::{Newsroom, id_of, three_articles},
    sources::{self, Site},
    support::{
        Admin, Mail, TestApp,
        smtp::{Act, Step},
    },
};

/// The mails to the admin.
async fn told(app: &TestApp) -> Vec<Mail> {
    app.delivered().await.into_iter().filter(|mail| mail.to == "owner@example.org").collect()
}

#[tokio::test]
async fn a_mail_server_that_refuses_us_is_on_the_overview_and_in_the_mail_when_it_takes_some_again() {
    let room = Newsroom::open().await;
    three_articles(&room).await;
    room.reader("layla@example.org", "", "ar").await;
    let owner = Admin::signed_in(&room.app, "owner@example.org", Role::Owner).await;
    let id = id_of(&room.draft().await);
    room.app.smtp.always(Step::Mail, Act::say("535 5.7.8 Who are you?"));
    assert!(room.send(&id).await.is_empty());
    let overview = owner.get("/admin/").await.expect(200).text();
    assert!(
        overview.contains("The mail server refuses us") && overview.contains("Who are you?"),
        "{overview}"
    );
    assert_eq!(room.issue(&id).await["status"], "paused");
    room.app.smtp.behave();
    room.app.later(TimeDelta::hours(1));
    let mails = told(&room.app).await;
    let subjects: Vec<&str> = mails.iter().map(|mail| mail.subject.as_str()).collect();
    assert_eq!(subjects, ["The mail server refuses us", "An issue is paused"]);
    assert!(
        mails[0].text.contains("Who are you?") && mails[1].text.contains("turns us away"),
        "{}",
        mails[1].text
    );
    assert!(mails[1].text.contains(&format!("{}/admin/", room.app.base)));
    assert!(told(&room.app).await.is_empty(), "once");
}

#[tokio::test]
async fn what_is_mended_is_no_longer_on_the_overview_and_what_is_not_names_its_issue() {
    let room = Newsroom::open().await;
    three_articles(&room).await;
    room.reader("layla@example.org", "", "ar").await;
    let owner = Admin::signed_in(&room.app, "owner@example.org", Role::Owner).await;
    let draft = room.draft().await;
    let (id, subject) = (id_of(&draft), draft["texts"]["en"]["subject"].as_str().unwrap().to_owned());
    room.app.smtp.always(Step::Mail, Act::say("535 5.7.8 Who are you?"));
    assert!(room.send(&id).await.is_empty());
    let link = |page: &str| {
        page.contains(&format!("<a href=\"/admin/issues/{id}/progress\">Issue \u{2068}1\u{2069} · "))
    };
    let overview = owner.get("/admin/").await.expect(200);
    assert!(link(&overview.body) && overview.text().contains(&subject), "{}", overview.body);

    let steer = format!("/admin/issues/{id}/steer");
    owner.submit(&steer, &[("action", "resume"), ("from", "progress")]).await;
    room.app.later(TimeDelta::minutes(10));
    room.app.delivered().await;
    let overview = owner.get("/admin/").await.expect(200).text();
    let n = |title: &str| overview.matches(title).count();
    assert_eq!((n("An issue is paused"), n("The mail server refuses us")), (1, 1), "again: {overview}");

    room.app.smtp.behave();
    owner.submit(&steer, &[("action", "resume"), ("from", "progress")]).await;
    let quiet = async || {
        let overview = owner.get("/admin/").await.expect(200).text();
        !overview.contains("An issue is paused") && !overview.contains("The mail server refuses us")
    };
    assert!(quiet().await, "it goes on");
    owner.submit(&steer, &[("action", "pause"), ("from", "progress")]).await;
    assert!(quiet().await, "whoever paused it by hand knows");
    owner.submit(&steer, &[("action", "resume"), ("from", "progress")]).await;
    room.app.delivered().await;
    assert_eq!(room.issue(&id).await["status"], "sent");
    assert!(quiet().await, "it was sent");
}

#[tokio::test]
async fn a_mail_server_that_refuses_letters_alone_is_told_until_it_takes_some() {
    let app = TestApp::start().await;
    let owner = Admin::signed_in(&app, "owner@example.org", Role::Owner).await;
    app.smtp.always(Step::Mail, Act::say("535 5.7.8 Who are you?"));
    let form = [("email", "huda@example.org"), ("role", "viewer"), ("language", "ar")];
    owner.submit("/admin/admins", &form).await;
    app.delivered().await;
    let refuses =
        async || owner.get("/admin/").await.expect(200).text().contains("The mail server refuses us");
    assert!(refuses().await);
    app.smtp.behave();
    app.later(TimeDelta::minutes(10));
    app.delivered().await;
    assert!(!refuses().await);
}

#[tokio::test]
async fn two_workers_tell_everybody_once() {
    let room = Newsroom::open().await;
    Admin::signed_in(&room.app, "owner@example.org", Role::Owner).await;
    room.post("/issues", json!({})).await.expect(200);
    room.app.post("/admin/sign-in", &[("email", "owner@example.org")]).await.expect(303);
    // On SQLite one works at a time, and takes all others for dead.
    let n_workers = if room.app.app.db.is_shared() { 4 } else { 1 };
    let workers = (0..n_workers).map(|_| room.app.blocking(hudhud::worker::run_jobs));
    futures_util::future::join_all(workers).await;
    let mails = told(&room.app).await;
    let mut subjects: Vec<&str> = mails.iter().map(|mail| mail.subject.as_str()).collect();
    subjects.sort_unstable();
    assert_eq!(subjects, ["No issue this time", "Your link to sign in"]);
}

#[tokio::test]
async fn a_source_that_fails_for_half_a_day_is_told_once() {
    let site = Site::start();
    let app = sources::app_beside(&site).await;
    Admin::signed_in(&app, "owner@example.org", Role::Owner).await;
    sources::add(&app, "en", &site.url("/nowhere")).await;
    let mut mails = Vec::new();
    for _ in 0..6 {
        sources::read_all(&app).await;
        mails.extend(told(&app).await);
    }
    assert_eq!(mails.len(), 1);
    assert_eq!(mails[0].subject, "A source can not be read");
    assert!(mails[0].text.contains(&site.url("/nowhere")));
}

#[tokio::test]
async fn editors_learn_that_nothing_was_new_but_not_every_hour() {
    let room = Newsroom::open().await;
    Admin::signed_in(&room.app, "owner@example.org", Role::Owner).await;
    for _ in 0..3 {
        room.post("/issues", json!({})).await.expect(200);
    }
    assert_eq!(told(&room.app).await.len(), 1);
    room.app.later(TimeDelta::days(7));
    room.post("/issues", json!({})).await.expect(200);
    assert_eq!(told(&room.app).await[0].subject, "No issue this time");
}

#[tokio::test]
async fn an_issue_that_missed_its_hour_is_told() {
    let room = Newsroom::open().await;
    three_articles(&room).await;
    room.reader("layla@example.org", "", "ar").await;
    Admin::signed_in(&room.app, "owner@example.org", Role::Owner).await;
    let id = id_of(&room.draft().await);
    let at = (room.app.clock.now() + TimeDelta::hours(1)).and_utc().to_rfc3339();
    room.post(&format!("/issues/{id}/send"), json!({ "at": at })).await.expect(202);
    room.app.later(TimeDelta::hours(5));
    assert_eq!(told(&room.app).await[0].subject, "An issue missed its hour");
    let owner = Admin::signed_in(&room.app, "owner@example.org", Role::Owner).await;
    let overview = owner.get("/admin/").await.expect(200).body;
    assert!(overview.contains(&format!("<a href=\"/admin/issues/{id}\">Issue \u{2068}1")), "{overview}");
    room.send(&id).await;
    assert!(!owner.get("/admin/").await.expect(200).text().contains("An issue missed its hour"));
}
