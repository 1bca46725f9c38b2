//! The server itself: whether it lives, and what every answer carries.

use crate::support::TestApp;

#[tokio::test]
async fn a_machine_may_ask_whether_the_server_lives() {
    let app = TestApp::start().await;
    assert_eq!(app.get("/healthz").await.expect(200).body, "ok");
    assert_eq!(app.get("/readyz").await.expect(200).body, "ready");
    let head = app.send(app.request(reqwest::Method::HEAD, "/healthz")).await.expect(200);
    assert_eq!(head.body, "");
}

#[tokio::test]
async fn prometheus_learns_what_waits_and_how_tries_end() {
    let app = TestApp::start().await;
    let metrics = async || app.get("/metrics").await.expect(200).body;
    let form = [("email", "layla@example.org"), ("consent", "yes")];
    app.post("/en/join", &form).await.expect(303);
    app.later(chrono::TimeDelta::seconds(7));
    let waiting = metrics().await;
    assert!(waiting.contains("# TYPE hudhud_queue_length gauge"), "{waiting}");
    assert!(waiting.contains("hudhud_queue_length{kind=\"letter\"} 1\n"), "{waiting}");
    assert!(waiting.contains("hudhud_queue_age_seconds{kind=\"letter\"} 7\n"), "{waiting}");
    app.delivered().await;
    let sent = metrics().await;
    assert!(sent.contains("hudhud_queue_length{kind=\"letter\"} 0\n"), "{sent}");
    // Counters are those of the process, in which other tests count too.
    let counter = "hudhud_attempts_total{kind=\"letter\",fate=\"accepted\"} ";
    let (_, count) = sent.split_once(counter).unwrap_or_else(|| panic!("{sent}"));
    assert!(count.lines().next().unwrap().parse::<u64>().unwrap() >= 1);
    let relay = format!("relay=\"127.0.0.1:{}\"", app.smtp.port());
    assert!(sent.contains(&format!("hudhud_smtp_seconds_count{{{relay}}} 1\n")), "{sent}");
    assert!(sent.contains(&format!("hudhud_connections_total{{{relay},outcome=\"open\"}} ")), "{sent}");
    assert!(!sent.contains("layla"));
}

#[tokio::test]
async fn metrics_are_shown_to_who_knows_the_token() {
    let set = |config: &mut hudhud::config::Config| config.metrics_token = Some("let-me-see".into());
    let app = TestApp::builder().config(set).start().await;
    app.get("/metrics").await.expect(404);
    let with = |token: &str| app.request(reqwest::Method::GET, "/metrics").bearer_auth(token);
    app.send(with("guess")).await.expect(404);
    assert!(app.send(with("let-me-see")).await.expect(200).body.contains("hudhud_queue_length"));
}

#[tokio::test]
async fn every_answer_keeps_a_page_to_itself() {
    let app = TestApp::start().await;
    for (path, referrer) in [("/healthz", "same-origin"), ("/nothing-here", "no-referrer")] {
        let answer = app.get(path).await;
        assert!(answer.header("content-security-policy").starts_with("default-src 'none'"), "{path}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("referrer-policy"), referrer, "{path}");
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
