//! Someone asks to join, and proves that the mailbox is theirs.

mod join;

mod api;
mod asking;
mod confirm;
mod confirming;
mod declining;
mod form;
mod letters;
mod renewing;
mod retention;
mod typo;
mod wanted;
mod words;

pub use asking::{Place, ask};
pub use form::{Shown, consent_text, parse};
pub use retention::forget_stale;

use actix_web::web::{ServiceConfig, post, resource};
use utoipa::OpenApi;

use crate::web::read;

/// Every URL of joining.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(resource("/{lang}/join").route(read().to(join::show)).route(post().to(join::submit)))
        .service(resource("/{lang}/join/sent").route(read().to(join::sent)))
        .service(
            resource("/{lang}/confirm/{token}")
                .route(read().to(confirm::show))
                .route(post().to(confirm::decide)),
        )
        .service(resource("/api/v1/signups").route(post().to(api::submit)));
}

/// What programs are told of it.
#[derive(OpenApi)]
#[openapi(paths(api::submit))]
pub struct Api;
