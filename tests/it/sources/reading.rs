//! Feeds become articles, and their translations find each other.

use std::path::Path;

use chrono::TimeDelta;
use hudhud::articles::pairing;
use hudhud::articles::{Article, store};
use hudhud::sources::{self, Problem};

use super::site::Reply;
use super::{Site, add, app_beside, read_all, rss};
use crate::support::TestApp;

async fn articles(app: &TestApp) -> Vec<Article> {
    let mut articles = app.app.db.read(|conn| store::list(conn, None, 500)).await.unwrap();
    articles.sort_by_key(|article| article.row.id);
    articles
}

/// Slugs of each article, by language.
async fn slugs(app: &TestApp) -> Vec<String> {
    let slugs = |article: &Article| {
        let texts = article.translations.values().map(|text| format!("{}/{}", text.language, text.slug));
        texts.collect::<Vec<_>>().join(" ")
    };
    articles(app).await.iter().map(slugs).collect()
}

#[tokio::test]
async fn the_seed_becomes_four_articles() {
    let folder = Path::new("../shared/fixtures/seed");
    let (Ok(arabic), Ok(english)) = (
        std::fs::read_to_string(folder.join("feed.ar.rss.xml")),
        std::fs::read_to_string(folder.join("feed.en.atom.xml")),
    ) else {
        // The seed is no part of this repository.
        return eprintln!("NOT RUN: ../shared/fixtures is not beside this repository");
    };
    let site = Site::start();
    site.feed("/ar", &arabic);
    site.feed("/en", &english);
    let app = app_beside(&site).await;
    add(&app, "ar", &site.url("/ar")).await;
    add(&app, "en", &site.url("/en")).await;
    let reports = read_all(&app).await;
    let counts: Vec<_> = reports.iter().map(|report| (report.new, report.paired, report.undecided)).collect();
    assert_eq!(counts, [(4, 0, 0), (3, 3, 0)]);
    for (report, count) in reports.iter().zip([4, 3]) {
        assert!(
            matches!(&report.problems[..], [Problem::Pages { count: n, .. }] if *n == count),
            "{report:?}"
        );
    }
    assert_eq!(articles(&app).await.len(), 4);
    let article = articles(&app).await.remove(3);
    let text = &article.translations[&"ar".parse().unwrap()];
    assert_eq!(text.title, "متشددو نظام الملالي يميل بشكل متزايد نحو روسيا");
    assert!(text.body.starts_with("<p>يعدّ التعاون العسكري بين روسيا ونظام الملالي") && text.baseline);
    assert_eq!(article.translations.len(), 2);
    let again = read_all(&app).await;
    assert!(again.iter().all(|report| report.new + report.updated + report.paired == 0 && !report.failed));
}

#[tokio::test]
async fn pages_that_answer_pair_by_hreflang_and_by_link() {
    let site = Site::start();
    site.feed("/feed/ar", &rss(&site, "ar", &[("1", "/a-1", "أ"), ("2", "/a-2", "ب"), ("3", "/a-3", "ج")]));
    site.feed("/feed/en", &rss(&site, "en", &[("1", "/b-1", "A"), ("2", "/b-2", "B"), ("3", "/b-3", "C")]));
    site.page("/a-1", "<html lang=ar><link rel=alternate hreflang=en href=/b-3>");
    site.page("/b-2", "<html lang=en><p><a href=/a-2>بالعربية</a>");
    for path in ["/a-2", "/a-3", "/b-1", "/b-3"] {
        site.page(path, "<p>x");
    }
    let app = app_beside(&site).await;
    add(&app, "ar", &site.url("/feed/ar")).await;
    add(&app, "en", &site.url("/feed/en")).await;
    let reports = read_all(&app).await;
    assert_eq!((reports[1].new, reports[1].paired, &reports[1].problems[..]), (3, 2, &[][..]));
    assert_eq!(slugs(&app).await, ["ar/a-1 en/b-3", "ar/a-2 en/b-2", "ar/a-3", "en/b-1"]);
}

#[tokio::test]
async fn an_edit_at_the_source_comes_through_and_an_entry_is_never_doubled() {
    let site = Site::start();
    let feed = |entries: &[(&str, &str, &str)]| {
        site.reply("/feed", Reply::new("200 OK", rss(&site, "en", entries)));
    };
    let app = app_beside(&site).await;
    add(&app, "en", &site.url("/feed")).await;
    feed(&[("1", "/one", "One"), ("2", "/two", "Two")]);
    read_all(&app).await;
    // A new text, a new id of the same link, and one more entry.
    feed(&[("1", "/one", "One, corrected"), ("2b", "/two", "Two"), ("3", "/three", "Three")]);
    let report = read_all(&app).await.remove(0);
    assert_eq!((report.new, report.updated), (1, 1));
    let articles = articles(&app).await;
    let texts: Vec<_> = articles.iter().flat_map(|article| article.translations.values()).collect();
    let seen: Vec<_> =
        texts.iter().map(|text| (text.slug.as_str(), text.title.as_str(), text.baseline)).collect();
    assert_eq!(seen, [("one", "One, corrected", true), ("two", "Two", true), ("three", "Three", false)]);
}

#[tokio::test]
async fn entries_that_share_a_link_stay_apart() {
    let site = Site::start();
    site.feed("/feed", &rss(&site, "en", &[("1", "/", "One"), ("2", "/", "Two")]));
    let app = app_beside(&site).await;
    add(&app, "en", &site.url("/feed")).await;
    assert_eq!(read_all(&app).await[0].new, 2);
    site.reply("/feed", Reply::new("200 OK", rss(&site, "en", &[("1", "/", "One"), ("2", "/", "Two!")])));
    let report = read_all(&app).await.remove(0);
    assert_eq!((report.new, report.updated), (0, 1));
}

#[tokio::test]
async fn a_page_leads_to_its_feed_and_a_failing_source_is_asked_less_often() {
    let site = Site::start();
    site.page("/", "<!doctype html><html><head><link rel=alternate type=application/rss+xml href=/feed>");
    site.feed("/feed", &rss(&site, "en", &[("1", "/one", "One")]));
    let app = app_beside(&site).await;
    add(&app, "en", &site.url("/")).await;
    assert_eq!(read_all(&app).await[0].new, 1);
    let stored = |app: &TestApp| {
        let db = app.app.db.clone();
        async move { db.read(hudhud::sources::store::list).await.unwrap().remove(0) }
    };
    assert_eq!(stored(&app).await.url, site.url("/feed"));
    site.reply("/feed", Reply::new("500 Oops", ""));
    for hours in [2, 4] {
        let report = read_all(&app).await.remove(0);
        assert_eq!(report.problems, [Problem::Status { host: "127.0.0.1".to_owned(), status: 500 }]);
        assert_eq!(stored(&app).await.next_fetch_at, app.clock.now() + TimeDelta::hours(hours));
    }
    assert_eq!(articles(&app).await.len(), 1, "what was read before is kept");
}

#[tokio::test]
async fn a_worker_reads_what_is_due_and_two_never_read_the_same() {
    let site = Site::start();
    site.feed("/feed", &rss(&site, "en", &[("1", "/one", "One")]));
    let app = app_beside(&site).await;
    add(&app, "en", &site.url("/feed")).await;
    let (one, other) = tokio::join!(sources::read_due(&app.app), sources::read_due(&app.app));
    assert_eq!(one.unwrap().len() + other.unwrap().len(), 1);
    assert!(sources::read_due(&app.app).await.unwrap().is_empty());
    app.later(TimeDelta::hours(1));
    assert_eq!(sources::read_due(&app.app).await.unwrap().len(), 1);
}

#[tokio::test]
async fn editors_decide_what_only_looks_alike() {
    let site = Site::start();
    let dated = |language: &str, path: &str, title: &str| {
        rss(&site, language, &[("1", path, title)])
            .replace("<guid", "<pubDate>Tue, 02 Aug 2022 09:00:00 +0000</pubDate><guid")
    };
    site.feed("/ar", &dated("ar", "/kitab", "٣٧ اسمًا"));
    site.feed("/en", &dated("en", "/names", "37 names"));
    let app = app_beside(&site).await;
    add(&app, "ar", &site.url("/ar")).await;
    add(&app, "en", &site.url("/en")).await;
    let report = read_all(&app).await.remove(1);
    assert_eq!((report.paired, report.undecided), (0, 1));
    let pair = app.app.db.read(pairing::undecided).await.unwrap().remove(0);
    let (id, now) = (pair.id.clone(), app.clock.now());
    assert!(app.app.db.write(move |conn| pairing::refuse(conn, &id, now)).await.unwrap());
    let report = read_all(&app).await.remove(1);
    assert_eq!((report.paired, report.undecided, articles(&app).await.len()), (0, 0, 2));
}
