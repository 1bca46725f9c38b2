//! What owners do: admins, API tokens.

use hudhud::access::Role;
use reqwest::Method;

use super::signing_in::admin_id;
use crate::support::{Admin, TestApp};

#[tokio::test]
async fn an_owner_admits_somebody_who_gets_a_link() {
    let app = TestApp::start().await;
    let owner = Admin::signed_in(&app, "owner@example.org", Role::Owner).await;
    let form = [("email", "Huda@example.org"), ("role", "editor"), ("language", "ar")];
    owner.submit("/admin/admins", &form).await;
    let mails = app.delivered().await;
    assert_eq!(mails.len(), 1);
    assert_eq!(mails[0].to, "huda@example.org");
    assert_eq!(mails[0].subject, "رابط دخولكم");
    assert!(mails[0].html.contains(r#"dir="rtl""#));
    app.send(app.post_request(&mails[0].link("/admin/sign-in/"), &[])).await.expect(303);
    owner.post("/admin/admins", &[("email", "x"), ("role", "king")]).await.expect(422);
}

#[tokio::test]
async fn the_last_owner_stays() {
    let app = TestApp::start().await;
    let owner = Admin::signed_in(&app, "owner@example.org", Role::Owner).await;
    let id = admin_id(&owner, "o•••@e•••.org").await;
    let place = format!("/admin/admins/{id}");
    for form in [[("action", "disable"), ("x", "")], [("action", "role"), ("role", "viewer")]] {
        assert!(owner.submit(&place, &form).await.text().contains("last owner stays"));
    }
    let form = [("email", "owner@example.org"), ("role", "viewer"), ("language", "en")];
    assert!(owner.submit("/admin/admins", &form).await.text().contains("last owner stays"));
    owner.get("/admin/admins").await.expect(200);
}

#[tokio::test]
async fn two_owners_who_end_each_others_right_leave_one() {
    let app = TestApp::start().await;
    let one = Admin::signed_in(&app, "one@example.org", Role::Owner).await;
    let other = Admin::signed_in(&app, "two@example.org", Role::Owner).await;
    let places = [admin_id(&one, "o•••@e•••.org").await, admin_id(&one, "t•••@e•••.org").await]
        .map(|id| format!("/admin/admins/{id}"));
    let disable = [("action", "disable")];
    tokio::join!(one.post(&places[1], &disable), other.post(&places[0], &disable));
    let left = [one.get("/admin/admins").await.status, other.get("/admin/admins").await.status];
    assert_eq!(left.iter().filter(|status| **status == 200).count(), 1, "{left:?}");
}

#[tokio::test]
async fn a_token_is_shown_once_and_works_until_it_is_revoked() {
    let app = TestApp::start().await;
    let owner = Admin::signed_in(&app, "owner@example.org", Role::Owner).await;
    let page = owner.post("/admin/tokens", &[("name", "website"), ("scope", "write")]).await.expect(200).body;
    let (_, token) = page.split_once("<code>").unwrap();
    let token = token.split('<').next().unwrap();
    assert!(token.starts_with("hudhud_"));
    assert!(!owner.get("/admin/tokens").await.body.contains(token));
    assert!(!app.dump().windows(token.len()).any(|bytes| bytes == token.as_bytes()), "the database keeps it");
    let ask = |method: Method| app.request(method, "/api/v1/topics").bearer_auth(token);
    app.send(ask(Method::GET)).await.expect(200);
    owner.post("/admin/tokens", &[("name", "website"), ("scope", "read")]).await.expect(422);
    let page = owner.get("/admin/tokens").await.body;
    let (_, revoke) = page.split_once("action=\"/admin/tokens/").unwrap();
    owner.submit(&format!("/admin/tokens/{}", revoke.split('"').next().unwrap()), &[]).await;
    let answer = app.send(ask(Method::GET)).await.expect(401);
    assert_eq!(answer.header("content-type"), "application/problem+json");
}

#[tokio::test]
async fn the_api_refuses_who_shows_no_token_or_too_small_a_one() {
    let app = TestApp::start().await;
    let read = app.token("read").await;
    for path in ["/api/v1/subscribers", "/api/v1/topics", "/api/v1/subscribers/AAAAAAAAAAAAAAAAAAAAAA"] {
        app.get(path).await.expect(401);
        app.send(app.request(Method::GET, path).bearer_auth("hudhud_x")).await.expect(401);
        app.send(app.request(Method::GET, path).header("authorization", format!("Basic {read}")))
            .await
            .expect(401);
    }
    let topic = serde_json::json!({"slug": "rights", "names": {"ar": "حقوق", "en": "Rights"}});
    let add = app.request(Method::POST, "/api/v1/topics").bearer_auth(&read).body(topic.to_string());
    let refused = app.send(add).await.expect(403);
    assert_eq!(refused.json()["status"], 403);
    let write = app.token("write").await;
    let add = app.request(Method::POST, "/api/v1/topics").bearer_auth(&write).body(topic.to_string());
    app.send(add).await.expect(201);
    let send = app.token("send").await;
    let list = app.send(app.request(Method::GET, "/api/v1/topics").bearer_auth(&send)).await.expect(200);
    assert_eq!(list.json()["items"][0]["names"]["ar"], "حقوق");
}
