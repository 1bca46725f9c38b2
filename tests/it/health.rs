//! The server itself: whether it lives, and what every answer carries.

use crate::support::TestApp;

#[tokio::test]
async fn a_machine_may_ask_whether_the_server_lives() {
    let app = TestApp::start().await;
    assert_eq!(app.get("/healthz").await.expect(200).body, "ok");
    assert_eq!(app.get("/readyz").await.expect(200).body, "ready");
    assert!(app.get("/metrics").await.expect(200).body.contains("hudhud_queue_length"));
    let head = app.send(app.request(reqwest::Method::HEAD, "/healthz")).await.expect(200);
    assert_eq!(head.body, "");
}

#[tokio::test]
async fn every_answer_keeps_a_page_to_itself() {
    let app = TestApp::start().await;
    for path in ["/healthz", "/nothing-here"] {
        let answer = app.get(path).await;
        assert!(answer.header("content-security-policy").starts_with("default-src 'none'"), "{path}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("referrer-policy"), "same-origin");
    }
}

#[tokio::test]
async fn what_is_not_there_has_a_page_in_the_visitors_language() {
    let app = TestApp::start().await;
    let arabic = app.get("/ar/nothing").await.expect(404);
    assert!(arabic.body.contains("<html lang=\"ar\" dir=\"rtl\""), "{}", arabic.body);
    let english = app.get("/en/nothing").await.expect(404);
    assert!(english.body.contains("<html lang=\"en\" dir=\"ltr\""));
    let program = app.get("/api/v1/nothing").await.expect(404);
    assert_eq!(program.header("content-type"), "application/problem+json");
    assert_eq!(program.json()["status"], 404);
}
