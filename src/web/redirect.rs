//! After a form was taken.

use actix_web::{HttpResponse, http::header};

/// Sends the browser to look at a page, so that loading it again sends nothing twice. The place holds no token of
/// anybody else, and is not kept.
pub fn see_other(place: String) -> HttpResponse {
    HttpResponse::SeeOther()
        .insert_header((header::LOCATION, place))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header((header::REFERRER_POLICY, "no-referrer"))
        .finish()
}
