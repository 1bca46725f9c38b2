//! What readers find in their mailbox: taken apart by libraries that did not make it.

use mail_parser::{MessageParser, MimeHeaders};
use scraper::{ElementRef, Html, Selector};
use serde_json::{Value, json};

use super::{Newsroom, id_of, three_articles, unknown_keys};
use crate::support::{Mail, TestApp};

fn select(css: &str) -> Selector {
    Selector::parse(css).unwrap()
}

/// The blocks and footers of a mail, in their order: (language, direction, text).
fn parts(html: &str) -> Vec<(String, String, String)> {
    let page = Html::parse_document(html);
    let cells = select("table.sheet > tbody > tr > td[lang]");
    let rows = page.select(&cells);
    let attribute = |row: &ElementRef, name: &str| row.value().attr(name).unwrap_or_default().to_owned();
    rows.map(|row| (attribute(&row, "lang"), attribute(&row, "dir"), row.text().collect::<String>()))
        .collect()
}

/// Everything that says a language says its direction, and stands on that side.
fn check_directions(html: &str) {
    let page = Html::parse_document(html);
    let mut seen = 0;
    for element in page.select(&select("[lang]")) {
        let (tag, attribute) = (element.value().name(), |name| element.value().attr(name));
        let (dir, side) = if attribute("lang") == Some("ar") { ("rtl", "right") } else { ("ltr", "left") };
        assert_eq!(attribute("dir"), Some(dir), "{}", element.html());
        if tag == "td" {
            assert_eq!(attribute("align"), Some(side), "{}", element.html());
            assert!(attribute("style").is_some_and(|style| style.contains(&format!("text-align:{side}"))));
            seen += 1;
        }
    }
    assert!(seen > 4, "{html}");
}

async fn everybody(room: &Newsroom) {
    room.reader("layla@example.org", "ليلى", "ar").await;
    room.reader("ada@example.org", "Ada", "en").await;
    room.reader("huda@example.org", "", "ar+en").await;
    room.reader("noor@example.org", "Noor", "en+ar").await;
}

#[tokio::test]
async fn everybody_gets_the_issue_in_their_languages_their_first_on_top() {
    let mut builder = TestApp::builder();
    builder = builder.config(|config| config.postal_address = "Alliance, PO Box 1, Beirut".to_owned());
    let room = Newsroom::of(builder).await;
    three_articles(&room).await;
    everybody(&room).await;
    let id = id_of(&room.draft().await);
    let words = json!({"texts": {"ar": {"opening": "أهلًا **بكم**", "closing": "إلى اللقاء"},
                                 "en": {"opening": "Welcome, *friends*", "closing": "So long"}}});
    room.patch(&format!("/issues/{id}"), words).await.expect(200);
    let mails = room.send(&id).await;
    let of = |to: &str| mails.iter().find(|mail| mail.to == to).unwrap();
    for (to, languages) in [
        ("layla@example.org", vec!["ar"]),
        ("ada@example.org", vec!["en"]),
        ("huda@example.org", vec!["ar", "en"]),
        ("noor@example.org", vec!["en", "ar"]),
    ] {
        let mail = of(to);
        // A block and its footer for each language.
        let told: Vec<(String, String)> =
            parts(&mail.html).into_iter().map(|(lang, dir, _)| (lang, dir)).collect();
        let expected = languages.iter().flat_map(|lang| {
            let dir = if *lang == "ar" { "rtl" } else { "ltr" };
            [((*lang).to_owned(), dir.to_owned()), ((*lang).to_owned(), dir.to_owned())]
        });
        assert_eq!(told, expected.collect::<Vec<_>>(), "{to}");
        check_directions(&mail.html);
        check_footers(&room.app, mail, &languages);
        let page = Html::parse_document(&mail.html);
        let root = page.root_element().value();
        assert_eq!(root.attr("lang"), Some(languages[0]));
        assert_eq!(mail.header("Content-Language"), languages.join(", "));
        assert_eq!(mail.subject, if languages[0] == "ar" { "الهدهد" } else { "The-star" });
        assert_eq!(unknown_keys(&format!("{} {} {}", mail.subject, mail.text, mail.html)), [].into(), "{to}");
    }
    let (arabic, both) = (of("layla@example.org"), of("huda@example.org"));
    assert!(arabic.html.contains("<strong>بكم</strong>") && !arabic.html.contains("Welcome"));
    assert!(arabic.text.contains("ليلى") && !arabic.text.contains("Hello"));
    let at = |text: &str, what: &str| text.find(what).unwrap_or_else(|| panic!("{what} in {text}"));
    for text in [&both.text, &both.html] {
        assert!(at(text, "بكم") < at(text, "إلى اللقاء") && at(text, "إلى اللقاء") < at(text, "friends"));
        assert!(at(text, "friends") < at(text, "So long"));
        assert_eq!(text.matches("PO Box 1").count(), 2, "the sender's address stands in both footers");
    }
    assert!(both.text.contains("Hello,") && !both.text.contains("Hello ,"), "greeted without a name");
    let progress = room.progress(&id).await;
    assert_eq!((&progress["status"], &progress["sent"]), (&json!("sent"), &json!(4)));
}

/// Links to preferences, to leave and to the web version for each language, the same in both parts.
fn check_footers(app: &TestApp, mail: &Mail, languages: &[&str]) {
    for language in languages {
        for part in ["preferences", "leave"] {
            let start = format!("{}/{language}/{part}/", app.base);
            assert_eq!(mail.html.matches(&format!("href=\"{start}")).count(), 1, "{part}: {}", mail.html);
            assert_eq!(mail.text.matches(&start).count(), 1, "{part}: {}", mail.text);
        }
        let web = format!("{}/{language}/issues/1", app.base);
        assert!(mail.html.contains(&format!("href=\"{web}\"")) && mail.text.contains(&web));
    }
    let leave = format!("<{}{}>", app.base, mail.link("/leave/"));
    assert_eq!(mail.header("List-Unsubscribe"), leave);
    assert_eq!(mail.header("List-Unsubscribe-Post"), "List-Unsubscribe=One-Click");
}

#[tokio::test]
async fn the_message_is_plain_text_then_html_in_ascii_and_loads_nothing() {
    let room = Newsroom::open().await;
    three_articles(&room).await;
    room.reader("noor@example.org", "نور", "ar+en").await;
    let id = id_of(&room.draft().await);
    let mail = room.send(&id).await.remove(0);
    assert!(mail.raw.is_ascii());
    assert!(mail.raw.split(|byte| *byte == b'\n').all(|line| line.len() <= 998));
    let parsed = MessageParser::default().parse(&mail.raw).unwrap();
    let kind = parsed.root_part().content_type().unwrap();
    assert_eq!((kind.ctype(), kind.subtype()), ("multipart", Some("alternative")));
    let kinds: Vec<String> = parsed.parts[1..]
        .iter()
        .map(|part| part.content_type().unwrap())
        .map(|kind| {
            format!("{}/{} {}", kind.ctype(), kind.subtype().unwrap(), kind.attribute("charset").unwrap())
        })
        .collect();
    assert_eq!(kinds, ["text/plain utf-8", "text/html utf-8"]);
    assert_eq!(mail.subject, "الهدهد");
    assert!(mail.header("Subject").starts_with("=?utf-8?"), "{}", mail.header("Subject"));
    for hole in ['\u{10f000}', '\u{10f001}', '\u{10f002}'] {
        assert!(!mail.html.contains(hole) && !mail.text.contains(hole));
    }
    for loaded in ["<img", "<script", "<link", "url(", "@import", "src="] {
        assert!(!mail.html.contains(loaded), "{loaded}");
    }
}

#[tokio::test]
async fn a_missing_translation_is_labelled_or_left_out_as_the_editor_chose() {
    for missing in ["other_language", "leave_out"] {
        let room = Newsroom::open().await;
        three_articles(&room).await;
        everybody(&room).await;
        let id = id_of(&room.draft().await);
        room.patch(&format!("/issues/{id}"), json!({ "missing": missing })).await.expect(200);
        let mails = room.send(&id).await;
        assert_eq!(mails.len(), 4, "{missing}");
        let english = mails.iter().find(|mail| mail.to == "ada@example.org").unwrap();
        let borrowed = Html::parse_document(&english.html)
            .select(&select("td[lang=ar] a"))
            .any(|link| link.text().collect::<String>() == "الهدهد");
        assert_eq!(borrowed, missing == "other_language");
        assert_eq!(english.text.contains("in Arabic"), missing == "other_language");
        let both = mails.iter().find(|mail| mail.to == "noor@example.org").unwrap();
        let times = both.html.matches(">الهدهد<").count();
        assert_eq!(times, if missing == "other_language" { 2 } else { 1 }, "{missing}");
        check_directions(&english.html);
    }
}

#[tokio::test]
async fn names_and_words_that_mean_harm_are_only_words() {
    let room = Newsroom::open().await;
    let hostile = "<script>alert(1)</script> {{ 7 * 7 }} \u{202e}gnp.exe\r\nBcc: evil@example.org";
    let text = json!({"title": hostile, "summary": hostile, "body_markdown": hostile});
    room.post("/articles", json!({"translations": {"en": text, "ar": text}})).await.expect(201);
    let names = [
        "<img src=x onerror=alert(1)>",
        "Robert\"); DROP TABLE subscribers;--",
        "{{ site }} {% raw %}",
        "O'Brien & \u{2067}ليلى\u{2069}",
        "\u{202e}Adam",
    ];
    for (n, name) in names.iter().enumerate() {
        room.reader(&format!("reader-{n}@example.org"), name, "en+ar").await;
    }
    let id = id_of(&room.draft().await);
    let opening = "<script>x</script>\n\n[go](javascript:alert(1))";
    room.patch(&format!("/issues/{id}"), json!({"texts": {"en": {"opening": opening}}})).await.expect(200);
    room.post(&format!("/issues/{id}/send"), Value::Null).await.expect(409);
    let opening = "<b onclick=x>hi</b> <img src=https://tracker.example/p.gif>";
    room.patch(&format!("/issues/{id}"), json!({"texts": {"en": {"opening": opening}}})).await.expect(200);
    let mails = room.send(&id).await;
    assert_eq!(mails.len(), names.len());
    for mail in mails {
        assert_eq!(mail.header("Bcc"), "");
        assert!(!mail.subject.contains('\u{202e}') && !mail.subject.contains('\n'), "{:?}", mail.subject);
        assert!(mail.text.contains("{{ 7 * 7 }}") || mail.html.contains("{{ 7 * 7 }}"), "{}", mail.text);
        let page = Html::parse_document(&mail.html);
        for css in ["script", "img", "[onclick]", "[onerror]", "a[href^=javascript]", "iframe", "form"] {
            assert_eq!(page.select(&select(css)).count(), 0, "{css}: {}", mail.html);
        }
        assert!(!mail.html.contains("tracker.example"));
        check_directions(&mail.html);
        for text in [&mail.html, &mail.text] {
            assert!(!text.contains('\u{202e}'), "what turns the text around is gone");
        }
    }
}

#[tokio::test]
async fn a_preview_shows_every_edition_without_anybodys_links() {
    let room = Newsroom::open().await;
    three_articles(&room).await;
    everybody(&room).await;
    let id = id_of(&room.draft().await);
    for (edition, languages) in
        [("ar", vec!["ar"]), ("en", vec!["en"]), ("ar+en", vec!["ar", "en"]), ("en,ar", vec!["en", "ar"])]
    {
        let at = |format: &str| format!("/issues/{id}/preview?edition={edition}&format={format}");
        let html = room.get(&at("html")).await.expect(200);
        assert!(html.header("content-type").starts_with("text/html"));
        assert!(html.header("content-security-policy").contains("sandbox"));
        let told: Vec<String> = parts(&html.body).into_iter().map(|(lang, ..)| lang).step_by(2).collect();
        assert_eq!(told, languages);
        check_directions(&html.body);
        let text = room.get(&at("text")).await.expect(200);
        assert!(text.header("content-type").starts_with("text/plain"));
        for body in [&html.body, &text.body] {
            assert!(!body.contains("/preferences/") && !body.contains("/leave/"), "{body}");
            assert!(body.contains(&format!("{}/{}/link", room.app.base, languages[0])));
            assert_eq!(unknown_keys(body), [].into());
        }
    }
    let refused = room.get(&format!("/issues/{id}/preview?edition=fr")).await.expect(422).json();
    assert!(refused["errors"]["edition"].as_str().unwrap().contains("ar+en"), "{refused}");
}

#[tokio::test]
async fn a_test_goes_to_whom_it_was_told_and_counts_for_nobody() {
    let room = Newsroom::open().await;
    three_articles(&room).await;
    everybody(&room).await;
    let id = id_of(&room.draft().await);
    let path = format!("/issues/{id}/test");
    for wrong in [json!({"to": []}), json!({"to": ["nobody"]})] {
        let errors = room.post(&path, wrong).await.expect(422).json();
        assert!(errors["errors"]["to"].is_string(), "{errors}");
    }
    room.post(&path, json!({"to": ["me@example.org", "you@example.org"]})).await.expect(202);
    let mails = room.app.delivered().await;
    assert_eq!(mails.len(), 8, "every edition to each");
    for mail in &mails {
        assert!(mail.subject.starts_with("[TEST "), "{}", mail.subject);
        assert!(!mail.text.contains("/leave/") && !mail.html.contains("/preferences/"));
        assert!(["me@example.org", "you@example.org"].contains(&mail.to.as_str()));
    }
    assert!(mails.iter().any(|mail| mail.subject.contains("en+ar")));
    assert_eq!(room.issue(&id).await["status"], "draft");
    assert_eq!(room.progress(&id).await["selected"], 0);
    assert!(
        !String::from_utf8_lossy(&room.app.dump()).contains("me@example.org"),
        "a stranger's address is sealed"
    );
}
