//! Signing in by a mailed link, and out again.

use actix_web::{
    HttpRequest, HttpResponse,
    http::{StatusCode, header},
    web::{Data, Path, ServiceConfig, post, resource},
};
use chrono::NaiveDateTime;
use serde::Serialize;

use crate::{
    access::{
        Actor, Flash, Session, audit,
        cookie::{self, SessionCookie},
        session, sessions, sign_in_links, sign_in_requests,
    },
    app::App,
    db::PublicId,
    subscribers::{EmailAddress, Mistake, links::LinkError, token::Purpose},
    web::{Failure, FormFields, Here, Page, Peer, read},
};

/// `/admin/sign-in` and what follows from it.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(resource("/admin/sign-in").route(read().to(form)).route(post().to(ask)))
        .service(resource("/admin/sign-in/sent").route(read().to(sent)))
        .service(resource("/admin/sign-in/{token}").route(read().to(look)).route(post().to(sign_in)))
        .service(resource("/admin/sign-out").route(post().to(sign_out)))
        .service(resource("/admin/language").route(post().to(choose_language)));
}

#[derive(Default, Serialize)]
struct SignInPage {
    email: String,
    mistake: Option<Mistake>,
    signed_out: bool,
}

impl Page for SignInPage {
    const TEMPLATE: &'static str = "access/sign_in.html";
}

#[derive(Serialize)]
struct SentPage {}

impl Page for SentPage {
    const TEMPLATE: &'static str = "access/sign_in_sent.html";
}

#[derive(Serialize)]
struct LinkPage {
    /// Of the session that this browser has already, if any.
    csrf: Option<String>,
}

impl Page for LinkPage {
    const TEMPLATE: &'static str = "access/sign_in_link.html";
}

#[derive(Serialize)]
struct StalePage {}

impl Page for StalePage {
    const TEMPLATE: &'static str = "access/sign_in_stale.html";
}

async fn form(
    app: Data<App>,
    here: Here,
    request: HttpRequest,
    session: Option<Session>,
) -> Result<HttpResponse, Failure> {
    if session.is_some() {
        return Err(Failure::SeeOther("/admin/".to_owned()));
    }
    let signed_out = request.query_string().split('&').any(|pair| pair == "signed_out");
    app.web.page(&here, &SignInPage { signed_out, ..SignInPage::default() })
}

/// The same answer in the same time, whoever asks: one row, and the worker looks later whether that is an admin.
async fn ask(app: Data<App>, here: Here, peer: Peer, fields: FormFields) -> Result<HttpResponse, Failure> {
    let typed = fields.one("email");
    let Ok(email) = typed.parse::<EmailAddress>() else {
        let mistake = Some(Mistake::new("access-mistake-email"));
        let page = SignInPage { email: typed.to_owned(), mistake, ..SignInPage::default() };
        return app.web.page_with(StatusCode::UNPROCESSABLE_ENTITY, &here, &page);
    };
    app.asking.count(peer)?;
    let (index, now) = (app.vault.index(email.as_str()), app.clock.now());
    app.db.write(move |conn| sign_in_requests::add(conn, &index, now)).await?;
    Ok(see_other(&format!("/admin/sign-in/sent?lang={}", here.language.as_str())))
}

async fn sent(app: Data<App>, here: Here) -> Result<HttpResponse, Failure> {
    app.web.page(&here, &SentPage {})
}

/// The link that a token names; none if its time is over.
fn linked(app: &App, token: &str, now: NaiveDateTime) -> Result<Option<PublicId>, Failure> {
    match app.links.read(&[Purpose::SignIn], token, now) {
        Ok(claim) => Ok(Some(claim.id)),
        Err(LinkError::Expired) => Ok(None),
        Err(LinkError::Unknown) => Err(Failure::NotFound),
    }
}

/// Looking at a link uses nothing up: mail scanners look too.
async fn look(
    app: Data<App>,
    here: Here,
    token: Path<String>,
    session: Option<Session>,
) -> Result<HttpResponse, Failure> {
    let now = app.clock.now();
    let Some(link) = linked(&app, &token, now)? else { return app.web.page(&here, &StalePage {}) };
    let is_good = app.db.read(move |conn| sign_in_links::is_good(conn, &link, now)).await?;
    match is_good {
        true => app.web.page(&here, &LinkPage { csrf: session.map(|session| session.csrf().to_owned()) }),
        false => app.web.page(&here, &StalePage {}),
    }
}

/// Uses the link up, ends the session that this browser had, and begins a new one. Whoever comes for the first time sees
/// the console in the language of their browser.
async fn sign_in(
    app: Data<App>,
    request: HttpRequest,
    here: Here,
    token: Path<String>,
    session: Option<Session>,
) -> Result<HttpResponse, Failure> {
    let now = app.clock.now();
    let Some(link) = linked(&app, &token, now)? else { return app.web.page(&here, &StalePage {}) };
    let before = session.map(|session| session.hash);
    let language = request.headers().contains_key(header::ACCEPT_LANGUAGE).then(|| here.language.clone());
    let begun = app
        .db
        .write(move |conn| {
            let Some(admin) = sign_in_links::spend(conn, &link, now)? else { return Ok(None) };
            if let Some(before) = before {
                sessions::end(conn, &before)?;
            }
            if let (None, Some(language)) = (admin.signed_in_at, &language) {
                super::admins::choose_language(conn, admin.id, language)?;
            }
            let actor = Actor::Admin(admin.public_id.clone());
            audit::append(conn, &actor, "admin.sign_in", admin.public_id.as_str(), "", now)?;
            sessions::begin(conn, admin.id, now).map(Some)
        })
        .await?;
    let Some(secret) = begun else { return app.web.page(&here, &StalePage {}) };
    let cookie = session::cookie_for(&app, &SessionCookie { secret, seen_at: now });
    Ok(HttpResponse::SeeOther().insert_header((header::LOCATION, "/admin/")).cookie(cookie).finish())
}

async fn sign_out(app: Data<App>, session: Session) -> Result<HttpResponse, Failure> {
    let (hash, actor, now) = (session.hash.clone(), session.actor(), app.clock.now());
    app.db
        .write(move |conn| {
            sessions::end(conn, &hash)?;
            audit::append(conn, &actor, "admin.sign_out", session.admin.as_str(), "", now)
        })
        .await?;
    let mut response = see_other("/admin/sign-in?signed_out");
    let forgotten = cookie::forgotten(session::cookie_name(&app), app.web.is_https());
    response.add_cookie(&forgotten).map_err(anyhow::Error::new)?;
    Ok(response)
}

async fn choose_language(
    app: Data<App>,
    session: Session,
    fields: FormFields,
) -> Result<HttpResponse, Failure> {
    let language = app.catalogue.find(fields.one("language")).ok_or(Failure::BadRequest)?;
    let id = session.admin_id;
    app.db.write(move |conn| super::admins::choose_language(conn, id, &language)).await?;
    Ok(session.to(back(fields.one("back")), Flash::good("access-language-saved")))
}

/// Where a form of the console may lead back to: a page of the console, and nowhere else.
fn back(wanted: &str) -> &str {
    let is_plain = wanted.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    if wanted.starts_with("/admin/") && is_plain { wanted } else { "/admin/" }
}

fn see_other(place: &str) -> HttpResponse {
    HttpResponse::SeeOther().insert_header((header::LOCATION, place)).finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_leads_back_into_the_console_only() {
        let check = |wanted: &str, expected: &str| assert_eq!(back(wanted), expected, "{wanted}");
        check("/admin/people", "/admin/people");
        check("/admin/people?status=left", "/admin/people?status=left");
        for foreign in [
            "",
            "//evil.example",
            "/\\evil.example",
            "https://evil.example/admin/",
            "/en/",
            "/admin/\r\nx: y",
        ] {
            check(foreign, "/admin/");
        }
    }
}
