//! Articles as everybody reads them, as editors write them, and as programs and commands see them.

mod api;
mod console;
mod files;
mod pages;
mod pairing;

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::TestApp;

/// Makes an article by the API: a text for each language, with this title.
pub async fn write(app: &TestApp, token: &str, texts: &[(&str, &str)]) -> Value {
    let text = |title: &str| json!({"title": title, "body_markdown": format!("**{title}**"), "published_at": "2022-08-02"});
    let translations: serde_json::Map<String, Value> =
        texts.iter().map(|(language, title)| ((*language).to_owned(), text(title))).collect();
    let request = app.request(Method::POST, "/api/v1/articles").bearer_auth(token);
    let body = json!({ "translations": translations }).to_string();
    app.send(request.header("content-type", "application/json").body(body)).await.expect(201).json()
}
