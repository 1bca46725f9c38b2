//! Issues: written by programs, by editors and by commands; approved, sent, and kept for everybody to read.

mod approving;
mod archive;
mod console;
mod editions;
mod holding;
mod languages;
mod sending;
mod watching;
mod writing;

use std::collections::BTreeSet;

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Answer, Mail, TestApp, TestAppBuilder};

/// A campaign with a program that may do everything to its issues.
pub struct Newsroom {
    pub app: TestApp,
    token: String,
}

impl Newsroom {
    pub async fn open() -> Newsroom {
        Newsroom::of(TestApp::builder()).await
    }

    pub async fn of(builder: TestAppBuilder) -> Newsroom {
        // One connection, so that mails arrive in the order of the readers.
        let app = builder.config(|config| config.smtp_connections = 1).start().await;
        let token = app.token("send").await;
        Newsroom { app, token }
    }

    pub async fn call(&self, method: Method, path: &str, body: Value) -> Answer {
        let request = self.app.request(method, &format!("/api/v1{path}")).bearer_auth(&self.token);
        self.app.send(if body.is_null() { request } else { request.body(body.to_string()) }).await
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.call(Method::GET, path, Value::Null).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.call(Method::POST, path, body).await
    }

    pub async fn patch(&self, path: &str, body: Value) -> Answer {
        self.call(Method::PATCH, path, body).await
    }

    /// An article with a title, a summary and a link in each of these languages; its id.
    pub async fn article(&self, texts: &[(&str, &str)]) -> String {
        let text = |language: &str, title: &str| {
            json!({"title": title, "summary": format!("Summary of {title}"), "body_markdown": title,
                   "link": format!("https://alliance.example/{language}/{title}"), "published_at": "2026-11-20"})
        };
        let translations: serde_json::Map<String, Value> =
            texts.iter().map(|(language, title)| ((*language).to_owned(), text(language, title))).collect();
        let made = self.post("/articles", json!({ "translations": translations })).await.expect(201).json();
        made["id"].as_str().unwrap().to_owned()
    }

    /// Somebody who reads so, `ar+en` being both with Arabic on top; their id.
    pub async fn reader(&self, email: &str, name: &str, reading: &str) -> String {
        self.reader_of(email, name, reading, json!({})).await
    }

    /// The same with further choices.
    pub async fn reader_of(&self, email: &str, name: &str, reading: &str, further: Value) -> String {
        let (reading, first) = match reading.split_once('+') {
            Some((first, _)) => ("both", first),
            None => (reading, reading),
        };
        let mut body = json!({"email": email, "name": name, "reading": reading, "first_language": first,
                              "consent_basis": "Signed at the fair"});
        body.as_object_mut().unwrap().extend(further.as_object().unwrap().clone());
        let made = self.post("/subscribers", body).await.expect(201).json();
        made["id"].as_str().unwrap().to_owned()
    }

    /// A draft of what is new.
    pub async fn draft(&self) -> Value {
        self.post("/issues", json!({})).await.expect(201).json()
    }

    pub async fn issue(&self, id: &str) -> Value {
        self.get(&format!("/issues/{id}")).await.expect(200).json()
    }

    /// Where everybody's mail is; the sum holds at every moment.
    pub async fn progress(&self, id: &str) -> Value {
        let progress = self.get(&format!("/issues/{id}/progress")).await.expect(200).json();
        let count = |what: &str| progress[what].as_i64().unwrap();
        assert_eq!(
            count("selected"),
            count("sent") + count("failed") + count("skipped") + count("waiting"),
            "{progress}"
        );
        progress
    }

    /// Starts an issue, and delivers it.
    pub async fn send(&self, id: &str) -> Vec<Mail> {
        let sent = self.post(&format!("/issues/{id}/send"), Value::Null).await.expect(202).json();
        assert_eq!((&sent["id"], &sent["status"]), (&json!(id), &json!("sending")), "{sent}");
        self.app.delivered().await
    }
}

/// The id in an issue.
pub fn id_of(issue: &Value) -> String {
    issue["id"].as_str().unwrap().to_owned()
}

/// Two articles that everybody can read, and one that only Arabic readers can.
pub async fn three_articles(room: &Newsroom) -> [String; 3] {
    [
        room.article(&[("ar", "القمر"), ("en", "The-moon")]).await,
        room.article(&[("ar", "النجم"), ("en", "The-star")]).await,
        room.article(&[("ar", "الهدهد")]).await,
    ]
}

/// Every key of the catalogue that stands in a text as if it were a sentence.
pub fn unknown_keys(text: &str) -> BTreeSet<String> {
    let key = |word: &str| {
        let starts = ["issue-", "mail-", "issues-", "letter-", "page-", "console-"];
        starts.iter().any(|start| word.starts_with(start))
            && word.len() > 8
            && word.chars().all(|c| c.is_ascii_lowercase() || c == '-')
    };
    text.split(|c: char| c.is_whitespace() || "<>\"'{}()".contains(c))
        .filter(|word| key(word))
        .map(str::to_owned)
        .collect()
}
