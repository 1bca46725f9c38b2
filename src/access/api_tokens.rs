//! API tokens as rows. Only a hash of what the program holds is here.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use crate::{
    access::{
        Scope,
        secret::{RandomSecret, SecretHash},
    },
    db::{Conn, PublicId, execute_native, schema::api_tokens},
};

/// What every token begins with, so that a leaked one is recognised.
const PREFIX: &str = "hudhud_";

/// A program's right to use the API.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = api_tokens)]
pub struct ApiToken {
    pub id: i64,
    pub public_id: PublicId,
    pub name: String,
    pub scope: Scope,
    pub created_at: NaiveDateTime,
    pub revoked_at: Option<NaiveDateTime>,
}

/// A name of one to 64 letters, digits, spaces and `._-`: it is shown in lists and typed at the command line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenName(String);

/// What was given cannot name a token.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("a token's name is 1 to 64 letters, digits, spaces, dots, hyphens or underscores")]
pub struct NotATokenName;

impl TokenName {
    /// The name itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::str::FromStr for TokenName {
    type Err = NotATokenName;

    fn from_str(raw: &str) -> Result<Self, NotATokenName> {
        let name = raw.trim();
        let fits = (1..=64).contains(&name.chars().count());
        let plain = name.chars().all(|c| c.is_alphanumeric() || " ._-".contains(c));
        if fits && plain && !name.starts_with('-') {
            Ok(TokenName(name.to_owned()))
        } else {
            Err(NotATokenName)
        }
    }
}

/// Makes a token. The text for its holder, shown once; none when the name is taken.
pub fn create(
    conn: &mut Conn,
    name: &TokenName,
    scope: Scope,
    now: NaiveDateTime,
) -> QueryResult<Option<(PublicId, String)>> {
    let (secret, public_id) = (RandomSecret::random(), PublicId::random());
    let row = (
        api_tokens::public_id.eq(public_id.clone()),
        api_tokens::name.eq(name.as_str().to_owned()),
        api_tokens::scope.eq(scope),
        api_tokens::token_hash.eq(secret.hash()),
        api_tokens::created_at.eq(now),
    );
    let insert =
        diesel::insert_into(api_tokens::table).values(row).on_conflict(api_tokens::name).do_nothing();
    if execute_native(conn, insert)? == 0 {
        return Ok(None);
    }
    Ok(Some((public_id, format!("{PREFIX}{}", secret.expose()))))
}

/// The hash under which a token that somebody showed would be found.
pub fn hash_of(shown: &str) -> Option<SecretHash> {
    shown.strip_prefix(PREFIX).and_then(RandomSecret::read).map(|secret| secret.hash())
}

/// The token with this hash, unless it was revoked.
pub fn find(conn: &mut Conn, hash: &SecretHash) -> QueryResult<Option<ApiToken>> {
    api_tokens::table
        .filter(api_tokens::token_hash.eq(hash))
        .filter(api_tokens::revoked_at.is_null())
        .select(ApiToken::as_select())
        .first(conn)
        .optional()
}

/// Whether a token still gives a right.
pub fn is_valid(conn: &mut Conn, public_id: &PublicId) -> QueryResult<bool> {
    let live = api_tokens::table
        .filter(api_tokens::public_id.eq(public_id))
        .filter(api_tokens::revoked_at.is_null());
    diesel::select(diesel::dsl::exists(live)).get_result(conn)
}

/// All tokens, revoked ones too, the newest first.
pub fn list(conn: &mut Conn) -> QueryResult<Vec<ApiToken>> {
    api_tokens::table.order(api_tokens::id.desc()).select(ApiToken::as_select()).load(conn)
}

/// The token with this name.
pub fn find_by_name(conn: &mut Conn, name: &str) -> QueryResult<Option<ApiToken>> {
    api_tokens::table.filter(api_tokens::name.eq(name)).select(ApiToken::as_select()).first(conn).optional()
}

/// Ends a token's right at once. True if that changed anything.
pub fn revoke(conn: &mut Conn, public_id: &PublicId, now: NaiveDateTime) -> QueryResult<bool> {
    let live = api_tokens::table
        .filter(api_tokens::public_id.eq(public_id))
        .filter(api_tokens::revoked_at.is_null());
    Ok(diesel::update(live).set(api_tokens::revoked_at.eq(now)).execute(conn)? == 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tokens_name_is_plain_words() {
        let check = |raw: &str, expected: Option<&str>| {
            assert_eq!(raw.parse::<TokenName>().ok().as_ref().map(TokenName::as_str), expected, "{raw:?}");
        };
        check(" website 2 ", Some("website 2"));
        check("موقعنا", Some("موقعنا"));
        check("a.b_c-d", Some("a.b_c-d"));
        check("", None);
        check("  ", None);
        check("-rf", None);
        check("a\nb", None);
        check("<b>", None);
        check("who@example.org", None);
        check(&"x".repeat(65), None);
    }

    #[test]
    fn only_a_token_of_ours_has_a_hash() {
        let secret = RandomSecret::random();
        assert_eq!(hash_of(&format!("hudhud_{}", secret.expose())), Some(secret.hash()));
        for text in ["", "hudhud_", secret.expose(), "hudhud_abc"] {
            assert_eq!(hash_of(text), None, "{text}");
        }
    }
}
