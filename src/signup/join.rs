//! The page to join, and the one after it.

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Query},
};
use serde::{Deserialize, Serialize};

use crate::{
    app::App,
    signup::asking::{self, Place},
    subscribers::{Mistakes, topics},
    web::{
        Failure, FormFields, Here, Page, Peer,
        join_form::{JoinFields, JoinForm},
        see_other,
    },
};

#[derive(Serialize)]
struct JoinPage {
    join: JoinForm,
}

impl Page for JoinPage {
    const TEMPLATE: &'static str = "signup/join.html";
}

#[derive(Serialize)]
struct SentPage<'a> {
    sender: &'a str,
}

impl Page for SentPage<'_> {
    const TEMPLATE: &'static str = "signup/sent.html";
}

/// What a link to the page may say of where the visitor comes from.
#[derive(Deserialize)]
pub struct CameBy {
    source: Option<String>,
    utm_campaign: Option<String>,
}

/// Shows the form.
pub async fn show(app: Data<App>, here: Here, by: Query<CameBy>) -> Result<HttpResponse, Failure> {
    let CameBy { source, utm_campaign } = by.into_inner();
    let fields = JoinFields { source: source.or(utm_campaign).unwrap_or_default(), ..JoinFields::default() };
    page(&app, &here, StatusCode::OK, fields, Mistakes::new()).await
}

/// The same answer for every address: nothing that we know of it is looked up.
pub async fn submit(
    app: Data<App>,
    here: Here,
    peer: Peer,
    form: FormFields,
) -> Result<HttpResponse, Failure> {
    let fields = JoinFields::read(&form);
    let place = Place { language: here.language.clone(), page: here.path.clone() };
    match asking::ask(&app, peer, place, &fields, Mistakes::new()).await? {
        Ok(()) => Ok(see_other(format!("/{}/join/sent", here.language.as_str()))),
        Err(mistakes) => {
            let kept_email =
                if asking::asks_about_address(&mistakes) { fields.email.clone() } else { String::new() };
            let fields = JoinFields { kept_email, ..fields };
            page(&app, &here, StatusCode::UNPROCESSABLE_ENTITY, fields, mistakes).await
        }
    }
}

/// Says where to look for the letter.
pub async fn sent(app: Data<App>, here: Here) -> Result<HttpResponse, Failure> {
    app.web.page(&here, &SentPage { sender: &app.config.mail_from })
}

async fn page(
    app: &App,
    here: &Here,
    status: StatusCode,
    fields: JoinFields,
    mistakes: Mistakes,
) -> Result<HttpResponse, Failure> {
    let topics = app.db.read(|conn| topics::list(conn).map_err(Failure::from)).await?;
    let join = JoinForm::again(&app.web, &here.language, &topics, fields, mistakes);
    app.web.page_with(status, here, &JoinPage { join })
}
