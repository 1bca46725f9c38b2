//! Cases of `feed`, as a table.

use super::*;

fn now() -> NaiveDateTime {
    "2026-11-23T12:00:00".parse().unwrap()
}

fn feed(text: impl AsRef<[u8]>) -> Feed {
    let url = Url::parse("https://alliance.example/feed").unwrap();
    match parse(text.as_ref(), None, Some(&url), now()).unwrap() {
        Found::Feed(feed) => feed,
        Found::Page(page) => panic!("a page that leads to {page}"),
    }
}

fn problem(text: impl AsRef<[u8]>) -> Problem {
    parse(text.as_ref(), None, None, now()).unwrap_err()
}

fn rss(items: &str) -> String {
    format!(
        "<?xml version='1.0'?><rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/'>\
         <channel><title>T</title><link>https://alliance.example/ar/</link><language>ar</language>{items}\
         </channel></rss>"
    )
}

#[test]
fn rss_gives_body_and_summary_apart() {
    let feed = feed(rss("<item><title>حق &amp;amp; التصويت</title><link>/ar/vote/</link><guid>7</guid>\
         <pubDate>Tue, 09 Aug 2022 09:00:00 +0200</pubDate><description>بلا &lt;b&gt;صوت&lt;/b&gt;</description>\
         <content:encoded><![CDATA[<p dir=\"rtl\">ملايين</p>]]></content:encoded></item>"));
    assert_eq!((feed.kind, feed.title.as_str(), feed.language.as_deref()), (Kind::Rss, "T", Some("ar")));
    let entry = &feed.entries[0];
    assert_eq!(entry.title, "حق & التصويت");
    assert_eq!(entry.link.as_ref().unwrap().as_str(), "https://alliance.example/ar/vote/");
    assert_eq!(entry.published, Some("2022-08-09T07:00:00".parse().unwrap()));
    assert_eq!((entry.summary.as_str(), entry.body.as_str()), ("بلا صوت", "<p dir=\"rtl\">ملايين</p>"));
}

#[test]
fn rss_with_a_description_alone_has_it_as_its_body() {
    let feed = feed(rss(
        "<item><title>a</title><description>&lt;p&gt;one&lt;/p&gt;&lt;p&gt;two&lt;/p&gt;</description></item>",
    ));
    assert_eq!(
        (feed.entries[0].summary.as_str(), feed.entries[0].body.as_str()),
        ("one two", "<p>one</p><p>two</p>")
    );
}

#[test]
fn atom_says_what_is_text_and_names_translations() {
    let feed = feed(
        "<feed xmlns='http://www.w3.org/2005/Atom' xml:lang='en'><title>A &lt; B</title><entry><id>tag:x,1</id>\
         <title>1 &lt;b&gt; 2</title><link rel='alternate' hreflang='ar' href='https://alliance.example/ar/x'/>\
         <link href='https://alliance.example/en/x'/><updated>2099-01-01T00:00:00Z</updated>\
         <content type='text'>a &lt; b\n\nc</content></entry></feed>",
    );
    assert_eq!((feed.kind, feed.title.as_str(), feed.language.as_deref()), (Kind::Atom, "A < B", Some("en")));
    let entry = &feed.entries[0];
    assert_eq!((entry.title.as_str(), entry.body.as_str()), ("1 <b> 2", "<p>a &lt; b</p><p>c</p>"));
    assert_eq!(entry.link.as_ref().unwrap().as_str(), "https://alliance.example/en/x");
    assert_eq!(entry.alternates["ar"], "https://alliance.example/ar/x");
    assert_eq!(entry.published, Some(now()), "what is dated in the future is dated now");
}

#[test]
fn json_feeds_are_read() {
    let feed = feed(
        r#"{"version":"https://jsonfeed.org/version/1.1","title":"J","language":"en","items":[
        {"id":"1","url":"https://alliance.example/1","title":"One","content_html":"<p>x</p>","date_published":"2022-01-02T03:04:05Z"}]}"#,
    );
    assert_eq!((feed.kind, feed.entries[0].body.as_str()), (Kind::Json, "<p>x</p>"));
}

#[test]
fn an_entry_is_known_by_its_guid_else_its_link_else_what_it_says() {
    let feed =
        feed(rss("<item><title>a</title><guid>1</guid></item><item><title>b</title><guid>1</guid></item>\
         <item><title>c</title><link>https://alliance.example/c</link></item>\
         <item><title>c</title><link>https://alliance.example/c</link></item>\
         <item><title>d</title></item><item><title>d</title></item>"));
    let titles: Vec<_> = feed.entries.iter().map(|entry| entry.title.as_str()).collect();
    assert_eq!(titles, ["a", "c", "d"]);
}

#[test]
fn hostile_items_are_made_harmless() {
    let feed = feed(rss(&format!(
        "<item><title>nul&#0;\u{202e}x</title><link>javascript:alert(1)</link><guid isPermaLink='false'>1</guid></item>\
         <item><guid>2</guid></item><item><title/><description>words of an untitled item</description></item>\
         <item><title>{}</title><guid>3</guid></item>\
         <item><title>long</title><guid>4</guid><description>{}</description></item>\
         <item><title>picture</title><guid>5</guid><description>&lt;img src=\"data:image/png;base64,{}\" alt=\"p\"&gt;</description></item>",
        "t".repeat(10_000),
        "x".repeat(300_000),
        "A".repeat(400_000),
    )));
    let titles: Vec<_> =
        feed.entries.iter().map(|entry| entry.title.chars().take(30).collect::<String>()).collect();
    assert_eq!(
        titles,
        ["nul\u{fffd}x", "words of an untitled item", &"t".repeat(30), "long", "picture"]
            .map(|title| title.replace('\u{fffd}', ""))
    );
    assert_eq!(feed.entries[0].link, None);
    assert!(feed.entries[2].title.chars().count() <= 301);
    assert_eq!(feed.entries[3].body, "");
    assert!(feed.entries[4].body.len() < 100);
    assert_eq!(feed.problems.len(), 2, "{:?}", feed.problems);
}

#[test]
fn bombs_end_at_a_cap() {
    let deep = format!("{}{}", "<a>".repeat(200_000), "</a>".repeat(200_000));
    assert_eq!(problem(rss(&deep)), Problem::TooDeep);
    let many = feed(rss(&"<item><title>a</title></item>".repeat(2)));
    assert_eq!(many.entries.len(), 1);
    let items: String = (0..30_000).map(|n| format!("<item><title>{n}</title></item>")).collect();
    let many = feed(rss(&items));
    assert_eq!(many.entries.len(), 500);
    assert_eq!(many.problems, [Problem::TooMany { count: 30_000, kept: 500 }]);
}

#[test]
fn entities_of_the_sender_are_not_expanded() {
    let laughs = "<?xml version='1.0'?><!DOCTYPE r [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;'><!ENTITY x SYSTEM 'file:///etc/passwd'>]>\
        <rss version='2.0'><channel><title>T</title><item><title>&b;&x;</title><guid>1</guid></item></channel></rss>";
    if let Ok(Found::Feed(feed)) = parse(laughs.as_bytes(), None, None, now()) {
        let text = format!("{feed:?}");
        assert!(!text.contains("haha") && !text.contains("root:"), "{text}");
    }
}

#[test]
fn what_is_no_feed_is_named() {
    assert_eq!(problem(""), Problem::NotAFeed);
    assert_eq!(problem("hello"), Problem::NotAFeed);
    assert_eq!(problem("<!doctype html><html><head></head></html>"), Problem::NotAFeed);
    assert_eq!(problem("<other/>"), Problem::NotAFeed);
    assert!(matches!(
        problem("<rss version='2.0'><channel><title>T</ti"),
        Problem::Unreadable { .. } | Problem::NotAFeed
    ));
    assert!(matches!(problem("{\"version\": 1"), Problem::Unreadable { .. }));
}

#[test]
fn a_page_is_no_feed_but_leads_to_one() {
    let page = "<!DOCTYPE html><html><head><link rel=alternate type=application/atom+xml href=/feed.xml></head><body><p>x";
    let url = Url::parse("https://alliance.example/ar/").unwrap();
    let found = parse(page.as_bytes(), None, Some(&url), now()).unwrap();
    assert_eq!(found, Found::Page(Url::parse("https://alliance.example/feed.xml").unwrap()));
}
