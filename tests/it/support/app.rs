//! The application under test, acted upon through its front door.

use std::path::PathBuf;

use chrono::TimeDelta;
use hudhud::{app::App, clock::Clock, config::Config, server::Server, worker};
use reqwest::{Client, Method, RequestBuilder, redirect};
use tempfile::TempDir;
use tokio::{sync::oneshot, task::JoinHandle};

use super::{Answer, Database, Mail, smtp::Smtp, start_of_time};

/// What differs from the usual before the start.
pub struct TestAppBuilder {
    dir: TempDir,
    database: Database,
    smtp: Smtp,
    config: Config,
}

pub struct TestApp {
    /// For looking at what no page shows.
    pub app: App,
    pub clock: Clock,
    pub smtp: Smtp,
    pub database: Database,
    pub base: String,
    pub data_dir: PathBuf,
    client: Client,
    seen: std::sync::Mutex<usize>,
    stop: Option<oneshot::Sender<()>>,
    serving: Option<JoinHandle<anyhow::Result<()>>>,
    // Dropped last: the database file lies in it.
    _dir: TempDir,
}

impl TestAppBuilder {
    /// Changes settings before the start.
    pub fn config(mut self, change: impl FnOnce(&mut Config)) -> Self {
        change(&mut self.config);
        self
    }

    /// A file below the data folder: sentences, templates, keys.
    pub fn file(self, path: &str, content: &str) -> Self {
        let path = self.dir.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
        self
    }

    pub async fn start(self) -> TestApp {
        let clock = Clock::manual(start_of_time());
        let server = Server::bind(self.config, clock.clone()).unwrap();
        let app = server.app().clone();
        let base = app.links.origin().to_owned();
        let (stop, stopped) = oneshot::channel();
        let serving = tokio::spawn(server.run(1, async move {
            stopped.await.ok();
        }));
        let client = Client::builder().redirect(redirect::Policy::none()).no_proxy().build().unwrap();
        TestApp {
            data_dir: self.dir.path().to_path_buf(),
            app,
            clock,
            smtp: self.smtp,
            database: self.database,
            base,
            client,
            seen: std::sync::Mutex::new(0),
            stop: Some(stop),
            serving: Some(serving),
            _dir: self.dir,
        }
    }
}

impl TestApp {
    /// The usual application: both languages, mail to the scripted server, no worker but the test.
    pub async fn start() -> TestApp {
        TestApp::builder().start().await
    }

    pub fn builder() -> TestAppBuilder {
        rustls::crypto::ring::default_provider().install_default().ok();
        let dir = tempfile::tempdir().unwrap();
        let database = Database::fresh();
        let smtp = Smtp::start();
        let mut config = Config::for_tests(dir.path(), database.url.as_deref());
        config.smtp_url = smtp.url().parse().unwrap();
        TestAppBuilder { dir, database, smtp, config }
    }

    /// A request to be finished and sent with `send`.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let url = if path.starts_with("http") { path.to_owned() } else { format!("{}{path}", self.base) };
        self.client.request(method, url)
    }

    pub async fn send(&self, request: RequestBuilder) -> Answer {
        Answer::of(request.send().await.unwrap()).await
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(self.request(Method::GET, path)).await
    }

    /// Posts a form as a browser on a page of ours does.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.send(self.post_request(path, fields)).await
    }

    pub fn post_request(&self, path: &str, fields: &[(&str, &str)]) -> RequestBuilder {
        let mut body = url::form_urlencoded::Serializer::new(String::new());
        body.extend_pairs(fields);
        self.request(Method::POST, path)
            .header("sec-fetch-site", "same-origin")
            .header("content-type", "application/x-www-form-urlencoded")
            .body(body.finish())
    }

    /// Moves the clock.
    pub fn later(&self, time: TimeDelta) {
        self.clock.advance(time);
    }

    /// Runs the jobs and the postmen until nothing is due; the mails that arrived since the last time.
    pub async fn delivered(&self) -> Vec<Mail> {
        let app = self.app.clone();
        tokio::task::spawn_blocking(move || {
            worker::run_jobs(&app);
            worker::run_jobs(&app);
        })
        .await
        .unwrap();
        let mails = self.smtp.mails();
        let mut seen = self.seen.lock().unwrap();
        let fresh = mails[*seen..].iter().map(|mail| Mail::parse(mail.bytes.clone())).collect();
        *seen = mails.len();
        fresh
    }

    /// Runs something of the application that blocks.
    pub async fn blocking<T: Send + 'static>(&self, work: impl FnOnce(&App) -> T + Send + 'static) -> T {
        let app = self.app.clone();
        tokio::task::spawn_blocking(move || work(&app)).await.unwrap()
    }

    /// Everything that the database keeps, as bytes to search in.
    pub fn dump(&self) -> Vec<u8> {
        self.database.dump(&self.data_dir)
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            stop.send(()).ok();
        }
        if let Some(serving) = self.serving.take() {
            serving.abort();
        }
    }
}
