//! Which program is asking, and what it may do.

use std::{future::Future, pin::Pin};

use actix_web::{FromRequest, HttpRequest, dev::Payload, http::header, web::Data};

use crate::{
    access::{Actor, Scope, api_tokens},
    app::App,
    db::PublicId,
    web::Failure,
};

/// A program with a token of ours, as a handler of the API asks for it. No token, or a revoked one, is 401.
#[derive(Debug, Clone)]
pub struct Bearer {
    pub token: PublicId,
    pub scope: Scope,
}

impl Bearer {
    /// Goes on only if the token's scope covers `needed`.
    pub fn require(&self, needed: Scope) -> Result<(), Failure> {
        if self.scope.covers(needed) { Ok(()) } else { Err(Failure::Forbidden) }
    }

    /// Whether its token was not revoked since.
    pub async fn lasts(&self, app: &App) -> Result<bool, Failure> {
        let token = self.token.clone();
        Ok(app.db.read(move |conn| api_tokens::is_valid(conn, &token)).await?)
    }

    /// As the audit names it.
    pub fn actor(&self) -> Actor {
        Actor::Token(self.token.clone())
    }
}

impl FromRequest for Bearer {
    type Error = Failure;
    type Future = Pin<Box<dyn Future<Output = Result<Bearer, Failure>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let shown = request.headers().get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        let hash = shown.and_then(token_of).and_then(api_tokens::hash_of);
        let app = request.app_data::<Data<App>>().cloned();
        Box::pin(async move {
            let app = app.ok_or_else(|| anyhow::anyhow!("the server has no App"))?;
            let hash = hash.ok_or(Failure::Unauthorized)?;
            let token = app.db.read(move |conn| api_tokens::find(conn, &hash)).await?;
            let token = token.ok_or(Failure::Unauthorized)?;
            Ok(Bearer { token: token.public_id, scope: token.scope })
        })
    }
}

/// The token of an `Authorization` header; the scheme's case does not matter (RFC 9110).
fn token_of(header: &str) -> Option<&str> {
    let (scheme, token) = header.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bearer_header_names_a_token() {
        assert_eq!(token_of("Bearer abc"), Some("abc"));
        assert_eq!(token_of("bearer  abc "), Some("abc"));
        assert_eq!(token_of("Basic abc"), None);
        assert_eq!(token_of("abc"), None);
    }
}
