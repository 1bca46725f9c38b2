//! A real browser, with axe-core on every page that it opens.

use std::{
    net::TcpListener,
    process::{Child, Command, Stdio},
};

use fantoccini::{Client, ClientBuilder};
use serde_json::{Value, json};
use tempfile::TempDir;

/// Rules for accessibility, run in the page. See `tests/browser/README.md`.
const AXE: &str = include_str!("../../browser/axe.min.js");

/// What the visitor's system prefers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    Light,
    Dark,
}

impl Scheme {
    /// The number by which Chromium's settings know it.
    fn number(self) -> u8 {
        match self {
            Scheme::Dark => 0,
            Scheme::Light => 1,
        }
    }
}

/// Chromium without a window; closed when it is dropped.
pub struct Browser {
    pub page: Client,
    driver: Child,
    _profile: TempDir,
}

impl Browser {
    /// A browser of a phone's or a desktop's width; none where Chromium's driver is not installed.
    pub async fn open(width: u32) -> Option<Browser> {
        Browser::open_in(width, Scheme::Light).await
    }

    /// The same in a light or dark scheme.
    pub async fn open_in(width: u32, scheme: Scheme) -> Option<Browser> {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let started = Command::new("chromedriver")
            .arg(format!("--port={port}"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        let Ok(driver) = started else {
            super::cannot_run("the browser tests need chromium and chromium-driver");
            return None;
        };
        let profile = tempfile::tempdir().unwrap();
        let options = json!({ "goog:chromeOptions": { "args": [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-dev-shm-usage",
            "--disable-background-networking", "--disable-component-update", "--disable-sync", "--hide-scrollbars",
            format!("--blink-settings=preferredColorScheme={}", scheme.number()),
            format!("--window-size={width},900"), format!("--user-data-dir={}", profile.path().display()),
        ]}});
        let capabilities = options.as_object().unwrap().clone();
        let address = format!("http://127.0.0.1:{port}");
        for _ in 0..100 {
            let mut builder = ClientBuilder::new(hyper_util::client::legacy::connect::HttpConnector::new());
            if let Ok(page) = builder.capabilities(capabilities.clone()).connect(&address).await {
                let is_dark = "return matchMedia('(prefers-color-scheme:dark)').matches";
                let is_dark = page.execute(is_dark, vec![]).await.unwrap();
                assert_eq!(is_dark, Value::Bool(scheme == Scheme::Dark), "the scheme has no effect");
                return Some(Browser { page, driver, _profile: profile });
            }
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        }
        panic!("chromedriver does not answer");
    }

    /// Opens a page and checks it.
    pub async fn goto(&self, url: &str) {
        self.page.goto(url).await.unwrap();
        self.check().await;
    }

    /// Fails if axe-core finds anything in the page as it is now, or if it does not fit.
    pub async fn check(&self) {
        self.page.execute(AXE, vec![]).await.unwrap();
        let run = "const done = arguments[arguments.length - 1]; axe.run().then(r => done(r.violations.map(v => \
                   v.id + ': ' + v.help + ' ' + v.nodes.map(n => n.html).join(' | '))))";
        let found = self.page.execute_async(run, vec![]).await.unwrap();
        let url = self.page.current_url().await.unwrap();
        assert_eq!(found, Value::Array(vec![]), "{url}");
        self.fits().await;
    }

    /// Fails if the page, or the mail, as it is now is wider than the window.
    pub async fn fits(&self) {
        let url = self.page.current_url().await.unwrap();
        let overflow = "return document.documentElement.scrollWidth > document.documentElement.clientWidth";
        assert_eq!(
            self.page.execute(overflow, vec![]).await.unwrap(),
            Value::Bool(false),
            "{url} is too wide"
        );
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        self.driver.kill().ok();
        self.driver.wait().ok();
    }
}
