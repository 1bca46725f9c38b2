//! Whether a request that would change something comes from a page of ours.

use actix_web::http::{Method, header::HeaderMap};

/// Whether this method may change something.
pub fn is_unsafe(method: &Method) -> bool {
    !matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS | Method::TRACE)
}

/// Whether the browser says that a page of ours, or the person, sent this. `Sec-Fetch-Site` decides where it is
/// there, since no page can forge it; an older browser's `Origin` must be ours; neither is a refusal.
pub fn is_ours(headers: &HeaderMap, origin: &str) -> bool {
    let only = |name: &str| {
        let mut values = headers.get_all(name);
        let first = values.next().map(|value| value.to_str().unwrap_or_default());
        if values.next().is_some() { Some("") } else { first }
    };
    match only("sec-fetch-site") {
        Some(site) => matches!(site, "same-origin" | "none"),
        None => only("origin") == Some(origin),
    }
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::{HeaderName, HeaderValue};

    use super::*;

    #[test]
    fn only_requests_from_our_own_pages_count_as_ours() {
        let check = |given: &[(&'static str, &'static str)], expected: bool| {
            let mut headers = HeaderMap::new();
            for (name, value) in given {
                headers.append(HeaderName::from_static(name), HeaderValue::from_static(value));
            }
            assert_eq!(is_ours(&headers, "https://hudhud.example"), expected, "{given:?}");
        };
        check(&[("sec-fetch-site", "same-origin")], true);
        check(&[("sec-fetch-site", "none")], true);
        check(&[("sec-fetch-site", "same-site")], false);
        check(&[("sec-fetch-site", "cross-site")], false);
        check(&[("sec-fetch-site", "")], false);
        check(&[("sec-fetch-site", "cross-site"), ("origin", "https://hudhud.example")], false);
        check(&[("sec-fetch-site", "same-origin"), ("sec-fetch-site", "cross-site")], false);
        check(&[("origin", "https://hudhud.example")], true);
        check(&[("origin", "https://hudhud.example.evil")], false);
        check(&[("origin", "http://hudhud.example")], false);
        check(&[("origin", "null")], false);
        check(&[("origin", "https://hudhud.example"), ("origin", "https://evil.example")], false);
        check(&[("referer", "https://hudhud.example/admin/")], false);
        check(&[], false);
    }

    #[test]
    fn only_reading_methods_are_safe() {
        for method in [Method::GET, Method::HEAD, Method::OPTIONS] {
            assert!(!is_unsafe(&method));
        }
        for method in [Method::POST, Method::PUT, Method::PATCH, Method::DELETE, Method::CONNECT] {
            assert!(is_unsafe(&method));
        }
        assert!(is_unsafe(&Method::from_bytes(b"BREW").unwrap()));
    }
}
