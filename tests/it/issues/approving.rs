//! With two admins or more, nobody sends alone.

use hudhud::access::Role;
use serde_json::Value;

use super::{Newsroom, id_of, three_articles};
use crate::support::Admin;

#[tokio::test]
async fn two_admins_approve_each_others_issues() {
    let room = Newsroom::open().await;
    three_articles(&room).await;
    room.reader("layla@example.org", "", "ar").await;
    let writer = Admin::signed_in(&room.app, "writer@example.org", Role::Editor).await;
    let drafted = writer.post("/admin/issues", &[("cadence", "every")]).await.expect(303);
    let place = drafted.header("location").to_owned();
    let page = writer.get(&place).await.expect(200);
    assert!(page.body.contains(&format!("{place}/send")), "who is alone needs nobody");

    let other = Admin::signed_in(&room.app, "other@example.org", Role::Editor).await;
    let page = writer.get(&place).await.expect(200);
    assert!(
        !page.body.contains(&format!("{place}/send")) && !page.body.contains(&format!("{place}/approve"))
    );
    let refused = writer.submit(&format!("{place}/approve"), &[]).await;
    assert!(refused.text().contains("Somebody else has to approve it"), "{}", refused.text());
    let refused = writer.submit(&format!("{place}/send"), &[("when", "now")]).await;
    assert!(refused.text().contains("not approved yet"), "{}", refused.text());
    let asked = writer.submit(&format!("{place}/ready"), &[]).await;
    assert!(asked.text().contains("waits for approval"), "{}", asked.text());
    let id = place.rsplit('/').next().unwrap().to_owned();
    room.post(&format!("/issues/{id}/send"), Value::Null).await.expect(409);
    assert!(room.app.delivered().await.iter().all(|mail| mail.to != "layla@example.org"));

    let owner = Admin::signed_in(&room.app, "owner@example.org", Role::Owner).await;
    other.submit(&format!("{place}/steer"), &[("action", "draft")]).await;
    assert!(owner.get("/admin/audit").await.text().contains("Issue made a draft again"));
    assert!(other.submit(&format!("{place}/approve"), &[]).await.text().contains("Approved"));
    let edited = writer.get(&place).await;
    let fields = [("revision", edited.input("revision")), ("subject.en", "Another subject".to_owned())];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    writer.submit(&place, &fields).await;
    assert_eq!(room.issue(&id).await["status"], "draft", "what was approved is not what it is now");
    other.submit(&format!("{place}/approve"), &[]).await;
    writer.submit(&format!("{place}/send"), &[("when", "now")]).await;
    let to: Vec<String> = room.app.delivered().await.into_iter().map(|mail| mail.to).collect();
    assert!(to.contains(&"layla@example.org".to_owned()), "{to:?}");
}

#[tokio::test]
async fn an_article_that_changed_after_approval_is_approved_anew() {
    let room = Newsroom::open().await;
    let [moon, ..] = three_articles(&room).await;
    room.reader("layla@example.org", "", "ar").await;
    for email in ["one@example.org", "two@example.org"] {
        Admin::signed_in(&room.app, email, Role::Editor).await;
    }
    let id = id_of(&room.draft().await);
    let path = format!("/issues/{id}");
    let refused = room.post(&format!("{path}/approve"), Value::Null).await.expect(409);
    assert_eq!(
        refused.header("content-type"),
        "application/problem+json",
        "a program that wrote it counts, too"
    );
    let another = room.app.token("send").await;
    let approve = || {
        let request = room.app.request(reqwest::Method::POST, &format!("/api/v1{path}/approve"));
        room.app.send(request.bearer_auth(&another))
    };
    assert_eq!(approve().await.expect(200).json()["status"], "approved");
    let change = serde_json::json!({"translations": {"en": {"title": "Something else"}}});
    room.patch(&format!("/articles/{moon}"), change).await.expect(200);
    room.post(&format!("{path}/send"), Value::Null).await.expect(409);
    assert_eq!(approve().await.expect(200).json()["status"], "approved");
    room.post(&format!("{path}/send"), Value::Null).await.expect(202);
}

#[tokio::test]
async fn a_viewer_looks_and_changes_nothing() {
    let room = Newsroom::open().await;
    three_articles(&room).await;
    room.reader("layla@example.org", "", "ar").await;
    let id = id_of(&room.draft().await);
    let viewer = Admin::signed_in(&room.app, "viewer@example.org", Role::Viewer).await;
    let place = format!("/admin/issues/{id}");
    for path in ["", "/preview", "/preview?edition=ar,en&format=text", "/progress", "/mail?edition=en"] {
        viewer.get(&format!("{place}{path}")).await.expect(200);
    }
    viewer.get(&format!("{place}/send")).await.expect(403);
    for path in ["", "/articles", "/choices", "/test", "/ready", "/approve", "/send", "/steer"] {
        let fields = [("when", "now"), ("action", "cancel"), ("to", "a@example.org"), ("subject.en", "x")];
        viewer.post(&format!("{place}{path}"), &fields).await.expect(403);
    }
    viewer.post("/admin/issues", &[("cadence", "every")]).await.expect(403);
    assert_eq!(room.issue(&id).await["status"], "draft");
    assert!(room.app.delivered().await.iter().all(|mail| mail.to != "layla@example.org"));
}
