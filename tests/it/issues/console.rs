//! An editor makes an issue with nothing but the forms of the console.

use hudhud::access::Role;
use serde_json::json;

use super::{Newsroom, three_articles};
use crate::support::{Admin, Answer};

/// Posts a form of the editor with the revision that its page shows.
async fn post(editor: &Admin<'_>, place: &str, below: &str, fields: &[(&str, &str)]) -> Answer {
    let revision = editor.get(place).await.expect(200).input("revision");
    let fields = [fields, &[("revision", revision.as_str())]].concat();
    editor.submit(&format!("{place}{below}"), &fields).await
}

#[tokio::test]
async fn an_editor_drafts_writes_tests_and_sends() {
    let room = Newsroom::open().await;
    let [moon, star, hoopoe] = three_articles(&room).await;
    room.reader("layla@example.org", "", "ar").await;
    room.reader("ada@example.org", "", "en").await;
    let editor = Admin::signed_in(&room.app, "editor@example.org", Role::Editor).await;
    let place =
        editor.post("/admin/issues", &[("cadence", "every")]).await.expect(303).header("location").to_owned();
    let id = place.rsplit('/').next().unwrap().to_owned();
    let words = [
        ("subject.ar", "رسالة الخريف"),
        ("subject.en", "Autumn letter"),
        ("opening.en", "Dear friends"),
        ("closing.ar", "إلى اللقاء"),
    ];
    assert!(post(&editor, &place, "", &words).await.text().contains("Saved"));
    post(&editor, &place, "/articles", &[("action", "up"), ("article", &moon)]).await;
    post(&editor, &place, "/articles", &[("action", "remove"), ("article", &hoopoe)]).await;
    let issue = room.issue(&id).await;
    assert_eq!(issue["articles"], json!([moon, star]));
    assert_eq!(
        (&issue["texts"]["ar"]["subject"], &issue["texts"]["en"]["opening"]),
        (&json!("رسالة الخريف"), &json!("Dear friends"))
    );
    post(&editor, &place, "/articles", &[("action", "add"), ("article", &hoopoe)]).await;
    let page = editor.get(&place).await.expect(200);
    assert!(page.text().contains("Lebanon") && !page.body.contains("country-"), "countries by their names");
    let choices =
        [("missing", "leave_out"), ("cadence", "every"), ("reading", "en"), ("joined_after", "2020-01-01")];
    post(&editor, &place, "/choices", &choices).await;
    let issue = room.issue(&id).await;
    assert_eq!((&issue["missing"], &issue["audience"]["reading"]), (&json!("leave_out"), &json!("en")));

    let preview = editor.get(&format!("{place}/preview?edition=en")).await.expect(200);
    assert!(
        preview.body.contains(&format!("{place}/mail?edition=en"))
            && preview.text().contains("Autumn letter")
    );
    let head = editor.request(reqwest::Method::HEAD, &format!("{place}/mail?edition=en"));
    editor.send(head).await.expect(200);
    let tested = editor.submit(&format!("{place}/test"), &[("to", "me@example.org, you@example.org")]).await;
    assert!(tested.text().contains("test mails are on their way"), "{}", tested.text());
    assert_eq!(room.app.delivered().await.len(), 8);
    let asked = editor.get(&format!("{place}/send")).await.expect(200);
    assert!(asked.text().contains("Send to one person now"), "{}", asked.text());
    let progress = editor.submit(&format!("{place}/send"), &[("when", "now")]).await;
    assert!(progress.text().contains("It is on its way"));
    let refresh = "http-equiv=\"refresh\"";
    assert!(progress.body.contains(refresh), "it looks again by itself, unless somebody holds it still");
    let still = editor.get(&format!("{place}/progress?still=true")).await.expect(200);
    assert!(!still.body.contains(refresh) && !still.body.contains("data-watch"));
    let to: Vec<String> = room.app.delivered().await.into_iter().map(|mail| mail.to).collect();
    assert_eq!(to, ["ada@example.org"]);
    let progress = editor.get(&format!("{place}/progress")).await.expect(200);
    assert!(progress.text().contains("sent") && !progress.body.contains(refresh));
}

#[tokio::test]
async fn what_somebody_else_saved_meanwhile_is_not_lost_and_neither_is_what_was_typed() {
    let room = Newsroom::open().await;
    three_articles(&room).await;
    let editor = Admin::signed_in(&room.app, "editor@example.org", Role::Editor).await;
    let place =
        editor.post("/admin/issues", &[("cadence", "every")]).await.expect(303).header("location").to_owned();
    let stale = editor.get(&place).await.expect(200).input("revision");
    post(&editor, &place, "", &[("subject.en", "Theirs")]).await;
    let mine = [("revision", stale.as_str()), ("subject.en", "Mine <b>")];
    let refused = editor.post(&place, &mine).await.expect(409);
    assert!(refused.text().contains("Somebody changed this issue meanwhile"));
    assert_eq!(refused.input("subject.en"), "Mine <b>");
    let too_long = "x".repeat(301);
    let revision = editor.get(&place).await.input("revision");
    let refused =
        editor.post(&place, &[("revision", revision.as_str()), ("subject.en", &too_long)]).await.expect(422);
    assert_eq!(refused.input("subject.en"), too_long);
    let id = place.rsplit('/').next().unwrap();
    assert_eq!(room.issue(id).await["texts"]["en"]["subject"], "Theirs");
}

#[tokio::test]
async fn quotations_without_end_are_a_mistake_and_stay_as_they_were_typed() {
    let room = Newsroom::open().await;
    three_articles(&room).await;
    let editor = Admin::signed_in(&room.app, "editor@example.org", Role::Editor).await;
    let place =
        editor.post("/admin/issues", &[("cadence", "every")]).await.expect(303).header("location").to_owned();
    let deep = ">".repeat(20_000);
    let revision = editor.get(&place).await.input("revision");
    let typed = [("revision", revision.as_str()), ("opening.en", deep.as_str())];
    let refused = editor.post(&place, &typed).await.expect(422);
    assert!(refused.text().contains("Lists and quotations lie too deep"));
    assert!(!refused.body.contains("<blockquote>"));
    let id = place.rsplit('/').next().unwrap();
    assert_ne!(room.issue(id).await["texts"]["en"]["opening"], deep);
    let answer = room.patch(&format!("/issues/{id}"), json!({"texts": {"ar": {"closing": deep}}})).await;
    assert!(answer.expect(422).json()["errors"]["closing"].is_string());
}

#[tokio::test]
async fn an_issue_waits_on_the_schedule_and_comes_back() {
    let room = Newsroom::open().await;
    three_articles(&room).await;
    room.reader("layla@example.org", "", "ar").await;
    let editor = Admin::signed_in(&room.app, "editor@example.org", Role::Editor).await;
    let place =
        editor.post("/admin/issues", &[("cadence", "every")]).await.expect(303).header("location").to_owned();
    let send = format!("{place}/send");
    for at in ["", "yesterday", "2001-01-01T10:00"] {
        let refused = editor.submit(&send, &[("when", "later"), ("at", at)]).await;
        assert!(refused.text().contains("still to come"), "{at}");
    }
    let at = (room.app.clock.now() + chrono::TimeDelta::days(1)).format("%Y-%m-%dT%H:%M").to_string();
    let page = editor.submit(&send, &[("when", "later"), ("at", &at)]).await;
    assert!(page.text().contains("Scheduled"), "{}", page.text());
    let id = place.rsplit('/').next().unwrap();
    assert_eq!(room.issue(id).await["status"], "scheduled");
    editor.submit(&format!("{place}/steer"), &[("action", "draft")]).await;
    assert_eq!(room.issue(id).await["status"], "draft");
    editor.submit(&format!("{place}/steer"), &[("action", "cancel")]).await;
    assert_eq!(room.issue(id).await["status"], "cancelled");
    let over = editor.submit(&format!("{place}/steer"), &[("action", "resume")]).await;
    assert!(over.text().contains("can not be done"), "{}", over.text());
    editor.post(&format!("{place}/steer"), &[("action", "burn")]).await.expect(400);
}

#[tokio::test]
async fn nothing_new_makes_no_issue_and_says_so() {
    let room = Newsroom::open().await;
    let editor = Admin::signed_in(&room.app, "editor@example.org", Role::Editor).await;
    let page = editor.submit("/admin/issues", &[("cadence", "every")]).await;
    assert!(page.text().contains("No article came"), "{}", page.text());
    let page = editor.submit("/admin/issues", &[("cadence", "every"), ("since", "2020-01-01")]).await;
    assert!(page.text().contains("No article was published since then"), "{}", page.text());
}

#[tokio::test]
async fn long_texts_are_saved_in_every_language() {
    let room = Newsroom::open().await;
    three_articles(&room).await;
    let editor = Admin::signed_in(&room.app, "editor@example.org", Role::Editor).await;
    let place =
        editor.post("/admin/issues", &[("cadence", "every")]).await.expect(303).header("location").to_owned();
    // Every letter is six bytes on its way.
    let (long, book) = ("سلام ".repeat(3_900), "سلام ".repeat(20_000));
    let text = [("language", "ar"), ("title", "طويل"), ("body_markdown", book.as_str())];
    editor.post("/admin/articles/new", &text).await.expect(303);
    let page = post(
        &editor,
        &place,
        "",
        &[("opening.ar", &long), ("closing.ar", &long), ("opening.en", &long), ("closing.en", &long)],
    )
    .await;
    assert!(page.text().contains("Saved"), "{}", page.status);
}
