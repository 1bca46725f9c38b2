//! All articles, and above them what an editor has to decide.

use actix_web::HttpResponse;
use actix_web::web::{Data, Query};
use serde::{Deserialize, Serialize};

use super::PLACE;
use crate::access::{Screen, Session, console};
use crate::app::App;
use crate::articles::pairing::{self, Undecided};
use crate::articles::{Article, Translation, store};
use crate::clock::in_seconds;
use crate::db::PublicId;
use crate::i18n::Language;
use crate::web::{Failure, Listing, path_id};

const PER_PAGE: i64 = 50;

#[derive(Serialize)]
struct ListPage {
    undecided: Vec<Suggestion>,
    articles: Vec<Line>,
    older: String,
    newer: String,
}

#[derive(Serialize)]
struct Suggestion {
    id: PublicId,
    texts: [Text; 2],
}

/// A text in a list.
#[derive(Debug, Serialize)]
pub struct Text {
    lang: Language,
    title: String,
    summary: String,
    date: String,
    url: String,
}

#[derive(Serialize)]
struct Line {
    id: PublicId,
    date: String,
    texts: Vec<Text>,
    missing: Vec<Language>,
    own: bool,
}

/// Behind which article a page of the list begins.
#[derive(Deserialize)]
pub struct Behind {
    after: Option<String>,
}

/// Shows the articles, the newest first.
pub async fn show(app: Data<App>, session: Session, behind: Query<Behind>) -> Result<HttpResponse, Failure> {
    let after = behind.after.as_deref().map(path_id).transpose()?;
    let is_first = after.is_none();
    let (undecided, articles) = app
        .db
        .read(move |conn| {
            Ok::<_, Failure>((pairing::undecided(conn)?, store::list(conn, after.as_ref(), PER_PAGE + 1)?))
        })
        .await?;
    let Listing { items: articles, next: older } =
        Listing::cut(articles, PER_PAGE, |last| format!("{PLACE}?after={}", last.row.public_id));
    let page = ListPage {
        undecided: if is_first { undecided.iter().map(suggestion).collect() } else { Vec::new() },
        articles: articles.iter().map(|article| line(article, app.catalogue.languages())).collect(),
        older: older.unwrap_or_default(),
        newer: if is_first { String::new() } else { PLACE.to_owned() },
    };
    console(&app, &session, Screen::Articles, "articles/console.html", &page)
}

fn suggestion(pair: &Undecided) -> Suggestion {
    Suggestion { id: pair.id.clone(), texts: [Text::from(&pair.left), Text::from(&pair.right)] }
}

fn line(article: &Article, languages: &[Language]) -> Line {
    let missing = languages.iter().filter(|language| !article.translations.contains_key(*language));
    Line {
        id: article.row.public_id.clone(),
        date: in_seconds(article.published_at()),
        missing: missing.cloned().collect(),
        own: article.translations.values().all(Translation::is_own),
        texts: article.translations.values().map(Text::from).collect(),
    }
}

impl From<&Translation> for Text {
    fn from(text: &Translation) -> Self {
        Text {
            lang: text.language.clone(),
            title: text.title.clone(),
            summary: text.summary.clone(),
            date: in_seconds(text.published_at),
            url: text.path(),
        }
    }
}
