//! The console's first page, and the figures behind it for programs.

mod api;
mod chart;
mod held;
mod news;
mod overview;
mod stats;
mod todo;

use actix_web::web::ServiceConfig;
use utoipa::{OpenApi, openapi};

pub use held::resume_sending;

/// `/admin`, `/admin/resume-sending` and `/api/v1/stats`.
pub fn routes(config: &mut ServiceConfig) {
    config.configure(overview::routes).configure(held::routes).configure(api::routes);
}

#[derive(OpenApi)]
#[openapi(paths(api::show))]
struct Docs;

/// What the API's description says of the figures.
pub fn docs() -> openapi::OpenApi {
    Docs::openapi()
}
