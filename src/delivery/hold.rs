//! All sending is held, or goes on.
//!
//! ```text
//! goes on ── a backup is restored ──▶ held ── an owner says go ──▶ goes on
//! ```
//! While it is held nothing is claimed, so nothing is in anybody's hand.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use crate::db::{
    Conn, execute_native,
    schema::{holds, workers},
};

use super::{
    WhenUncertain,
    dispatches::{dispatch, freeze},
    rounds,
    steps::recover,
};

/// The reason why issues pause, and why all is held.
const RESTORED: &str = "restored";

/// Rows that one step of a takeover touches.
const CHUNK: i64 = 500;

/// Holds everything in a database that was restored, where nobody is at work: what workers of that time had in hand is
/// taken over, running issues pause, and nobody waits for a cancelled one.
pub fn hold(conn: &mut Conn, when_uncertain: WhenUncertain, now: NaiveDateTime) -> QueryResult<()> {
    let row = (holds::reason.eq(RESTORED), holds::since.eq(now));
    execute_native(conn, diesel::insert_into(holds::table).values(row).on_conflict_do_nothing())?;
    diesel::delete(workers::table).execute(conn)?;
    while recover::take_over(conn, when_uncertain, CHUNK, now)? {}
    rounds::end_cancelled(conn, now)?;
    for dispatch_id in dispatch::running(conn)? {
        dispatch::pause_running(conn, dispatch_id, RESTORED)?;
    }
    Ok(())
}

/// Counts the readers of every issue that was started: each of them has a delivery then.
pub fn count_all_readers(conn: &mut Conn, now: NaiveDateTime) -> QueryResult<()> {
    for dispatch_id in freeze::begun(conn)? {
        while freeze::freeze_step(conn, dispatch_id, now)? {}
    }
    Ok(())
}

/// Since when all sending is held, if it is.
pub fn held_since(conn: &mut Conn) -> QueryResult<Option<NaiveDateTime>> {
    holds::table.select(holds::since).first(conn).optional()
}

/// Lets sending go on; paused issues stay so. True if it was held.
pub fn release(conn: &mut Conn) -> QueryResult<bool> {
    Ok(diesel::delete(holds::table).execute(conn)? > 0)
}
