//! The sent issues as an Atom feed in one language.

use actix_web::{HttpResponse, web::Data};
use atom_syndication::{Content, Entry, Feed, FixedDateTime, Link, Text};
use chrono::NaiveDateTime;

use super::{Item, page_of};
use crate::{
    app::App,
    i18n::{Args, Language},
    issues::{Issue, Piece, piece, store},
    web::{Failure, Here, Web},
};

/// Issues in the feed.
const SHOWN: i64 = 20;

/// Shows the newest issues as an Atom feed in one language.
pub async fn show(app: Data<App>, here: Here) -> Result<HttpResponse, Failure> {
    let issues = app.db.read(|conn| {
        let issues = store::list_sent(conn, None, SHOWN)?;
        let with_pieces = issues.into_iter().map(|issue| {
            let pieces = piece::load(conn, &issue.articles)?;
            Ok((issue, pieces))
        });
        with_pieces.collect::<diesel::QueryResult<Vec<_>>>()
    });
    let issues = issues.await.map_err(Failure::from)?;
    let feed = feed(&app.web, &issues, &here.language);
    Ok(HttpResponse::Ok().content_type("application/atom+xml; charset=utf-8").body(feed.to_string()))
}

fn feed(web: &Web, issues: &[(Issue, Vec<Piece>)], language: &Language) -> Feed {
    let own = web.links.absolute(&format!("/{language}/feed.xml"));
    let site = web.site.name(language);
    let title = web.catalogue.plain(language, "issues-title", &Args::new());
    Feed {
        id: own.clone(),
        title: Text::plain(format!("{title} · {site}")),
        updated: issues.first().map_or_else(FixedDateTime::default, |(issue, _)| time(sent_at(issue))),
        lang: Some(language.as_str().to_owned()),
        authors: vec![atom_syndication::Person { name: site.to_owned(), ..Default::default() }],
        links: vec![
            link("self", own, "application/atom+xml"),
            link("alternate", web.links.absolute(&format!("/{language}/issues")), "text/html"),
        ],
        entries: issues.iter().map(|(issue, pieces)| entry(web, issue, pieces, language)).collect(),
        ..Feed::default()
    }
}

fn entry(web: &Web, issue: &Issue, pieces: &[Piece], language: &Language) -> Entry {
    let page = page_of(web, issue, pieces, language);
    let url = web.links.issue(language, &issue.row.slug);
    let articles: String = page.items.iter().map(article).collect();
    Entry {
        id: url.clone(),
        title: Text::plain(page.subject),
        updated: time(sent_at(issue)),
        published: Some(time(sent_at(issue))),
        summary: Some(Text::plain(page.preheader)).filter(|summary| !summary.value.is_empty()),
        links: vec![link("alternate", url, "text/html")],
        content: Some(Content {
            content_type: Some("html".to_owned()),
            lang: Some(language.as_str().to_owned()),
            value: Some(format!("{}{articles}{}", page.opening_sanitised, page.closing_sanitised)),
            ..Content::default()
        }),
        ..Entry::default()
    }
}

fn article(item: &Item) -> String {
    let escaped = ammonia::clean_text;
    format!(
        "<h3 lang=\"{}\"><a href=\"{}\">{}</a></h3><p lang=\"{}\">{}</p>",
        item.lang,
        escaped(&item.url),
        escaped(&item.title),
        item.lang,
        escaped(&item.summary),
    )
}

fn sent_at(issue: &Issue) -> NaiveDateTime {
    issue.row.started_at.unwrap_or(issue.row.updated_at)
}

fn time(at: NaiveDateTime) -> FixedDateTime {
    at.and_utc().into()
}

fn link(rel: &str, href: String, mime: &str) -> Link {
    Link { rel: rel.to_owned(), href, mime_type: Some(mime.to_owned()), ..Link::default() }
}
