//! Issues in a database that was restored from a backup.

use chrono::NaiveDateTime;
use diesel::QueryResult;

use crate::{
    db::Conn,
    issues::{Status, sending, store},
};

/// Nothing starts by itself: what was scheduled waits for somebody, who knows whether it has gone meanwhile. What was
/// running is where its dispatch is.
pub fn settle(conn: &mut Conn, now: NaiveDateTime) -> QueryResult<()> {
    for row in store::in_states(conn, &[Status::Scheduled])? {
        if store::advance(conn, &row, &[Status::Scheduled], Status::Approved, now)? {
            store::set_send_at(conn, row.id, None)?;
        }
    }
    sending::follow(conn, now)
}
