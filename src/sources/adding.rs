//! Somebody adds a source.

use chrono::NaiveDateTime;
use diesel::QueryResult;
use url::Url;

use super::store::{self, Source};
use crate::access::{Actor, audit};
use crate::db::Conn;
use crate::i18n::Language;

/// Adds a source that is due at once, and writes down who did. None if there is one with this URL.
pub fn add(
    conn: &mut Conn,
    url: &Url,
    language: &Language,
    actor: &Actor,
    now: NaiveDateTime,
) -> QueryResult<Option<Source>> {
    let added = store::add(conn, url.as_str(), language, now)?;
    if let Some(source) = &added {
        audit::append(conn, actor, "source.add", source.public_id.as_str(), "", now)?;
    }
    Ok(added)
}
