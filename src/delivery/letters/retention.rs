//! Forgetting what is over.

use chrono::{NaiveDateTime, TimeDelta};
use diesel::prelude::*;

use crate::{
    db::{
        Conn,
        schema::{letters, workers},
    },
    delivery::State,
    vault::Sealed,
};

/// How long a letter that could not be sent keeps its address and words, so that an admin can send it again.
const WORDS: TimeDelta = TimeDelta::days(14);
/// How long it is known that a letter was written.
const ROWS: TimeDelta = TimeDelta::days(90);
/// How long a worker that was not seen is remembered.
const WORKERS: TimeDelta = TimeDelta::days(1);
/// How many rows one call touches.
const CHUNK: i64 = 1_000;

/// Wipes the address and the words of letters that failed two weeks ago, deletes letters of a season ago, and forgets
/// workers that are gone. True if there may be more. A job for every hour.
pub fn forget(conn: &mut Conn, now: NaiveDateTime) -> QueryResult<bool> {
    let stale: Vec<i64> = letters::table
        .filter(letters::created_at.lt(now - WORDS))
        .filter(letters::state.eq_any([State::Failed, State::Held]))
        .filter(letters::recipient.is_not_null().or(letters::body_values.is_not_null()))
        .limit(CHUNK)
        .select(letters::id)
        .load(conn)?;
    diesel::update(letters::table.filter(letters::id.eq_any(&stale)))
        .set((
            letters::state.eq(State::Failed),
            letters::recipient.eq(None::<Sealed>),
            letters::body_values.eq(None::<Sealed>),
        ))
        .execute(conn)?;
    let old: Vec<i64> = letters::table
        .filter(letters::created_at.lt(now - ROWS))
        .filter(letters::state.eq_any([State::Sent, State::Failed, State::Skipped]))
        .limit(CHUNK)
        .select(letters::id)
        .load(conn)?;
    diesel::delete(letters::table.filter(letters::id.eq_any(&old))).execute(conn)?;
    diesel::delete(workers::table.filter(workers::seen_at.lt(now - WORKERS))).execute(conn)?;
    Ok(stale.len() as i64 == CHUNK || old.len() as i64 == CHUNK)
}
