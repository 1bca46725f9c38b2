//! The audit, and that tampering is seen.

use diesel::{QueryDsl, RunQueryDsl, prelude::*};
use hudhud::{access::Role, db::schema::audit};

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
    assert!(page.contains("topic.add") && page.contains("freedom") && page.contains("admin.sign_in"));
    assert!(!page.contains("owner@example.org"));
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
