//! Where articles come from: reading, pairing, and what editors and programs see of it.

mod api;
mod console;
mod fetching;
mod reading;
mod site;

use hudhud::sources::store::{self, Source};
use hudhud::sources::{self, Report};
pub use site::Site;

use crate::support::TestApp;

/// The application, which may read this site.
pub async fn app_beside(site: &Site) -> TestApp {
    let host = site.host();
    TestApp::builder().config(|config| config.allow_private_hosts = vec![host]).start().await
}

pub async fn add(app: &TestApp, language: &str, url: &str) -> Source {
    let (language, url, now) = (language.parse().unwrap(), url.to_owned(), app.clock.now());
    app.app.db.write(move |conn| store::add(conn, &url, &language, now)).await.unwrap().unwrap()
}

/// Reads all sources now, in their order.
pub async fn read_all(app: &TestApp) -> Vec<Report> {
    let mut reports = Vec::new();
    for source in app.app.db.read(store::list).await.unwrap() {
        reports.push(sources::read_now(&app.app, source).await.unwrap());
    }
    reports
}

/// A feed of entries: guid, path of the link, title.
pub fn rss(site: &Site, language: &str, entries: &[(&str, &str, &str)]) -> String {
    let items: String = entries
        .iter()
        .map(|(guid, path, title)| {
            format!(
                "<item><guid isPermaLink='false'>{guid}</guid><link>{}</link><title>{title}</title>\
                 <description>&lt;p&gt;{title}&lt;/p&gt;</description></item>",
                site.url(path)
            )
        })
        .collect();
    format!(
        "<rss version='2.0'><channel><title>T</title><language>{language}</language>{items}</channel></rss>"
    )
}
