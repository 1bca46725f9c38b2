//! The public pages.

use super::write;
use crate::support::TestApp;

#[tokio::test]
async fn a_reader_finds_an_article_and_its_translation() {
    let app = TestApp::start().await;
    let token = app.token("write").await;
    write(&app, &token, &[("ar", "حق التصويت"), ("en", "The right to vote")]).await;
    write(&app, &token, &[("ar", "بيان")]).await;
    let list = app.get("/ar/articles").await.expect(200);
    assert!(list.text().contains("حق التصويت") && list.text().contains("بيان"));
    let page =
        app.get("/ar/articles/%D8%AD%D9%82-%D8%A7%D9%84%D8%AA%D8%B5%D9%88%D9%8A%D8%AA").await.expect(200);
    assert!(page.body.contains("<html lang=\"ar\" dir=\"rtl\">"));
    assert!(page.body.contains("<strong>حق التصويت</strong>"));
    assert!(page.body.contains("hreflang=\"en\"") && page.body.contains("/en/articles/the-right-to-vote"));
    assert!(page.body.contains("property=\"og:type\" content=\"article\""));
    for host in ["wa.me", "t.me", "facebook.com", "twitter.com", "mailto:"] {
        assert!(page.body.contains(host), "no way to share by {host}");
    }
    assert!(page.body.contains("name=\"email\"") && page.body.contains("action=\"/ar/join\""));
    let english = app.get("/en/articles/the-right-to-vote").await.expect(200);
    assert!(english.body.contains("<html lang=\"en\" dir=\"ltr\">"));
    assert!(english.text().contains("اقرؤوا هذا بالعربية"));
    for unknown in
        ["/en/articles/none", "/ar/articles/the-right-to-vote", "/fr/articles", "/en/articles?after=none"]
    {
        app.get(unknown).await.expect(404);
    }
}

#[tokio::test]
async fn a_long_list_is_read_in_parts() {
    let app = TestApp::start().await;
    let token = app.token("write").await;
    for number in 0..23 {
        write(&app, &token, &[("en", &format!("Number {number}"))]).await;
    }
    let first = app.get("/en/articles").await.expect(200);
    let document = scraper::Html::parse_document(&first.body);
    let older = scraper::Selector::parse("a[rel=next]").unwrap();
    let next = document.select(&older).next().unwrap().value().attr("href").unwrap().to_owned();
    drop(document);
    let second = app.get(&next).await.expect(200);
    let titles = |body: &str| (0..23).filter(|number| body.contains(&format!(">Number {number}<"))).count();
    assert_eq!((titles(&first.body), titles(&second.body)), (20, 3));
}

#[tokio::test]
async fn hostile_text_does_no_harm() {
    let app = TestApp::start().await;
    let token = app.token("write").await;
    let title = "<img src=x onerror=alert(1)>{{ 7*7 }} \u{202e}\"'";
    let article = write(&app, &token, &[("en", title)]).await;
    let slug = article["translations"]["en"]["slug"].as_str().unwrap();
    for path in ["/en/articles".to_owned(), format!("/en/articles/{slug}")] {
        let page = app.get(&path).await.expect(200);
        assert!(!page.body.contains("<img src=x") && !page.body.contains('\u{202e}'));
        assert!(page.body.contains("{{ 7*7 }}"));
    }
}
