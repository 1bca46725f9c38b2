//! Who is at work: a worker's heartbeat is the lease of everything that it holds.
//!
//! ```text
//! alive ── silent for two beats, and no pulse ──▶ dead
//!       ── silent for a minute: its machine, or the way to it, may have died, which a pulse does not show ──▶ dead
//! ```

use std::time::Duration;

use chrono::{NaiveDateTime, TimeDelta};
use diesel::prelude::*;

use crate::db::{self, Conn, PublicId, schema::workers};

/// How often a worker says that it lives.
pub(super) const BEAT: Duration = Duration::from_secs(5);

/// How long it may be silent before its pulse is felt.
const HUSH: TimeDelta = TimeDelta::seconds(10);

/// How long it may be silent before others take over what it holds, whatever its pulse says.
const LEASE: TimeDelta = TimeDelta::seconds(60);

/// Signs a worker in under a name of its own. One that is `alone` (on SQLite it holds the worker's lock, so all others
/// are dead) takes everything over at once.
pub(super) fn sign_in(conn: &mut Conn, alone: bool, now: NaiveDateTime) -> QueryResult<String> {
    if alone {
        diesel::delete(workers::table).execute(conn)?;
    }
    let id = PublicId::random().as_str().to_owned();
    diesel::insert_into(workers::table)
        .values((workers::id.eq(&id), workers::started_at.eq(now), workers::seen_at.eq(now)))
        .execute(conn)?;
    Ok(id)
}

/// Says that a worker lives. False if its last word was so long ago, or, after the clock was set back, lies so far ahead,
/// that it can't judge others: whoever else lives may not have had the time to speak yet.
pub(super) fn beat(conn: &mut Conn, me: &str, now: NaiveDateTime) -> QueryResult<bool> {
    let last: Option<NaiveDateTime> =
        workers::table.find(me).select(workers::seen_at).first(conn).optional()?;
    match last {
        Some(_) => diesel::update(workers::table.find(me)).set(workers::seen_at.eq(now)).execute(conn)?,
        None => diesel::insert_into(workers::table)
            .values((workers::id.eq(me), workers::started_at.eq(now), workers::seen_at.eq(now)))
            .execute(conn)?,
    };
    Ok(last.is_some_and(|last| heard(last, now) != Heard::Nothing))
}

/// The names of those who live. Who is found dead can't come back before the transaction ends.
pub(super) fn alive(conn: &mut Conn, now: NaiveDateTime) -> QueryResult<Vec<String>> {
    let all: Vec<(String, NaiveDateTime)> =
        workers::table.select((workers::id, workers::seen_at)).load(conn)?;
    let mut alive = Vec::new();
    for (id, seen_at) in all {
        let lives = match heard(seen_at, now) {
            Heard::Lately => true,
            Heard::Once => db::has_pulse(conn, &id)?,
            Heard::Nothing => false,
        };
        if lives {
            alive.push(id);
        }
    }
    Ok(alive)
}

/// Who is at work, as whoever only looks can tell.
#[derive(Debug, Clone, Default)]
pub(super) struct Presence {
    /// Those who spoke lately.
    pub lately: Vec<String>,
    /// Whether somebody may be there.
    pub is_anybody_there: bool,
}

/// Who is at work now.
pub(super) fn presence(conn: &mut Conn, now: NaiveDateTime) -> QueryResult<Presence> {
    let all: Vec<(String, NaiveDateTime)> =
        workers::table.select((workers::id, workers::seen_at)).load(conn)?;
    let is_anybody_there = all.iter().any(|(_, seen_at)| heard(*seen_at, now) != Heard::Nothing);
    let lately = all.into_iter().filter(|(_, seen_at)| heard(*seen_at, now) == Heard::Lately);
    Ok(Presence { lately: lately.map(|(id, _)| id).collect(), is_anybody_there })
}

/// Signs a worker out: it holds nothing any more.
pub(super) fn sign_out(conn: &mut Conn, me: &str) -> QueryResult<()> {
    diesel::delete(workers::table.find(me)).execute(conn)?;
    Ok(())
}

/// What was heard of a worker.
#[derive(Debug, PartialEq, Eq)]
enum Heard {
    Lately,
    Once,
    Nothing,
}

fn heard(seen_at: NaiveDateTime, now: NaiveDateTime) -> Heard {
    match (now - seen_at).abs() {
        silence if silence <= HUSH => Heard::Lately,
        silence if silence <= LEASE => Heard::Once,
        _ => Heard::Nothing,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_was_silent_for_a_minute_is_dead_whichever_way_the_clock_went() {
        let now: NaiveDateTime = "2026-11-23T12:00:00".parse().unwrap();
        let check = |seconds, expected| assert_eq!(heard(now - TimeDelta::seconds(seconds), now), expected);
        check(0, Heard::Lately);
        check(10, Heard::Lately);
        check(11, Heard::Once);
        check(60, Heard::Once);
        check(61, Heard::Nothing);
        check(-5, Heard::Lately);
        check(-20, Heard::Once);
        check(-3600, Heard::Nothing);
    }
}
