//! Tests, approval, sending and progress for programs.

use actix_web::{
    HttpRequest, HttpResponse,
    http::StatusCode,
    web::{Data, Path, ServiceConfig, get, post, resource},
};

use super::{Bodiless, ResumeBody, SendBody, TestBody, parsed, read_view};
use crate::{
    access::{Bearer, Scope},
    app::App,
    db::PublicId,
    delivery::Held,
    issues::{IssueView, ProgressView, Refusal, RetriedView, SentView, approval, retrying, sending, testing},
    web::{Answer, Failure, Json, Problem, Seen, once, read},
};

pub fn routes(config: &mut ServiceConfig) {
    let at = |path: &str| resource(format!("/api/v1/issues/{{id}}/{path}"));
    config
        .service(at("test").route(post().to(test)))
        .service(at("approve").route(post().to(approve)))
        .service(at("send").route(post().to(send)))
        .service(at("pause").route(post().to(pause)))
        .service(at("resume").route(post().to(resume)))
        .service(at("cancel").route(post().to(cancel)))
        .service(at("retry").route(post().to(retry)))
        .service(at("progress").route(read().to(progress)))
        .service(at("progress/events").route(get().to(events)));
}

/// Sends every edition to each of these addresses, marked as a test.
#[utoipa::path(post, path = "/api/v1/issues/{id}/test", params(("id" = String, Path)), request_body = TestBody, tag = "issues", security(("token" = ["send"])),
    responses((status = 202, description = "On their way"), (status = 422, body = Problem)))]
pub async fn test(
    app: Data<App>,
    bearer: Bearer,
    request: HttpRequest,
    id: Path<String>,
    body: Json<TestBody>,
) -> Result<HttpResponse, Failure> {
    bearer.require(Scope::Send)?;
    let (id, caller, (value, bytes)) = (parsed(&id)?, bearer.actor(), body.read()?);
    let work = async {
        let to = testing::addresses(&value.to)?;
        let count = testing::send(&app, id, to, caller.clone()).await?;
        Answer::new(StatusCode::ACCEPTED, &serde_json::json!({ "status": "on_their_way", "mails": count }))
    };
    once(&app.db, &request, &caller.to_string(), &bytes, work).await
}

/// Approves the issue as it is now.
#[utoipa::path(post, path = "/api/v1/issues/{id}/approve", params(("id" = String, Path)), request_body = Option<Bodiless>, tag = "issues", security(("token" = ["send"])),
    responses((status = 200, body = IssueView), (status = 409, body = Problem)))]
pub async fn approve(
    app: Data<App>,
    bearer: Bearer,
    request: HttpRequest,
    id: Path<String>,
    body: Json<Bodiless>,
) -> Result<HttpResponse, Failure> {
    bearer.require(Scope::Send)?;
    let (id, actor) = (parsed(&id)?, bearer.actor());
    let (caller, (_, bytes)) = (actor.to_string(), body.read_if_any()?);
    let work = async {
        let (web, now, issue) = (app.web.clone(), app.clock.now(), id.clone());
        app.db.write(move |conn| approval::approve(conn, &web, &issue, &actor, now)).await?;
        Answer::new(StatusCode::OK, &read_view(&app, id).await?)
    };
    once(&app.db, &request, &caller, &bytes, work).await
}

/// Checks the issue, freezes its audience and starts; with `at`, later.
#[utoipa::path(post, path = "/api/v1/issues/{id}/send", params(("id" = String, Path)), request_body = Option<SendBody>, tag = "issues", security(("token" = ["send"])),
    responses((status = 202, body = SentView), (status = 409, body = Problem)))]
pub async fn send(
    app: Data<App>,
    bearer: Bearer,
    request: HttpRequest,
    id: Path<String>,
    body: Json<SendBody>,
) -> Result<HttpResponse, Failure> {
    bearer.require(Scope::Send)?;
    let (id, actor) = (parsed(&id)?, bearer.actor());
    let (caller, (wish, bytes)) = (actor.to_string(), body.read_if_any()?);
    let work = async {
        let sent = sending::send(&app, id, wish.at()?, actor).await?;
        Answer::new(StatusCode::ACCEPTED, &sent)
    };
    once(&app.db, &request, &caller, &bytes, work).await
}

/// Nobody gets it until it is resumed.
#[utoipa::path(post, path = "/api/v1/issues/{id}/pause", params(("id" = String, Path)), request_body = Option<Bodiless>, tag = "issues", security(("token" = ["send"])),
    responses((status = 200, body = IssueView), (status = 409, body = Problem)))]
pub async fn pause(
    app: Data<App>,
    bearer: Bearer,
    request: HttpRequest,
    id: Path<String>,
    body: Json<Bodiless>,
) -> Result<HttpResponse, Failure> {
    bearer.require(Scope::Send)?;
    let (_, bytes) = body.read_if_any()?;
    steer(app, bearer, request, id, Turn::Steer(sending::Steer::Pause), &bytes).await
}

/// Goes on where it stopped. `held` decides about the mails of which nobody knows whether they arrived; where only
/// those are left it has to be said.
#[utoipa::path(post, path = "/api/v1/issues/{id}/resume", params(("id" = String, Path)), request_body = Option<ResumeBody>, tag = "issues", security(("token" = ["send"])),
    responses((status = 200, body = IssueView), (status = 409, body = Problem)))]
pub async fn resume(
    app: Data<App>,
    bearer: Bearer,
    request: HttpRequest,
    id: Path<String>,
    body: Json<ResumeBody>,
) -> Result<HttpResponse, Failure> {
    bearer.require(Scope::Send)?;
    let (wish, bytes) = body.read_if_any()?;
    let turn = wish.held()?.map_or(Turn::Steer(sending::Steer::Resume), Turn::Release);
    steer(app, bearer, request, id, turn, &bytes).await
}

/// Stops for good: who has not got it will not get it.
#[utoipa::path(post, path = "/api/v1/issues/{id}/cancel", params(("id" = String, Path)), request_body = Option<Bodiless>, tag = "issues", security(("token" = ["send"])),
    responses((status = 200, body = IssueView), (status = 409, body = Problem)))]
pub async fn cancel(
    app: Data<App>,
    bearer: Bearer,
    request: HttpRequest,
    id: Path<String>,
    body: Json<Bodiless>,
) -> Result<HttpResponse, Failure> {
    bearer.require(Scope::Send)?;
    let (_, bytes) = body.read_if_any()?;
    steer(app, bearer, request, id, Turn::Steer(sending::Steer::Cancel), &bytes).await
}

/// What is done to an issue on its way.
enum Turn {
    Steer(sending::Steer),
    Release(Held),
}

async fn steer(
    app: Data<App>,
    bearer: Bearer,
    request: HttpRequest,
    id: Path<String>,
    turn: Turn,
    bytes: &[u8],
) -> Result<HttpResponse, Failure> {
    let (id, actor) = (parsed(&id)?, bearer.actor());
    let caller = actor.to_string();
    let work = async {
        let (now, issue) = (app.clock.now(), id.clone());
        app.db
            .write(move |conn| match turn {
                Turn::Steer(how) => sending::steer(conn, &issue, how, &actor, now),
                Turn::Release(held) => sending::release_held(conn, &issue, held, &actor, now),
            })
            .await?;
        Answer::new(StatusCode::OK, &read_view(&app, id).await?)
    };
    once(&app.db, &request, &caller, bytes, work).await
}

/// Tries again what failed, except mailboxes that are gone; an issue that was sent is sending again.
#[utoipa::path(post, path = "/api/v1/issues/{id}/retry", params(("id" = String, Path)), request_body = Option<Bodiless>, tag = "issues", security(("token" = ["send"])),
    responses((status = 202, body = RetriedView), (status = 409, body = Problem)))]
pub async fn retry(
    app: Data<App>,
    bearer: Bearer,
    request: HttpRequest,
    id: Path<String>,
    body: Json<Bodiless>,
) -> Result<HttpResponse, Failure> {
    bearer.require(Scope::Send)?;
    let (id, actor) = (parsed(&id)?, bearer.actor());
    let (caller, (_, bytes)) = (actor.to_string(), body.read_if_any()?);
    let work = async { Answer::new(StatusCode::ACCEPTED, &retrying::retry(&app, id, actor).await?) };
    once(&app.db, &request, &caller, &bytes, work).await
}

/// Counts where everybody's mail is.
#[utoipa::path(get, path = "/api/v1/issues/{id}/progress", params(("id" = String, Path)), tag = "issues", security(("token" = ["read"])),
    responses((status = 200, body = ProgressView), (status = 404, body = Problem)))]
pub async fn progress(app: Data<App>, bearer: Bearer, id: Path<String>) -> Result<HttpResponse, Failure> {
    bearer.require(Scope::Read)?;
    let (id, now) = (parsed(&id)?, app.clock.now());
    let progress = app
        .db
        .read(move |conn| sending::progress(conn, &id, now))
        .await
        .map_err(|error: Refusal| Failure::from(error))?;
    Ok(HttpResponse::Ok().json(progress))
}

/// Counts again whenever something changed, at most once a second: events `progress`, and a last one `over` when the issue
/// is, each with the same figures as JSON. A stream ends after ten minutes; whoever wants more asks again.
#[utoipa::path(get, path = "/api/v1/issues/{id}/progress/events", params(("id" = String, Path)), tag = "issues", security(("token" = ["read"])),
    responses((status = 200, body = ProgressView, content_type = "text/event-stream"), (status = 404, body = Problem),
        (status = 429, body = Problem, description = "Too many watch already")))]
pub async fn events(app: Data<App>, bearer: Bearer, id: Path<String>) -> Result<HttpResponse, Failure> {
    bearer.require(Scope::Read)?;
    let id = parsed(&id)?;
    look(&app, &bearer, &id).await?;
    let streams = app.streams.clone();
    streams.watch(async move || look(&app, &bearer, &id).await)
}

async fn look(app: &App, bearer: &Bearer, id: &PublicId) -> Result<Seen, Failure> {
    if !bearer.lasts(app).await? {
        return Ok(Seen::Forbidden);
    }
    let (wanted, now) = (id.clone(), app.clock.now());
    let progress = app.db.read(move |conn| sending::progress(conn, &wanted, now)).await?;
    let told = serde_json::to_string(&progress).map_err(anyhow::Error::new)?;
    Ok(if progress.status.is_over() { Seen::Over(told) } else { Seen::Progress(told) })
}
