//! Topics for programs.

use actix_web::{
    HttpRequest, HttpResponse,
    http::StatusCode,
    web::{Data, ServiceConfig, post, resource},
};

use crate::{
    access::{Bearer, Scope, audit},
    app::App,
    db::Conn,
    people::TopicWanted,
    subscribers::{Mistake, topics},
    web::{Answer, Failure, Json, Listing, Problem, once, read},
};

/// `/api/v1/topics`.
pub(super) fn routes(config: &mut ServiceConfig) {
    config.service(resource("/api/v1/topics").route(read().to(list_topics)).route(post().to(add_topic)));
}

/// Lists the topics: their slugs, and their names by language.
#[utoipa::path(get, path = "/api/v1/topics", operation_id = "list", tag = "topics", security(("token" = ["read"])),
    responses((status = 200, body = Listing<TopicWanted>)))]
pub async fn list_topics(app: Data<App>, bearer: Bearer) -> Result<HttpResponse, Failure> {
    bearer.require(Scope::Read)?;
    let items = app.db.read(topics::list).await?;
    Ok(HttpResponse::Ok().json(Listing { items, next: None }))
}

/// Adds a topic.
#[utoipa::path(post, path = "/api/v1/topics", operation_id = "add", request_body = TopicWanted, tag = "topics",
    security(("token" = ["write"])),
    responses((status = 201, body = TopicWanted), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn add_topic(
    app: Data<App>,
    bearer: Bearer,
    request: HttpRequest,
    body: Json<TopicWanted>,
) -> Result<HttpResponse, Failure> {
    bearer.require(Scope::Write)?;
    let (caller, actor, now) = (bearer.actor().to_string(), bearer.actor(), app.clock.now());
    let (wanted, bytes) = body.read()?;
    let checked = wanted.check(&app.catalogue);
    let unit = move |conn: &mut Conn| {
        checked?;
        let added = topics::add(conn, &wanted.slug, &wanted.names, now)?
            .ok_or_else(|| Failure::Conflict(Mistake::new("topics-mistake-taken")))?;
        audit::append(conn, &actor, "topic.add", &added.slug, "", now)?;
        Answer::new(StatusCode::CREATED, &added)
    };
    once(&app.db, &request, &caller, &bytes, unit).await
}
