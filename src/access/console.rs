//! A page of the console: its menu, its forms' token, and what was said last.

use actix_web::{
    HttpResponse,
    http::{StatusCode, header},
};
use serde::Serialize;

use crate::{
    access::{
        Flash, Role, Screen, Session, cookie, flash,
        screen::MenuEntry,
    },
    app::App,
    web::Failure,
};

/// What every template of the console may say, beside the page's own fields.
#[derive(Serialize)]
struct ConsoleContext<'a, P: Serialize> {
    #[serde(flatten)]
    page: &'a P,
    console: Frame<'a>,
}

#[derive(Serialize)]
struct Frame<'a> {
    nav: Vec<MenuEntry>,
    flash: Option<&'a Flash>,
    csrf: &'a str,
    role: Role,
    can_edit: bool,
    is_owner: bool,
    /// The signed-in admin's address, mostly hidden.
    who: &'a str,
    languages: Vec<LanguageChoice<'a>>,
}

/// A language that the console can speak, named in itself.
#[derive(Serialize)]
struct LanguageChoice<'a> {
    tag: &'a str,
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
    let context = ConsoleContext { page, console: frame(app, session, screen) };
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

fn frame<'a>(app: &'a App, session: &'a Session, screen: Screen) -> Frame<'a> {
    let languages = app.catalogue.languages().iter().map(|language| LanguageChoice {
        tag: language.as_str(),
        name: app.catalogue.name(language),
        dir: app.catalogue.direction(language).as_str(),
        current: *language == session.language,
    });
    Frame {
        nav: screen.menu(session.role),
        flash: session.flash.as_ref(),
        csrf: session.csrf(),
        role: session.role,
        can_edit: session.role.covers(Role::Editor),
        is_owner: session.role.covers(Role::Owner),
        who: &session.masked,
        languages: languages.collect(),
    }
}
