//! Figures for programs.

use actix_web::{
    HttpResponse,
    web::{Data, ServiceConfig, resource},
};

use crate::{
    access::{Bearer, Scope},
    admin::stats::{self, Stats},
    app::App,
    web::{Failure, read},
};

/// `/api/v1/stats`.
pub(super) fn routes(config: &mut ServiceConfig) {
    config.service(resource("/api/v1/stats").route(read().to(show)));
}

/// Counts subscribers by status and reading choice, growth by day, and issues by status.
#[utoipa::path(get, path = "/api/v1/stats", tag = "stats", security(("token" = ["read"])),
    responses((status = 200, body = Stats)))]
pub async fn show(app: Data<App>, bearer: Bearer) -> Result<HttpResponse, Failure> {
    bearer.require(Scope::Read)?;
    let (languages, now) = (app.catalogue.languages().to_vec(), app.clock.now());
    let stats = app.db.read(move |conn| stats::count(conn, &languages, now)).await?;
    Ok(HttpResponse::Ok().json(stats))
}
