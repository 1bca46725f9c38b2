//! The console's form that adds one person by hand.

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, ServiceConfig, post, resource},
};
use serde::Serialize;

use crate::{
    access::{Flash, Role, Screen, Session, audit, console_with},
    app::App,
    people::{
        add::{self, Added, Basis, NewPerson, Terms},
        form::ChoicesForm,
        unspoken,
    },
    subscribers::{EmailAddress, Mistake, Mistakes, consents::GivenBy, topics},
    web::{Failure, FormFields, read},
};

/// `/admin/people/new`.
pub fn routes(config: &mut ServiceConfig) {
    config.service(resource("/admin/people/new").route(read().to(form)).route(post().to(submit)));
}

#[derive(Serialize)]
struct AddPage {
    email: String,
    basis: String,
    form: ChoicesForm,
    mistakes: Mistakes,
}

async fn form(app: Data<App>, session: Session) -> Result<HttpResponse, Failure> {
    session.require(Role::Editor)?;
    page(&app, &session, StatusCode::OK, &FormFields::default(), Mistakes::new()).await
}

async fn submit(app: Data<App>, session: Session, fields: FormFields) -> Result<HttpResponse, Failure> {
    session.require(Role::Editor)?;
    let refused = StatusCode::UNPROCESSABLE_ENTITY;
    let (person, basis) = match parse(&app, &session, &fields).await? {
        Ok(wanted) => wanted,
        Err(mistakes) => return page(&app, &session, refused, &fields, mistakes).await,
    };
    let (vault, actor, now, language) =
        (app.vault.clone(), session.actor(), app.clock.now(), session.language.clone());
    let added = app
        .db
        .write(move |conn| -> diesel::QueryResult<Added> {
            let terms = Terms { basis: &basis, given_by: GivenBy::Console, language: &language };
            let added = add::add(conn, &vault, &person, &terms, now)?;
            if let Added::Created(id) = &added {
                audit::append(conn, &actor, "subscriber.add", id.as_str(), "", now)?;
            }
            Ok(added)
        })
        .await?;
    let key = match added {
        Added::Created(id) => {
            return Ok(session.to(&format!("/admin/people/{id}"), Flash::good("people-added")));
        }
        Added::Known => "people-mistake-known",
        Added::Suppressed => "people-mistake-suppressed",
    };
    let mut mistakes = Mistakes::new();
    mistakes.add("email", Mistake::new(key));
    page(&app, &session, refused, &fields, mistakes).await
}

async fn parse(
    app: &App,
    session: &Session,
    fields: &FormFields,
) -> Result<Result<(NewPerson, Basis), Mistakes>, Failure> {
    let topics = app.db.read(topics::list).await?;
    let mut mistakes = Mistakes::new();
    let email = fields.one("email").parse::<EmailAddress>();
    if email.is_err() {
        mistakes.add("email", Mistake::new("people-mistake-email"));
    }
    let wanted = ChoicesForm::wanted(fields);
    let choices = wanted.applied_to(&unspoken(&session.language), &app.catalogue, &topics);
    if let Err(wrong) = &choices {
        wrong.iter().for_each(|(field, mistake)| mistakes.add(field, mistake.clone()));
    }
    let basis = fields.one("basis").parse::<Basis>();
    if let Err(mistake) = &basis {
        mistakes.add("basis", mistake.clone());
    }
    Ok(match (email, choices, basis) {
        (Ok(email), Ok(choices), Ok(basis)) => Ok((NewPerson { email, choices }, basis)),
        _ => Err(mistakes),
    })
}

async fn page(
    app: &App,
    session: &Session,
    status: StatusCode,
    fields: &FormFields,
    mistakes: Mistakes,
) -> Result<HttpResponse, Failure> {
    let topics = app.db.read(topics::list).await?;
    let mut form = ChoicesForm::of(app, &session.language, &unspoken(&session.language), &topics);
    form.name = Some(String::new());
    form.retype(&ChoicesForm::wanted(fields));
    let page = AddPage {
        email: fields.one("email").to_owned(),
        basis: fields.one("basis").to_owned(),
        form,
        mistakes,
    };
    console_with(status, app, session, Screen::People, "people/add.html", &page)
}
