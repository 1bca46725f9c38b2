//! An issue goes out: to whom it is for, when it is time, until somebody says stop.

use chrono::TimeDelta;
use diesel::prelude::*;
use hudhud::{
    access::Role,
    config::Uncertain,
    db::{
        Conn, PublicId,
        schema::{dispatches, issues},
    },
    issues::{Refusal, Status, sending},
};
use serde_json::{Value, json};

use super::{Newsroom, id_of, three_articles};
use crate::{
    signup,
    support::{
        Admin, TestApp,
        smtp::{Act, Step},
    },
};

/// A room with articles, readers `reader-N@example.org` and a draft; the draft's id.
async fn with_readers(count: usize) -> (Newsroom, String) {
    let room = Newsroom::open().await;
    three_articles(&room).await;
    for n in 0..count {
        room.reader(&format!("reader-{n}@example.org"), "", "en").await;
    }
    let id = id_of(&room.draft().await);
    (room, id)
}

#[tokio::test]
async fn it_goes_to_those_it_is_for_and_to_nobody_else() {
    let room = Newsroom::open().await;
    room.post("/topics", json!({"slug": "rights", "names": {"ar": "حقوق", "en": "Rights"}}))
        .await
        .expect(201);
    room.post("/topics", json!({"slug": "events", "names": {"ar": "لقاءات", "en": "Events"}}))
        .await
        .expect(201);
    three_articles(&room).await;
    for (email, reading, further) in [
        ("fits@example.org", "ar", json!({"country": "LB", "topics": ["rights"]})),
        ("all-topics@example.org", "ar", json!({"country": "LB"})),
        ("other-topic@example.org", "ar", json!({"country": "LB", "topics": ["events"]})),
        ("abroad@example.org", "ar", json!({"country": "FR"})),
        ("nowhere@example.org", "ar", json!({})),
        ("english@example.org", "en", json!({"country": "LB"})),
        ("weekly@example.org", "ar", json!({"country": "LB", "cadence": "weekly"})),
    ] {
        room.reader_of(email, "", reading, further).await;
    }
    let erased = room.reader_of("erased@example.org", "", "ar", json!({"country": "LB"})).await;
    let audience = json!({"audience": {"reading": "ar", "country": "LB", "topics": ["rights"]}});
    let id = id_of(&room.post("/issues", audience).await.expect(201).json());
    room.call(reqwest::Method::DELETE, &format!("/subscribers/{erased}"), Value::Null).await.expect(204);
    let mut to: Vec<String> = room.send(&id).await.into_iter().map(|mail| mail.to).collect();
    to.sort();
    assert_eq!(to, ["all-topics@example.org", "fits@example.org"]);
    assert_eq!(room.issue(&id).await["status"], "sent");
    room.post(&format!("/issues/{id}/send"), Value::Null).await.expect(409);
    assert!(room.app.delivered().await.is_empty());
}

#[tokio::test]
async fn who_came_back_after_declining_somebody_elses_request_gets_it() {
    let room = Newsroom::open().await;
    three_articles(&room).await;
    let layla = signup::joined(&room.app, "layla@example.org").await;
    let leave = room.app.app.links.leave(&layla.first_language, &layla);
    room.app.post(&leave, &[("action", "leave")]).await.expect(200);
    room.app.later(TimeDelta::hours(1));
    let confirm = signup::asked(&room.app, "layla@example.org").await;
    room.app.post(&confirm, &[("decision", "decline")]).await.expect(200);
    room.app.post(&leave, &[("action", "return"), ("cadence", "every")]).await.expect(200);
    let id = id_of(&room.draft().await);
    let to: Vec<String> = room.send(&id).await.into_iter().map(|mail| mail.to).collect();
    assert_eq!(to, ["layla@example.org"]);
}

#[tokio::test]
async fn an_issue_that_can_not_be_read_holds_up_no_other() {
    let (room, broken) = with_readers(1).await;
    let other = id_of(&room.post("/issues", json!({"cadence": "monthly"})).await.expect(201).json());
    room.patch(&format!("/issues/{other}"), json!({"cadence": "every"})).await.expect(200);
    let at = json!({"at": (room.app.clock.now() + TimeDelta::hours(1)).and_utc().to_rfc3339()});
    for id in [&broken, &other] {
        room.post(&format!("/issues/{id}/send"), at.clone()).await.expect(202);
    }
    let id: PublicId = broken.parse().unwrap();
    let broken = move |conn: &mut Conn| {
        let this = issues::table.filter(issues::public_id.eq(id));
        diesel::update(this).set(issues::audience.eq("garbled")).execute(conn)
    };
    room.app.app.db.write(broken).await.unwrap();
    room.app.later(TimeDelta::hours(1));
    assert_eq!(room.app.delivered().await.len(), 1);
    room.app.delivered().await;
    assert_eq!(room.issue(&other).await["status"], "sent");
}

#[tokio::test]
async fn sending_selects_at_once_and_again_changes_nothing() {
    let (room, id) = with_readers(3).await;
    let path = format!("/issues/{id}/send");
    let sent = room.post(&path, Value::Null).await.expect(202).json();
    assert_eq!((&sent["status"], &sent["selected"]), (&json!("sending"), &json!(3)));
    room.post(&path, Value::Null).await.expect(409);
    room.patch(&format!("/issues/{id}"), json!({"missing": "leave_out"})).await.expect(409);
    let progress = room.progress(&id).await;
    assert_eq!((&progress["waiting"], &progress["sent"]), (&json!(3), &json!(0)));
    room.reader("late@example.org", "", "en").await;
    assert_eq!(room.app.delivered().await.len(), 3, "who came later is not in it");
    let progress = room.progress(&id).await;
    assert_eq!((&progress["status"], &progress["sent"]), (&json!("sent"), &json!(3)));
    assert!(progress["started_at"].is_string() && progress["finished_at"].is_string());
}

#[tokio::test]
async fn it_waits_for_its_hour() {
    let (room, id) = with_readers(2).await;
    let at = (room.app.clock.now() + TimeDelta::hours(5)).and_utc();
    let path = format!("/issues/{id}/send");
    let sent = room.post(&path, json!({"at": at.to_rfc3339()})).await.expect(202).json();
    assert_eq!((&sent["status"], &sent["selected"]), (&json!("scheduled"), &json!(2)));
    assert!(room.app.delivered().await.is_empty());
    room.app.later(TimeDelta::minutes(299));
    assert!(room.app.delivered().await.is_empty());
    assert_eq!(room.issue(&id).await["status"], "scheduled");
    room.app.later(TimeDelta::minutes(1));
    room.reader("in-time@example.org", "", "ar").await;
    assert_eq!(room.app.delivered().await.len(), 3);
    assert_eq!(room.issue(&id).await["status"], "sent");
}

#[tokio::test]
async fn an_edit_takes_it_off_the_schedule_and_a_worker_that_comes_too_late_asks() {
    let (room, id) = with_readers(1).await;
    let at = (room.app.clock.now() + TimeDelta::hours(1)).and_utc().to_rfc3339();
    let path = format!("/issues/{id}");
    room.post(&format!("{path}/send"), json!({ "at": at })).await.expect(202);
    let changed = room.patch(&path, json!({"texts": {"en": {"subject": "Better"}}})).await.expect(200).json();
    assert_eq!((&changed["status"], &changed["send_at"]), (&json!("draft"), &Value::Null));
    room.app.later(TimeDelta::hours(2));
    assert!(room.app.delivered().await.is_empty());

    let at = (room.app.clock.now() + TimeDelta::hours(1)).and_utc().to_rfc3339();
    room.post(&format!("{path}/send"), json!({ "at": at })).await.expect(202);
    room.app.later(TimeDelta::hours(3));
    assert!(room.app.delivered().await.is_empty());
    assert_eq!(room.issue(&id).await["status"], "approved", "nobody expects it any more");
    assert_eq!(room.send(&id).await[0].subject, "Better");
}

#[tokio::test]
async fn an_issue_that_was_taken_back_while_the_job_comes_to_it_does_not_start() {
    let (room, id) = with_readers(1).await;
    let path = format!("/issues/{id}");
    let at =
        |hours: i64| json!({"at": (room.app.clock.now() + TimeDelta::hours(hours)).and_utc().to_rfc3339()});
    let public_id: PublicId = id.parse().unwrap();
    let start = async || {
        let id = public_id.clone();
        room.app.blocking(move |app| sending::start_due(app, &id).map(|sent| sent.status)).await
    };
    room.post(&format!("{path}/send"), at(1)).await.expect(202);
    room.app.later(TimeDelta::hours(1));

    room.post(&format!("{path}/send"), at(2)).await.expect(202);
    let later = room.issue(&id).await["send_at"].clone();
    assert!(matches!(start().await, Err(Refusal::Changed)));
    let issue = room.issue(&id).await;
    assert_eq!((&issue["status"], &issue["send_at"]), (&json!("scheduled"), &later));

    room.patch(&path, json!({"texts": {"en": {"subject": "Better"}}})).await.expect(200);
    room.app.later(TimeDelta::hours(2));
    assert!(matches!(start().await, Err(Refusal::Changed)));
    assert_eq!(room.issue(&id).await["status"], "draft");
    assert!(room.app.delivered().await.is_empty());

    room.post(&format!("{path}/send"), at(1)).await.expect(202);
    room.app.later(TimeDelta::hours(1));
    assert!(matches!(start().await, Ok(Status::Sending)));
    assert_eq!(room.app.delivered().await.len(), 1);
}

#[tokio::test]
async fn an_issue_pauses_goes_on_and_ends_when_it_is_told() {
    let (room, id) = with_readers(4).await;
    room.reader("greylist@example.org", "", "en").await;
    let act = async |action: &str| room.post(&format!("/issues/{id}/{action}"), Value::Null).await;
    for action in ["pause", "resume"] {
        act(action).await.expect(409);
    }
    act("send").await.expect(202);
    assert_eq!(act("pause").await.expect(200).json()["status"], "paused");
    act("pause").await.expect(409);
    assert!(room.app.delivered().await.is_empty());
    assert_eq!(room.progress(&id).await["waiting"], 5);
    assert_eq!(act("resume").await.expect(200).json()["status"], "sending");
    assert_eq!(room.app.delivered().await.len(), 4);
    assert_eq!(room.progress(&id).await["waiting"], 1, "one server wants to be asked again");
    assert_eq!(act("cancel").await.expect(200).json()["status"], "cancelled");
    act("resume").await.expect(409);
    room.app.later(TimeDelta::days(1));
    assert!(room.app.delivered().await.is_empty());
    let progress = room.progress(&id).await;
    assert_eq!(
        (&progress["status"], &progress["sent"], &progress["skipped"]),
        (&json!("cancelled"), &json!(4), &json!(1))
    );
}

#[tokio::test]
async fn a_time_that_is_over_starts_nothing() {
    let (room, id) = with_readers(1).await;
    let answer = room.post(&format!("/issues/{id}/send"), json!({"at": "2020-01-01T00:00:00Z"})).await;
    assert!(answer.expect(422).json()["errors"]["at"].as_str().unwrap().contains("still to come"));
    assert!(room.app.delivered().await.is_empty());
    assert_eq!(room.issue(&id).await["status"], "draft");
}

#[tokio::test]
async fn what_may_have_arrived_waits_for_a_decision_and_then_the_issue_ends() {
    let room = Newsroom::of(TestApp::builder().config(|config| config.uncertain = Uncertain::Hold)).await;
    three_articles(&room).await;
    room.reader("ada@example.org", "", "en").await;
    let id = id_of(&room.draft().await);
    room.app.smtp.once(Step::Dot, Act::TakeAndClose);
    room.send(&id).await;
    assert_eq!(room.progress(&id).await["status"], "paused");
    let resume = async |body: Value| room.post(&format!("/issues/{id}/resume"), body).await;
    let refused = resume(Value::Null).await.expect(409).json();
    assert!(refused["detail"].as_str().unwrap().contains("decide"), "{refused}");
    assert!(resume(json!({"held": "burn"})).await.expect(422).json()["errors"]["held"].is_string());
    assert!(resume(json!({"hold": "drop"})).await.expect(422).json()["errors"]["hold"].is_string());
    for action in ["pause", "cancel", "approve"] {
        room.post(&format!("/issues/{id}/{action}"), json!({"held": "drop"})).await.expect(422);
    }
    // Whoever paused it has to decide, too, and is shown how.
    let forget_why = |conn: &mut Conn| {
        diesel::update(dispatches::table).set(dispatches::reason.eq(None::<String>)).execute(conn)
    };
    room.app.app.db.write(forget_why).await.unwrap();
    let editor = Admin::signed_in(&room.app, "editor@example.org", Role::Editor).await;
    let page = editor.get(&format!("/admin/issues/{id}/progress")).await.expect(200);
    assert!(page.body.contains(r#"value="resend""#) && page.body.contains(r#"value="drop""#));
    let said = page.text();
    assert!(said.contains("One mail may have arrived or not") && said.contains("twice"), "{said}");
    room.app.delivered().await;
    resume(json!({"held": "drop"})).await.expect(200);
    resume(json!({"held": "resend"})).await.expect(409);
    assert!(room.app.delivered().await.is_empty());
    let progress = room.progress(&id).await;
    assert_eq!((&progress["status"], &progress["skipped"]), (&json!("sent"), &json!(1)), "{progress}");
    let page = editor.get(&format!("/admin/issues/{id}/progress")).await.expect(200).text();
    assert!(page.contains("those whose mail you left be"), "{page}");
}

#[tokio::test]
async fn who_leaves_from_the_mail_itself_gets_no_other_issue() {
    let (room, id) = with_readers(2).await;
    let mails = room.send(&id).await;
    let leave = mails[0].link("/leave/");
    let one_click = room.app.request(reqwest::Method::POST, &leave);
    let form = one_click
        .header("content-type", "application/x-www-form-urlencoded")
        .body("List-Unsubscribe=One-Click");
    room.app.send(form).await.expect(200);
    room.article(&[("en", "Next"), ("ar", "التالي")]).await;
    let next = id_of(&room.draft().await);
    let to: Vec<String> = room.send(&next).await.into_iter().map(|mail| mail.to).collect();
    assert_eq!(to, [mails[1].to.clone()]);
}

#[tokio::test]
async fn who_asks_what_we_know_of_them_is_told_what_they_got() {
    let room = Newsroom::open().await;
    three_articles(&room).await;
    room.reader("reader@example.org", "", "en").await;
    let id = id_of(&room.draft().await);
    room.send(&id).await;
    room.app.post("/en/link", &[("email", "reader@example.org")]).await.expect(303);
    let link = room.app.delivered().await.remove(0).link("/preferences/");
    room.app.post(&link, &[("action", "export")]).await.expect(303);
    let export = room.app.delivered().await.remove(0);
    let data = &export.text[export.text.find('{').unwrap()..=export.text.rfind('}').unwrap()];
    let data: Value = serde_json::from_str(data).unwrap_or_else(|error| panic!("{error}: {data}"));
    assert_eq!((&data["email"], &data["issues"][0]["number"]), (&json!("reader@example.org"), &json!(1)));
    assert!(data["issues"][0]["sent_at"].is_string());
}

#[tokio::test]
async fn what_mail_servers_answer_is_told_in_the_progress() {
    let room = Newsroom::open().await;
    three_articles(&room).await;
    for name in ["reject@example.org", "ada@example.org", "huda@example.org"] {
        room.reader(name, "", "en").await;
    }
    room.app.smtp.once(Step::Dot, Act::TakeAndClose);
    let id = id_of(&room.draft().await);
    room.send(&id).await;
    room.app.later(TimeDelta::hours(1));
    room.app.delivered().await;
    let progress = room.progress(&id).await;
    assert_eq!((&progress["failed"], &progress["uncertain"]), (&json!(1), &json!(1)), "{progress}");
    assert_eq!((&progress["sent"], &progress["status"]), (&json!(2), &json!("sent")), "{progress}");
}
