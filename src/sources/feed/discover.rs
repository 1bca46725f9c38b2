//! A page names its feed: `<link rel="alternate" type="application/rss+xml" href="…">`.

use url::Url;

use crate::sources::tags;

const TYPES: [&str; 4] =
    ["application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml"];

/// The first feed that a page names. Feeds of comments are nobody's articles.
pub fn feed_of_page(html: &str, url: &Url) -> Option<Url> {
    let tags = tags::read(html, &["base", "link"]);
    let base = tags
        .iter()
        .filter(|tag| tag.name == "base")
        .find_map(|tag| url.join(tag.attribute("href")?).ok())
        .unwrap_or_else(|| url.clone());
    tags.iter()
        .filter(|tag| tag.name == "link" && tag.has_word("rel", "alternate"))
        .filter(|tag| {
            TYPES.iter().any(|known| tag.attribute("type").is_some_and(|found| found.starts_with(known)))
        })
        .filter_map(|tag| base.join(tag.attribute("href").filter(|href| !href.is_empty())?).ok())
        .find(|feed| matches!(feed.scheme(), "http" | "https") && !feed.path().contains("/comments/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_leads_to_its_feed() {
        let check = |html: &str, expected: Option<&str>| {
            let url = Url::parse("https://alliance.example/ar/").unwrap();
            assert_eq!(feed_of_page(html, &url).as_ref().map(Url::as_str), expected, "{html}");
        };
        let rss = "<link rel=alternate type=application/rss+xml href=";
        check(&format!("<html><head>{rss}feed/>"), Some("https://alliance.example/ar/feed/"));
        check(&format!("{rss}/comments/feed/>{rss}/feed>"), Some("https://alliance.example/feed"));
        check(&format!("<base href=/en/>{rss}feed>"), Some("https://alliance.example/en/feed"));
        check(&format!("{rss}javascript:x>"), None);
        check("<link rel=alternate hreflang=en href=/en/>", None);
        check("<link rel=alternate type=application/atom+xml>", None);
        check("no page", None);
    }
}
