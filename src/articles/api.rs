//! Articles for programs.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query, ServiceConfig, patch, post, resource};
use actix_web::{HttpRequest, HttpResponse};
use serde::{Deserialize, Serialize};
use url::Url;
use utoipa::{OpenApi, ToSchema};

use super::pairing::{self, Joined};
use super::show::{ArticleView, show as shown};
use super::wanted::ArticleBody;
use super::{Article, change, named, store};
use crate::access::{Bearer, Scope};
use crate::app::App;
use crate::db::{Conn, PublicId};
use crate::subscribers::{Mistake, Mistakes};
use crate::web::{Answer, Cursor, Failure, Json, Listing, Problem, once, path_id, read};

/// Below `/api/v1`.
pub fn routes(config: &mut ServiceConfig) {
    let at = |path: &str| resource(format!("/api/v1/articles{path}"));
    config
        .service(at("").route(read().to(list)).route(post().to(create)))
        .service(at("/{id}").route(read().to(show)).route(patch().to(edit)))
        .service(at("/{id}/pair").route(post().to(pair)));
}

/// What programs are told of it.
#[derive(OpenApi)]
#[openapi(paths(list, create, show, edit, pair))]
pub struct Api;

/// Articles, and where the next part begins.
#[derive(Serialize, ToSchema)]
struct ArticleList {
    items: Vec<ArticleView>,
    next: Option<String>,
}

/// The article that another is to be one with.
#[derive(Deserialize, ToSchema)]
struct PairBody {
    /// Its id, its slug, or its slug in a language: `en/right-to-vote`.
    #[serde(alias = "with", alias = "id")]
    article: String,
}

/// Lists articles, the newest first.
#[utoipa::path(get, path = "/api/v1/articles", params(Cursor), tag = "articles", security(("token" = ["read"])),
    responses((status = 200, body = ArticleList)))]
async fn list(app: Data<App>, bearer: Bearer, cursor: Query<Cursor>) -> Result<HttpResponse, Failure> {
    bearer.require(Scope::Read)?;
    let (after, limit, base_url) = (cursor.after::<PublicId>()?, cursor.limit()?, app.web.base_url.clone());
    let items = app
        .db
        .read(move |conn| {
            let articles = store::list(conn, after.as_ref(), limit + 1)?;
            Ok::<_, Failure>(shown(conn, &articles, &base_url)?)
        })
        .await?;
    let Listing { items, next } = Listing::cut(items, limit, |article| article.id.clone());
    Ok(HttpResponse::Ok().json(ArticleList { items, next }))
}

/// Makes an article of one's own.
#[utoipa::path(post, path = "/api/v1/articles", request_body = ArticleBody, tag = "articles",
    security(("token" = ["write"])), responses((status = 201, body = ArticleView), (status = 422, body = Problem)))]
async fn create(
    app: Data<App>,
    bearer: Bearer,
    request: HttpRequest,
    body: Json<ArticleBody>,
) -> Result<HttpResponse, Failure> {
    bearer.require(Scope::Write)?;
    let (value, bytes) = body.read()?;
    let (wanted, clock, base_url) =
        (value.parse(&app.catalogue), app.clock.clone(), app.web.base_url.clone());
    let (actor, caller) = (bearer.actor(), bearer.actor().to_string());
    let unit = move |conn: &mut Conn| {
        let article = change::create(conn, wanted?, &actor, &clock)?;
        Answer::new(StatusCode::CREATED, &view(conn, article, &base_url)?)
    };
    once(&app.db, &request, &caller, &bytes, unit).await
}

/// Shows one article.
#[utoipa::path(get, path = "/api/v1/articles/{id}", params(("id" = String, Path)), tag = "articles",
    security(("token" = ["read"])), responses((status = 200, body = ArticleView), (status = 404, body = Problem)))]
async fn show(app: Data<App>, bearer: Bearer, id: Path<String>) -> Result<HttpResponse, Failure> {
    bearer.require(Scope::Read)?;
    let id = path_id(&id)?;
    let base_url = app.web.base_url.clone();
    let shown = app
        .db
        .read(move |conn| {
            let article = store::find(conn, &id)?.ok_or(Failure::NotFound)?;
            view(conn, article, &base_url)
        })
        .await?;
    Ok(HttpResponse::Ok().json(shown))
}

/// Changes the texts that are named, or adds them. What a source gives is changed at its source.
#[utoipa::path(patch, path = "/api/v1/articles/{id}", params(("id" = String, Path)), request_body = ArticleBody,
    tag = "articles", security(("token" = ["write"])),
    responses((status = 200, body = ArticleView), (status = 409, body = Problem), (status = 422, body = Problem)))]
async fn edit(
    app: Data<App>,
    bearer: Bearer,
    id: Path<String>,
    body: Json<ArticleBody>,
) -> Result<HttpResponse, Failure> {
    bearer.require(Scope::Write)?;
    let id = path_id(&id)?;
    let (wanted, actor, clock) = (body.read()?.0.parse(&app.catalogue)?, bearer.actor(), app.clock.clone());
    let base_url = app.web.base_url.clone();
    let edited = app
        .db
        .write(move |conn| {
            let article = change::change(conn, &id, wanted, &actor, &clock)?;
            view(conn, article, &base_url)
        })
        .await?;
    Ok(HttpResponse::Ok().json(edited))
}

/// Makes two articles one.
#[utoipa::path(post, path = "/api/v1/articles/{id}/pair", params(("id" = String, Path)), request_body = PairBody,
    tag = "articles", security(("token" = ["write"])),
    responses((status = 200, body = ArticleView), (status = 409, body = Problem), (status = 422, body = Problem)))]
async fn pair(
    app: Data<App>,
    bearer: Bearer,
    request: HttpRequest,
    id: Path<String>,
    body: Json<PairBody>,
) -> Result<HttpResponse, Failure> {
    bearer.require(Scope::Write)?;
    let id = path_id(&id)?;
    let (value, bytes) = body.read()?;
    let (catalogue, now, base_url) = (app.catalogue.clone(), app.clock.now(), app.web.base_url.clone());
    let (actor, caller) = (bearer.actor(), bearer.actor().to_string());
    let unit = move |conn: &mut Conn| {
        let left = store::find(conn, &id)?.ok_or(Failure::NotFound)?;
        let right = named::find(conn, &catalogue, &value.article)?
            .map_err(|_| Mistakes::one("article", Mistake::new("article-mistake-unknown")))?;
        match pairing::pair(conn, &left, &right.article, &actor, now)?.ok_or(Failure::NotFound)? {
            Joined::SameLanguage => Err(Failure::Conflict(Mistake::new("article-mistake-same-language"))),
            Joined::Paired | Joined::Already => {
                let article = store::of_any_text(conn, &left)?.ok_or(Failure::NotFound)?;
                Answer::new(StatusCode::OK, &view(conn, article, &base_url)?)
            }
        }
    };
    once(&app.db, &request, &caller, &bytes, unit).await
}

fn view(conn: &mut Conn, article: Article, base_url: &Url) -> Result<ArticleView, Failure> {
    shown(conn, &[article], base_url)?.pop().ok_or(Failure::NotFound)
}
