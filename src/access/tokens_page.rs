//! The owners' page of API tokens.

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Path, ServiceConfig, post, resource},
};
use chrono::NaiveDateTime;
use serde::Serialize;

use crate::{
    access::{
        Flash, Role, Scope, Screen, Session,
        api_tokens::{self, TokenName},
        audit, console_with,
    },
    app::App,
    db::PublicId,
    subscribers::{Mistake, Mistakes},
    web::{Failure, FormFields, read},
};

/// `/admin/tokens`.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(resource("/admin/tokens").route(read().to(list)).route(post().to(create)))
        .service(resource("/admin/tokens/{id}/revoke").route(post().to(revoke)));
}

#[derive(Serialize)]
struct TokensPage {
    tokens: Vec<Row>,
    scopes: [Scope; 3],
    /// The token that was just made: shown here and never again.
    made: Option<Made>,
    name: String,
    scope: String,
    mistakes: Mistakes,
}

#[derive(Serialize)]
struct Row {
    id: PublicId,
    name: String,
    scope: Scope,
    created_at: NaiveDateTime,
    revoked: bool,
}

#[derive(Serialize)]
struct Made {
    name: String,
    token: String,
}

#[derive(Default)]
struct Shown {
    made: Option<Made>,
    name: String,
    scope: String,
    mistakes: Mistakes,
}

async fn list(app: Data<App>, session: Session) -> Result<HttpResponse, Failure> {
    session.require(Role::Owner)?;
    let shown = Shown { scope: Scope::Read.as_str().to_owned(), ..Shown::default() };
    page(&app, &session, StatusCode::OK, shown).await
}

/// Makes a token, and answers with the only page that ever shows it.
async fn create(app: Data<App>, session: Session, fields: FormFields) -> Result<HttpResponse, Failure> {
    session.require(Role::Owner)?;
    let (name, scope) = (fields.one("name").to_owned(), fields.one("scope").to_owned());
    let wanted = match parse(&name, &scope) {
        Ok(wanted) => wanted,
        Err(mistakes) => {
            let shown = Shown { name, scope, mistakes, made: None };
            return page(&app, &session, StatusCode::UNPROCESSABLE_ENTITY, shown).await;
        }
    };
    let (now, actor) = (app.clock.now(), session.actor());
    let made = app
        .db
        .write(move |conn| -> diesel::QueryResult<_> {
            let (token_name, scope) = wanted;
            let made = api_tokens::create(conn, &token_name, scope, now)?;
            if let Some((id, _)) = &made {
                audit::append(conn, &actor, "token.create", id.as_str(), scope.as_str(), now)?;
            }
            Ok(made)
        })
        .await?;
    let Some((_, token)) = made else {
        let mistakes = Mistakes::one("name", Mistake::new("access-mistake-token-taken"));
        let shown = Shown { name, scope, mistakes, made: None };
        return page(&app, &session, StatusCode::UNPROCESSABLE_ENTITY, shown).await;
    };
    let shown = Shown {
        made: Some(Made { name, token }),
        scope: Scope::Read.as_str().to_owned(),
        ..Shown::default()
    };
    page(&app, &session, StatusCode::OK, shown).await
}

fn parse(name: &str, scope: &str) -> Result<(TokenName, Scope), Mistakes> {
    let mut mistakes = Mistakes::new();
    let name = name.parse::<TokenName>().ok();
    if name.is_none() {
        mistakes.add("name", Mistake::new("access-mistake-token-name"));
    }
    let scope = scope.parse::<Scope>().ok();
    if scope.is_none() {
        mistakes.add("scope", Mistake::new("access-mistake-scope"));
    }
    name.zip(scope).ok_or(mistakes)
}

async fn revoke(app: Data<App>, session: Session, id: Path<PublicId>) -> Result<HttpResponse, Failure> {
    session.require(Role::Owner)?;
    let (now, actor) = (app.clock.now(), session.actor());
    app.db
        .write(move |conn| -> Result<(), Failure> {
            if !api_tokens::revoke(conn, &id, now)? {
                return Err(Failure::NotFound);
            }
            audit::append(conn, &actor, "token.revoke", id.as_str(), "", now)?;
            Ok(())
        })
        .await?;
    Ok(session.to("/admin/tokens", Flash::good("access-tokens-was-revoked")))
}

async fn page(
    app: &App,
    session: &Session,
    status: StatusCode,
    shown: Shown,
) -> Result<HttpResponse, Failure> {
    let tokens = app.db.read(api_tokens::list).await?;
    let rows = tokens.into_iter().map(|token| Row {
        id: token.public_id,
        name: token.name,
        scope: token.scope,
        created_at: token.created_at,
        revoked: token.revoked_at.is_some(),
    });
    let page = TokensPage {
        tokens: rows.collect(),
        scopes: Scope::ALL,
        made: shown.made,
        name: shown.name,
        scope: shown.scope,
        mistakes: shown.mistakes,
    };
    console_with(status, app, session, Screen::Tokens, "access/tokens.html", &page)
}
