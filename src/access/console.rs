//! A page of the console: its menu, its forms' token, and what was said last.

use actix_web::{
    HttpResponse,
    http::{StatusCode, header},
};
use serde::Serialize;

use crate::{
    access::{Flash, Role, Screen, Session, cookie, flash, screen::MenuEntry},
    app::App,
    web::Failure,
};

/// What every template of the console may say, beside the page's own fields.
#[derive(Serialize)]
struct ConsoleContext<'a, P: Serialize> {
    #[serde(flatten)]
    page: &'a P,
    nav: Vec<MenuEntry>,
    flash: Option<&'a Flash>,
    languages: Vec<LanguageChoice<'a>>,
    session: SessionContext<'a>,
}

/// Who is signed in, as a template may say it.
#[derive(Serialize)]
struct SessionContext<'a> {
    /// The address, mostly hidden.
    name: &'a str,
    role: Role,
    can_edit: bool,
    is_owner: bool,
    csrf: &'a str,
}

/// A language that the console can speak, named in itself.
#[derive(Serialize)]
struct LanguageChoice<'a> {
    language: &'a str,
    name: &'a str,
    dir: &'static str,
    current: bool,
}

/// A page of the console with status 200, in the admin's language.
pub fn console(
    app: &App,
    session: &Session,
    screen: Screen,
    template: &str,
    page: &impl Serialize,
) -> Result<HttpResponse, Failure> {
    console_with(StatusCode::OK, app, session, screen, template, page)
}

/// A page of the console with a status of its own: 422 for a form with mistakes.
pub fn console_with(
    status: StatusCode,
    app: &App,
    session: &Session,
    screen: Screen,
    template: &str,
    page: &impl Serialize,
) -> Result<HttpResponse, Failure> {
    let context = ConsoleContext {
        page,
        nav: screen.menu(session.role),
        flash: session.flash.as_ref(),
        languages: languages(app, session),
        session: SessionContext {
            name: &session.masked,
            role: session.role,
            can_edit: session.role.covers(Role::Editor),
            is_owner: session.role.covers(Role::Owner),
            csrf: session.csrf(),
        },
    };
    let html = app.web.html(template, &session.here, &context)?;
    let mut response = HttpResponse::build(status);
    response
        .content_type("text/html; charset=utf-8")
        .insert_header((header::CONTENT_LANGUAGE, session.language.as_str()));
    if session.flash.is_some() {
        let is_https = app.web.is_https();
        response.cookie(cookie::forgotten(cookie::name(flash::COOKIE, is_https), is_https));
    }
    Ok(response.body(html))
}

/// A part of a page, in the admin's language.
pub fn console_part(
    app: &App,
    session: &Session,
    template: &str,
    part: &impl Serialize,
) -> Result<String, Failure> {
    app.web.html(template, &session.here, part)
}

fn languages<'a>(app: &'a App, session: &Session) -> Vec<LanguageChoice<'a>> {
    let languages = app.catalogue.languages().iter();
    languages
        .map(|language| LanguageChoice {
            language: language.as_str(),
            name: app.catalogue.name(language),
            dir: app.catalogue.direction(language).as_str(),
            current: *language == session.language,
        })
        .collect()
}
