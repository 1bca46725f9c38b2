//! One person in the console: looking, correcting, erasing.

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Path, ServiceConfig, post, resource},
};
use chrono::NaiveDateTime;
use serde::Serialize;

use crate::{
    access::{Flash, Role, Screen, Session, audit, console, console_with},
    app::App,
    db::{Conn, PublicId},
    people::{
        erase,
        find::{self, LetterShown},
        form::ChoicesForm,
        view::Person,
    },
    subscribers::{
        Choices, Mistake, Mistakes, PersonName, Subscriber, consents, consents::Consent, store, topics,
    },
    web::{Failure, FormFields, read},
};

/// `/admin/people/{id}` and what is done there.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(resource("/admin/people/{id}").route(read().to(show)).route(post().to(correct)))
        .service(resource("/admin/people/{id}/reveal").route(post().to(reveal)))
        .service(
            resource("/admin/people/{id}/erase").route(read().to(ask_to_erase)).route(post().to(do_erase)),
        );
}

/// Everything that a page of one person reads.
struct Known {
    subscriber: Subscriber,
    choices: Choices,
    topics: Vec<topics::Topic>,
    consents: Vec<Consent>,
    letters: Vec<LetterShown>,
}

#[derive(Serialize)]
struct OnePage {
    person: Person,
    /// The address and the name, once somebody asked to see them.
    revealed: Option<Revealed>,
    paused_until: Option<NaiveDateTime>,
    left_at: Option<NaiveDateTime>,
    came_from: Option<String>,
    chosen_topics: Vec<String>,
    consents: Vec<Consent>,
    letters: Vec<LetterShown>,
    form: ChoicesForm,
    /// When the person was last changed, as far as this page knows.
    seen: String,
    mistakes: Mistakes,
}

#[derive(Serialize)]
struct Revealed {
    email: String,
    name: Option<String>,
    help: Option<String>,
}

#[derive(Serialize)]
struct ErasePage {
    person: Person,
}

async fn show(app: Data<App>, session: Session, id: Path<PublicId>) -> Result<HttpResponse, Failure> {
    let known = known(&app, id.into_inner()).await?;
    page(&app, &session, StatusCode::OK, known, None, None)
}

/// Shows the address and the name. The audit notes it before they are shown.
async fn reveal(app: Data<App>, session: Session, id: Path<PublicId>) -> Result<HttpResponse, Failure> {
    session.require(Role::Editor)?;
    let known = known(&app, id.into_inner()).await?;
    let (subject, actor, now) = (known.subscriber.public_id.clone(), session.actor(), app.clock.now());
    app.db
        .write(move |conn| audit::append(conn, &actor, "subscriber.reveal", subject.as_str(), "", now))
        .await?;
    let revealed = Revealed {
        email: known.subscriber.email(&app.vault)?.as_str().to_owned(),
        name: known.choices.name.as_ref().map(|name| name.as_str().to_owned()),
        help: known.subscriber.help(&app.vault)?,
    };
    page(&app, &session, StatusCode::OK, known, Some(revealed), None)
}

async fn correct(
    app: Data<App>,
    session: Session,
    id: Path<PublicId>,
    fields: FormFields,
) -> Result<HttpResponse, Failure> {
    session.require(Role::Editor)?;
    let known = known(&app, id.into_inner()).await?;
    let wanted = ChoicesForm::wanted(&fields);
    let choices = match wanted.applied_to(&known.choices, &app.catalogue, &known.topics) {
        Ok(choices) => choices,
        Err(mistakes) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            return page(&app, &session, status, known, None, Some((wanted, mistakes)));
        }
    };
    let (vault, actor, now) = (app.vault.clone(), session.actor(), app.clock.now());
    let (subscriber, seen) = (known.subscriber, fields.one("seen").parse().unwrap_or_default());
    let id = subscriber.public_id.clone();
    let is_saved = app
        .db
        .write(move |conn| -> diesel::QueryResult<bool> {
            if !store::touch(conn, subscriber.id, seen, now)? {
                return Ok(false);
            }
            choices.save(conn, &vault, &subscriber, now)?;
            audit::append(conn, &actor, "subscriber.correct", subscriber.public_id.as_str(), "", now)?;
            Ok(true)
        })
        .await?;
    if is_saved {
        return Ok(session.to(&format!("/admin/people/{id}"), Flash::good("people-saved")));
    }
    let newer = Mistakes::one("seen", Mistake::new("people-mistake-changed"));
    let known = self::known(&app, id).await?;
    page(&app, &session, StatusCode::CONFLICT, known, None, Some((wanted, newer)))
}

async fn ask_to_erase(app: Data<App>, session: Session, id: Path<PublicId>) -> Result<HttpResponse, Failure> {
    session.require(Role::Owner)?;
    let known = known(&app, id.into_inner()).await?;
    let person = Person::of(&app, &session.language, &known.subscriber)?;
    console(&app, &session, Screen::People, "people/erase.html", &ErasePage { person })
}

async fn do_erase(app: Data<App>, session: Session, id: Path<PublicId>) -> Result<HttpResponse, Failure> {
    session.require(Role::Owner)?;
    let (vault, actor, now) = (app.vault.clone(), session.actor(), app.clock.now());
    app.db
        .write(move |conn| {
            let subscriber = store::find(conn, &id)?.ok_or(Failure::NotFound)?;
            erase(conn, &vault, &subscriber, &actor, now)
        })
        .await?;
    Ok(session.to("/admin/people", Flash::good("people-erased")))
}

async fn known(app: &App, id: PublicId) -> Result<Known, Failure> {
    let vault = app.vault.clone();
    app.db
        .read(move |conn: &mut Conn| {
            let subscriber = store::find(conn, &id)?.ok_or(Failure::NotFound)?;
            Ok(Known {
                choices: Choices::of(conn, &vault, &subscriber).map_err(anyhow::Error::new)?,
                topics: topics::list(conn)?,
                consents: consents::list(conn, subscriber.id)?,
                letters: find::letters_of(conn, &subscriber)?,
                subscriber,
            })
        })
        .await
}

fn page(
    app: &App,
    session: &Session,
    status: StatusCode,
    known: Known,
    revealed: Option<Revealed>,
    refused: Option<(super::Wanted, Mistakes)>,
) -> Result<HttpResponse, Failure> {
    let language = &session.language;
    let mut form = ChoicesForm::of(app, language, &known.choices, &known.topics);
    // The name is shown to those who asked to see it, and to them alone.
    let name = known.choices.name.as_ref().map(PersonName::as_str).unwrap_or_default();
    form.name = revealed.as_ref().map(|_| name.to_owned());
    let mut mistakes = Mistakes::new();
    if let Some((wanted, wrong)) = refused {
        form.retype(&wanted);
        mistakes = wrong;
    }
    let chosen = known.topics.iter().filter(|topic| known.choices.topics.contains(&topic.slug));
    let page = OnePage {
        person: Person::of(app, language, &known.subscriber)?,
        revealed,
        paused_until: known.subscriber.paused_until,
        left_at: known.subscriber.left_at,
        came_from: known.subscriber.came_from.as_ref().map(|from| from.as_str().to_owned()),
        chosen_topics: chosen.map(|topic| topic.name(language).to_owned()).collect(),
        consents: known.consents,
        letters: known.letters,
        form,
        seen: known.subscriber.updated_at.format("%Y-%m-%dT%H:%M:%S%.f").to_string(),
        mistakes,
    };
    console_with(status, app, session, Screen::People, "people/one.html", &page)
}
