//! What was sent, for everybody to read.

use serde_json::{Value, json};

use super::{Newsroom, id_of, three_articles, unknown_keys};

#[tokio::test]
async fn a_sent_issue_is_there_in_both_languages_without_anybodys_links() {
    let room = Newsroom::open().await;
    three_articles(&room).await;
    room.reader("layla@example.org", "ليلى", "ar").await;
    let id = id_of(&room.draft().await);
    let words = json!({"texts": {"en": {"subject": "Stars & <moons>", "opening": "Dear **friends**"}}});
    room.patch(&format!("/issues/{id}"), words).await.expect(200);
    for path in ["/en/issues/1", "/ar/issues/1"] {
        room.app.get(path).await.expect(404);
    }
    assert!(room.app.get("/en/issues").await.expect(200).text().contains("has not been sent yet"));
    let mail = room.send(&id).await.remove(0);

    for (language, dir, other) in [("ar", "rtl", "en"), ("en", "ltr", "ar")] {
        let list = room.app.get(&format!("/{language}/issues")).await.expect(200);
        assert!(list.body.contains(&format!("/{language}/issues/1")), "{}", list.body);
        let page = room.app.get(&format!("/{language}/issues/1")).await.expect(200);
        assert!(page.body.contains(&format!(r#"<html lang="{language}" dir="{dir}">"#)));
        assert!(page.body.contains(&format!(r#"hreflang="{other}""#)));
        for personal in ["/preferences/", "/leave/", "ليلى", "layla"] {
            assert!(!page.body.contains(personal), "{personal}");
        }
        assert_eq!(unknown_keys(&page.text()), [].into());
    }
    let page = room.app.get(&mail.link("/issues/")).await.expect(200);
    assert!(page.text().contains("الهدهد"), "the mail's own link leads here");
    let english = room.app.get("/en/issues/1").await.expect(200);
    assert!(english.text().contains("Stars & <moons>") && english.body.contains("<strong>friends</strong>"));
    assert!(english.text().contains("in Arabic"), "what is missing is labelled here too");
    room.app.get("/en/issues/2").await.expect(404);
    room.app.get("/fr/issues").await.expect(404);
}

#[tokio::test]
async fn others_follow_by_feed() {
    let room = Newsroom::open().await;
    three_articles(&room).await;
    room.reader("layla@example.org", "", "en").await;
    let id = id_of(&room.draft().await);
    room.patch(&format!("/issues/{id}"), json!({"texts": {"en": {"subject": "Stars & <moons>"}}}))
        .await
        .expect(200);
    room.send(&id).await;
    for (language, subject) in [("ar", "الهدهد"), ("en", "Stars & <moons>")] {
        let answer = room.app.get(&format!("/{language}/feed.xml")).await.expect(200);
        assert!(answer.header("content-type").starts_with("application/atom+xml"));
        let feed = feed_rs::parser::parse(answer.body.as_bytes()).unwrap();
        assert_eq!(feed.language.as_deref(), Some(language));
        assert_eq!(feed.entries.len(), 1);
        assert_eq!(feed.entries[0].title.as_ref().unwrap().content, subject);
        assert_eq!(feed.entries[0].links[0].href, format!("{}/{language}/issues/1", room.app.base));
        assert!(!answer.body.contains("/leave/"));
    }
}

#[tokio::test]
async fn one_slow_mailbox_keeps_an_issue_out_of_no_archive() {
    let room = Newsroom::open().await;
    three_articles(&room).await;
    room.reader("defer@example.org", "", "en").await;
    room.reader("layla@example.org", "", "en").await;
    let id = id_of(&room.draft().await);
    assert_eq!(room.send(&id).await.len(), 1);
    assert_eq!(room.issue(&id).await["status"], "sending");
    assert!(room.app.get("/en/issues").await.expect(200).body.contains("/en/issues/1"));
    assert!(room.app.get("/en/feed.xml").await.expect(200).body.contains("/en/issues/1"));
}

#[tokio::test]
async fn what_was_cancelled_before_anybody_got_it_is_in_no_archive() {
    let room = Newsroom::open().await;
    three_articles(&room).await;
    room.reader("layla@example.org", "", "ar").await;
    let id = id_of(&room.draft().await);
    room.post(&format!("/issues/{id}/cancel"), Value::Null).await.expect(200);
    room.app.get("/ar/issues/1").await.expect(404);
    assert!(!room.app.get("/ar/issues").await.expect(200).body.contains("/ar/issues/1"));
}
