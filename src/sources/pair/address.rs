//! When two links lead to the same page, and when to the same page in two languages.

use percent_encoding::percent_decode_str;
use url::Url;

const TRACKING: [&str; 6] = ["fbclid", "gclid", "mc_cid", "mc_eid", "ref", "source"];
const LANGUAGE_KEYS: [&str; 4] = ["lang", "language", "locale", "hl"];

/// One spelling for all links that lead to a page: without scheme, `www.`, tracking, fragment and closing slash.
pub fn same_page(link: &str) -> Option<String> {
    let url = Url::parse(link).ok()?;
    Some(spelled(&host(&url)?, &segments(&url), &query(&url)))
}

/// The spelling without what names its own language: `/ar/x/` and `/en/x/`, `ar.example/x` and `en.example/x`, `/x?lang=ar`
/// and `/x`. None if nothing is left that would tell one article from another.
pub fn in_any_language(link: &str, language: &str) -> Option<String> {
    let url = Url::parse(link).ok()?;
    let full_host = host(&url)?;
    let names_it = |part: &str| names(part, language);
    let host = match full_host.split_once('.') {
        Some((label, rest)) if names_it(label) && rest.contains('.') => rest.to_owned(),
        _ => full_host,
    };
    let mut segments = segments(&url);
    if let Some(prefix) = segments.iter().position(|segment| names_it(segment)) {
        segments.remove(prefix);
    }
    let mut query = query(&url);
    query.retain(|(key, value)| !(LANGUAGE_KEYS.contains(&key.as_str()) && names_it(value)));
    (!segments.is_empty() || !query.is_empty()).then(|| spelled(&host, &segments, &query))
}

/// `ar`, `AR`, `ar-SA` and `ar_SA` name `ar`.
pub fn names(tag: &str, language: &str) -> bool {
    let tag = tag.replace('_', "-").to_ascii_lowercase();
    let language = language.to_ascii_lowercase();
    tag == language
        || tag.split_once('-').is_some_and(|(primary, region)| primary == language && region.len() <= 4)
}

fn host(url: &Url) -> Option<String> {
    let host = url.host_str()?;
    let host = host.strip_prefix("www.").unwrap_or(host);
    Some(url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}")))
}

fn segments(url: &Url) -> Vec<String> {
    let decoded = |segment: &str| percent_decode_str(segment).decode_utf8_lossy().to_lowercase();
    let mut segments: Vec<_> = url
        .path_segments()
        .into_iter()
        .flatten()
        .filter(|segment| !segment.is_empty())
        .map(decoded)
        .collect();
    if segments.last().is_some_and(|last| matches!(last.as_str(), "index.html" | "index.htm" | "index.php")) {
        segments.pop();
    }
    segments
}

fn query(url: &Url) -> Vec<(String, String)> {
    let mut query: Vec<(String, String)> = url
        .query_pairs()
        .filter(|(key, _)| !key.starts_with("utm_") && !TRACKING.contains(&&**key))
        .map(|(key, value)| (key.into_owned(), value.into_owned()))
        .collect();
    query.sort();
    query
}

fn spelled(host: &str, segments: &[String], query: &[(String, String)]) -> String {
    let query: Vec<_> = query.iter().map(|(key, value)| format!("{key}={value}")).collect();
    format!("{host}/{}?{}", segments.join("/"), query.join("&"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_page_are_the_same() {
        let check = |left: &str, right: &str, expected: bool| {
            assert_eq!(same_page(left) == same_page(right), expected, "{left} {right}");
        };
        check("http://www.a.example/ar/x/", "https://a.example/ar/x#top", true);
        check("https://a.example/ar/%D8%AD/", "https://a.example/ar/ح", true);
        check("https://a.example/x?utm_source=f&b=2&a=1", "https://a.example/x/?a=1&b=2", true);
        check("https://a.example/x/index.html", "https://a.example/x", true);
        check("https://a.example/?p=1", "https://a.example/?p=2", false);
        check("https://a.example:8090/x", "https://a.example/x", false);
    }

    #[test]
    fn the_same_path_in_two_languages_is_recognised() {
        let check = |arabic: &str, english: &str, expected: bool| {
            let (left, right) = (in_any_language(arabic, "ar"), in_any_language(english, "en"));
            assert_eq!(left.is_some() && left == right, expected, "{arabic} {english}");
        };
        check("https://a.example/ar/x/", "https://a.example/en/x/", true);
        check("https://a.example/ar/2022/08/x/", "https://a.example/2022/08/x", true);
        check("https://a.example/news/ar/x", "https://a.example/news/en/x", true);
        check("https://a.example/x?lang=ar", "https://a.example/x?lang=en", true);
        check("https://a.example/x?lang=ar", "https://a.example/x", true);
        check("https://a.example/?p=7&lang=ar", "https://a.example/?lang=en&p=7", true);
        check("https://ar.a.example/x", "https://en.a.example/x", true);
        check("https://a.example/ar-SA/x", "https://a.example/en_US/x", true);
        check("https://a.example/ar/x", "https://a.example/en/y", false);
        check("https://a.example/ar/", "https://a.example/en/", false);
        check("https://a.example/?lang=ar", "https://a.example/?lang=en", false);
        check("https://a.example/ar/x", "https://b.example/en/x", false);
        check("https://a.example/en/x", "https://a.example/ar/x", false);
    }
}
