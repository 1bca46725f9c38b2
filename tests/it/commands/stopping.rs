//! A server that is asked to stop while somebody watches.

use std::time::Duration;

use super::desk::Desk;

#[tokio::test]
async fn whoever_watches_an_issue_holds_nobody_up() {
    let desk = Desk::new();
    desk.write("news.md", "---\nlanguage: en\ntitle: News\n---\nText\n");
    desk.json(&["article", "add", "news.md"]);
    let issue = desk.json(&["issue", "draft"]);
    let made = desk.json(&["token", "create", "board", "--scope", "read"]);
    let server = desk.serve(&[]);
    let url = format!("{}/api/v1/issues/{}/progress/events", server.url, issue["id"].as_str().unwrap());
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let mut watch = client.get(url).bearer_auth(made["token"].as_str().unwrap()).send().await.unwrap();
    assert_eq!(watch.status(), 200);
    assert!(watch.chunk().await.unwrap().is_some());
    let (code, took) = tokio::task::spawn_blocking(|| server.terminate()).await.unwrap();
    assert_eq!(code, Some(0), "{}", desk.read("serve.log"));
    assert!(took < Duration::from_secs(4), "{took:?}");
    while let Ok(Some(_)) = watch.chunk().await {}
}
