//! Articles in the console: which languages are there, what is to be decided, texts of one's own, topics.

mod deciding;
mod editor;
mod list;
mod topics;

use actix_web::web::{ServiceConfig, post, resource};

use crate::web::read;

/// `/admin/articles` and below.
pub fn routes(config: &mut ServiceConfig) {
    let at = |path: &str| resource(format!("/admin/articles{path}"));
    config
        .service(at("").route(read().to(list::show)))
        .service(at("/new").route(read().to(editor::blank)).route(post().to(editor::create)))
        .service(at("/pairings/{id}").route(post().to(deciding::decide)))
        .service(at("/{id}").route(read().to(editor::show)).route(post().to(editor::save)))
        .service(at("/{id}/topics").route(post().to(topics::save)))
        .service(at("/{id}/pair").route(post().to(deciding::pair)))
        .service(at("/{id}/unpair").route(post().to(deciding::unpair)));
}

const PLACE: &str = "/admin/articles";
