//! One entry of a feed.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use feed_rs::model::{Entry as Raw, Text};
use sha2::{Digest, Sha256};
use url::Url;

use super::Kind;
use crate::articles::html;
use crate::articles::text::{one_line, shortened, without_controls};
use crate::sources::Problem;

/// One piece of writing as its feed gives it. The body is as it came; it is sanitised when it becomes a translation.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The feed's own id, else the link, else a hash of what it says.
    pub id: String,
    pub title: String,
    pub link: Option<Url>,
    pub published: Option<NaiveDateTime>,
    pub summary: String,
    pub body: String,
    pub author: Option<String>,
    pub image: Option<Url>,
    /// Translations that the feed itself names, by language.
    pub alternates: BTreeMap<String, String>,
}

/// Cleans an entry. The problem that may come with it is about a part that was left out.
pub fn tidied(
    raw: Raw,
    kind: Kind,
    base: Option<&Url>,
    now: NaiveDateTime,
) -> Result<(Entry, Option<Problem>), Problem> {
    let (body, problem) = match body(&raw, kind) {
        body if body.len() <= html::MAX_BYTES => (body, None),
        body => (String::new(), Some(Problem::EntryTooLong { title: entry_title(&raw, kind, &body) })),
    };
    let title = entry_title(&raw, kind, &body);
    if title.is_empty() {
        return Err(Problem::EmptyEntry);
    }
    let link = link(&raw, base);
    let id = match (one_line(&raw.id, 500), &link) {
        (id, _) if !id.is_empty() => id,
        (_, Some(link)) => link.to_string(),
        (_, None) => hash(&title, &body),
    };
    let entry = Entry {
        id,
        summary: summary(&raw, kind, &body),
        published: raw.published.or(raw.updated).map(|published| clamped(published, now)),
        author: raw.authors.iter().find_map(|person| person.name.as_deref()).map(|name| one_line(name, 100)),
        image: image(&raw),
        alternates: alternates(&raw, base),
        title,
        link,
        body,
    };
    Ok((entry, problem))
}

/// A title or a name as one line of plain words.
pub fn line(text: &Text, kind: Kind, max: usize) -> String {
    if is_html(text, kind) {
        one_line(&html::plain(&text.content), max)
    } else {
        one_line(&text.content, max)
    }
}

/// Without a title of its own an entry is called by its first words.
fn entry_title(raw: &Raw, kind: Kind, body: &str) -> String {
    let own = raw.title.as_ref().map(|title| line(title, kind, 300)).unwrap_or_default();
    if own.is_empty() { shortened(&one_line(&html::plain(body), 80), 80) } else { own }
}

/// RSS does not say whether a text is HTML; by habit it is. Atom and JSON feeds say it.
fn is_html(text: &Text, kind: Kind) -> bool {
    kind == Kind::Rss || text.content_type.as_str().contains("html")
}

fn body(raw: &Raw, kind: Kind) -> String {
    let content =
        raw.content.as_ref().and_then(|content| Some((content.body.as_ref()?, &content.content_type)));
    let html = match (content, &raw.summary) {
        (Some((body, kind)), _) if kind.as_str().contains("html") => body.clone(),
        (Some((body, _)), _) => in_paragraphs(body),
        (None, Some(summary)) if is_html(summary, kind) => summary.content.clone(),
        (None, Some(summary)) => in_paragraphs(&summary.content),
        (None, None) => String::new(),
    };
    without_data_urls(&html)
}

fn summary(raw: &Raw, kind: Kind, body: &str) -> String {
    let own = raw.summary.as_ref().map(|summary| line(summary, kind, 400)).unwrap_or_default();
    if own.is_empty() { html::excerpt(body) } else { own }
}

fn in_paragraphs(text: &str) -> String {
    let paragraphs = text.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty());
    let escaped = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;");
    paragraphs.map(|paragraph| format!("<p>{}</p>", escaped(paragraph))).collect()
}

/// Pictures that are written out in the text itself are dropped before anything is counted.
fn without_data_urls(html: &str) -> String {
    let mut kept = String::new();
    let mut rest = html;
    while let Some(start) = rest.find("data:image/") {
        kept.push_str(&rest[..start]);
        rest = rest[start..].trim_start_matches(|c: char| !(c.is_whitespace() || "\"'<>)".contains(c)));
    }
    kept + rest
}

fn link(raw: &Raw, base: Option<&Url>) -> Option<Url> {
    let own = |rel: Option<&str>| matches!(rel, None | Some("alternate"));
    raw.links
        .iter()
        .filter(|link| own(link.rel.as_deref()) && link.target.is_none() && link.href_lang.is_none())
        .chain(raw.links.iter().filter(|link| own(link.rel.as_deref()) && link.target.is_none()))
        .find_map(|link| resolved(&link.href, base))
        .or_else(|| resolved(raw.id.trim(), None))
}

fn alternates(raw: &Raw, base: Option<&Url>) -> BTreeMap<String, String> {
    raw.links
        .iter()
        .filter(|link| link.rel.as_deref() == Some("alternate"))
        .filter_map(|link| Some((link.href_lang.as_ref()?.to_ascii_lowercase(), resolved(&link.href, base)?)))
        .map(|(language, link)| (one_line(&language, 35), link.to_string()))
        .collect()
}

fn image(raw: &Raw) -> Option<Url> {
    let of_media = raw.media.iter().flat_map(|media| {
        let contents = media.content.iter().filter(|content| {
            content.content_type.as_ref().is_some_and(|kind| kind.as_str().starts_with("image/"))
        });
        let contents = contents.filter_map(|content| content.url.as_ref().map(|url| url.to_string()));
        contents
            .chain(media.thumbnails.iter().map(|thumbnail| thumbnail.image.uri.clone()))
            .collect::<Vec<_>>()
    });
    of_media.into_iter().find_map(|href| resolved(&href, None))
}

fn resolved(href: &str, base: Option<&Url>) -> Option<Url> {
    let href = without_controls(href.trim());
    let url = match base {
        Some(base) => base.join(&href).ok()?,
        None => Url::parse(&href).ok()?,
    };
    (matches!(url.scheme(), "http" | "https") && url.as_str().len() <= 2000).then_some(url)
}

/// What is dated in the future (but for a clock that runs a little fast) is dated now.
fn clamped(published: DateTime<Utc>, now: NaiveDateTime) -> NaiveDateTime {
    let published = published.naive_utc();
    if published > now + TimeDelta::minutes(10) { now } else { published }
}

fn hash(title: &str, body: &str) -> String {
    let digest = Sha256::new().chain_update(title).chain_update([0]).chain_update(body).finalize();
    let hex: String = digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    format!("sha256:{hex}")
}
