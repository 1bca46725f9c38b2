//! Who is signed in.

use std::future::{Ready, ready};

use actix_web::{
    FromRequest, HttpMessage, HttpRequest, HttpResponse,
    cookie::Cookie,
    dev::Payload,
    http::{StatusCode, header},
};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};

use crate::{
    access::{
        Actor, Flash, Role,
        cookie::{self, SessionCookie},
        flash,
        guard::Guarded,
        secret::SecretHash,
        sessions,
    },
    app::App,
    db::PublicId,
    i18n::Language,
    web::{Failure, Here, Web},
};

/// Somebody who is signed in, as a handler of the console asks for them. Nobody: off to the sign-in page.
#[derive(Clone)]
pub struct Session {
    pub admin: PublicId,
    pub role: Role,
    pub language: Language,
    pub(super) admin_id: i64,
    pub(super) masked: String,
    pub(super) hash: SecretHash,
    pub(super) flash: Option<Flash>,
    pub(super) here: Here,
    csrf: String,
    web: Web,
}

impl Session {
    /// Goes on only if their role covers `needed`.
    pub fn require(&self, needed: Role) -> Result<(), Failure> {
        if self.role.covers(needed) { Ok(()) } else { Err(Failure::NotYourRole) }
    }

    /// Whether it has not ended since.
    pub async fn lasts(&self, app: &App) -> Result<bool, Failure> {
        let (hash, now) = (self.hash.clone(), app.clock.now());
        Ok(app.db.read(move |conn| sessions::find(conn, &hash, now)).await?.is_some())
    }

    /// As the audit names them.
    pub fn actor(&self) -> Actor {
        Actor::Admin(self.admin.clone())
    }

    /// The token that every form of this session carries as `csrf`.
    pub fn csrf(&self) -> &str {
        &self.csrf
    }

    /// Sends the browser to a page that shows a sentence once.
    pub fn to(&self, place: &str, flash: Flash) -> HttpResponse {
        HttpResponse::build(StatusCode::SEE_OTHER)
            .insert_header((header::LOCATION, place))
            .cookie(flash.cookie(&self.web.vault, &self.csrf, self.web.is_https()))
            .finish()
    }
}

impl FromRequest for Session {
    type Error = Failure;
    type Future = Ready<Result<Session, Failure>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(match request.extensions().get::<Guarded>() {
            Some(Guarded(Some(session))) => Ok(session.clone()),
            Some(Guarded(None)) => Err(Failure::SeeOther("/admin/sign-in".to_owned())),
            None => Err(anyhow::anyhow!("a page of the console lies outside of /admin").into()),
        })
    }
}

/// The session's cookie that came with a request, if it is ours and not too long unused.
pub(super) fn cookie_of(app: &App, request: &HttpRequest) -> Option<SessionCookie> {
    let cookie = request.cookie(&cookie_name(app))?;
    SessionCookie::read(&app.vault, cookie.value(), app.clock.now())
}

/// The name of the session's cookie.
pub(super) fn cookie_name(app: &App) -> String {
    cookie::name("hudhud", app.web.is_https())
}

/// The cookie that keeps a browser signed in.
pub(super) fn cookie_for(app: &App, session: &SessionCookie) -> Cookie<'static> {
    cookie::cookie(cookie_name(app), session.value(&app.vault), app.web.is_https())
}

/// Who a cookie signs in, if that session still lasts.
pub(super) async fn open(
    app: &App,
    request: &HttpRequest,
    cookie: &SessionCookie,
) -> Result<Option<Session>, Failure> {
    let (hash, now) = (cookie.secret.hash(), app.clock.now());
    let key = hash.clone();
    let found = app.db.read(move |conn| sessions::find(conn, &key, now)).await?;
    let Some(admin) = found else { return Ok(None) };
    let csrf = BASE64_URL_SAFE_NO_PAD.encode(app.vault.mac("csrf", &[hash.as_bytes()]));
    // Somebody whose language the site no longer speaks is spoken to in the default one.
    let language = app.catalogue.find(admin.language.as_str());
    let language = language.unwrap_or_else(|| app.catalogue.default_language().clone());
    let said = request.cookie(&cookie::name(flash::COOKIE, app.web.is_https()));
    Ok(Some(Session {
        masked: admin.email(&app.vault)?.masked(),
        flash: said.and_then(|said| Flash::read(&app.vault, &csrf, said.value())),
        here: Here::guess(request, &app.web).in_language(language.clone()),
        admin: admin.public_id,
        role: admin.role,
        language,
        admin_id: admin.id,
        hash,
        csrf,
        web: app.web.clone(),
    }))
}
