//! When an issue pauses by itself.

use diesel::prelude::*;
use serde_json::json;

use chrono::NaiveDateTime;

use crate::db::{Conn, schema::dispatches};

use super::{DispatchState, dispatch, notices, tally};

/// The words in `dispatches.reason`.
pub(super) const TOO_MANY_FAILURES: &str = "too_many_failures";
pub(super) const NO_CONNECTION: &str = "no_connection";
pub(super) const REFUSED: &str = "refused";
pub(super) const HELD: &str = "held";

/// This many connection errors in a row pause every issue.
pub(super) const CONNECTION_ERRORS: i32 = 5;

/// More than a tenth failed for good, of fifty or more.
fn trips(sent: i64, failed: i64) -> bool {
    sent + failed >= 50 && failed * 10 > sent + failed
}

/// Pauses a dispatch if too much of it failed since it was started or resumed.
pub(super) fn check(conn: &mut Conn, dispatch_id: i64, now: NaiveDateTime) -> QueryResult<()> {
    let running = dispatches::table
        .find(dispatch_id)
        .filter(dispatches::state.eq(DispatchState::Running))
        .select(dispatches::watched_from)
        .first::<NaiveDateTime>(conn)
        .optional()?;
    let Some(since) = running else { return Ok(()) };
    let failed = tally::failed_since(conn, dispatch_id, since)?;
    if failed > 5 && trips(tally::sent_since(conn, dispatch_id, since)?, failed) {
        pause(conn, dispatch_id, TOO_MANY_FAILURES, now)?;
    }
    Ok(())
}

/// Pauses a dispatch and tells the admins. Nothing if it does not run.
pub(super) fn pause(conn: &mut Conn, dispatch_id: i64, reason: &str, now: NaiveDateTime) -> QueryResult<()> {
    if let Some(issue_id) = dispatch::pause_running(conn, dispatch_id, reason)? {
        notices::tell(conn, notices::ISSUE_PAUSED, &json!({"issue_id": issue_id, "reason": reason}), now)?;
    }
    Ok(())
}

/// Pauses all that runs, and tells the admins once for each issue.
pub(super) fn pause_all(conn: &mut Conn, reason: &str, now: NaiveDateTime) -> QueryResult<()> {
    for id in dispatch::running(conn)? {
        pause(conn, id, reason, now)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tenth_of_fifty_may_fail_and_no_more() {
        assert!(!trips(0, 49));
        assert!(!trips(45, 5));
        assert!(trips(44, 6));
        assert!(!trips(900, 100));
        assert!(trips(899, 101));
    }
}
