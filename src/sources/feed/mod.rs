//! RSS, Atom and JSON feeds become entries that can be trusted to be small, clean and dated.

mod discover;
mod encoding;
mod entry;
mod references;

use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

use chrono::NaiveDateTime;
use feed_rs::model::FeedType;
use feed_rs::parser;
use serde::Serialize;
use url::Url;

use super::Problem;
use super::fetch::Document;
use crate::articles::nesting;
use crate::articles::text::{one_line, shortened};
pub use encoding::decode;
pub use entry::Entry;

const MAX_ENTRIES: usize = 500;
const MAX_DEPTH: usize = 200;

/// A feed as it was read, with what was wrong about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Feed {
    pub kind: Kind,
    pub title: String,
    /// As the feed itself says, in lower case: `ar`, `en-us`.
    pub language: Option<String>,
    /// Newest first if the feed is; none twice.
    pub entries: Vec<Entry>,
    pub problems: Vec<Problem>,
}

/// What a source turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    Rss,
    Atom,
    Json,
}

impl Kind {
    /// The word that is stored and shown.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Rss => "rss",
            Kind::Atom => "atom",
            Kind::Json => "json",
        }
    }
}

/// What a document held.
#[derive(Debug, PartialEq)]
pub enum Found {
    Feed(Feed),
    /// A page, and the feed that it names.
    Page(Url),
}

/// Reads a document on a thread of its own, since a large one takes a while.
pub async fn read(document: Document, now: NaiveDateTime) -> Result<Found, Problem> {
    let reading = move || parse(&document.body, document.content_type.as_deref(), Some(&document.url), now);
    tokio::task::spawn_blocking(reading).await.unwrap_or(Err(Problem::Ours))
}

/// Reads bytes. `url` is where they came from, for relative links.
pub fn parse(
    bytes: &[u8],
    content_type: Option<&str>,
    url: Option<&Url>,
    now: NaiveDateTime,
) -> Result<Found, Problem> {
    let text = decode(bytes, content_type);
    match parse_feed(&text, url) {
        Ok(feed) => Ok(Found::Feed(tidied(feed, url, now))),
        Err(problem) if is_page(&text) => {
            let feed = url.and_then(|url| discover::feed_of_page(&text, url));
            feed.map(Found::Page).ok_or(if problem == Problem::Ours { problem } else { Problem::NotAFeed })
        }
        Err(problem) => Err(problem),
    }
}

fn is_page(text: &str) -> bool {
    let start = text.trim_start();
    let start = start[..start.floor_char_boundary(500)].to_ascii_lowercase();
    start.contains("<!doctype html") || start.contains("<html") || start.contains("<head")
}

fn parse_feed(text: &str, url: Option<&Url>) -> Result<feed_rs::model::Feed, Problem> {
    // The text is UTF-8 now; a declaration of another encoding would make the parser decode it once more.
    let xml = text.trim_start().strip_prefix("<?xml").and_then(|rest| rest.split_once("?>"));
    let body = xml.map_or(text.trim_start(), |(_, body)| body);
    if body.is_empty() {
        return Err(Problem::NotAFeed);
    }
    let is_json = body.starts_with('{');
    if !is_json && nesting::depth(body, |_| false).is_none_or(|depth| depth > MAX_DEPTH) {
        return Err(Problem::TooDeep);
    }
    let body = if is_json { body.to_owned() } else { references::mended(body) };
    let parser = parser::Builder::new()
        .base_uri(url.map(Url::as_str))
        .id_generator(|_, _, _| String::new())
        .sanitize_content(false)
        .build();
    match catch_unwind(AssertUnwindSafe(|| parser.parse(body.as_bytes()))) {
        Ok(Ok(feed)) => Ok(feed),
        Ok(Err(parser::ParseFeedError::ParseError(parser::ParseErrorKind::NoFeedRoot))) => {
            Err(Problem::NotAFeed)
        }
        Ok(Err(error)) => {
            Err(Problem::Unreadable { detail: shortened(&one_line(&error.to_string(), 200), 200) })
        }
        Err(_) => Err(Problem::Unreadable { detail: "the parser gave up".to_owned() }),
    }
}

fn tidied(feed: feed_rs::model::Feed, url: Option<&Url>, now: NaiveDateTime) -> Feed {
    let kind = match feed.feed_type {
        FeedType::Atom => Kind::Atom,
        FeedType::JSON => Kind::Json,
        FeedType::RSS0 | FeedType::RSS1 | FeedType::RSS2 => Kind::Rss,
    };
    let count = feed.entries.len();
    let mut problems = Vec::new();
    if count > MAX_ENTRIES {
        problems.push(Problem::TooMany { count, kept: MAX_ENTRIES });
    }
    let home = feed.links.iter().find(|link| link.rel.as_deref() != Some("self"));
    let base = home.and_then(|link| match url {
        Some(url) => url.join(&link.href).ok(),
        None => Url::parse(&link.href).ok(),
    });
    let base = base.filter(|base| matches!(base.scheme(), "http" | "https")).or(url.cloned());
    let mut seen = HashSet::new();
    let entries = feed
        .entries
        .into_iter()
        .take(MAX_ENTRIES)
        .filter_map(|raw| match entry::tidied(raw, kind, base.as_ref(), now) {
            Ok((entry, problem)) => {
                problems.extend(problem);
                Some(entry)
            }
            Err(problem) => {
                problems.push(problem);
                None
            }
        })
        .filter(|entry| seen.insert(entry.id.clone()))
        .collect();
    Feed {
        kind,
        title: feed.title.map(|title| entry::line(&title, kind, 200)).unwrap_or_default(),
        language: feed.language.map(|language| one_line(&language, 35).to_ascii_lowercase()),
        entries,
        problems,
    }
}

#[cfg(test)]
mod tests;
