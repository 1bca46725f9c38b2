//! The description of the API, put together from what each capability says of its part.

mod operations;
mod problems;

use actix_web::{
    HttpResponse,
    web::{ServiceConfig, resource},
};
use utoipa::{
    Modify, OpenApi,
    openapi::{
        self,
        security::{Http, HttpAuthScheme, SecurityScheme},
    },
};

use crate::web::{Problem, read};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Hudhud",
        description = "JSON, UTF-8; times RFC 3339; errors `application/problem+json` (RFC 9457); lists by cursor \
                       (`?after=…&limit=…`); `Idempotency-Key` on POSTs, kept for a day.",
        license(name = "AGPL-3.0-only", identifier = "AGPL-3.0-only")
    ),
    components(schemas(Problem)),
    modifiers(&Tokens)
)]
struct Whole;

/// How a caller shows who it is.
struct Tokens;

impl Modify for Tokens {
    fn modify(&self, whole: &mut openapi::OpenApi) {
        let components = whole.components.get_or_insert_default();
        components.add_security_scheme("token", SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer)));
    }
}

/// `/api/v1/openapi.json`.
pub fn routes(config: &mut ServiceConfig) {
    config.service(resource("/api/v1/openapi.json").route(read().to(show)));
}

/// All of the API.
pub fn openapi() -> openapi::OpenApi {
    let parts = [
        crate::signup::Api::openapi(),
        crate::issues::api::Described::openapi(),
        crate::people::docs(),
        crate::admin::docs(),
        crate::sources::api::Api::openapi(),
        crate::articles::api::Api::openapi(),
    ];
    let mut whole = parts.into_iter().fold(Whole::openapi(), |whole, part| whole.merge_from(part));
    problems::describe(&mut whole);
    operations::complete(&mut whole);
    whole
}

async fn show() -> HttpResponse {
    HttpResponse::Ok().json(openapi())
}
