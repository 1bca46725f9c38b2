//! Who gets an issue, and what they get where a translation is missing.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use diesel::QueryResult;
use serde::Serialize;

use super::{
    editor::{apply, refused, revision},
    form::Form,
    id_of, place,
};
use crate::{
    access::{Flash, Role, Session},
    app::App,
    clock,
    db::Conn,
    i18n::{Args, Language},
    issues::{Edit, Issue, Missing, Refusal},
    subscribers::{Cadence, Country, ReadingChoice, audience::Audience, topics},
    web::Failure,
};

/// One option of a form.
#[derive(Debug, Serialize)]
pub struct Choice {
    value: String,
    label: String,
    checked: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    lang: Option<Language>,
}

/// The choices as the form shows them.
#[derive(Debug, Serialize)]
pub struct ChoicesView {
    missing: Missing,
    missings: Vec<Choice>,
    cadence: Cadence,
    cadences: Vec<Choice>,
    reading: String,
    readings: Vec<Choice>,
    country: String,
    countries: Vec<Choice>,
    topics: Vec<Choice>,
    joined_after: String,
}

impl ChoicesView {
    pub fn of(conn: &mut Conn, app: &App, issue: &Issue, language: &Language) -> QueryResult<ChoicesView> {
        let say = |key: &str| app.catalogue.plain(language, key, &Args::new());
        let choice = |value: &str, label: String| Choice {
            value: value.to_owned(),
            label,
            checked: false,
            lang: None,
        };
        let audience = &issue.audience;
        let topics = topics::list(conn)?.into_iter().map(|topic| Choice {
            label: topic.name(language).to_owned(),
            checked: audience.topics.contains(&topic.slug),
            value: topic.slug,
            lang: None,
        });
        let languages = app.catalogue.languages();
        let mut readings: Vec<Choice> = languages
            .iter()
            .map(|it| Choice {
                lang: Some(it.clone()),
                ..choice(it.as_str(), app.catalogue.name(it).to_owned())
            })
            .collect();
        readings.push(choice(ReadingChoice::Both.as_str(), say("issue-reading-both")));
        let mut countries: Vec<Choice> = Country::all()
            .map(|it| choice(it.as_str(), say(&format!("country-{}", it.as_str().to_lowercase()))))
            .collect();
        countries.sort_by(|a, b| a.label.cmp(&b.label));
        Ok(ChoicesView {
            missing: issue.row.missing,
            missings: Missing::ALL
                .map(|it| choice(it.as_str(), say(&format!("issue-missing-{}", it.as_str()))))
                .into(),
            cadence: issue.row.cadence,
            cadences: Cadence::ALL
                .map(|it| choice(it.as_str(), say(&format!("issue-cadence-{}", it.as_str()))))
                .into(),
            reading: audience.reading.as_ref().map(|it| it.as_str().to_owned()).unwrap_or_default(),
            readings,
            country: audience.country.map(|it| it.as_str().to_owned()).unwrap_or_default(),
            countries,
            topics: topics.collect(),
            joined_after: audience.joined_after.map(|it| it.date().to_string()).unwrap_or_default(),
        })
    }
}

pub async fn save(
    app: Data<App>,
    session: Session,
    path: Path<String>,
    form: Form,
) -> Result<HttpResponse, Failure> {
    session.require(Role::Editor)?;
    let id = id_of(&path)?;
    let back = format!("{}#choices", place(&id));
    let Some(edit) = wanted(&form) else { return Ok(session.to(&back, Flash::bad("issue-mistake-value"))) };
    Ok(match apply(&app, &session, &id, edit).await {
        Ok(()) => session.to(&back, Flash::good("issue-said-saved")),
        Err(Refusal::Invalid(_)) => session.to(&back, Flash::bad("issue-mistake-value")),
        Err(refusal) => refused(&session, &back, refusal)?,
    })
}

fn wanted(form: &Form) -> Option<Edit> {
    let audience = Audience {
        reading: form.typed("reading").map(str::parse).transpose().ok()?,
        country: form.typed("country").map(str::parse).transpose().ok()?,
        topics: form.all("topics"),
        joined_after: match form.typed("joined_after") {
            Some(raw) => Some(clock::parse(raw)?),
            None => None,
        },
    };
    Some(Edit {
        revision: revision(form),
        audience: Some(audience),
        missing: Some(form.one("missing").parse().ok()?),
        cadence: Some(form.one("cadence").parse().ok()?),
        ..Edit::default()
    })
}
