//! Leaving, by a button or by one click in a mail program (RFC 8058), and coming back.

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Path},
};
use serde::Serialize;

use crate::{
    app::App,
    preferences::{
        opening::{Opened, open},
        show,
    },
    subscribers::{Cadence, Status, Subscriber, store, token::Purpose, wishes},
    web::{Asking, Failure, FormFields, Here, Page, private},
};

#[derive(Serialize)]
struct LeavePage {
    masked: String,
    /// Whether the last try said something that no button says.
    unclear: bool,
}

impl Page for LeavePage {
    const TEMPLATE: &'static str = "preferences/leave.html";
}

#[derive(Serialize)]
struct LeftPage {
    may_return: bool,
}

impl Page for LeftPage {
    const TEMPLATE: &'static str = "preferences/left.html";
}

#[derive(Serialize)]
struct ReturnedPage {
    masked: String,
    monthly: bool,
}

impl Page for ReturnedPage {
    const TEMPLATE: &'static str = "preferences/returned.html";
}

/// What a body says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wish {
    Leave,
    Return(Option<Cadence>),
}

impl Wish {
    fn read(form: &FormFields) -> Option<Wish> {
        match form.one("action") {
            _ if form.is_one_click() => Some(Wish::Leave),
            "leave" => Some(Wish::Leave),
            "return" => Some(Wish::Return(form.one("cadence").parse().ok())),
            _ => None,
        }
    }
}

/// Asks by a button whether somebody wants to leave; nothing changes yet.
pub async fn show(app: Data<App>, here: Here, path: Path<(String, String)>) -> Result<HttpResponse, Failure> {
    match open(&app, &[Purpose::Leave], &path.1).await? {
        Opened::Person { subscriber, .. } => look(&app, &here, &subscriber, Asking::Plainly),
        Opened::Stale => show::stale(&app, &here, None),
        Opened::Nobody { .. } => nobody(&app, &here),
    }
}

/// Done at once: no cookie, no redirect, no question.
pub async fn act(
    app: Data<App>,
    here: Here,
    path: Path<(String, String)>,
    form: Result<FormFields, Failure>,
) -> Result<HttpResponse, Failure> {
    let subscriber = match open(&app, &[Purpose::Leave], &path.1).await? {
        Opened::Person { subscriber, .. } => subscriber,
        Opened::Stale => return stale(&app, &here, form),
        Opened::Nobody { .. } => return nobody(&app, &here),
    };
    let (id, now) = (subscriber.id, app.clock.now());
    match form.ok().as_ref().and_then(Wish::read) {
        None => look(&app, &here, &subscriber, Asking::SinceUnclear),
        Some(Wish::Leave) => {
            app.db.write(move |conn| store::leave(conn, id, now).map_err(Failure::from)).await?;
            app.web.page(&here, &LeftPage { may_return: may_return(&subscriber) }).map(private)
        }
        Some(Wish::Return(cadence)) if may_return(&subscriber) => {
            app.db
                .write(move |conn| wishes::come_back(conn, id, cadence, now).map_err(Failure::from))
                .await?;
            let masked = subscriber.email(&app.vault)?.masked();
            let page = ReturnedPage { masked, monthly: cadence == Some(Cadence::Monthly) };
            app.web.page(&here, &page).map(private)
        }
        Some(Wish::Return(_)) => look(&app, &here, &subscriber, Asking::Plainly),
    }
}

/// A mail program reads no page, only that nobody left.
fn stale(app: &App, here: &Here, form: Result<FormFields, Failure>) -> Result<HttpResponse, Failure> {
    let mut page = show::stale(app, here, None)?;
    if form.is_ok_and(|form| form.is_one_click()) {
        *page.status_mut() = StatusCode::GONE;
    }
    Ok(page)
}

/// Who was erased has left, as often as the button of an old mail is pressed.
fn nobody(app: &App, here: &Here) -> Result<HttpResponse, Failure> {
    app.web.page(here, &LeftPage { may_return: false }).map(private)
}

fn look(app: &App, here: &Here, subscriber: &Subscriber, asking: Asking) -> Result<HttpResponse, Failure> {
    let page = match subscriber.status.is_on_the_list() {
        true => app.web.page(
            here,
            &LeavePage { masked: subscriber.email(&app.vault)?.masked(), unclear: asking.is_unclear() },
        ),
        false => app.web.page(here, &LeftPage { may_return: may_return(subscriber) }),
    };
    page.map(private)
}

/// An address that takes no mail, or whose owner called our mail unwanted, needs more than a button.
fn may_return(subscriber: &Subscriber) -> bool {
    matches!(subscriber.status, Status::Left | Status::Active | Status::Paused)
}
