//! Whether a request comes from a page of ours.

use actix_web::{HttpRequest, http::header};
use url::Url;

/// By `Sec-Fetch-Site`, which no page can forge, else by `Origin`. A request that says neither is refused.
pub fn is_same_origin(request: &HttpRequest, base_url: &Url) -> bool {
    let said = |name: &str| request.headers().get(name).map(|value| value.to_str().unwrap_or_default());
    match (said("sec-fetch-site"), said(header::ORIGIN.as_str())) {
        (Some(site), _) => matches!(site, "same-origin" | "none"),
        (None, Some(origin)) => origin == base_url.origin().ascii_serialization(),
        (None, None) => false,
    }
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    fn check(headers: &[(&'static str, &'static str)], expected: bool) {
        let base = Url::parse("https://news.example.org/").unwrap();
        let request =
            headers.iter().fold(TestRequest::post(), |request, header| request.insert_header(*header));
        assert_eq!(is_same_origin(&request.to_http_request(), &base), expected, "{headers:?}");
    }

    #[test]
    fn only_our_own_pages_may_act() {
        check(&[("sec-fetch-site", "same-origin")], true);
        check(&[("sec-fetch-site", "none")], true);
        check(&[("sec-fetch-site", "same-site")], false);
        check(&[("sec-fetch-site", "cross-site"), ("origin", "https://news.example.org")], false);
        check(&[("origin", "https://news.example.org")], true);
        check(&[("origin", "https://news.example.org.evil.example")], false);
        check(&[("origin", "null")], false);
        check(&[], false);
    }
}
