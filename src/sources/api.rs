//! Sources for programs.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query, ServiceConfig, delete, post, resource};
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};

use super::show::{ReportView, SourceView};
use super::wanted::{SourceBody, WantedSource, known_already};
use super::{add, read_now, store};
use crate::access::{Bearer, Scope};
use crate::app::App;
use crate::db::{Conn, PublicId};
use crate::web::{Answer, Cursor, Failure, Json, Listing, Problem, once, once_in_steps, path_id, read};

/// Below `/api/v1`.
pub fn routes(config: &mut ServiceConfig) {
    let at = |path: &str| resource(format!("/api/v1/sources{path}"));
    config
        .service(at("").route(read().to(list)).route(post().to(create)))
        .service(at("/{id}").route(delete().to(remove)))
        .service(at("/{id}/fetch").route(post().to(fetch)));
}

/// What programs are told of it.
#[derive(OpenApi)]
#[openapi(paths(list, create, remove, fetch))]
pub struct Api;

/// Sources, and where the next part begins.
#[derive(Serialize, ToSchema)]
struct SourceList {
    items: Vec<SourceView>,
    next: Option<String>,
}

/// Lists sources and how they fare.
#[utoipa::path(get, path = "/api/v1/sources", params(Cursor), tag = "sources", security(("token" = ["read"])),
    responses((status = 200, body = SourceList)))]
async fn list(app: Data<App>, bearer: Bearer, cursor: Query<Cursor>) -> Result<HttpResponse, Failure> {
    bearer.require(Scope::Read)?;
    let (after, limit) = (cursor.after::<PublicId>()?, cursor.limit()?);
    let sources = app.db.read(move |conn| store::list_after(conn, after.as_ref(), limit + 1)).await?;
    let views = sources.iter().map(SourceView::from).collect();
    let Listing { items, next } = Listing::cut(views, limit, |source: &SourceView| source.id.clone());
    Ok(HttpResponse::Ok().json(SourceList { items, next }))
}

/// Adds a source; it is read soon.
#[utoipa::path(post, path = "/api/v1/sources", request_body = SourceBody, tag = "sources",
    security(("token" = ["write"])), responses((status = 201, body = SourceView), (status = 422, body = Problem)))]
async fn create(
    app: Data<App>,
    bearer: Bearer,
    request: HttpRequest,
    body: Json<SourceBody>,
) -> Result<HttpResponse, Failure> {
    bearer.require(Scope::Write)?;
    let (value, bytes) = body.read()?;
    let (wanted, now) = (value.parse(&app.catalogue), app.clock.now());
    let (actor, caller) = (bearer.actor(), bearer.actor().to_string());
    let unit = move |conn: &mut Conn| {
        let WantedSource { url, language } = wanted?;
        let added = add(conn, &url, &language, &actor, now)?.ok_or_else(known_already)?;
        Answer::new(StatusCode::CREATED, &SourceView::from(&added))
    };
    once(&app.db, &request, &caller, &bytes, unit).await
}

/// Takes a source away. Its articles stay.
#[utoipa::path(delete, path = "/api/v1/sources/{id}", params(("id" = String, Path)), tag = "sources",
    security(("token" = ["write"])), responses((status = 204)))]
async fn remove(app: Data<App>, bearer: Bearer, id: Path<String>) -> Result<HttpResponse, Failure> {
    bearer.require(Scope::Write)?;
    let id = path_id(&id)?;
    let (actor, now) = (bearer.actor(), app.clock.now());
    match app.db.write(move |conn| super::remove(conn, &id, &actor, now)).await? {
        true => Ok(HttpResponse::NoContent().finish()),
        false => Err(Failure::NotFound),
    }
}

/// Reads a source now, and says what that brought.
#[utoipa::path(post, path = "/api/v1/sources/{id}/fetch", params(("id" = String, Path)), tag = "sources",
    security(("token" = ["write"])), responses((status = 200, body = ReportView), (status = 404, body = Problem)))]
async fn fetch(
    app: Data<App>,
    bearer: Bearer,
    request: HttpRequest,
    id: Path<String>,
) -> Result<HttpResponse, Failure> {
    bearer.require(Scope::Write)?;
    let id = path_id(&id)?;
    let work = async {
        let source = app.db.read(move |conn| store::find(conn, &id)).await?.ok_or(Failure::NotFound)?;
        Answer::new(StatusCode::OK, &ReportView::from(&read_now(&app, source).await?))
    };
    // Reading a source twice brings nothing twice.
    once_in_steps(&app.db, &request, &bearer.actor().to_string(), b"", work).await
}
