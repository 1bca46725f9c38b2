//! Articles in the console.

use hudhud::access::Role;
use reqwest::Method;
use serde_json::json;

use super::write;
use crate::support::{Admin, TestApp};

#[tokio::test]
async fn an_editor_writes_corrects_pairs_and_takes_apart() {
    let app = TestApp::start().await;
    let token = app.token("write").await;
    let editor = Admin::signed_in(&app, "editor@example.org", Role::Editor).await;
    let text =
        [("language", "ar"), ("title", "عنوان"), ("body_markdown", "نص"), ("link", ""), ("published_at", "")];
    let saved = editor.post("/admin/articles/new", &text).await.expect(303);
    let place = saved.header("location").to_owned();
    let wrong = editor
        .post(&place, &[("language", "ar"), ("title", ""), ("body_markdown", "typed")])
        .await
        .expect(422);
    assert!(wrong.body.contains("typed") && wrong.text().contains("Every text needs a title."));
    editor
        .post(&place, &[("language", "ar"), ("title", "أصح"), ("body_markdown", "نص آخر")])
        .await
        .expect(303);
    write(&app, &token, &[("en", "Title")]).await;
    let unknown = editor.submit(&format!("{place}/pair"), &[("article", "en/none")]).await;
    assert!(unknown.text().contains("There is no such article"));
    let paired = editor.submit(&format!("{place}/pair"), &[("article", "en/title")]).await;
    assert!(paired.text().contains("They are one article now.") && paired.text().contains("أصح"));
    let apart = editor.submit(&format!("{place}/unpair"), &[]).await;
    assert!(apart.text().contains("They are apart now."));
}

#[tokio::test]
async fn a_correction_leaves_the_hour_and_another_day_changes_it() {
    let app = TestApp::start().await;
    let token = app.token("write").await;
    let editor = Admin::signed_in(&app, "editor@example.org", Role::Editor).await;
    let body = json!({"translations": {"en": {"title": "Title", "body_markdown": "text",
                                              "published_at": "2026-11-20T09:30:00Z"}}});
    let request = app.request(Method::POST, "/api/v1/articles").bearer_auth(&token);
    let request = request.header("content-type", "application/json").body(body.to_string());
    let article = app.send(request).await.expect(201).json();
    let id = article["id"].as_str().unwrap();
    let published = async |day: &str| {
        let text =
            [("language", "en"), ("title", "Better"), ("body_markdown", "text"), ("published_at", day)];
        editor.post(&format!("/admin/articles/{id}"), &text).await.expect(303);
        let request = app.request(Method::GET, &format!("/api/v1/articles/{id}")).bearer_auth(&token);
        let shown = app.send(request).await.expect(200).json()["translations"]["en"].clone();
        assert_eq!(shown["title"], "Better");
        shown["published_at"].as_str().unwrap().to_owned()
    };
    assert!(published("2026-11-20").await.starts_with("2026-11-20T09:30:00"));
    assert!(published("").await.starts_with("2026-11-20T09:30:00"));
    assert!(published("2026-11-21").await.starts_with("2026-11-21T00:00:00"));
}

#[tokio::test]
async fn a_viewer_reads_and_changes_nothing() {
    let app = TestApp::start().await;
    let article = write(&app, &app.token("write").await, &[("en", "Title")]).await;
    let viewer = Admin::signed_in(&app, "viewer@example.org", Role::Viewer).await;
    let place = format!("/admin/articles/{}", article["id"].as_str().unwrap());
    let page = viewer.get(&place).await.expect(200);
    assert!(page.text().contains("Title") && !page.body.contains("<textarea"));
    viewer.get("/admin/articles").await.expect(200);
    viewer.post(&place, &[("language", "en"), ("title", "Other")]).await.expect(403);
    viewer.post(&format!("{place}/unpair"), &[]).await.expect(403);
    viewer.get("/admin/articles/new").await.expect(403);
}

#[tokio::test]
async fn an_editor_says_what_an_article_is_about() {
    let app = TestApp::start().await;
    let article = write(&app, &app.token("write").await, &[("en", "Title")]).await;
    let place = format!("/admin/articles/{}", article["id"].as_str().unwrap());
    let editor = Admin::signed_in(&app, "editor@example.org", Role::Editor).await;
    assert!(
        !editor.get(&place).await.expect(200).body.contains(&format!("{place}/topics")),
        "there are no topics to tick"
    );
    for (slug, name) in [("rights", "Rights"), ("culture", "Culture")] {
        let names = [("slug", slug), ("name_ar", "اسم"), ("name_en", name)];
        editor.post("/admin/topics", &names).await.expect(303);
    }
    let ticked = |page: &str, slug: &str| {
        page.contains(&format!("id=\"f-topics-{slug}\" name=\"topics\" value=\"{slug}\" checked"))
    };
    let topics = format!("{place}/topics");
    let page = editor.submit(&topics, &[("topics", "rights"), ("topics", "culture")]).await;
    assert!(ticked(&page.body, "rights") && ticked(&page.body, "culture"), "{}", page.body);
    let page = editor.submit(&topics, &[("topics", "culture")]).await;
    assert!(!ticked(&page.body, "rights") && ticked(&page.body, "culture"), "{}", page.body);
    editor.post(&topics, &[("topics", "unknown")]).await.expect(422);

    let viewer = Admin::signed_in(&app, "viewer@example.org", Role::Viewer).await;
    let page = viewer.get(&place).await.expect(200);
    assert!(page.text().contains("Culture") && !page.text().contains("Rights"), "{}", page.text());
    viewer.post(&topics, &[("topics", "rights")]).await.expect(403);
    assert!(!editor.submit(&topics, &[]).await.body.contains(" checked"), "nothing ticked is no topic");
}
