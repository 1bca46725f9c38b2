//! A subscriber changes language, topics, cadence or address, takes a break, leaves, comes back, or is forgotten.

mod show;

mod acting;
mod erase;
mod export;
mod form;
mod leave;
mod letters;
mod link;
mod opening;

pub mod new_address;

use actix_web::web::{ServiceConfig, post, resource};

use crate::web::read;

/// Every URL of a subscriber's own.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(
            resource("/{lang}/preferences/{token}")
                .route(read().to(show::show))
                .route(post().to(acting::act)),
        )
        .service(resource("/{lang}/leave/{token}").route(read().to(leave::show)).route(post().to(leave::act)))
        .service(resource("/{lang}/link").route(read().to(link::show)).route(post().to(link::ask)))
        .service(resource("/{lang}/link/sent").route(read().to(link::sent)));
}
