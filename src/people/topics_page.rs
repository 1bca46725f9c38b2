//! The console's page of topics.

use std::collections::BTreeMap;

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Path, ServiceConfig, post, resource},
};
use serde::Serialize;

use crate::{
    access::{Flash, Role, Screen, Session, audit, console_with},
    app::App,
    i18n::{Args, Catalogue, Form, Language},
    people::topic_wanted::TopicWanted,
    subscribers::{
        Mistake, Mistakes,
        topics::{self, Topic},
    },
    web::{Failure, FormFields, read},
};

/// `/admin/topics`.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(resource("/admin/topics").route(read().to(list)).route(post().to(add)))
        .service(resource("/admin/topics/{slug}").route(post().to(rename)));
}

#[derive(Serialize)]
struct TopicsPage {
    topics: Vec<Topic>,
    readers: BTreeMap<String, i64>,
    /// What the field of a name is called, by language.
    labels: BTreeMap<String, String>,
    slug: String,
    names: BTreeMap<String, String>,
    mistakes: Mistakes,
}

async fn list(app: Data<App>, session: Session) -> Result<HttpResponse, Failure> {
    page(&app, &session, StatusCode::OK, TopicWanted::default(), Mistakes::new()).await
}

async fn add(app: Data<App>, session: Session, fields: FormFields) -> Result<HttpResponse, Failure> {
    session.require(Role::Editor)?;
    let wanted = wanted(&app, fields.one("slug"), &fields);
    let refused = StatusCode::UNPROCESSABLE_ENTITY;
    if let Err(mistakes) = wanted.check(&app.catalogue) {
        return page(&app, &session, refused, wanted, mistakes).await;
    }
    let (new, actor, now) = (wanted.clone(), session.actor(), app.clock.now());
    let added = app
        .db
        .write(move |conn| -> diesel::QueryResult<bool> {
            let added = topics::add(conn, &new.slug, &new.names, now)?;
            if let Some(topic) = &added {
                audit::append(conn, &actor, "topic.add", &topic.slug, "", now)?;
            }
            Ok(added.is_some())
        })
        .await?;
    if !added {
        let mut mistakes = Mistakes::new();
        mistakes.add("slug", Mistake::new("topics-mistake-taken"));
        return page(&app, &session, refused, wanted, mistakes).await;
    }
    Ok(session.to("/admin/topics", Flash::good("topics-saved")))
}

async fn rename(
    app: Data<App>,
    session: Session,
    slug: Path<String>,
    fields: FormFields,
) -> Result<HttpResponse, Failure> {
    session.require(Role::Editor)?;
    let wanted = wanted(&app, &slug, &fields);
    if wanted.check(&app.catalogue).is_err() {
        return Ok(session.to("/admin/topics", Flash::bad("topics-mistake-name")));
    }
    let (actor, now) = (session.actor(), app.clock.now());
    app.db
        .write(move |conn| -> Result<(), Failure> {
            if !topics::list(conn)?.iter().any(|topic| topic.slug == wanted.slug) {
                return Err(Failure::NotFound);
            }
            topics::put(conn, &wanted.slug, &wanted.names, now)?;
            audit::append(conn, &actor, "topic.rename", &wanted.slug, "", now)?;
            Ok(())
        })
        .await?;
    Ok(session.to("/admin/topics", Flash::good("topics-saved")))
}

fn wanted(app: &App, slug: &str, fields: &FormFields) -> TopicWanted {
    let languages = app.catalogue.languages().iter();
    let names = languages.map(|language| {
        let name = fields.one(&format!("name_{}", language.as_str())).trim().to_owned();
        (language.as_str().to_owned(), name)
    });
    TopicWanted { slug: slug.trim().to_owned(), names: names.collect() }
}

async fn page(
    app: &App,
    session: &Session,
    status: StatusCode,
    typed: TopicWanted,
    mistakes: Mistakes,
) -> Result<HttpResponse, Failure> {
    let (known, readers) = app
        .db
        .read(|conn| -> diesel::QueryResult<_> { Ok((topics::list(conn)?, super::topics_readers(conn)?)) })
        .await?;
    let languages = app.catalogue.languages().iter();
    let labels = languages.map(|of| (of.to_string(), label(&app.catalogue, &session.language, of)));
    let page = TopicsPage {
        topics: known,
        readers,
        labels: labels.collect(),
        slug: typed.slug,
        names: typed.names,
        mistakes,
    };
    console_with(status, app, session, Screen::Topics, "people/topics.html", &page)
}

/// "Name in English", said in `language`. A language that the sentences do not know is called as it calls itself.
fn label(catalogue: &Catalogue, language: &Language, of: &Language) -> String {
    let own = format!("topics-name-in-{}", of.as_str().to_lowercase());
    let known = catalogue.say(language, &own, &Default::default(), Form::Isolated);
    known.unwrap_or_else(|_| {
        catalogue.text(language, "topics-name-in", &Args::new().with("language", catalogue.name(of)))
    })
}
