//! What search engines are asked to leave alone.

use actix_web::HttpResponse;

/// Personal links are secret, so they are not named here one by one; their pages say themselves that they are not to
/// be indexed.
const ROBOTS: &str = "User-agent: *\n\
    Disallow: /admin\n\
    Disallow: /mailbox\n\
    Disallow: /api/\n\
    Disallow: /*/confirm/\n\
    Disallow: /*/preferences/\n\
    Disallow: /*/leave/\n\
    Disallow: /*/link\n";

/// Tells robots where nothing is for them.
pub async fn show() -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain; charset=utf-8").body(ROBOTS)
}
