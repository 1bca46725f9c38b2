//! An admin at a browser: keeps cookies, and posts the forms of the pages that it sees.

use std::{collections::BTreeMap, sync::Mutex};

use hudhud::access::{Role, admins, api_tokens, sign_in_links};
use reqwest::{Method, RequestBuilder};

use super::{Answer, TestApp};

pub struct Admin<'a> {
    app: &'a TestApp,
    cookies: Mutex<BTreeMap<String, String>>,
    csrf: String,
}

impl<'a> Admin<'a> {
    /// Somebody of this role who has just signed in.
    pub async fn signed_in(app: &'a TestApp, email: &str, role: Role) -> Admin<'a> {
        Admin::speaking("en", app, email, role).await
    }

    /// The same, who uses the console in this language.
    pub async fn speaking(language: &str, app: &'a TestApp, email: &str, role: Role) -> Admin<'a> {
        let link = app.sign_in_link_for(language, email, role).await;
        let mut admin = Admin { app, cookies: Mutex::default(), csrf: String::new() };
        admin.app.get(&link).await.expect(200);
        admin.send(app.post_request(&link, &[])).await.expect(303);
        admin.csrf = admin.get("/admin/topics").await.expect(200).input("csrf");
        admin
    }

    pub fn csrf(&self) -> &str {
        &self.csrf
    }

    /// A request with this browser's cookies.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.with_cookies(self.app.request(method, path))
    }

    pub fn with_cookies(&self, request: RequestBuilder) -> RequestBuilder {
        let cookies = self.cookies.lock().unwrap();
        let pairs: Vec<String> = cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        if pairs.is_empty() { request } else { request.header("cookie", pairs.join("; ")) }
    }

    /// Sends a request with this browser's cookies, and keeps those of the answer.
    pub async fn send(&self, request: RequestBuilder) -> Answer {
        let answer = self.app.send(self.with_cookies(request)).await;
        let mut cookies = self.cookies.lock().unwrap();
        for set in answer.headers.get_all("set-cookie") {
            let (pair, attributes) = set.to_str().unwrap().split_once(';').unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            match attributes.contains("Max-Age=0") {
                true => cookies.remove(name),
                false => cookies.insert(name.to_owned(), value.to_owned()),
            };
        }
        answer
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(self.app.request(Method::GET, path)).await
    }

    /// Posts a form as a page of the console does.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let fields = [fields, &[("csrf", self.csrf.as_str())]].concat();
        self.send(self.app.post_request(path, &fields)).await
    }

    /// Posts a form and follows to the page that says what came of it.
    pub async fn submit(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let answer = self.post(path, fields).await.expect(303);
        self.get(answer.header("location")).await.expect(200)
    }
}

impl TestApp {
    /// The path of a fresh link that signs somebody in, who is admitted if need be.
    pub async fn sign_in_link(&self, email: &str, role: Role) -> String {
        self.sign_in_link_for("en", email, role).await
    }

    /// The same for somebody who uses the console in this language.
    pub async fn sign_in_link_for(&self, language: &str, email: &str, role: Role) -> String {
        let (vault, email, now) = (self.app.vault.clone(), email.parse().unwrap(), self.clock.now());
        let language = self.app.catalogue.find(language).unwrap();
        let link = self.app.db.write(move |conn| -> diesel::QueryResult<_> {
            let admin = admins::admit(conn, &vault, &email, role, &language, now)?;
            sign_in_links::make(conn, admin.id, now)
        });
        let url = self.app.links.sign_in(&link.await.unwrap(), now);
        url::Url::parse(&url).unwrap().path().to_owned()
    }

    /// A fresh API token of this scope.
    pub async fn token(&self, scope: &str) -> String {
        let (now, scope) = (self.clock.now(), scope.parse().unwrap());
        let name = format!("token {}", rand::random::<u64>()).parse().unwrap();
        let made = self.app.db.write(move |conn| api_tokens::create(conn, &name, scope, now)).await;
        made.unwrap().unwrap().1
    }
}
