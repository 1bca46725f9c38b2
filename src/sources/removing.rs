//! Somebody takes a source away.

use chrono::NaiveDateTime;
use diesel::QueryResult;

use super::store;
use crate::access::{Actor, audit};
use crate::db::{Conn, PublicId};

/// Takes a source away, and writes down who did. What was read from it stays. False if there is none with this id.
pub fn remove(conn: &mut Conn, id: &PublicId, actor: &Actor, now: NaiveDateTime) -> QueryResult<bool> {
    if !store::remove(conn, id)? {
        return Ok(false);
    }
    audit::append(conn, actor, "source.remove", id.as_str(), "", now)?;
    Ok(true)
}
