//! The audit, and that tampering is seen.

use diesel::{QueryDsl, RunQueryDsl, prelude::*};
use hudhud::{access::Role, db::schema::audit};
use reqwest::Method;
use serde_json::json;

use crate::support::{Admin, TestApp};

async fn owner_with_a_history(app: &TestApp) -> Admin<'_> {
    let owner = Admin::signed_in(app, "owner@example.org", Role::Owner).await;
    for slug in ["rights", "women", "freedom"] {
        let form = [("slug", slug), ("name_ar", "موضوع"), ("name_en", "A topic")];
        owner.submit("/admin/topics", &form).await;
    }
    owner
}

#[tokio::test]
async fn the_audit_says_who_did_what_and_that_it_is_whole() {
    let app = TestApp::start().await;
    let owner = owner_with_a_history(&app).await;
    let page = owner.get("/admin/audit").await.expect(200).text();
    assert!(page.contains("The chain holds"), "{page}");
    assert!(page.contains("Topic added") && page.contains("freedom") && page.contains("Signed in"));
    assert!(!page.contains("owner@example.org"));
    owner.post("/admin/language", &[("language", "ar"), ("back", "/admin/audit")]).await.expect(303);
    let page = owner.get("/admin/audit").await.expect(200).text();
    assert!(page.contains("إضافة موضوع") && page.contains("مشرف"), "{page}");
}

#[tokio::test]
async fn what_programs_do_is_in_it_too() {
    let app = TestApp::start().await;
    let token = app.token("write").await;
    let call = |method: Method, path: String, body: serde_json::Value| {
        app.send(app.request(method, &format!("/api/v1{path}")).bearer_auth(&token).body(body.to_string()))
    };
    let article = |language: &str| json!({"translations": {language: {"title": "Title"}}});
    let made = call(Method::POST, "/articles".into(), article("en")).await.expect(201).json();
    let other = call(Method::POST, "/articles".into(), article("ar")).await.expect(201).json();
    let place = format!("/articles/{}", made["id"].as_str().unwrap());
    let change = json!({"translations": {"en": {"summary": "S"}}});
    call(Method::PATCH, place.clone(), change).await.expect(200);
    call(Method::POST, format!("{place}/pair"), json!({"article": other["id"]})).await.expect(200);
    let source = json!({"url": "https://alliance.example/feed", "language": "en"});
    call(Method::POST, "/sources".into(), source).await.expect(201);
    let written: Vec<String> =
        app.app.db.read(|conn| audit::table.order(audit::id).select(audit::action).load(conn)).await.unwrap();
    assert_eq!(written, ["article.create", "article.create", "article.edit", "article.pair", "source.add"]);
}

#[tokio::test]
async fn a_changed_entry_breaks_the_chain() {
    let app = TestApp::start().await;
    let owner = owner_with_a_history(&app).await;
    let change = |conn: &mut hudhud::db::Conn| {
        diesel::update(audit::table.filter(audit::subject.eq("women")))
            .set(audit::subject.eq("men"))
            .execute(conn)
    };
    assert_eq!(app.app.db.write(change).await.unwrap(), 1);
    assert!(owner.get("/admin/audit").await.expect(200).text().contains("The chain breaks at entry"));
}

#[tokio::test]
async fn a_removed_entry_breaks_the_chain() {
    let app = TestApp::start().await;
    let owner = owner_with_a_history(&app).await;
    let remove = |conn: &mut hudhud::db::Conn| {
        diesel::delete(audit::table.filter(audit::subject.eq("women"))).execute(conn)
    };
    assert_eq!(app.app.db.write(remove).await.unwrap(), 1);
    assert!(owner.get("/admin/audit").await.expect(200).text().contains("The chain breaks at entry"));
}

#[tokio::test]
async fn an_old_entry_that_was_changed_is_found_when_the_whole_is_read_through() {
    let app = TestApp::start().await;
    let owner = owner_with_a_history(&app).await;
    app.delivered().await;
    for n in 0..60 {
        owner
            .submit("/admin/topics", &[("slug", &*format!("t{n}")), ("name_ar", "م"), ("name_en", "T")])
            .await;
    }
    let page = owner.get("/admin/audit").await.expect(200).text();
    assert!(page.contains("The chain holds") && page.contains("were read through on"), "{page}");
    let change = |conn: &mut hudhud::db::Conn| {
        diesel::update(audit::table.filter(audit::subject.eq("women")))
            .set(audit::subject.eq("men"))
            .execute(conn)
    };
    assert_eq!(app.app.db.write(change).await.unwrap(), 1);
    app.delivered().await;
    assert!(owner.get("/admin/audit").await.expect(200).text().contains("The chain breaks at entry"));
}

#[tokio::test]
async fn who_cuts_the_end_of_the_chain_off_is_found_out() {
    let app = TestApp::start().await;
    let owner = owner_with_a_history(&app).await;
    app.delivered().await;
    let remove = |conn: &mut hudhud::db::Conn| {
        diesel::delete(audit::table.filter(audit::subject.eq("freedom"))).execute(conn)
    };
    assert_eq!(app.app.db.write(remove).await.unwrap(), 1);
    assert!(owner.get("/admin/audit").await.expect(200).text().contains("The chain breaks at entry"));
}
