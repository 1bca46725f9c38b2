//! One article in the console: its texts, and those that editors may write themselves.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use serde::Serialize;

use super::PLACE;
use super::topics::{self, TopicChoice};
use crate::access::{Flash, Role, Screen, Session, console_with};
use crate::app::App;
use crate::articles::wanted::{TextBody, Wanted};
use crate::articles::{Article, Translation, change, html, store};
use crate::clock::in_seconds;
use crate::db::PublicId;
use crate::i18n::Language;
use crate::subscribers::{Mistake, Mistakes};
use crate::web::{Choice, Failure, LongForm, path_id};

/// What the form of a text sends.
#[derive(Clone, Default, Serialize)]
struct Typed {
    language: String,
    title: String,
    summary: String,
    body_markdown: String,
    link: String,
    published_at: String,
}

#[derive(Serialize)]
struct EditorPage<'a> {
    id: Option<PublicId>,
    texts: Vec<Shown>,
    /// Languages that have no text yet.
    free: Vec<Choice>,
    topics: Vec<TopicChoice>,
    typed: Typed,
    mistakes: &'a Mistakes,
    /// The language whose form has the mistakes; empty is the form for a new text.
    mistaken: String,
}

/// An article, and which topics it may have.
struct Found {
    article: Article,
    topics: Vec<TopicChoice>,
}

#[derive(Serialize)]
struct Shown {
    lang: Language,
    own: bool,
    url: String,
    link: String,
    date: String,
    title: String,
    body_sanitised: String,
    typed: Typed,
}

/// Shows the form of a new article.
pub async fn blank(app: Data<App>, session: Session) -> Result<HttpResponse, Failure> {
    session.require(Role::Editor)?;
    page(&app, &session, StatusCode::OK, None, Typed::default(), &Mistakes::new())
}

/// Makes an article of its first text.
pub async fn create(app: Data<App>, session: Session, form: LongForm) -> Result<HttpResponse, Failure> {
    session.require(Role::Editor)?;
    let typed = Typed::read(&form);
    let wanted = match wanted(&app, &typed, None) {
        Ok(wanted) => wanted,
        Err(mistakes) => {
            return page(&app, &session, StatusCode::UNPROCESSABLE_ENTITY, None, typed, &mistakes);
        }
    };
    let (actor, clock) = (session.actor(), app.clock.clone());
    let article = app.db.write(move |conn| change::create(conn, wanted, &actor, &clock)).await?;
    Ok(session.to(&format!("{PLACE}/{}", article.row.public_id), Flash::good("article-saved")))
}

/// Shows an article with its texts.
pub async fn show(app: Data<App>, session: Session, id: Path<String>) -> Result<HttpResponse, Failure> {
    let found = find(&app, &session, &id).await?;
    page(&app, &session, StatusCode::OK, Some(found), Typed::default(), &Mistakes::new())
}

/// Saves one text of an article.
pub async fn save(
    app: Data<App>,
    session: Session,
    id: Path<String>,
    form: LongForm,
) -> Result<HttpResponse, Failure> {
    session.require(Role::Editor)?;
    let found = find(&app, &session, &id).await?;
    let typed = Typed::read(&form);
    let wanted = match wanted(&app, &typed, Some(&found.article)) {
        Ok(wanted) => wanted,
        Err(mistakes) => {
            return page(&app, &session, StatusCode::UNPROCESSABLE_ENTITY, Some(found), typed, &mistakes);
        }
    };
    let (actor, clock, id) = (session.actor(), app.clock.clone(), found.article.row.public_id);
    let place = format!("{PLACE}/{id}");
    app.db.write(move |conn| change::change(conn, &id, wanted, &actor, &clock)).await?;
    Ok(session.to(&place, Flash::good("article-saved")))
}

impl Typed {
    fn read(form: &LongForm) -> Typed {
        let one = |name| form.one(name).to_owned();
        Typed {
            language: one("language"),
            title: one("title"),
            summary: one("summary"),
            body_markdown: one("body_markdown"),
            link: one("link"),
            published_at: one("published_at"),
        }
    }
}

async fn find(app: &App, session: &Session, id: &str) -> Result<Found, Failure> {
    let id = path_id(id)?;
    let language = session.language.clone();
    app.db
        .read(move |conn| {
            let article = store::find(conn, &id)?.ok_or(Failure::NotFound)?;
            let topics = topics::choices(conn, article.row.id, &language)?;
            Ok::<_, Failure>(Found { article, topics })
        })
        .await
}

/// The form has the day only: a text whose day stays keeps its hour.
fn wanted(app: &App, typed: &Typed, article: Option<&Article>) -> Result<Wanted, Mistakes> {
    let mut mistakes = Mistakes::new();
    let language = app.catalogue.find(&typed.language);
    if language.is_none() {
        mistakes.add("language", Mistake::new("article-mistake-language"));
    }
    let known = article.zip(language.as_ref()).and_then(|(article, it)| article.translations.get(it));
    let is_same_day = known.is_some_and(|known| day_of(known) == typed.published_at.trim());
    let body = TextBody {
        title: Some(typed.title.clone()),
        summary: Some(typed.summary.clone()),
        body_markdown: Some(typed.body_markdown.replace("\r\n", "\n")),
        link: Some(typed.link.clone()),
        author: None,
        published_at: Some(typed.published_at.clone()).filter(|_| !is_same_day),
    };
    let text = body.parse(&mut mistakes);
    match language {
        Some(language) if mistakes.is_empty() => {
            Ok(Wanted { texts: [(language, text)].into_iter().collect(), topics: None })
        }
        _ => Err(mistakes),
    }
}

fn page(
    app: &App,
    session: &Session,
    status: StatusCode,
    found: Option<Found>,
    typed: Typed,
    mistakes: &Mistakes,
) -> Result<HttpResponse, Failure> {
    let (article, topics) = found.map(|found| (found.article, found.topics)).unzip();
    let texts = article.iter().flat_map(|article| article.translations.values());
    let has = |language: &Language| {
        article.as_ref().is_some_and(|article| article.translations.contains_key(language))
    };
    let free = app.catalogue.languages().iter().filter(|language| !has(language));
    let mistaken = app.catalogue.find(&typed.language).filter(|language| has(language));
    let context = EditorPage {
        texts: texts.map(|text| shown(text, &typed, mistaken.as_ref())).collect(),
        free: free.map(|language| Choice::language(&app.web, language)).collect(),
        topics: topics.unwrap_or_default(),
        mistaken: mistaken.map(|language| language.to_string()).unwrap_or_default(),
        id: article.as_ref().map(|article| article.row.public_id.clone()),
        typed,
        mistakes,
    };
    console_with(status, app, session, Screen::Articles, "articles/editor.html", &context)
}

/// A text with what its form holds: what was typed with a mistake, else what is stored.
fn shown(text: &Translation, typed: &Typed, mistaken: Option<&Language>) -> Shown {
    let stored = Typed {
        language: text.language.to_string(),
        title: text.title.clone(),
        summary: text.summary.clone(),
        body_markdown: text.body_markdown.clone().unwrap_or_else(|| text.body.clone()),
        link: text.link.clone().unwrap_or_default(),
        published_at: day_of(text),
    };
    Shown {
        typed: if mistaken == Some(&text.language) { typed.clone() } else { stored },
        lang: text.language.clone(),
        own: text.is_own(),
        url: text.path(),
        link: text.link.clone().unwrap_or_default(),
        date: in_seconds(text.published_at),
        title: text.title.clone(),
        body_sanitised: html::below_title(&text.body),
    }
}

fn day_of(text: &Translation) -> String {
    text.published_at.format("%Y-%m-%d").to_string()
}
