//! Every door of the console, tried by those who may not come in.

use hudhud::access::Role;
use reqwest::Method;

use crate::support::{Admin, TestApp};

/// Every form of the console that is open here.
const POSTS: [&str; 19] = [
    "/admin/sign-out",
    "/admin/language",
    "/admin/admins",
    "/admin/admins/AAAAAAAAAAAAAAAAAAAAAA",
    "/admin/tokens",
    "/admin/tokens/AAAAAAAAAAAAAAAAAAAAAA/revoke",
    "/admin/people/find",
    "/admin/people/new",
    "/admin/people/AAAAAAAAAAAAAAAAAAAAAA",
    "/admin/people/AAAAAAAAAAAAAAAAAAAAAA/reveal",
    "/admin/people/AAAAAAAAAAAAAAAAAAAAAA/erase",
    "/admin/letters/AAAAAAAAAAAAAAAAAAAAAA/again",
    "/admin/topics",
    "/admin/topics/rights",
    "/admin/sign-in",
    "/admin/issues",
    "/admin/issues/AAAAAAAAAAAAAAAAAAAAAA",
    "/admin/sources",
    "/admin/nothing-is-here",
];

#[tokio::test]
async fn a_form_that_no_page_of_ours_sent_is_refused() {
    let app = TestApp::start().await;
    let owner = Admin::signed_in(&app, "owner@example.org", Role::Owner).await;
    let post = |path: &str, csrf: Option<&str>| {
        let body = csrf.map(|csrf| format!("csrf={csrf}")).unwrap_or_default();
        let request = owner.request(Method::POST, path).body(body);
        request.header("content-type", "application/x-www-form-urlencoded")
    };
    let right = owner.csrf();
    for path in POSTS {
        for (name, value) in [
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-site", "same-site"),
            ("origin", "https://evil.example"),
            ("origin", "null"),
            ("x-nothing", "said"),
        ] {
            app.send(post(path, Some(right)).header(name, value)).await.expect(403);
        }
        let ours = ("sec-fetch-site", "same-origin");
        app.send(post(path, None).header(ours.0, ours.1)).await.expect(403);
        app.send(post(path, Some("wrong")).header(ours.0, ours.1)).await.expect(403);
        let plain =
            owner.request(Method::POST, path).header(ours.0, ours.1).header("content-type", "text/plain");
        app.send(plain.body(format!("csrf={right}"))).await.expect(403);
    }
    assert!(owner.get("/admin/topics").await.expect(200).headers.contains_key("cache-control"));
}

#[tokio::test]
async fn looking_changes_nothing() {
    let app = TestApp::start().await;
    let owner = Admin::signed_in(&app, "owner@example.org", Role::Owner).await;
    let link = app.sign_in_link("owner@example.org", Role::Owner).await;
    let before = app.dump();
    app.later(chrono::TimeDelta::minutes(20));
    for path in [
        "/admin/",
        "/admin",
        "/admin/people",
        "/admin/people/new",
        "/admin/letters",
        "/admin/topics",
        "/admin/admins",
        "/admin/tokens",
        "/admin/audit",
        "/admin/sign-in",
        "/admin/sign-in/sent",
        &link,
    ] {
        let answer = owner.get(path).await;
        assert!(matches!(answer.status, 200 | 303), "{path}: {}", answer.status);
        assert_eq!(answer.header("cache-control"), "no-store", "{path}");
        let referrer = if path.starts_with("/admin/sign-in/") { "no-referrer" } else { "same-origin" };
        assert_eq!(answer.header("referrer-policy"), referrer, "{path}");
    }
    assert_eq!(owner.get("/admin/sign-in/x").await.expect(404).header("referrer-policy"), "no-referrer");
    assert!(app.dump() == before, "the database changed");
}

#[tokio::test]
async fn each_role_opens_its_own_doors() {
    let app = TestApp::start().await;
    let viewer = Admin::signed_in(&app, "viewer@example.org", Role::Viewer).await;
    let editor = Admin::signed_in(&app, "editor@example.org", Role::Editor).await;
    let owner = Admin::signed_in(&app, "owner@example.org", Role::Owner).await;
    for (path, viewers, editors) in [
        ("/admin/", 200, 200),
        ("/admin/people", 200, 200),
        ("/admin/letters", 200, 200),
        ("/admin/topics", 200, 200),
        ("/admin/people/new", 403, 200),
        ("/admin/admins", 403, 403),
        ("/admin/tokens", 403, 403),
        ("/admin/audit", 403, 403),
    ] {
        viewer.get(path).await.expect(viewers);
        editor.get(path).await.expect(editors);
        owner.get(path).await.expect(200);
        app.get(path).await.expect(303);
    }
    let topic = [("slug", "rights"), ("name_ar", "حقوق"), ("name_en", "Rights")];
    viewer.post("/admin/topics", &topic).await.expect(403);
    editor.post("/admin/topics", &topic).await.expect(303);
    let admit = [("email", "x@example.org"), ("role", "owner"), ("language", "en")];
    editor.post("/admin/admins", &admit).await.expect(403);
    editor.post("/admin/tokens", &[("name", "x"), ("scope", "send")]).await.expect(403);
    let find = [("email", "x@example.org")];
    viewer.post("/admin/people/find", &find).await.expect(403);
    assert!(!viewer.get("/admin/people").await.body.contains("/admin/people/find"));
    editor.post("/admin/people/find", &find).await.expect(303);
    assert!(owner.get("/admin/audit").await.text().contains("Address looked for"));
}
