//! Articles from files and from sources, by commands.

use serde_json::json;

use super::{desk::Desk, stderr};
use crate::sources::{Site, rss};

fn front(language: &str, title: &str, more: &str) -> String {
    format!("---\nlanguage: {language}\ntitle: {title}\n{more}---\nText of {title}\n")
}

#[test]
fn files_become_articles_and_the_same_file_again_updates() {
    let desk = Desk::new();
    desk.write("vote.ar.md", &front("ar", "حق التصويت", ""));
    desk.write("vote.en.md", &front("en", "The right to vote", ""));
    let added = desk.json(&["article", "add", "vote.ar.md", "vote.en.md"]);
    assert_eq!(
        (&added["items"][0]["outcome"], &added["items"][1]["outcome"]),
        (&json!("new"), &json!("new"))
    );
    assert_ne!(added["items"][0]["article"], added["items"][1]["article"]);
    let slug = added["items"][1]["slug"].as_str().unwrap().to_owned();
    assert_eq!(desk.json(&["article", "add", "vote.en.md"])["items"][0]["outcome"], "unchanged");
    desk.write("vote.en.md", &front("en", "The right to vote abroad", ""));
    let updated = desk.json(&["article", "add", "vote.en.md"]);
    assert_eq!(
        (&updated["items"][0]["outcome"], &updated["items"][0]["slug"]),
        (&json!("updated"), &json!(slug))
    );
    let (ar, en) = (added["items"][0]["article"].as_str().unwrap(), format!("en/{slug}"));
    let paired = desk.json(&["article", "pair", ar, &en]);
    assert_eq!(paired["translations"]["en"]["title"], "The right to vote abroad");
    assert_eq!(desk.json(&["article", "list"])["items"].as_array().unwrap().len(), 1);
    assert_eq!(desk.json(&["article", "unpair", &en])["items"].as_array().unwrap().len(), 2);
    assert!(desk.refused(1, &["article", "unpair", &en]).contains("one translation only"));
    desk.refused(1, &["article", "pair", ar, "en/nothing"]);
    desk.write("lost.md", &front("en", "Lost", "translation_of: nowhere\n"));
    let refused = desk.refused(1, &["article", "add", "lost.md"]);
    assert!(refused.contains("lost.md") && refused.contains("nowhere"), "{refused}");
    desk.write("broken.md", "---\nlanguage: fr\n---\n");
    desk.write("more.md", &front("en", "More", ""));
    assert!(desk.refused(1, &["article", "add", "more.md", "broken.md"]).contains("broken.md"));
    assert_eq!(desk.json(&["article", "list"])["items"].as_array().unwrap().len(), 2, "all or nothing");
}

#[test]
fn sources_are_tried_added_listed_and_read() {
    let (mut desk, site) = (Desk::new(), Site::start());
    let serve = |language: &str, title: &str| {
        let path = format!("/{language}/feed");
        let entry = format!("/{language}/moon");
        site.feed(&path, &rss(&site, language, &[("1", &entry, title)]));
    };
    serve("ar", "القمر");
    serve("en", "The moon");
    assert!(desk.refused(1, &["source", "try", &site.url("/en/feed")]).contains("private"));
    desk.env.push(("HUDHUD_ALLOW_PRIVATE_HOSTS", site.host()));
    let tried = desk.json(&["source", "try", &site.url("/en/feed")]);
    assert_eq!(
        (&tried["language"], &tried["entries"][0]["title"]),
        (&json!("en"), &json!("The moon")),
        "{tried}"
    );
    assert!(!desk.dir.path().join("data").exists(), "trying stores nothing");
    for language in ["ar", "en"] {
        let url = site.url(&format!("/{language}/feed"));
        let added = desk.json(&["source", "add", "--language", language, &url]);
        assert_eq!((&added["language"], &added["url"]), (&json!(language), &json!(url)));
        desk.refused(1, &["source", "add", "--language", language, &url]);
    }
    desk.refused(2, &["source", "add", "--language", "fr", &site.url("/fr/feed")]);
    desk.refused(2, &["source", "add", "--language", "ar", "feed.xml"]);
    let read = desk.json(&["source", "fetch"]);
    let items = read["items"].as_array().unwrap();
    assert_eq!(items.iter().map(|item| item["new"].as_i64().unwrap()).sum::<i64>(), 2, "{read}");
    assert_eq!(items.iter().map(|item| item["paired"].as_i64().unwrap()).sum::<i64>(), 1, "{read}");
    let id = desk.json(&["source", "list"])["items"][0]["id"].as_str().unwrap().to_owned();
    assert_eq!(desk.json(&["source", "fetch", &id])["items"][0]["new"], 0, "nothing new");
    desk.refused(1, &["source", "fetch", "none"]);
    assert_eq!(desk.json(&["article", "list"])["items"].as_array().unwrap().len(), 1);
    assert_eq!(desk.json(&["issue", "draft"])["issue"], json!(null), "what was there before us is no news");
    let reached = desk.json(&["issue", "draft", "--since", "2020-01-01"]);
    assert_eq!(reached["articles"].as_array().map(Vec::len), Some(1), "{reached}");
    assert_eq!(desk.json(&["source", "remove", &id])["id"], json!(id));
    assert_eq!(desk.json(&["source", "list"])["items"].as_array().unwrap().len(), 1);
    desk.refused(1, &["source", "remove", &id]);
}

#[test]
fn a_feed_from_stdin_is_tried() {
    let desk = Desk::new();
    let feed = "<rss version='2.0'><channel><title>T</title><item><guid>1</guid><title>One</title></item></channel></rss>";
    desk.write("feed.xml", feed);
    let mut command = desk.command(&["source", "try", "-", "--json"]);
    command.stdin(std::fs::File::open(desk.dir.path().join("feed.xml")).unwrap());
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", stderr(&output));
    let tried: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&tried["kind"], &tried["entries"][0]["id"]), (&json!("rss"), &json!("1")), "{tried}");
}
