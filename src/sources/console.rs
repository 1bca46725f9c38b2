//! Sources in the console: how each fares, and new ones.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, ServiceConfig, post, resource};
use serde::Serialize;

use super::add as add_source;
use super::fetch::Fetcher;
use super::store::{self, Source};
use super::wanted::{SourceBody, WantedSource, known_already};
use super::{Problem, Tried, look, read_now};
use crate::access::{Flash, Role, Screen, Session, console_with};
use crate::app::App;
use crate::clock::in_seconds;
use crate::db::PublicId;
use crate::i18n::Language;
use crate::subscribers::Mistakes;
use crate::web::{Choice, Failure, FormFields, path_id, read};

const PLACE: &str = "/admin/sources";

/// `/admin/sources` and below.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(resource(PLACE).route(read().to(show)).route(post().to(add)))
        .service(resource("/admin/sources/{id}/fetch").route(post().to(fetch)))
        .service(resource("/admin/sources/{id}/remove").route(post().to(remove)));
}

#[derive(Default, Serialize)]
struct SourcesPage {
    sources: Vec<Line>,
    languages_offered: Vec<Choice>,
    url: String,
    language: String,
    mistakes: Mistakes,
    tried: Option<Tried>,
    /// Why trying it brought nothing.
    tried_in_vain: Option<String>,
}

#[derive(Serialize)]
struct Line {
    id: PublicId,
    title: String,
    url: String,
    lang: Language,
    kind: String,
    fetched: Option<String>,
    next: String,
    failures: i32,
    problem: Option<String>,
}

async fn show(app: Data<App>, session: Session) -> Result<HttpResponse, Failure> {
    page(&app, &session, StatusCode::OK, SourcesPage::default()).await
}

/// Adds a source, or with `action=try` shows what it would give.
async fn add(app: Data<App>, session: Session, form: FormFields) -> Result<HttpResponse, Failure> {
    session.require(Role::Editor)?;
    let typed = SourceBody { url: form.one("url").to_owned(), language: form.one("language").to_owned() };
    let again = |mistakes: Mistakes| SourcesPage {
        url: typed.url.clone(),
        language: typed.language.clone(),
        mistakes,
        ..SourcesPage::default()
    };
    let WantedSource { url, language } = match typed.parse(&app.catalogue) {
        Ok(wanted) => wanted,
        Err(mistakes) => {
            return page(&app, &session, StatusCode::UNPROCESSABLE_ENTITY, again(mistakes)).await;
        }
    };
    let now = app.clock.now();
    if form.one("action") == "try" {
        let fetcher = Fetcher::new(&app.config.allow_private_hosts)?;
        let (tried, problem) = match look(&fetcher, &url, now).await {
            Ok(tried) => (Some(tried), None),
            Err(problem) => (None, Some(problem.text(&app.catalogue, &session.language))),
        };
        let page_again = SourcesPage { tried, tried_in_vain: problem, ..again(Mistakes::new()) };
        return page(&app, &session, StatusCode::OK, page_again).await;
    }
    let actor = session.actor();
    let add = move |conn: &mut crate::db::Conn| {
        Ok::<_, Failure>(add_source(conn, &url, &language, &actor, now)?.is_some())
    };
    if !app.db.write(add).await? {
        return page(&app, &session, StatusCode::UNPROCESSABLE_ENTITY, again(known_already())).await;
    }
    Ok(session.to(PLACE, Flash::good("source-added")))
}

async fn fetch(app: Data<App>, session: Session, id: Path<String>) -> Result<HttpResponse, Failure> {
    session.require(Role::Editor)?;
    let id = path_id(&id)?;
    let source = app.db.read(move |conn| store::find(conn, &id)).await?.ok_or(Failure::NotFound)?;
    let report = read_now(&app, source).await?;
    let said = match (report.failed, report.paired) {
        (true, _) => Flash::bad("source-fetch-failed"),
        (false, 0) => Flash::good("source-fetched").with("new", report.new),
        (false, paired) => {
            Flash::good("source-fetched-paired").with("paired", paired).with("new", report.new)
        }
    };
    Ok(session.to(PLACE, said))
}

async fn remove(app: Data<App>, session: Session, id: Path<String>) -> Result<HttpResponse, Failure> {
    session.require(Role::Editor)?;
    let id = path_id(&id)?;
    let (actor, now) = (session.actor(), app.clock.now());
    match app.db.write(move |conn| super::remove(conn, &id, &actor, now)).await? {
        true => Ok(session.to(PLACE, Flash::good("source-removed"))),
        false => Err(Failure::NotFound),
    }
}

async fn page(
    app: &App,
    session: &Session,
    status: StatusCode,
    page: SourcesPage,
) -> Result<HttpResponse, Failure> {
    let sources = app.db.read(store::list).await?;
    let problem = |problem: Problem| problem.text(&app.catalogue, &session.language);
    let page = SourcesPage {
        sources: sources.iter().map(|source| line(source, problem)).collect(),
        languages_offered: Choice::languages(&app.web),
        ..page
    };
    console_with(status, app, session, Screen::Sources, "sources/list.html", &page)
}

fn line(source: &Source, problem: impl Fn(Problem) -> String) -> Line {
    Line {
        id: source.public_id.clone(),
        title: source.title.clone(),
        url: source.url.clone(),
        lang: source.language.clone(),
        kind: source.kind.clone(),
        fetched: source.fetched_at.map(in_seconds),
        next: in_seconds(source.next_fetch_at),
        failures: source.failures,
        problem: source.last_problem().map(problem),
    }
}
