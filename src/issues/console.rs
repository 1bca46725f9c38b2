//! Issues in the console: list, editor, preview, sending.

mod choices;
mod editor;
mod list;
mod own_words;
mod previews;
mod sending;
mod watching;

use actix_web::web::{ServiceConfig, get, post, resource};

use crate::{db::PublicId, web};

/// `/admin/issues` and below.
pub fn routes(config: &mut ServiceConfig) {
    let at = |path: &str| resource(format!("/admin/issues{path}"));
    config
        .service(at("").route(web::read().to(list::show)).route(post().to(list::draft)))
        .service(at("/{id}").route(web::read().to(editor::show)).route(post().to(editor::save)))
        .service(at("/{id}/articles").route(post().to(editor::arrange)))
        .service(at("/{id}/choices").route(post().to(choices::save)))
        .service(at("/{id}/preview").route(web::read().to(previews::show)))
        .service(at("/{id}/mail").route(web::read().to(previews::mail)))
        .service(at("/{id}/test").route(post().to(previews::test)))
        .service(at("/{id}/ready").route(post().to(sending::ask)))
        .service(at("/{id}/approve").route(post().to(sending::approve)))
        .service(at("/{id}/send").route(web::read().to(sending::confirm)).route(post().to(sending::send)))
        .service(at("/{id}/steer").route(post().to(sending::steer)))
        .service(at("/{id}/progress").route(web::read().to(watching::progress)))
        .service(at("/{id}/progress/events").route(get().to(watching::events)));
}

fn place(id: &PublicId) -> String {
    format!("/admin/issues/{id}")
}
