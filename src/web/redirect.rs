//! Elsewhere: after a form was taken, or because an address has a slash too many.

use actix_web::{HttpRequest, HttpResponse, http::header};

use crate::web::Failure;

/// Sends the browser to look at a page, so that loading it again sends nothing twice. The place holds no token of
/// anybody else, and is not kept.
pub fn see_other(place: String) -> HttpResponse {
    HttpResponse::SeeOther()
        .insert_header((header::LOCATION, place))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header((header::REFERRER_POLICY, "no-referrer"))
        .finish()
}

/// Where no page is: the same address without the slash that people and mail programs put at its end, with what it
/// asks, else nothing.
pub async fn nowhere(request: HttpRequest) -> Result<HttpResponse, Failure> {
    let looks = request.method().is_safe();
    match without_slash(request.path()).filter(|_| looks) {
        Some(path) => {
            let place = request.uri().query().map_or(path.to_owned(), |query| format!("{path}?{query}"));
            Ok(HttpResponse::PermanentRedirect().insert_header((header::LOCATION, place)).finish())
        }
        None => Err(Failure::NotFound),
    }
}

/// Only a path of ours: one that begins with two slashes, or with a backslash, would lead to another site.
fn without_slash(path: &str) -> Option<&str> {
    let shorter = path.strip_suffix('/')?;
    let begins_well = shorter.as_bytes().get(1).is_some_and(u8::is_ascii_alphanumeric);
    (begins_well && !shorter.contains('\\')).then_some(shorter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slash_too_many_leads_to_the_page_and_nowhere_else() {
        let check = |path: &str, expected: Option<&str>| assert_eq!(without_slash(path), expected, "{path}");
        check("/ar/join/", Some("/ar/join"));
        check("/ar/join", None);
        check("/", None);
        check("//evil.example/", None);
        check("/\\evil.example/", None);
        check("/ar/\\evil.example/", None);
    }
}
