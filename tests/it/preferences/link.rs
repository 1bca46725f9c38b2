//! "Send me my link."

use chrono::TimeDelta;

use crate::{
    signup::{asked, joined, status},
    support::TestApp,
};

#[tokio::test]
async fn a_subscriber_gets_a_link_to_everything_for_half_an_hour() {
    let app = TestApp::start().await;
    joined(&app, "a@example.org").await;
    app.get("/ar/link").await.expect(200);
    let sent = app.post("/ar/link", &[("email", "A@example.org ")]).await.expect(303);
    assert_eq!(sent.header("location"), "/ar/link/sent");
    assert!(app.get("/ar/link/sent").await.expect(200).text().contains("تحقّقوا من بريدكم"));
    let mail = app.delivered().await.remove(0);
    assert_eq!((mail.to.as_str(), mail.subject.as_str()), ("a@example.org", "رابطكم"));
    let link = mail.link("/ar/preferences/");
    assert!(app.get(&link).await.expect(200).body.contains(r#"value="erase""#));
    app.later(TimeDelta::minutes(31));
    let page = app.get(&link).await.expect(200);
    assert!(page.text().contains("لم يعد هذا الرابط صالحًا"));
    let stale = app.post(&link, &[("action", "erase")]).await.expect(200);
    assert!(stale.text().contains("لم يعد هذا الرابط صالحًا"));
    assert_eq!(status(&app, "a@example.org").await, "active");
}

#[tokio::test]
async fn nobody_else_gets_one() {
    let app = TestApp::start().await;
    asked(&app, "pending@example.org").await;
    for email in ["new@example.org", "pending@example.org"] {
        app.post("/en/link", &[("email", email)]).await.expect(303);
    }
    assert!(app.delivered().await.is_empty());
    let page = app.post("/en/link", &[("email", "nonsense")]).await.expect(422);
    assert_eq!(page.input("email"), "nonsense");
}
