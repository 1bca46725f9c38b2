//! Signing in by a mailed link.

use chrono::TimeDelta;
use hudhud::access::Role;
use reqwest::Method;

use crate::support::{Admin, TestApp};

/// Asks for a link by the form, and gives the path in the mail that comes.
async fn asked_for(app: &TestApp, email: &str) -> Option<String> {
    app.post("/admin/sign-in", &[("email", email)]).await.expect(303);
    app.delivered().await.first().map(|mail| mail.link("/admin/sign-in/"))
}

#[tokio::test]
async fn an_admin_signs_in_by_a_mailed_link_that_works_once() {
    let app = TestApp::start().await;
    app.sign_in_link("owner@example.org", Role::Owner).await;
    let link = asked_for(&app, "Owner@Example.org").await.expect("a mail");
    for _ in 0..3 {
        assert!(app.get(&link).await.expect(200).body.contains(r#"<form method="post">"#));
        app.send(app.request(Method::HEAD, &link)).await.expect(200);
    }
    let answer = app.send(app.post_request(&link, &[])).await.expect(303);
    assert_eq!(answer.header("location"), "/admin/");
    let cookie = answer.header("set-cookie");
    assert!(
        cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax") && cookie.contains("Path=/"),
        "{cookie}"
    );
    assert!(!cookie.contains("Secure"), "{cookie}");
    let again = app.send(app.post_request(&link, &[])).await.expect(200);
    assert!(again.header("set-cookie").is_empty());
    assert!(again.text().contains("works once") || again.body.contains("مرة واحدة"), "{}", again.text());
}

#[tokio::test]
async fn over_https_the_cookie_is_bound_to_the_host() {
    let app = TestApp::builder()
        .config(|config| config.base_url = Some("https://news.example.org".parse().unwrap()))
        .start()
        .await;
    let link = app.sign_in_link("owner@example.org", Role::Owner).await;
    let port = app.app.config.bind.port();
    let link = format!("http://localhost:{port}{link}");
    let cookie = app.send(app.post_request(&link, &[])).await.expect(303).header("set-cookie").to_owned();
    assert!(cookie.starts_with("__Host-hudhud=") && cookie.contains("Secure"), "{cookie}");
}

#[tokio::test]
async fn a_link_is_good_for_half_an_hour_and_a_garbled_one_is_nothing() {
    let app = TestApp::start().await;
    let link = app.sign_in_link("owner@example.org", Role::Owner).await;
    app.get(&format!("{link}x")).await.expect(404);
    app.get("/admin/sign-in/AAAA").await.expect(404);
    app.later(TimeDelta::minutes(31));
    let page = app.get(&link).await.expect(200);
    assert!(!page.body.contains(r#"<form method="post">"#));
    assert!(app.send(app.post_request(&link, &[])).await.expect(200).header("set-cookie").is_empty());
}

#[tokio::test]
async fn everybody_who_asks_gets_the_same_answer_and_only_an_admin_a_link() {
    let app = TestApp::start().await;
    app.sign_in_link("owner@example.org", Role::Owner).await;
    app.sign_in_link("gone@example.org", Role::Editor).await;
    let owner = Admin::signed_in(&app, "owner@example.org", Role::Owner).await;
    let gone = admin_id(&owner, "g•••@e•••.org").await;
    owner.submit(&format!("/admin/admins/{gone}"), &[("action", "disable")]).await;
    app.delivered().await;
    let mut answers = Vec::new();
    for email in ["owner@example.org", "nobody@example.org", "gone@example.org"] {
        let answer = app.post("/admin/sign-in", &[("email", email)]).await.expect(303);
        let names: Vec<String> = answer.headers.keys().map(ToString::to_string).collect();
        answers.push((answer.header("location").to_owned(), answer.body, names));
    }
    answers.dedup();
    assert_eq!(answers.len(), 1, "{answers:?}");
    let mails = app.delivered().await;
    assert_eq!(mails.iter().map(|mail| mail.to.as_str()).collect::<Vec<_>>(), ["owner@example.org"]);
    app.post("/admin/sign-in", &[("email", "no address")]).await.expect(422);
}

#[tokio::test]
async fn one_admin_gets_five_links_an_hour() {
    let app = TestApp::start().await;
    app.sign_in_link("owner@example.org", Role::Owner).await;
    app.later(TimeDelta::hours(1));
    for _ in 0..20 {
        app.post("/admin/sign-in", &[("email", "owner@example.org")]).await.expect(303);
    }
    assert_eq!(app.delivered().await.len(), 5);
    app.later(TimeDelta::hours(2));
    assert!(asked_for(&app, "owner@example.org").await.is_some());
}

#[tokio::test]
async fn a_session_ends_when_idle_when_old_and_by_signing_out() {
    let app = TestApp::start().await;
    let owner = Admin::signed_in(&app, "owner@example.org", Role::Owner).await;
    for _ in 0..3 {
        app.later(TimeDelta::minutes(29));
        owner.get("/admin/topics").await.expect(200);
    }
    app.later(TimeDelta::minutes(31));
    assert_eq!(owner.get("/admin/topics").await.expect(303).header("location"), "/admin/sign-in");

    let owner = Admin::signed_in(&app, "owner@example.org", Role::Owner).await;
    for _ in 0..25 {
        app.later(TimeDelta::minutes(29));
        owner.get("/admin/topics").await;
    }
    owner.get("/admin/topics").await.expect(303);

    let owner = Admin::signed_in(&app, "owner@example.org", Role::Owner).await;
    let kept = owner.request(Method::GET, "/admin/topics");
    owner.post("/admin/sign-out", &[]).await.expect(303);
    app.send(kept).await.expect(303);
}

#[tokio::test]
async fn signing_in_gives_a_new_session_and_ends_the_one_before() {
    let app = TestApp::start().await;
    let owner = Admin::signed_in(&app, "owner@example.org", Role::Owner).await;
    let before = owner.request(Method::GET, "/admin/topics");
    let link = app.sign_in_link("owner@example.org", Role::Owner).await;
    let csrf = owner.get(&link).await.expect(200).input("csrf");
    assert_eq!(csrf, owner.csrf());
    owner.post(&link, &[]).await.expect(303);
    app.send(before).await.expect(303);
    owner.get("/admin/topics").await.expect(200);
    let planted = app.request(Method::GET, "/admin/topics").header("cookie", "hudhud=planted.1.AAAA");
    app.send(planted).await.expect(303);
}

#[tokio::test]
async fn a_disabled_admin_is_out_at_once() {
    let app = TestApp::start().await;
    let owner = Admin::signed_in(&app, "owner@example.org", Role::Owner).await;
    let editor = Admin::signed_in(&app, "editor@example.org", Role::Editor).await;
    let link = app.sign_in_link("editor@example.org", Role::Editor).await;
    let id = admin_id(&owner, "e•••@e•••.org").await;
    owner.submit(&format!("/admin/admins/{id}"), &[("action", "disable")]).await;
    editor.get("/admin/topics").await.expect(303);
    assert!(app.send(app.post_request(&link, &[])).await.expect(200).header("set-cookie").is_empty());
}

#[tokio::test]
async fn whoever_comes_for_the_first_time_sees_the_console_in_their_browsers_language() {
    let app = TestApp::start().await;
    for (language, kept) in [("en", "en"), ("ar", "en")] {
        let link = app.sign_in_link("owner@example.org", Role::Owner).await;
        let press = app.post_request(&link, &[]).header("accept-language", language);
        let signed_in = app.send(press).await.expect(303);
        let cookie = signed_in.header("set-cookie");
        let page = app.request(Method::GET, "/admin/").header("cookie", cookie.split(';').next().unwrap());
        let page = app.send(page).await.expect(200);
        assert!(page.body.contains(&format!(r#"<html lang="{kept}""#)), "{language}: {}", page.body);
    }
}

#[tokio::test]
async fn the_console_speaks_the_admins_language() {
    let app = TestApp::start().await;
    let owner = Admin::signed_in(&app, "owner@example.org", Role::Owner).await;
    assert!(owner.get("/admin/topics").await.body.contains(r#"<html lang="en" dir="ltr">"#));
    let page = owner.submit("/admin/language", &[("language", "ar"), ("back", "/admin/topics")]).await;
    assert!(page.body.contains(r#"<html lang="ar" dir="rtl">"#));
    assert!(page.body.contains("صارت لوحة التحرير بالعربية"));
    assert!(!owner.get("/admin/topics").await.body.contains("صارت لوحة التحرير بالعربية"), "said once");
    owner.post("/admin/language", &[("language", "xx")]).await.expect(400);
}

/// The id of the admin with this masked address, from the owners' page.
pub async fn admin_id(owner: &Admin<'_>, masked: &str) -> String {
    let page = owner.get("/admin/admins").await.expect(200).body;
    let (_, row) = page.split_once(masked).unwrap_or_else(|| panic!("no {masked} in {page}"));
    let (_, action) = row.split_once("action=\"/admin/admins/").unwrap();
    action.split('"').next().unwrap().to_owned()
}
