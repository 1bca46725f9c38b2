//! Sources in the console.

use hudhud::access::Role;

use super::{Site, app_beside, rss};
use crate::support::Admin;

#[tokio::test]
async fn an_editor_tries_adds_and_reads_a_source() {
    let site = Site::start();
    site.feed("/feed", &rss(&site, "en", &[("1", "/one", "<![CDATA[<script>alert(1)</script>One]]>")]));
    let app = app_beside(&site).await;
    let editor = Admin::signed_in(&app, "editor@example.org", Role::Editor).await;
    let url = site.url("/feed");
    let tried = editor
        .post("/admin/sources", &[("url", &url), ("language", "en"), ("action", "try")])
        .await
        .expect(200);
    assert!(tried.text().contains("One") && !tried.body.contains("<script>alert"));
    editor.post("/admin/sources", &[("url", "nothing"), ("language", "en")]).await.expect(422);
    editor.post("/admin/sources", &[("url", &url), ("language", "en"), ("action", "add")]).await.expect(303);
    let page = editor.get("/admin/sources").await.expect(200);
    let form = scraper::Html::parse_document(&page.body);
    let forms = scraper::Selector::parse("form[action$='/fetch']").unwrap();
    let action = form.select(&forms).next().unwrap().value().attr("action").unwrap().to_owned();
    editor.post(&action, &[]).await.expect(303);
    editor.post(&action.replace("/fetch", "/remove"), &[]).await.expect(303);
    assert!(!editor.get("/admin/sources").await.expect(200).body.contains(&action));
    editor.post(&action.replace("/fetch", "/remove"), &[]).await.expect(404);
    let public = app.get("/en/articles").await.expect(200);
    assert!(public.text().contains("One") && !public.body.contains("<script>alert"));
}

#[tokio::test]
async fn a_viewer_looks_and_changes_nothing() {
    let site = Site::start();
    let app = app_beside(&site).await;
    let viewer = Admin::signed_in(&app, "viewer@example.org", Role::Viewer).await;
    viewer.get("/admin/sources").await.expect(200);
    viewer.post("/admin/sources", &[("url", &site.url("/feed")), ("language", "en")]).await.expect(403);
    assert_eq!(site.connections(), 0);
}
