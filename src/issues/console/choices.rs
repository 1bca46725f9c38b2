//! Who gets an issue, and what they get where a translation is missing.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use diesel::QueryResult;
use serde::Serialize;

use super::{
    editor::{apply, refused, revision},
    place,
};
use crate::{
    access::{Flash, Role, Session},
    app::App,
    clock,
    db::Conn,
    i18n::{Args, Language},
    issues::{Edit, Issue, Missing, Refusal},
    subscribers::{Cadence, audience::Audience, topics},
    web::{Choice, Failure, LongForm, path_id},
};

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
    /// The form as it stands for this issue.
    pub fn of(conn: &mut Conn, app: &App, issue: &Issue, language: &Language) -> QueryResult<ChoicesView> {
        let choice = |word: &'static str, key: &str| {
            let key = format!("issue-{key}-{word}");
            Choice::new(word, app.catalogue.plain(language, &key, &Args::new()))
        };
        let audience = &issue.audience;
        Ok(ChoicesView {
            missing: issue.row.missing,
            missings: Missing::ALL.map(|it| choice(it.as_str(), "missing")).into(),
            cadence: issue.row.cadence,
            cadences: Cadence::ALL.map(|it| choice(it.as_str(), "cadence")).into(),
            reading: audience.reading.as_ref().map(|it| it.as_str().to_owned()).unwrap_or_default(),
            readings: Choice::readings(&app.web, language),
            country: audience.country.map(|it| it.as_str().to_owned()).unwrap_or_default(),
            countries: app.web.countries.choices(language),
            topics: Choice::topics(&topics::list(conn)?, language, &audience.topics),
            joined_after: audience.joined_after.map(|it| it.date().to_string()).unwrap_or_default(),
        })
    }
}

/// Saves for whom the issue is, and what is missing for whom.
pub async fn save(
    app: Data<App>,
    session: Session,
    path: Path<String>,
    form: LongForm,
) -> Result<HttpResponse, Failure> {
    session.require(Role::Editor)?;
    let id = path_id(&path)?;
    let back = format!("{}#choices", place(&id));
    let Some(edit) = wanted(&form) else { return Ok(session.to(&back, Flash::bad("issue-mistake-value"))) };
    Ok(match apply(&app, &session, &id, edit).await {
        Ok(()) => session.to(&back, Flash::good("issue-said-saved")),
        Err(Refusal::Invalid(_)) => session.to(&back, Flash::bad("issue-mistake-value")),
        Err(refusal) => refused(&session, &back, refusal)?,
    })
}

fn wanted(form: &LongForm) -> Option<Edit> {
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
        audience: Some(audience.into()),
        missing: Some(form.one("missing").parse().ok()?),
        cadence: Some(form.one("cadence").parse().ok()?),
        ..Edit::default()
    })
}
