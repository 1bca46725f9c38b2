//! What holds an issue back is said, and when it goes on; what became of it is said truly.

use chrono::{DateTime, NaiveTime, TimeDelta, Utc};
use diesel::prelude::*;
use hudhud::{
    access::Role,
    config::Config,
    db::{
        Conn, execute_native,
        schema::{deliveries, workers},
    },
    delivery::{self, State, WhenUncertain},
};
use serde_json::{Value, json};

use super::{Newsroom, id_of, three_articles};
use crate::support::{
    Admin, TestApp,
    smtp::{Act, Smtp, Step},
};

/// A room with these settings and readers, and a draft; its id.
async fn drafted(config: impl FnOnce(&mut Config), readers: &[&str]) -> (Newsroom, String) {
    let room = Newsroom::of(TestApp::builder().config(config)).await;
    three_articles(&room).await;
    for reader in readers {
        room.reader(reader, "", "en").await;
    }
    let id = id_of(&room.draft().await);
    (room, id)
}

async fn start(room: &Newsroom, id: &str) -> Value {
    room.post(&format!("/issues/{id}/send"), Value::Null).await.expect(202).json()
}

fn time(value: &Value) -> DateTime<Utc> {
    value.as_str().unwrap_or_else(|| panic!("{value} is no time")).parse().unwrap()
}

impl Newsroom {
    fn now(&self) -> DateTime<Utc> {
        self.app.clock.now().and_utc()
    }

    fn midnight(&self) -> DateTime<Utc> {
        (self.now().date_naive() + TimeDelta::days(1)).and_time(NaiveTime::MIN).and_utc()
    }

    /// Somebody's page of the progress, as text.
    async fn page(&self, id: &str) -> String {
        let viewer = Admin::signed_in(&self.app, "viewer@example.org", Role::Viewer).await;
        viewer.get(&format!("/admin/issues/{id}/progress")).await.expect(200).text()
    }

    async fn hold_all(&self) {
        let now = self.app.clock.now();
        self.app.app.db.write(move |conn| delivery::hold(conn, WhenUncertain::Resend, now)).await.unwrap();
    }
}

#[tokio::test]
async fn a_warm_up_says_that_it_goes_on_tomorrow() {
    let readers = ["a@example.org", "b@example.org", "c@example.org", "d@example.org"];
    let (room, id) = drafted(|config| config.warm_up = vec![1, 2], &readers).await;
    start(&room, &id).await;
    assert_eq!(room.progress(&id).await["held_back"]["why"], "nobody", "no process sends yet");
    assert_eq!(room.app.delivered().await.len(), 1);
    let progress = room.progress(&id).await;
    let held = &progress["held_back"];
    assert_eq!(
        (&held["why"], &held["most"], time(&held["until"])),
        (&json!("today"), &json!(1), room.midnight())
    );
    assert_eq!(
        time(&progress["eta"]),
        room.midnight() + TimeDelta::days(1),
        "two tomorrow, and the last one then"
    );
    let page = room.page(&id).await;
    assert!(
        page.contains("The one message that may go today has gone") && page.contains("It continues on"),
        "{page}"
    );
    assert!(page.contains("UTC"), "{page}");
    room.app.later(TimeDelta::days(1));
    assert_eq!(room.app.delivered().await.len(), 2);
    room.app.later(TimeDelta::days(1));
    assert_eq!(room.app.delivered().await.len(), 1);
    assert_eq!(room.progress(&id).await["held_back"], Value::Null);
}

#[tokio::test]
async fn a_servers_day_says_that_it_goes_on_tomorrow() {
    let readers = ["a@example.org", "b@example.org", "c@example.org"];
    let smtp = Smtp::start();
    let url = smtp.url_with("", "tls=none&daily=2").parse().unwrap();
    let (room, id) = drafted(|config| config.smtp_url = url, &readers).await;
    start(&room, &id).await;
    room.app.delivered().await;
    assert_eq!(smtp.mails().len(), 2);
    let progress = room.progress(&id).await;
    let held = &progress["held_back"];
    assert_eq!(
        (&held["why"], &held["most"], time(&held["until"])),
        (&json!("today"), &json!(2), room.midnight())
    );
    assert!(time(&progress["eta"]) >= room.midnight());
}

#[tokio::test]
async fn retries_that_wait_are_told_with_their_time() {
    let (room, id) = drafted(|_| (), &["ada@example.org", "defer@example.org"]).await;
    start(&room, &id).await;
    assert_eq!(room.app.delivered().await.len(), 1);
    let progress = room.progress(&id).await;
    let held = &progress["held_back"];
    assert_eq!((&held["why"], &held["most"]), (&json!("retries"), &Value::Null));
    assert!(
        time(&held["until"]) > room.now() && time(&progress["eta"]) >= time(&held["until"]),
        "{progress}"
    );
    assert!(room.page(&id).await.contains("asked to be tried again later"));
}

#[tokio::test]
async fn a_domains_minute_is_told() {
    let (room, id) = drafted(|config| config.domain_rate = 1, &["a@one.example", "b@one.example"]).await;
    start(&room, &id).await;
    assert_eq!(room.app.delivered().await.len(), 1);
    let held = room.progress(&id).await["held_back"].clone();
    assert_eq!(held["why"], "domains");
    assert!(time(&held["until"]) > room.now());
}

#[tokio::test]
async fn a_server_that_is_waited_for_is_told_with_its_time() {
    let (room, id) = drafted(|_| (), &["ada@example.org"]).await;
    room.app.smtp.always(Step::Greeting, Act::SayAndClose("421 4.3.2 too busy\r\n"));
    start(&room, &id).await;
    assert!(room.app.delivered().await.is_empty());
    let progress = room.progress(&id).await;
    let held = &progress["held_back"];
    assert_eq!((&held["why"], time(&held["until"])), (&json!("relay"), room.now() + TimeDelta::seconds(15)));
    assert_eq!(progress["eta"], Value::Null, "nobody knows");
    assert!(room.page(&id).await.contains("It is tried again by itself"));
}

#[tokio::test]
async fn while_all_sending_is_held_nobody_claims_that_mails_go_out() {
    let (room, id) = drafted(|_| (), &["ada@example.org"]).await;
    let editor = Admin::signed_in(&room.app, "editor@example.org", Role::Editor).await;
    room.hold_all().await;
    let sent = editor.submit(&format!("/admin/issues/{id}/send"), &[("when", "now")]).await.text();
    assert!(!sent.contains("It is on its way") && sent.contains("hudhud resume-sending"), "{sent}");
    assert!(room.app.delivered().await.is_empty());
    assert_eq!(room.progress(&id).await["held_back"], json!({"why": "restore", "until": null, "most": null}));
    room.post(&format!("/issues/{id}/pause"), Value::Null).await.expect(200);
    let resumed = room.post(&format!("/issues/{id}/resume"), Value::Null).await.expect(200).json();
    assert_eq!(resumed["progress"]["held_back"]["why"], "restore", "{resumed}");
    let steer = format!("/admin/issues/{id}/steer");
    editor.submit(&steer, &[("action", "pause"), ("from", "progress")]).await;
    let resumed = editor.submit(&steer, &[("action", "resume"), ("from", "progress")]).await.text();
    assert!(!resumed.contains("It goes on.") && resumed.contains("all sending is held"), "{resumed}");
    for place in
        ["/admin/", "/admin/issues", &format!("/admin/issues/{id}"), &format!("/admin/issues/{id}/progress")]
    {
        let page = editor.get(place).await.expect(200).body;
        assert!(page.contains("<span class=\"tag bad\">held</span>"), "{place}: {page}");
        assert!(!page.contains("being sent"), "{place}: {page}");
    }
    room.app.app.db.write(delivery::release).await.unwrap();
    assert!(editor.get("/admin/issues").await.expect(200).text().contains("being sent"));
    assert_eq!(room.app.delivered().await.len(), 1);
}

#[tokio::test]
async fn it_is_said_that_no_process_sends_and_that_one_has_died() {
    let (room, id) = drafted(|_| (), &["ada@example.org"]).await;
    start(&room, &id).await;
    assert!(room.page(&id).await.contains("Nothing is sending at the moment"));
    let now = room.app.clock.now();
    let died = move |conn: &mut Conn| {
        let one =
            |id: &str| (workers::id.eq(id.to_owned()), workers::started_at.eq(now), workers::seen_at.eq(now));
        execute_native(conn, diesel::insert_into(workers::table).values(one("living")))?;
        let taken = (deliveries::state.eq(State::Leased), deliveries::owner.eq("dead"));
        diesel::update(deliveries::table).set(taken).execute(conn)
    };
    room.app.app.db.write(died).await.unwrap();
    assert_eq!(room.progress(&id).await["held_back"]["why"], "takeover");
    assert!(room.page(&id).await.contains("A process that was sending has ended suddenly"));
    room.app.later(TimeDelta::minutes(2));
    assert_eq!(room.progress(&id).await["held_back"]["why"], "nobody", "the other one is silent, too");
    assert_eq!(room.app.delivered().await.len(), 1);
}

#[tokio::test]
async fn a_program_that_sends_is_told_of_the_hold() {
    let (room, id) = drafted(|_| (), &["ada@example.org"]).await;
    room.hold_all().await;
    assert_eq!(start(&room, &id).await["held_back"]["why"], "restore");
}

#[tokio::test]
async fn a_program_that_tries_again_is_told_of_the_hold() {
    let (room, id) = drafted(|_| (), &["ada@example.org"]).await;
    start(&room, &id).await;
    room.app.smtp.once(Step::Dot, Act::say("550 5.7.1 not from you"));
    assert!(room.app.delivered().await.is_empty());
    room.hold_all().await;
    let retried = room.post(&format!("/issues/{id}/retry"), Value::Null).await.expect(202).json();
    assert_eq!((&retried["retried"], &retried["held_back"]["why"]), (&json!(1), &json!("restore")));
    assert!(room.app.delivered().await.is_empty());
    room.app.app.db.write(delivery::release).await.unwrap();
    assert_eq!(room.app.delivered().await.len(), 1);
}

#[tokio::test]
async fn stopping_for_good_is_asked_about_and_then_nothing_moves() {
    let (room, id) =
        drafted(|config| config.warm_up = vec![1], &["a@example.org", "b@example.org", "c@example.org"])
            .await;
    start(&room, &id).await;
    assert_eq!(room.app.delivered().await.len(), 1);
    let editor = Admin::signed_in(&room.app, "editor@example.org", Role::Editor).await;
    let path = format!("/admin/issues/{id}/progress");
    let page = editor.get(&path).await.expect(200);
    let asked = scraper::Html::parse_document(&page.body);
    let find = |css: &str| asked.select(&scraper::Selector::parse(css).unwrap()).count();
    assert_eq!((find("details button[value=cancel]"), find("button[value=cancel]")), (1, 1));
    assert_eq!(find("details[open]"), 0, "nobody stops it by one slip of a thumb");
    assert!(page.text().contains("will never get it"), "{}", page.text());
    assert!(page.body.find("value=\"pause\"") < page.body.find("data-part=\"replies\""));

    let steer = format!("/admin/issues/{id}/steer");
    let paused = editor.submit(&steer, &[("action", "pause"), ("from", "progress")]).await.text();
    assert!(paused.contains("Paused by one of the admins") && !paused.contains("a second"), "{paused}");
    assert_eq!(room.progress(&id).await["per_second"], 0.0);
    editor.submit(&steer, &[("action", "cancel"), ("from", "progress")]).await;
    room.app.delivered().await;
    let progress = room.progress(&id).await;
    assert_eq!((&progress["status"], &progress["per_second"]), (&json!("cancelled"), &json!(0.0)));
    let page = editor.get(&path).await.expect(200).text();
    assert!(
        page.contains("had not got it when the issue was stopped") && !page.contains("a second"),
        "{page}"
    );
}

#[tokio::test]
async fn an_issue_that_nobody_got_is_not_called_sent() {
    let (room, id) = drafted(|_| (), &["policy@example.org"]).await;
    let editor = Admin::signed_in(&room.app, "editor@example.org", Role::Editor).await;
    start(&room, &id).await;
    let overview = editor.get("/admin/").await.expect(200).text();
    assert!(overview.contains("on its way") && overview.contains("being sent"), "{overview}");
    assert!(room.app.delivered().await.is_empty());
    assert_eq!(room.progress(&id).await["status"], "sent");
    let page = editor.get(&format!("/admin/issues/{id}/progress")).await.expect(200);
    assert!(page.body.contains("<span class=\"tag bad\">nobody got it</span>"), "{}", page.body);
    assert!(
        page.text().contains("Nobody got this issue: one mail failed")
            && page.body.contains("value=\"retry\"")
    );
    for place in ["/admin/issues", &format!("/admin/issues/{id}")] {
        assert!(editor.get(place).await.expect(200).text().contains("nobody got it"), "{place}");
    }
    let overview = editor.get("/admin/").await.expect(200);
    let steps = scraper::Html::parse_document(&overview.body);
    let last = scraper::Selector::parse(".todo li:last-child .tag").unwrap();
    let stage = |page: &scraper::Html| page.select(&last).next().unwrap().text().collect::<String>();
    assert_eq!(stage(&steps), "open");
    assert!(
        overview.text().contains("Nobody got it: one mail failed") && overview.text().contains("Try again")
    );

    room.reader("ada@example.org", "", "en").await;
    room.article(&[("ar", "البحر"), ("en", "The-sea")]).await;
    let second = id_of(&room.draft().await);
    start(&room, &second).await;
    assert_eq!(stage(&scraper::Html::parse_document(&editor.get("/admin/").await.body)), "on its way");
    assert_eq!(room.app.delivered().await.len(), 1);
    assert_eq!(stage(&scraper::Html::parse_document(&editor.get("/admin/").await.body)), "done");
}

#[tokio::test]
async fn what_happened_to_a_connection_is_said_in_the_language_of_whoever_looks() {
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let dead = format!("smtp://127.0.0.1:{port}?tls=none").parse().unwrap();
    let (room, id) = drafted(|config| config.smtp_url = dead, &["ada@example.org"]).await;
    start(&room, &id).await;
    room.app.delivered().await;
    assert!(room.page(&id).await.contains("While connecting: nobody listens there."));
    let huda = Admin::speaking("ar", &room.app, "huda@example.org", Role::Viewer).await;
    let page = huda.get(&format!("/admin/issues/{id}/progress")).await.expect(200).text();
    assert!(page.contains("عند الاتصال: لا أحد يجيب على هذا المنفذ."), "{page}");
    assert!(!page.contains("connecting") && !page.contains("nobody"), "{page}");
    let said = &room.progress(&id).await["replies"][0]["text"];
    assert_eq!(said, "connecting: nobody listens there", "programs get their words");
}
