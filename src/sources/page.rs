//! What a linked page says about itself and its translations.

use std::collections::{BTreeMap, BTreeSet};

use url::Url;

use super::feed::decode;
use super::fetch::Document;
use super::tags::{self, Tag};

const MAX_LINKS: usize = 150;

/// Read from the tags of a page. Languages are in lower case, as the page writes them.
#[derive(Debug, Default, PartialEq)]
pub struct Page {
    pub canonical: Option<String>,
    /// `<link rel="alternate" hreflang>` and, for languages that these leave out, `<a hreflang>`.
    pub alternates: BTreeMap<String, String>,
    /// Other pages that this one leads to.
    pub links: Vec<String>,
    /// By `lang` or `og:locale`.
    pub language: Option<String>,
}

/// Reads a page on a thread of its own; a page that cannot be read says nothing.
pub async fn read(document: Document) -> Page {
    let reading = move || parse(&decode(&document.body, document.content_type.as_deref()), &document.url);
    tokio::task::spawn_blocking(reading).await.unwrap_or_default()
}

/// Reads the tags of a page.
pub fn parse(html: &str, url: &Url) -> Page {
    let tags = tags::read(html, &["html", "base", "link", "meta", "a"]);
    let based =
        tags.iter().filter(|tag| tag.name == "base").find_map(|tag| url.join(tag.attribute("href")?).ok());
    let base = based.as_ref().unwrap_or(url);
    let target = |tag: &Tag| {
        let mut target = base.join(tag.attribute("href").filter(|href| !href.is_empty())?).ok()?;
        target.set_fragment(None);
        (matches!(target.scheme(), "http" | "https") && target.as_str().len() <= 500)
            .then(|| target.to_string())
    };
    let mut page = Page { language: language(&tags), ..Page::default() };
    let mut seen = BTreeSet::new();
    for tag in tags.iter().filter(|tag| matches!(tag.name.as_str(), "link" | "a")) {
        let Some(target) = target(tag) else { continue };
        let hreflang =
            tag.attribute("hreflang").map(str::to_ascii_lowercase).filter(|found| !found.is_empty());
        match (tag.name.as_str(), hreflang) {
            ("link", Some(language))
                if tag.has_word("rel", "alternate") && tag.attribute("type").is_none() =>
            {
                page.alternates.insert(language, target);
            }
            ("link", _) if tag.has_word("rel", "canonical") => page.canonical = Some(target),
            ("a", Some(language)) => {
                page.alternates.entry(language).or_insert(target);
            }
            ("a", None) if page.links.len() < MAX_LINKS && seen.insert(target.clone()) => {
                page.links.push(target)
            }
            _ => {}
        }
    }
    page
}

fn language(tags: &[Tag]) -> Option<String> {
    let of_html = tags.iter().filter(|tag| tag.name == "html").find_map(|tag| tag.attribute("lang"));
    let locale = || tags.iter().filter(|tag| tag.attribute("property") == Some("og:locale"));
    of_html
        .or_else(|| locale().find_map(|tag| tag.attribute("content")))
        .filter(|language| !language.is_empty())
        .map(|language| language.replace('_', "-").to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(html: &str) -> Page {
        parse(html, &Url::parse("https://alliance.example/ar/vote/?x=1").unwrap())
    }

    #[test]
    fn a_page_names_itself_and_its_translations() {
        let page = page(
            "<html lang=ar><head><link rel=canonical href=/ar/vote/><link rel=alternate hreflang=EN href=/en/vote/>\
             <link rel=alternate type=application/rss+xml hreflang=fa href=/fa/feed>\
             <link rel=alternate hreflang=x-default href=/></head><body><a href=/en/other hreflang=en>English</a>\
             <a href=/fr/vote hreflang=fr>Français</a><a href=act#form>x</a><a href=act>y</a>\
             <a href='javascript:x'>z</a><a href='mailto:a@b'>m</a><a>none</a>",
        );
        assert_eq!(page.canonical.as_deref(), Some("https://alliance.example/ar/vote/"));
        let alternates: Vec<_> =
            page.alternates.iter().map(|(language, link)| (&**language, &**link)).collect();
        assert_eq!(
            alternates,
            [
                ("en", "https://alliance.example/en/vote/"),
                ("fr", "https://alliance.example/fr/vote"),
                ("x-default", "https://alliance.example/")
            ]
        );
        assert_eq!(page.links, ["https://alliance.example/ar/vote/act"]);
        assert_eq!(page.language.as_deref(), Some("ar"));
    }

    #[test]
    fn a_page_tells_its_language_by_its_locale_too() {
        let check = |html: &str, expected: Option<&str>| assert_eq!(page(html).language.as_deref(), expected);
        check("<meta property=og:locale content=ar_AR>", Some("ar-ar"));
        check("<html lang=en><meta property=og:locale content=ar_AR>", Some("en"));
        check("<p>", None);
    }

    #[test]
    fn a_page_of_links_is_read_to_a_limit() {
        let many: String = (0..10_000).map(|n| format!("<div><a href=/{n}>")).collect();
        assert_eq!(page(&many).links.len(), MAX_LINKS);
    }
}
