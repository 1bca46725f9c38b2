//! The first page, the page about data, and what stands beside all pages: assets, robots.txt, failures.

mod assets;
mod front;
mod privacy;
mod robots;

use actix_web::{
    HttpRequest, HttpResponse,
    http::header,
    web::{Data, ServiceConfig, resource},
};

use crate::{
    app::App,
    web::{Failure, Here, read},
};

/// Comes last of all routes: `/{lang}` would take the place of any page at the top.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(resource("/").route(read().to(choose)))
        .service(resource("/robots.txt").route(read().to(robots::show)))
        .service(resource("/assets/{name:.+}").route(read().to(assets::show)))
        .route("/{lang}", read().to(with_slash))
        .service(resource("/{lang}/").route(read().to(front::show)))
        .service(resource("/{lang}/privacy").route(read().to(privacy::show)));
}

/// To the first page in the language that the browser asks for.
async fn choose(app: Data<App>, request: HttpRequest) -> HttpResponse {
    let accepted = request.headers().get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    let language = app.catalogue.negotiate(accepted);
    HttpResponse::Found()
        .insert_header((header::LOCATION, format!("/{language}/")))
        .insert_header((header::VARY, "Accept-Language"))
        .insert_header((header::CACHE_CONTROL, "no-cache"))
        .finish()
}

async fn with_slash(here: Here) -> Result<HttpResponse, Failure> {
    let place = format!("/{}/", here.language);
    Ok(HttpResponse::MovedPermanently().insert_header((header::LOCATION, place)).finish())
}
