//! After a restore all sending is held: everybody sees it, and an owner lets it go on.

use hudhud::{
    access::Role,
    delivery::{self, WhenUncertain},
};

use crate::support::{Admin, TestApp};

#[tokio::test]
async fn everybody_sees_that_sending_is_held_and_an_owner_lets_it_go_on() {
    let app = TestApp::start().await;
    let owner = Admin::signed_in(&app, "owner@example.org", Role::Owner).await;
    let editor = Admin::signed_in(&app, "editor@example.org", Role::Editor).await;
    assert!(!owner.get("/admin/").await.expect(200).text().contains("All sending is held"));
    let now = app.clock.now();
    app.app.db.write(move |conn| delivery::hold(conn, WhenUncertain::Resend, now)).await.unwrap();
    let form = [("email", "huda@example.org"), ("role", "viewer"), ("language", "ar")];
    owner.submit("/admin/admins", &form).await;
    assert!(app.delivered().await.is_empty(), "held");

    let seen = editor.get("/admin/").await.expect(200).text();
    assert!(seen.contains("All sending is held") && !seen.contains("/admin/resume-sending"), "{seen}");
    editor.post("/admin/resume-sending", &[]).await.expect(403);
    assert!(app.delivered().await.is_empty());

    assert!(owner.get("/admin/").await.expect(200).text().contains("Let sending go on"));
    let after = owner.submit("/admin/resume-sending", &[]).await.text();
    assert!(after.contains("Sending goes on") && !after.contains("All sending is held"), "{after}");
    assert_eq!(app.delivered().await.len(), 1);
    assert!(owner.get("/admin/audit").await.expect(200).text().contains("All sending resumed"));
}
