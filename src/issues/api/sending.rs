//! Tests, approval, sending and progress for programs.

use std::{future::Future, pin::Pin};

use actix_web::{
    FromRequest, HttpRequest, HttpResponse,
    dev::Payload,
    http::StatusCode,
    web::{Data, Path, ServiceConfig, get, post, resource},
};
use chrono::NaiveDateTime;

use super::{Bodiless, ResumeBody, SendBody, TestBody, view};
use crate::{
    access::{Actor, Bearer, Scope},
    app::App,
    db::{Conn, PublicId},
    issues::{
        IssueView, ProgressView, Refusal, RetriedView, SentView, approval, retrying,
        sending::{self, Steer},
        testing,
    },
    web::{Answer, Failure, Json, Problem, Seen, once, once_in_steps, path_id, read},
};

/// Below `/api/v1/issues/{id}`.
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

/// A call about one issue by a program that may send.
pub struct Call {
    app: Data<App>,
    bearer: Bearer,
    request: HttpRequest,
    id: PublicId,
}

impl FromRequest for Call {
    type Error = Failure;
    type Future = Pin<Box<dyn Future<Output = Result<Call, Failure>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let app = request.app_data::<Data<App>>().cloned();
        let (bearer, request) = (Bearer::from_request(request, payload), request.clone());
        Box::pin(async move {
            let app = app.ok_or_else(|| anyhow::anyhow!("the server has no App"))?;
            let bearer = bearer.await?;
            bearer.require(Scope::Send)?;
            let id = path_id(request.match_info().query("id"))?;
            Ok(Call { app, bearer, request, id })
        })
    }
}

impl Call {
    /// Changes the issue once for each key, and answers with what it is then.
    async fn change(
        self,
        body: &[u8],
        change: impl FnOnce(&mut Conn, &PublicId, &Actor, NaiveDateTime) -> Result<(), Refusal> + Send + 'static,
    ) -> Result<HttpResponse, Failure> {
        let (id, actor, now) = (self.id.clone(), self.bearer.actor(), self.app.clock.now());
        let outbox = self.app.outbox.clone();
        let unit = move |conn: &mut Conn| {
            change(conn, &id, &actor, now)?;
            Answer::new(StatusCode::OK, &view(conn, &outbox, &id, now)?)
        };
        self.once(body, unit).await
    }

    async fn once(
        self,
        body: &[u8],
        unit: impl FnOnce(&mut Conn) -> Result<Answer, Failure> + Send + 'static,
    ) -> Result<HttpResponse, Failure> {
        once(&self.app.db, &self.request, &self.bearer.actor().to_string(), body, unit).await
    }

    async fn once_in_steps(
        &self,
        body: &[u8],
        work: impl Future<Output = Result<Answer, Failure>>,
    ) -> Result<HttpResponse, Failure> {
        once_in_steps(&self.app.db, &self.request, &self.bearer.actor().to_string(), body, work).await
    }
}

/// Sends every edition to each of these addresses, marked as a test.
#[utoipa::path(post, path = "/api/v1/issues/{id}/test", params(("id" = String, Path)), request_body = TestBody, tag = "issues", security(("token" = ["send"])),
    responses((status = 202, description = "On their way"), (status = 422, body = Problem)))]
pub async fn test(call: Call, body: Json<TestBody>) -> Result<HttpResponse, Failure> {
    let (value, bytes) = body.read()?;
    let tests = match testing::addresses(&value.to) {
        Ok(to) => testing::prepare(&call.app, call.id.clone(), to).await,
        Err(refusal) => Err(refusal),
    };
    let (vault, actor, now) = (call.app.vault.clone(), call.bearer.actor(), call.app.clock.now());
    let unit = move |conn: &mut Conn| {
        let count = tests?.enqueue(conn, &vault, &actor, now)?;
        Answer::new(StatusCode::ACCEPTED, &serde_json::json!({ "status": "on_their_way", "mails": count }))
    };
    call.once(&bytes, unit).await
}

/// Approves the issue as it is now.
#[utoipa::path(post, path = "/api/v1/issues/{id}/approve", params(("id" = String, Path)), request_body = Option<Bodiless>, tag = "issues", security(("token" = ["send"])),
    responses((status = 200, body = IssueView), (status = 409, body = Problem)))]
pub async fn approve(call: Call, body: Json<Bodiless>) -> Result<HttpResponse, Failure> {
    let (_, bytes) = body.read_if_any()?;
    let web = call.app.web.clone();
    call.change(&bytes, move |conn, id, actor, now| approval::approve(conn, &web, id, actor, now)).await
}

/// Checks the issue, freezes its audience and starts; with `at`, later.
#[utoipa::path(post, path = "/api/v1/issues/{id}/send", params(("id" = String, Path)), request_body = Option<SendBody>, tag = "issues", security(("token" = ["send"])),
    responses((status = 202, body = SentView), (status = 409, body = Problem)))]
pub async fn send(call: Call, body: Json<SendBody>) -> Result<HttpResponse, Failure> {
    let (wish, bytes) = body.read_if_any()?;
    // Twice it does not start: who asks again is told that it is under way.
    let work = async {
        let sent = sending::send(&call.app, call.id.clone(), wish.at()?, call.bearer.actor()).await?;
        Answer::new(StatusCode::ACCEPTED, &sent)
    };
    call.once_in_steps(&bytes, work).await
}

/// Nobody gets it until it is resumed.
#[utoipa::path(post, path = "/api/v1/issues/{id}/pause", params(("id" = String, Path)), request_body = Option<Bodiless>, tag = "issues", security(("token" = ["send"])),
    responses((status = 200, body = IssueView), (status = 409, body = Problem)))]
pub async fn pause(call: Call, body: Json<Bodiless>) -> Result<HttpResponse, Failure> {
    steer(call, body, Steer::Pause).await
}

/// Goes on where it stopped. `held` decides about the mails of which nobody knows whether they arrived; where only
/// those are left it has to be said.
#[utoipa::path(post, path = "/api/v1/issues/{id}/resume", params(("id" = String, Path)), request_body = Option<ResumeBody>, tag = "issues", security(("token" = ["send"])),
    responses((status = 200, body = IssueView), (status = 409, body = Problem)))]
pub async fn resume(call: Call, body: Json<ResumeBody>) -> Result<HttpResponse, Failure> {
    let (wish, bytes) = body.read_if_any()?;
    let held = wish.held()?;
    let go_on = move |conn: &mut Conn, id: &PublicId, actor: &Actor, now| match held {
        Some(held) => sending::release_held(conn, id, held, actor, now),
        None => sending::steer(conn, id, Steer::Resume, actor, now),
    };
    call.change(&bytes, go_on).await
}

/// Stops for good: who has not got it will not get it.
#[utoipa::path(post, path = "/api/v1/issues/{id}/cancel", params(("id" = String, Path)), request_body = Option<Bodiless>, tag = "issues", security(("token" = ["send"])),
    responses((status = 200, body = IssueView), (status = 409, body = Problem)))]
pub async fn cancel(call: Call, body: Json<Bodiless>) -> Result<HttpResponse, Failure> {
    steer(call, body, Steer::Cancel).await
}

async fn steer(call: Call, body: Json<Bodiless>, how: Steer) -> Result<HttpResponse, Failure> {
    let (_, bytes) = body.read_if_any()?;
    call.change(&bytes, move |conn, id, actor, now| sending::steer(conn, id, how, actor, now)).await
}

/// Tries again what failed, except mailboxes that are gone; an issue that was sent is sending again.
#[utoipa::path(post, path = "/api/v1/issues/{id}/retry", params(("id" = String, Path)), request_body = Option<Bodiless>, tag = "issues", security(("token" = ["send"])),
    responses((status = 202, body = RetriedView), (status = 409, body = Problem)))]
pub async fn retry(call: Call, body: Json<Bodiless>) -> Result<HttpResponse, Failure> {
    let (_, bytes) = body.read_if_any()?;
    // Twice it tries only what failed since.
    let work = async {
        let retried = retrying::retry(&call.app, call.id.clone(), call.bearer.actor()).await?;
        Answer::new(StatusCode::ACCEPTED, &retried)
    };
    call.once_in_steps(&bytes, work).await
}

/// Counts where everybody's mail is.
#[utoipa::path(get, path = "/api/v1/issues/{id}/progress", params(("id" = String, Path)), tag = "issues", security(("token" = ["read"])),
    responses((status = 200, body = ProgressView), (status = 404, body = Problem)))]
pub async fn progress(app: Data<App>, bearer: Bearer, id: Path<String>) -> Result<HttpResponse, Failure> {
    bearer.require(Scope::Read)?;
    let (id, outbox, now) = (path_id(&id)?, app.outbox.clone(), app.clock.now());
    let progress = app
        .db
        .read(move |conn| sending::progress(conn, &outbox, &id, now))
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
    let id = path_id(&id)?;
    look(&app, &bearer, &id).await?;
    let streams = app.streams.clone();
    streams.watch(async move || look(&app, &bearer, &id).await)
}

async fn look(app: &App, bearer: &Bearer, id: &PublicId) -> Result<Seen, Failure> {
    if !bearer.lasts(app).await? {
        return Ok(Seen::Forbidden);
    }
    let (wanted, outbox, now) = (id.clone(), app.outbox.clone(), app.clock.now());
    let progress = app.db.read(move |conn| sending::progress(conn, &outbox, &wanted, now)).await?;
    let told = serde_json::to_string(&progress).map_err(anyhow::Error::new)?;
    Ok(if progress.status.is_over() { Seen::Over(told) } else { Seen::Progress(told) })
}
