//! The preferences page.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use hudhud::subscribers::topics;
use reqwest::Method;

use super::{fresh_link, leave_link, old_link};
use crate::{
    signup::{ask, joined, person, status},
    support::{
        TestApp,
        smtp::{Act, Hold, Step},
    },
};

#[tokio::test]
async fn a_subscriber_changes_what_they_want() {
    let app = TestApp::start().await;
    app.blocking(|app| {
        let names = [("ar", "سجناء الرأي"), ("en", "Prisoners")].map(|(l, n)| (l.to_owned(), n.to_owned()));
        let (names, now) = (BTreeMap::from(names), app.clock.now());
        app.db.write_blocking(move |conn| topics::put(conn, "prisoners", &names, now)).unwrap();
    })
    .await;
    let link = old_link(&app, &joined(&app, "a@example.org").await);
    let page = app.get(&link).await.expect(200);
    assert!(page.text().contains("Prisoners") && page.body.contains("a•••@e•••.org"), "{}", page.body);
    for (header, value) in [("referrer-policy", "no-referrer"), ("cache-control", "no-store")] {
        assert_eq!(page.header(header), value);
    }
    assert!(page.header("x-robots-tag").contains("noindex") && page.header("set-cookie").is_empty());

    let fields = [
        ("action", "save"),
        ("reading", "both"),
        ("first_language", "ar"),
        ("cadence", "monthly"),
        ("topics", "prisoners"),
        ("paused_days", "30"),
        ("name", "Layla"),
    ];
    let saved = app.post(&link, &fields).await.expect(303);
    assert_eq!(saved.header("location"), format!("{link}?done=save"));
    let page = app.get(saved.header("location")).await.expect(200);
    assert!(page.text().contains("Your choices are saved."), "{}", page.text());
    assert!(!page.body.contains("Layla"), "the name is set, never shown");
    assert!(
        page.body.contains(r#"value="prisoners" checked"#) && page.body.contains(r#"value="both" checked"#)
    );
    let changed = person(&app, "a@example.org").await.unwrap();
    assert_eq!((changed.reading.as_str(), changed.first_language.as_str()), ("both", "ar"));
    assert_eq!((changed.cadence.as_str(), changed.status.as_str()), ("monthly", "paused"));
    assert_eq!(changed.paused_until, Some(app.clock.now() + TimeDelta::days(30)));
    assert_eq!(changed.name(&app.app.vault).unwrap().unwrap().as_str(), "Layla");

    app.post(&link, &[("action", "save"), ("paused_days", "0"), ("name", "")]).await.expect(303);
    let changed = person(&app, "a@example.org").await.unwrap();
    assert_eq!((changed.status.as_str(), changed.cadence.as_str()), ("active", "monthly"));
    assert_eq!(
        changed.name(&app.app.vault).unwrap().unwrap().as_str(),
        "Layla",
        "an empty field keeps the name"
    );
    app.post(&link, &[("action", "save"), ("paused_days", "0"), ("forget_name", "yes")]).await.expect(303);
    let changed = person(&app, "a@example.org").await.unwrap();
    assert!(changed.name(&app.app.vault).unwrap().is_none(), "whoever gave a name can take it back");
}

#[tokio::test]
async fn a_break_ends_by_itself() {
    let app = TestApp::start().await;
    let link = old_link(&app, &joined(&app, "a@example.org").await);
    app.post(&link, &[("action", "save"), ("paused_days", "90")]).await.expect(303);
    app.later(TimeDelta::days(89));
    app.delivered().await;
    assert_eq!(status(&app, "a@example.org").await, "paused");
    app.later(TimeDelta::days(2));
    app.delivered().await;
    assert_eq!(status(&app, "a@example.org").await, "active");
}

#[tokio::test]
async fn mistakes_are_told_and_nothing_is_saved() {
    let app = TestApp::start().await;
    let link = old_link(&app, &joined(&app, "a@example.org").await);
    for (field, value) in [("reading", "fr"), ("cadence", "x"), ("topics", "cats"), ("paused_days", "7")] {
        let fields = [("action", "save"), ("name", "Eve"), (field, value)];
        let page = app.post(&link.replace("/en/", "/ar/"), &fields).await.expect(422);
        assert!(page.text().contains("أمر واحد يحتاج إلى مراجعة"), "{field}: {}", page.text());
    }
    app.post(&link, &[("action", "dance")]).await.expect(400);
    let person = person(&app, "a@example.org").await.unwrap();
    assert!(person.name.is_none() && person.paused_until.is_none());
}

#[tokio::test]
async fn an_old_link_neither_exports_nor_erases_nor_moves() {
    let app = TestApp::start().await;
    let link = old_link(&app, &joined(&app, "a@example.org").await);
    let page = app.get(&link).await.expect(200);
    assert!(!page.body.contains(r#"value="erase""#) && page.body.contains("/en/link"));
    for action in ["export", "erase", "change_address"] {
        let refused = app.post(&link, &[("action", action), ("email", "b@example.org")]).await.expect(403);
        assert!(refused.body.contains(r#"href="/en/link""#), "{}", refused.body);
    }
    assert!(app.delivered().await.is_empty());
    assert_eq!(status(&app, "a@example.org").await, "active");
}

#[tokio::test]
async fn an_export_goes_to_the_address_on_file() {
    let app = TestApp::start().await;
    ask(&app, "en", &[("email", "a@example.org"), ("name", "ليلى \"L\""), ("help", "I draw")])
        .await
        .expect(303);
    let link = app.delivered().await.remove(0).link("/confirm/");
    app.post(&link, &[]).await.expect(200);
    app.delivered().await;
    let link = fresh_link(&app, &person(&app, "a@example.org").await.unwrap());
    let done = app.post(&link, &[("action", "export")]).await.expect(303);
    let page = app.get(done.header("location")).await.expect(200);
    assert!(page.text().contains("Your data is on its way"));
    let mails = app.delivered().await;
    assert_eq!((mails.len(), mails[0].to.as_str()), (1, "a@example.org"));
    let text = &mails[0].text;
    let data = &text[text.find('{').unwrap()..=text.rfind('}').unwrap()];
    let data: serde_json::Value = serde_json::from_str(data).unwrap();
    assert_eq!(data["email"], "a@example.org");
    assert_eq!((&data["name"], &data["how_to_help"]), (&"ليلى \"L\"".into(), &"I draw".into()));
    assert_eq!(data["consents"][0]["page"], "/en/join");
}

#[tokio::test]
async fn what_is_on_its_way_to_somebody_who_is_erased_meanwhile_does_not_go_later() {
    let app = TestApp::start().await;
    joined(&app, "a@example.org").await;
    let link = fresh_link(&app, &person(&app, "a@example.org").await.unwrap());
    app.post(&link, &[("action", "export")]).await.expect(303);
    let hold = Hold::default();
    app.smtp.once(Step::Mail, Act::Hold(hold.clone()));
    app.smtp.once(Step::Rcpt, Act::say("451 4.3.0 not now"));
    let postmen = app.app.outbox.start();
    let waiting = hold.clone();
    tokio::task::spawn_blocking(move || waiting.until(1)).await.unwrap();
    app.post(&link, &[("action", "erase")]).await.expect(303);
    hold.release();
    app.blocking(|_| postmen.stop()).await;
    let mut subjects = Vec::new();
    for _ in 0..4 {
        subjects.extend(app.delivered().await.into_iter().map(|mail| mail.subject));
        app.later(TimeDelta::hours(2));
    }
    assert_eq!(subjects, ["We have erased your data"]);
}

#[tokio::test]
async fn an_erased_person_is_gone_but_for_the_suppression() {
    let app = TestApp::start().await;
    ask(&app, "en", &[("email", "canary@example.org"), ("name", "Canarina")]).await.expect(303);
    let link = app.delivered().await.remove(0).link("/confirm/");
    app.post(&link, &[]).await.expect(200);
    app.delivered().await;
    let person = person(&app, "canary@example.org").await.unwrap();
    let link = fresh_link(&app, &person);
    let page = app.get(&link).await.expect(200);
    assert!(page.body.contains(r#"value="erase""#));
    let done = app.post(&link, &[("action", "erase")]).await.expect(303);
    assert!(app.get(done.header("location")).await.expect(200).text().contains("Everything is erased"));
    assert_eq!(status(&app, "canary@example.org").await, "none");
    let mails = app.delivered().await;
    assert_eq!(
        mails.iter().map(|mail| mail.subject.as_str()).collect::<Vec<_>>(),
        ["We have erased your data"]
    );
    let kept = app
        .blocking(|app| {
            let index = app.vault.index("canary@example.org");
            app.db.read_blocking(|conn| hudhud::delivery::fates_of(conn, &index, 20)).unwrap()
        })
        .await;
    assert!(kept.is_empty(), "no letter is remembered, nor the last one: {kept:?}");
    app.get(&leave_link(&app, &person)).await.expect(200);
    for again in [app.get(&link).await, app.post(&link, &[("action", "erase")]).await] {
        assert!(again.expect(200).text().contains("Everything is erased"), "a second press, or a reload");
    }
    let old = old_link(&app, &person);
    app.get(&old).await.expect(404);
    app.post(&old, &[("action", "save")]).await.expect(404);
    let suppressed = app
        .blocking(|app| {
            let (index, now) = (app.vault.index("canary@example.org"), app.clock.now());
            app.db.read_blocking(|conn| hudhud::subscribers::suppression::find(conn, &index, now)).unwrap()
        })
        .await;
    assert_eq!(suppressed.len(), 1);
    app.later(TimeDelta::hours(1));
    assert_eq!(
        joined(&app, "canary@example.org").await.status.as_str(),
        "active",
        "their own will brings them back"
    );
}

#[tokio::test]
async fn revoked_links_are_dead_and_the_new_one_is_mailed() {
    let app = TestApp::start().await;
    let person = joined(&app, "a@example.org").await;
    let link = old_link(&app, &person);
    let done = app.post(&link, &[("action", "revoke_links")]).await.expect(303);
    let page = app.get(done.header("location")).await.expect(200);
    assert!(page.text().contains("Your old links are no longer good."), "{}", page.text());
    assert!(page.body.contains("<h1>Your old links are revoked</h1>"), "{}", page.body);
    for dead in [&link, &fresh_link(&app, &person), &leave_link(&app, &person)] {
        let page = app.get(dead).await.expect(200);
        assert!(page.text().contains("This link is no longer good"));
    }
    app.post(&leave_link(&app, &person), &[("action", "leave")]).await.expect(200);
    app.post(&leave_link(&app, &person), &[("List-Unsubscribe", "One-Click")]).await.expect(410);
    assert_eq!(status(&app, "a@example.org").await, "active");
    let mails = app.delivered().await;
    assert_eq!((mails.len(), mails[0].to.as_str()), (1, "a@example.org"));
    let page = app.get(&mails[0].link("/preferences/")).await.expect(200);
    assert!(page.text().contains("Your preferences"));
}

#[tokio::test]
async fn looking_changes_nothing_and_old_links_keep_working() {
    let app = TestApp::start().await;
    let person = joined(&app, "a@example.org").await;
    let (old, fresh) = (old_link(&app, &person), fresh_link(&app, &person));
    app.later(TimeDelta::days(3 * 365));
    for link in [&old, &fresh, &leave_link(&app, &person)] {
        for method in [Method::GET, Method::HEAD, Method::OPTIONS] {
            app.send(app.request(method, link)).await;
        }
    }
    let after = super::person(&app, &person).await;
    assert_eq!((after.updated_at, after.status), (person.updated_at, person.status));
    assert!(app.get(&old).await.expect(200).text().contains("Your preferences"));
    assert!(app.get(&fresh).await.expect(200).text().contains("This link is no longer good"));
    for wrong in [old.replace("preferences", "leave"), leave_link(&app, &person).replace("leave", "confirm")]
    {
        app.get(&wrong).await.expect(404);
    }
}
