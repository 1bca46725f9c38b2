//! The page of a confirm link. Looking changes nothing; a button decides.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use chrono::NaiveDateTime;
use diesel::QueryResult;
use serde::Serialize;

use crate::{
    app::App,
    db::{Conn, PublicId},
    preferences::new_address,
    signup::{
        confirming::{self, Outcome},
        declining, renewing,
        wanted::Wanted,
        words,
    },
    subscribers::{
        Status,
        links::LinkError,
        signups::{self, Signup, SignupState},
        store,
        token::{Claim, Purpose},
    },
    web::{Asking, Decision, Failure, FormFields, Here, Page, Peer, private, see_other},
};

#[derive(Serialize)]
struct ConfirmPage {
    masked: String,
    reading: String,
    cadence: String,
    /// Whether the last try said something that no button says.
    unclear: bool,
}

impl Page for ConfirmPage {
    const TEMPLATE: &'static str = "signup/confirm.html";
}

#[derive(Serialize)]
struct ConfirmedPage {}

impl Page for ConfirmedPage {
    const TEMPLATE: &'static str = "signup/confirmed.html";
}

#[derive(Serialize)]
struct AlreadyPage {
    /// Who confirmed once may have left since.
    is_on_the_list: bool,
}

impl Page for AlreadyPage {
    const TEMPLATE: &'static str = "signup/already.html";
}

#[derive(Serialize)]
struct DeclinedPage {
    /// Whether somebody who had confirmed has left by this.
    left: bool,
}

impl Page for DeclinedPage {
    const TEMPLATE: &'static str = "signup/declined.html";
}

#[derive(Serialize)]
struct ExpiredPage {
    /// Whether we still know what was wanted, so that one button is enough.
    renewable: bool,
}

impl Page for ExpiredPage {
    const TEMPLATE: &'static str = "signup/expired.html";
}

#[derive(Serialize)]
struct RefusedPage {}

impl Page for RefusedPage {
    const TEMPLATE: &'static str = "signup/refused.html";
}

/// What a confirm link of ours is about.
enum Subject {
    Signup(Claim),
    NewAddress(Result<Claim, LinkError>),
}

/// Asks by a button whether somebody meant it; nothing changes yet.
pub async fn show(app: Data<App>, here: Here, path: Path<(String, String)>) -> Result<HttpResponse, Failure> {
    match subject(&app, &path.1)? {
        Subject::Signup(claim) => look(&app, &here, &claim, Asking::Plainly).await,
        Subject::NewAddress(claim) => new_address::show(&app, &here, claim).await,
    }
}

/// Does what they said: they are on the list, or it was not them.
pub async fn decide(
    app: Data<App>,
    here: Here,
    peer: Peer,
    path: Path<(String, String)>,
    form: Result<FormFields, Failure>,
) -> Result<HttpResponse, Failure> {
    let decision = form.ok().as_ref().and_then(Decision::read);
    let claim = match subject(&app, &path.1)? {
        Subject::Signup(claim) => claim,
        Subject::NewAddress(claim) => return new_address::decide(&app, &here, claim, decision).await,
    };
    let (now, id, inner) = (app.clock.now(), claim.id.clone(), app.clone());
    let page = match decision {
        Some(Decision::Confirm) => {
            let outcome = app.db.write(move |conn| confirming::confirm(conn, &inner, &id, now)).await?;
            app.outbox.ring();
            return after(&app, &here, &claim, outcome).await;
        }
        Some(Decision::Decline) => {
            let left = app.db.write(move |conn| declining::decline(conn, &inner.vault, &id, now)).await?;
            app.web.page(&here, &DeclinedPage { left })
        }
        Some(Decision::Renew) => {
            renewing::renew(&app, peer, &here.language, &claim.id).await?;
            Ok(see_other(format!("/{}/join/sent", here.language.as_str())))
        }
        None => return look(&app, &here, &claim, Asking::SinceUnclear).await,
    };
    page.map(private)
}

/// A link whose time is over still says which signup it was for.
fn subject(app: &App, token: &str) -> Result<Subject, Failure> {
    match app.links.read(&[Purpose::Confirm, Purpose::ChangeAddress], token, app.clock.now()) {
        Ok(claim) if claim.purpose == Purpose::ChangeAddress => Ok(Subject::NewAddress(Ok(claim))),
        Ok(claim) => Ok(Subject::Signup(claim)),
        Err(LinkError::Unknown) => Err(Failure::NotFound),
        Err(LinkError::Expired) => match app.links.read_expired(Purpose::Confirm, token) {
            Some(claim) => Ok(Subject::Signup(claim)),
            None => Ok(Subject::NewAddress(Err(LinkError::Expired))),
        },
    }
}

/// What is known of a link's signup.
struct Known {
    /// If it still waits, the latest one of its address: that is what would be confirmed.
    signup: Signup,
    is_on_the_list: bool,
}

fn known(conn: &mut Conn, id: &PublicId, now: NaiveDateTime) -> QueryResult<Option<Known>> {
    let Some(signup) = signups::find(conn, id)? else { return Ok(None) };
    if signup.state == SignupState::Pending && !signup.is_expired(now) {
        let later = signups::find_later(conn, &signup.email_index, signup.id, now)?;
        return Ok(Some(Known { signup: later.unwrap_or(signup), is_on_the_list: false }));
    }
    let subscriber = signup.subscriber_id.map(|id| store::find_by_id(conn, id)).transpose()?.flatten();
    let is_on_the_list =
        subscriber.is_some_and(|subscriber| matches!(subscriber.status, Status::Active | Status::Paused));
    Ok(Some(Known { signup, is_on_the_list }))
}

/// The page of a signup as it stands.
async fn look(app: &App, here: &Here, claim: &Claim, asking: Asking) -> Result<HttpResponse, Failure> {
    let id = claim.id.clone();
    let now = app.clock.now();
    let known = app.db.read(move |conn| known(conn, &id, now).map_err(Failure::from)).await?;
    let status = asking.status();
    // A link of ours whose row is gone is only very old.
    let Some(Known { signup, is_on_the_list }) = known else {
        return app.web.page_with(status, here, &ExpiredPage { renewable: false }).map(private);
    };
    let page = match signup.state {
        SignupState::Confirmed => app.web.page_with(status, here, &AlreadyPage { is_on_the_list }),
        SignupState::Declined => app.web.page_with(status, here, &DeclinedPage { left: false }),
        SignupState::Pending if signup.is_expired(app.clock.now()) || signup.wanted.is_none() => {
            app.web.page_with(status, here, &ExpiredPage { renewable: signup.wanted.is_some() })
        }
        SignupState::Pending => app.web.page_with(status, here, &waiting(app, here, &signup, asking)?),
    };
    page.map(private)
}

fn waiting(app: &App, here: &Here, signup: &Signup, asking: Asking) -> Result<ConfirmPage, Failure> {
    let wanted = Wanted::of(&app.vault, signup)?;
    Ok(ConfirmPage {
        masked: wanted.email.masked(),
        reading: words::reading(&app.catalogue, &here.language, &wanted.reading),
        cadence: words::cadence(&app.catalogue, &here.language, wanted.cadence),
        unclear: asking.is_unclear(),
    })
}

async fn after(app: &App, here: &Here, claim: &Claim, outcome: Outcome) -> Result<HttpResponse, Failure> {
    let page = match outcome {
        Outcome::Confirmed => app.web.page(here, &ConfirmedPage {}),
        Outcome::Already => return look(app, here, claim, Asking::Plainly).await,
        Outcome::Declined => app.web.page(here, &DeclinedPage { left: false }),
        Outcome::Stale { renewable } => app.web.page(here, &ExpiredPage { renewable }),
        Outcome::Refused => app.web.page(here, &RefusedPage {}),
    };
    page.map(private)
}
