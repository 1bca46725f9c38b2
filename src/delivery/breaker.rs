//! When an issue pauses by itself.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde_json::json;

use crate::db::{Conn, schema::dispatches};

use super::{DispatchState, dispatch, notices, settle::Outcome, tally};

/// The words in `dispatches.reason`.
pub(super) const TOO_MANY_FAILURES: &str = "too_many_failures";
pub(super) const MESSAGE_REFUSED: &str = "message_refused";
pub(super) const NO_CONNECTION: &str = "no_connection";
pub(super) const REFUSED: &str = "refused";
pub(super) const HELD: &str = "held";

/// This many connection errors in a row pause every issue.
pub(super) const CONNECTION_ERRORS: i32 = 5;

/// What an issue came to since it was started or resumed.
#[derive(Debug, Clone, Copy)]
struct Results {
    sent: i64,
    failed: i64,
    /// Of those that failed: for a reason that lies with us or with the message.
    refused: i64,
}

impl Results {
    /// Why the issue is to pause. What servers say of us or of the message, they say of it for every reader, so fewer of
    /// that are enough; a list may be shorter than fifty.
    fn trip(self) -> Option<&'static str> {
        let ended = self.sent + self.failed;
        let nobody_took_it = self.sent == 0 && self.refused >= 3;
        if nobody_took_it || self.refused > 5 && self.refused * 10 > ended {
            return Some(MESSAGE_REFUSED);
        }
        (ended >= 50 && self.failed * 10 > ended).then_some(TOO_MANY_FAILURES)
    }
}

/// Whether what was sent is counted for this failure. To count it costs the more the longer an issue runs, so the more
/// failed already, the more must be added before it is counted again: a sixteenth or less.
fn is_time_to_look(n_failed: i64) -> bool {
    let step = 1_i64 << (n_failed / 16).max(1).ilog2();
    n_failed % step == 0
}

/// Counts a failure, and pauses the dispatch if too much of it failed since it was started or resumed.
pub(super) fn failed(
    conn: &mut Conn,
    dispatch_id: i64,
    outcome: &Outcome,
    now: NaiveDateTime,
) -> QueryResult<()> {
    let running = dispatches::table.find(dispatch_id).filter(dispatches::state.eq(DispatchState::Running));
    let counted: Option<(i64, i64, NaiveDateTime)> = diesel::update(running)
        .set((
            dispatches::n_failed.eq(dispatches::n_failed + 1),
            dispatches::n_refused.eq(dispatches::n_refused + i64::from(is_about_us(outcome))),
        ))
        .returning((dispatches::n_failed, dispatches::n_refused, dispatches::watched_from))
        .get_result(conn)
        .optional()?;
    let Some((failed, refused, since)) = counted else { return Ok(()) };
    if failed <= 2 || !is_time_to_look(failed) {
        return Ok(());
    }
    let sent = tally::sent_since(conn, dispatch_id, since)?;
    match (Results { sent, failed, refused }).trip() {
        Some(reason) => pause(conn, dispatch_id, reason, now),
        None => Ok(()),
    }
}

/// Whether an answer is about us, our rights and our reputation, or about the message, its size and its form (RFC 3463),
/// or whether the message could not even be made.
fn is_about_us(outcome: &Outcome) -> bool {
    match outcome.reply_status.as_deref() {
        Some("5.2.3") => true,
        Some(status) => {
            ["5.3.", "5.5.", "5.6.", "5.7.", Outcome::POISONED].iter().any(|start| status.starts_with(start))
        }
        None => outcome.reply_code == Some(554),
    }
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

    fn trip(sent: i64, failed: i64, refused: i64) -> Option<&'static str> {
        Results { sent, failed, refused }.trip()
    }

    #[test]
    fn a_tenth_of_fifty_may_fail_and_no_more() {
        assert_eq!(trip(0, 49, 0), None);
        assert_eq!(trip(45, 5, 0), None);
        assert_eq!(trip(44, 6, 0), Some(TOO_MANY_FAILURES));
        assert_eq!(trip(900, 100, 0), None);
        assert_eq!(trip(899, 101, 0), Some(TOO_MANY_FAILURES));
    }

    #[test]
    fn what_is_said_of_the_message_counts_at_once() {
        assert_eq!(trip(0, 2, 2), None);
        assert_eq!(trip(0, 3, 3), Some(MESSAGE_REFUSED));
        assert_eq!(trip(1, 5, 5), None, "one domain's taste");
        assert_eq!(trip(10, 6, 6), Some(MESSAGE_REFUSED));
        assert_eq!(trip(60, 6, 6), None);
        assert_eq!(trip(49, 10, 6), Some(MESSAGE_REFUSED));
    }

    #[test]
    fn it_is_looked_at_seldom_where_much_failed_and_always_where_little_did() {
        assert!((1..=31).all(is_time_to_look));
        let looks = (1..=100_000).filter(|n| is_time_to_look(*n)).count();
        assert!(looks < 400, "{looks}");
        let late = (1_000..=1_100).position(is_time_to_look).unwrap();
        assert!(late <= 1_000 / 16);
    }
}
