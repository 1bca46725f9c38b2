//! The pages where everybody reads articles.

use std::collections::BTreeMap;

use actix_web::HttpResponse;
use actix_web::web::{Data, Path, Query, ServiceConfig, resource};
use serde::{Deserialize, Serialize};

use super::translation::{Article, Translation, path};
use super::{html, store};
use crate::app::App;
use crate::clock::in_seconds;
use crate::i18n::Language;
use crate::subscribers::topics;
use crate::web::join_form::JoinForm;
use crate::web::{Failure, Here, Listing, Page, read};

const PER_PAGE: i64 = 20;

/// Every URL of articles; fixed paths stand before those that begin with a language.
pub fn routes(config: &mut ServiceConfig) {
    config
        .configure(super::api::routes)
        .configure(super::console::routes)
        .service(resource(["/{lang}/articles", "/{lang}/articles/"]).route(read().to(list)))
        .service(resource("/{lang}/articles/{slug}").route(read().to(show)));
}

/// An article as lists print it (the part `news`).
#[derive(Debug, Clone, Serialize)]
pub struct Teaser {
    pub url: String,
    pub title: String,
    pub summary: String,
    pub date: String,
    pub lang: Language,
}

impl From<&Translation> for Teaser {
    fn from(text: &Translation) -> Self {
        Teaser {
            url: text.path(),
            title: text.title.clone(),
            summary: text.summary.clone(),
            date: in_seconds(text.published_at),
            lang: text.language.clone(),
        }
    }
}

#[derive(Serialize)]
struct ListPage {
    articles: Vec<Teaser>,
    newest: String,
    older: String,
}

impl Page for ListPage {
    const TEMPLATE: &'static str = "articles/list.html";
}

#[derive(Serialize)]
struct ArticlePage {
    title: String,
    summary: String,
    author: Option<String>,
    published: String,
    published_iso: String,
    body_sanitised: String,
    address: String,
    link: Option<String>,
    link_host: Option<String>,
    others: Vec<Teaser>,
    join: JoinForm,
}

impl Page for ArticlePage {
    const TEMPLATE: &'static str = "articles/article.html";
}

#[derive(Deserialize)]
struct Behind {
    /// The slug of the last article of the page before.
    after: Option<String>,
}

async fn list(app: Data<App>, here: Here, behind: Query<Behind>) -> Result<HttpResponse, Failure> {
    let (language, after) = (here.language.clone(), behind.into_inner().after);
    let is_first = after.is_none();
    let texts = app
        .db
        .read(move |conn| {
            let last = match after {
                Some(slug) => {
                    Some(store::find_translation(conn, &language, &slug)?.ok_or(Failure::NotFound)?)
                }
                None => None,
            };
            Ok::<_, Failure>(store::list_in(conn, &language, last.as_ref(), PER_PAGE + 1)?)
        })
        .await?;
    let top = format!("/{}/articles", here.language);
    let older = |last: &Translation| {
        let slug: String = url::form_urlencoded::byte_serialize(last.slug.as_bytes()).collect();
        format!("{top}?after={slug}")
    };
    let Listing { items: texts, next } = Listing::cut(texts, PER_PAGE, older);
    let page = ListPage {
        older: next.unwrap_or_default(),
        newest: if is_first { String::new() } else { top.clone() },
        articles: texts.iter().map(Teaser::from).collect(),
    };
    let mut here = here;
    here.path = top;
    app.web.page(&here, &page)
}

async fn show(app: Data<App>, here: Here, at: Path<(String, String)>) -> Result<HttpResponse, Failure> {
    let (language, slug) = (here.language.clone(), at.into_inner().1);
    let (article, topics) = app
        .db
        .read(move |conn| {
            let article = store::find_by_slug(conn, &language, &slug)?.ok_or(Failure::NotFound)?;
            Ok::<_, Failure>((article, topics::list(conn)?))
        })
        .await?;
    let Article { mut translations, .. } = article;
    let text = translations.remove(&here.language).ok_or(Failure::NotFound)?;
    translations.retain(|language, _| app.catalogue.find(language.as_str()).is_some());
    let elsewhere: BTreeMap<Language, String> =
        translations.iter().map(|(language, other)| (language.clone(), other.path())).collect();
    let path = path(&here.language, &text.slug);
    let join = JoinForm::blank(&app.web, &here.language, &topics, "");
    let page = page(&app, text, &translations, &path, join);
    let mut here = here.with_alternates(elsewhere);
    here.path = path;
    app.web.page(&here, &page)
}

fn page(
    app: &App,
    text: Translation,
    others: &BTreeMap<Language, Translation>,
    path: &str,
    join: JoinForm,
) -> ArticlePage {
    let link = text.link.as_deref().and_then(|link| url::Url::parse(link).ok());
    ArticlePage {
        // Once more: what was stored by an older Hudhud, or by somebody with the database at hand, is no safer.
        body_sanitised: html::below_title(&text.body),
        published: in_seconds(text.published_at),
        published_iso: text.published_at.and_utc().to_rfc3339(),
        address: app.links.absolute(path),
        link_host: link.as_ref().and_then(|link| link.host_str().map(str::to_owned)),
        link: link.map(String::from),
        others: others.values().map(Teaser::from).collect(),
        title: text.title,
        summary: text.summary,
        author: text.author,
        join,
    }
}
