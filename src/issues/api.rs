//! Issues for programs.

mod bodies;
mod sending;

use actix_web::{
    HttpRequest, HttpResponse,
    http::StatusCode,
    web::{Data, Path, Query, ServiceConfig, patch, post, resource},
};
use chrono::NaiveDateTime;
use serde::Deserialize;

use crate::{
    access::{Bearer, Scope},
    app::App,
    db::{Conn, PublicId},
    delivery::Outbox,
    issues::{
        Drafted, IssueView, Refusal, check, draft, edit, preview, store,
        view::{view_with_progress, views},
    },
    web::{Answer, Cursor, Failure, Here, Json, Listing, Problem, once, path_id, read},
};

pub use bodies::{Bodiless, EditBody, IssueBody, NothingView, ResumeBody, SendBody, TestBody};

/// What the description of the API says of issues.
#[derive(utoipa::OpenApi)]
#[openapi(paths(
    list,
    create,
    show,
    change,
    checked,
    previewed,
    sending::test,
    sending::approve,
    sending::send,
    sending::pause,
    sending::resume,
    sending::cancel,
    sending::retry,
    sending::progress,
    sending::events
))]
pub struct Described;

/// Below `/api/v1`.
pub fn routes(config: &mut ServiceConfig) {
    let at = |path: &str| resource(format!("/api/v1/issues{path}"));
    config
        .service(at("").route(read().to(list)).route(post().to(create)))
        .service(at("/{id}").route(read().to(show)).route(patch().to(change)))
        .service(at("/{id}/check").route(read().to(checked)))
        .service(at("/{id}/preview").route(read().to(previewed)))
        .configure(sending::routes);
}

/// Lists issues, the newest first.
#[utoipa::path(get, path = "/api/v1/issues", params(Cursor), tag = "issues", security(("token" = ["read"])),
    responses((status = 200, body = Listing<IssueView>)))]
pub async fn list(app: Data<App>, bearer: Bearer, cursor: Query<Cursor>) -> Result<HttpResponse, Failure> {
    bearer.require(Scope::Read)?;
    let (before, limit) = (cursor.after()?, cursor.limit()?);
    let items = app
        .db
        .read(move |conn| {
            let issues = store::list(conn, before, limit + 1)?;
            Ok::<_, Failure>(views(conn, issues)?)
        })
        .await?;
    Ok(HttpResponse::Ok().json(Listing::cut(items, limit, |issue| issue.number.to_string())))
}

/// Makes a draft of the articles that are named, or of what is new.
#[utoipa::path(post, path = "/api/v1/issues", request_body = IssueBody, tag = "issues", security(("token" = ["write"])),
    responses((status = 201, body = IssueView), (status = 200, body = NothingView, description = "Nothing new"), (status = 422, body = Problem)))]
pub async fn create(
    app: Data<App>,
    bearer: Bearer,
    here: Here,
    request: HttpRequest,
    body: Json<IssueBody>,
) -> Result<HttpResponse, Failure> {
    bearer.require(Scope::Write)?;
    let caller = bearer.actor().to_string();
    let (value, bytes) = body.read()?;
    let (wanted, actor, catalogue) = (value.wanted(), bearer.actor(), app.catalogue.clone());
    let (language, outbox, now) = (here.language, app.outbox.clone(), app.clock.now());
    let unit = move |conn: &mut Conn| match draft::draft(conn, catalogue.languages(), &wanted?, &actor, now)?
    {
        Drafted::Issue(id) => Answer::new(StatusCode::CREATED, &view(conn, &outbox, &id, now)?),
        Drafted::Nothing(why) => Answer::new(StatusCode::OK, &NothingView::new(why, &catalogue, &language)),
    };
    once(&app.db, &request, &caller, &bytes, unit).await
}

/// Shows one issue.
#[utoipa::path(get, path = "/api/v1/issues/{id}", params(("id" = String, Path)), tag = "issues", security(("token" = ["read"])),
    responses((status = 200, body = IssueView), (status = 404, body = Problem)))]
pub async fn show(app: Data<App>, bearer: Bearer, id: Path<String>) -> Result<HttpResponse, Failure> {
    bearer.require(Scope::Read)?;
    let (id, outbox, now) = (path_id(&id)?, app.outbox.clone(), app.clock.now());
    Ok(HttpResponse::Ok().json(app.db.read(move |conn| view(conn, &outbox, &id, now)).await?))
}

/// Changes what is named; the issue is a draft again. With `revision`, only if nobody changed it since.
#[utoipa::path(patch, path = "/api/v1/issues/{id}", params(("id" = String, Path)), request_body = EditBody, tag = "issues", security(("token" = ["write"])),
    responses((status = 200, body = IssueView), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn change(
    app: Data<App>,
    bearer: Bearer,
    id: Path<String>,
    body: Json<EditBody>,
) -> Result<HttpResponse, Failure> {
    bearer.require(Scope::Write)?;
    let (id, change, actor) = (path_id(&id)?, body.read()?.0.edit()?, bearer.actor());
    let (site, outbox, now) = (app.catalogue.languages().to_vec(), app.outbox.clone(), app.clock.now());
    let changed = app
        .db
        .write(move |conn| {
            edit::edit(conn, &site, &id, &change, &actor, now)?;
            view(conn, &outbox, &id, now)
        })
        .await?;
    Ok(HttpResponse::Ok().json(changed))
}

/// Says what the issue lacks before it may go, in the language of the request.
#[utoipa::path(get, path = "/api/v1/issues/{id}/check", params(("id" = String, Path)), tag = "issues", security(("token" = ["read"])),
    responses((status = 200, body = check::Checked)))]
pub async fn checked(
    app: Data<App>,
    bearer: Bearer,
    here: Here,
    id: Path<String>,
) -> Result<HttpResponse, Failure> {
    bearer.require(Scope::Read)?;
    let (id, web, now) = (path_id(&id)?, app.web.clone(), app.clock.now());
    let report = app
        .db
        .read(move |conn| {
            let issue = store::find(conn, &id)?.ok_or(Refusal::NotFound)?;
            Ok::<_, Refusal>(check::check_now(conn, &web, &issue, now)?)
        })
        .await?;
    Ok(HttpResponse::Ok().json(report.told(&app.catalogue, &here.language)))
}

/// Which edition is shown, and which part of it.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PreviewQuery {
    /// `ar`, `en`, `ar+en`, `en+ar`; `+`, a space or a comma separates.
    edition: Option<String>,
    /// `html` (the default) or `text`.
    #[param(inline)]
    format: Option<preview::Form>,
}

/// Shows an edition as its readers get it, without anybody's links.
#[utoipa::path(get, path = "/api/v1/issues/{id}/preview", params(("id" = String, Path), PreviewQuery), tag = "issues", security(("token" = ["read"])),
    responses((status = 200, description = "The mail itself"), (status = 422, body = Problem)))]
pub async fn previewed(
    app: Data<App>,
    bearer: Bearer,
    id: Path<String>,
    query: Query<PreviewQuery>,
) -> Result<HttpResponse, Failure> {
    bearer.require(Scope::Read)?;
    let edition = query.edition.clone().unwrap_or_default();
    preview::respond(&app, path_id(&id)?, &edition, query.format.unwrap_or_default()).await
}

fn view(conn: &mut Conn, outbox: &Outbox, id: &PublicId, now: NaiveDateTime) -> Result<IssueView, Failure> {
    let issue = store::find(conn, id)?.ok_or(Failure::NotFound)?;
    Ok(view_with_progress(conn, outbox, issue, now)?)
}
