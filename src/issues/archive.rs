//! What was sent, for everybody to read: without anybody's links.

mod feed;

use actix_web::{
    HttpResponse,
    web::{Data, Path, Query, ServiceConfig, resource},
};
use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};

use crate::{
    app::App,
    i18n::Language,
    issues::{Issue, edition, piece, prose, store},
    web::{self, Failure, Here, Listing, Page, Web},
};

/// Issues on one page of the list.
const SHOWN: i64 = 30;

/// `/{lang}/issues` and the feed.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(resource("/{lang}/issues").route(web::read().to(list)))
        .service(resource("/{lang}/issues/{slug}").route(web::read().to(show)))
        .service(resource("/{lang}/feed.xml").route(web::read().to(feed::show)));
}

/// One issue in a list.
#[derive(Debug, Serialize)]
pub struct Entry {
    pub title: String,
    pub url: String,
    pub summary: String,
    pub date: Option<NaiveDateTime>,
}

#[derive(Serialize)]
struct ListPage {
    entries: Vec<Entry>,
    older: String,
    newer: String,
}

impl Page for ListPage {
    const TEMPLATE: &'static str = "issues/archive.html";
}

#[derive(Serialize)]
struct IssuePage {
    number: i64,
    subject: String,
    preheader: String,
    sent_at: Option<NaiveDateTime>,
    opening_sanitised: String,
    items: Vec<Item>,
    closing_sanitised: String,
}

impl Page for IssuePage {
    const TEMPLATE: &'static str = "issues/issue.html";
}

#[derive(Serialize)]
struct Item {
    lang: Language,
    title: String,
    summary: String,
    url: String,
    label: String,
}

#[derive(Deserialize)]
struct Before {
    before: Option<i64>,
}

async fn list(app: Data<App>, here: Here, query: Query<Before>) -> Result<HttpResponse, Failure> {
    let before = query.before;
    let issues =
        app.db.read(move |conn| store::list_sent(conn, before, SHOWN + 1)).await.map_err(Failure::from)?;
    let Listing { items: issues, next } =
        Listing::cut(issues, SHOWN, |last| format!("/{}/issues?before={}", here.language, last.row.number));
    let newer = if before.is_some() { format!("/{}/issues", here.language) } else { String::new() };
    let entries = issues.iter().map(|issue| entry(&app.web, issue, &here.language)).collect();
    app.web.page(&here, &ListPage { entries, older: next.unwrap_or_default(), newer })
}

fn entry(web: &Web, issue: &Issue, language: &Language) -> Entry {
    let words = issue.words(language);
    Entry {
        title: words.subject,
        url: web.links.issue(language, &issue.row.slug),
        summary: words.preheader,
        date: issue.row.started_at,
    }
}

async fn show(app: Data<App>, here: Here, path: Path<(String, String)>) -> Result<HttpResponse, Failure> {
    let (_, slug) = path.into_inner();
    let (web, language) = (app.web.clone(), here.language.clone());
    let page = app
        .db
        .read(move |conn| {
            let issue = store::find_published(conn, &slug)?.ok_or(Failure::NotFound)?;
            let pieces = piece::load(conn, &issue.articles)?;
            Ok::<_, Failure>(page_of(&web, &issue, &pieces, &language))
        })
        .await?;
    app.web.page(&here, &page)
}

fn page_of(web: &Web, issue: &Issue, pieces: &[piece::Piece], language: &Language) -> IssuePage {
    let words = issue.words(language);
    IssuePage {
        number: issue.row.number,
        sent_at: issue.row.started_at,
        opening_sanitised: prose::html(&words.opening),
        items: pieces.iter().filter_map(|piece| item(web, issue, piece, language)).collect(),
        closing_sanitised: prose::html(&words.closing),
        subject: words.subject,
        preheader: words.preheader,
    }
}

fn item(web: &Web, issue: &Issue, piece: &piece::Piece, language: &Language) -> Option<Item> {
    let shown = piece.shown(language, issue.row.missing, web.catalogue.languages())?;
    let label = match shown.borrowed {
        true => edition::in_language(web, language, &shown.text.language),
        false => String::new(),
    };
    Some(Item {
        lang: shown.text.language.clone(),
        title: shown.text.title.clone(),
        summary: shown.text.summary.clone(),
        url: edition::href(web, shown.text),
        label,
    })
}
