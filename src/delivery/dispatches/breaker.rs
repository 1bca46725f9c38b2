//! When an issue pauses by itself.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde_json::json;

use crate::{
    db::{Conn, schema::dispatches},
    delivery::{DispatchState, notices, steps::settle::Outcome},
};

use super::{
    dispatch,
    results::{self, Results},
    tally,
};

/// The words in `dispatches.reason`.
pub const TOO_MANY_FAILURES: &str = "too_many_failures";
pub const MESSAGE_REFUSED: &str = "message_refused";
pub const NO_CONNECTION: &str = "no_connection";
pub const REFUSED: &str = "refused";
pub const HELD: &str = "held";

/// This many connection errors in a row pause every issue.
pub const CONNECTION_ERRORS: i32 = 5;

/// Counts a failure, and pauses the dispatch if too much of it failed since it was started or resumed.
pub fn failed(conn: &mut Conn, dispatch_id: i64, outcome: &Outcome, now: NaiveDateTime) -> QueryResult<()> {
    let running = dispatches::table.find(dispatch_id).filter(dispatches::state.eq(DispatchState::Running));
    let counted: Option<(i64, i64, NaiveDateTime)> = diesel::update(running)
        .set((
            dispatches::n_failed.eq(dispatches::n_failed + 1),
            dispatches::n_refused.eq(dispatches::n_refused + i64::from(results::is_about_us(outcome))),
        ))
        .returning((dispatches::n_failed, dispatches::n_refused, dispatches::watched_from))
        .get_result(conn)
        .optional()?;
    let Some((failed, refused, since)) = counted else { return Ok(()) };
    if failed <= 2 || !results::is_time_to_look(failed) {
        return Ok(());
    }
    let sent = tally::sent_since(conn, dispatch_id, since)?;
    match (Results { sent, failed, refused }).trip() {
        Some(reason) => pause(conn, dispatch_id, reason, now),
        None => Ok(()),
    }
}

/// Pauses a dispatch and tells the admins. Nothing if it does not run.
pub fn pause(conn: &mut Conn, dispatch_id: i64, reason: &str, now: NaiveDateTime) -> QueryResult<()> {
    if let Some(issue_id) = dispatch::pause_running(conn, dispatch_id, reason)? {
        notices::tell(conn, notices::ISSUE_PAUSED, &json!({"issue_id": issue_id, "reason": reason}), now)?;
    }
    Ok(())
}

/// Pauses all that runs, and tells the admins once for each issue.
pub fn pause_all(conn: &mut Conn, reason: &str, now: NaiveDateTime) -> QueryResult<()> {
    for id in dispatch::running(conn)? {
        pause(conn, id, reason, now)?;
    }
    Ok(())
}
