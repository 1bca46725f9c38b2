//! The writes that every message of an issue needs, for many messages at once: that it was taken, how many were, and that
//! the next one goes now (the fence). On PostgreSQL one statement over arrays for all of it; on SQLite, where a statement
//! costs no journey, one of fixed words for each.

mod all_at_once;
mod one_by_one;

use std::collections::BTreeMap;

use chrono::NaiveDateTime;
use diesel::QueryResult;

use crate::{db::Conn, delivery::dispatches::tally_native};

/// A message that is about to go.
#[derive(Debug, Clone, Copy)]
pub struct Passing {
    pub id: i64,
    pub dispatch_id: i64,
    pub subscriber_id: i64,
    /// As the reader was when the message was made: who changed since gets it made anew.
    pub reader_updated_at: NaiveDateTime,
    /// The message's date, of the first try.
    pub date: NaiveDateTime,
}

/// A message that a server took.
#[derive(Debug, Clone)]
pub struct Taken {
    pub id: i64,
    pub dispatch_id: i64,
    pub reply_code: i32,
    pub reply_status: Option<String>,
}

/// What was written of messages in a worker's hand.
#[derive(Debug, Default)]
pub struct Exchanged {
    /// Those that were settled as taken by a server.
    pub taken: Vec<i64>,
    /// Those that may go now.
    pub passed: Vec<i64>,
}

/// Settles and counts messages in `owner`'s hand that servers took, as far as they still are in it. Lets messages pass
/// that are in `owner`'s hand, whose issues run, and whose readers may still be written to, and are as they were. Asked
/// twice, as after a commit of which nobody knows, it lets the same ones pass.
pub fn exchange(
    conn: &mut Conn,
    owner: &str,
    taken: &[Taken],
    passing: &[Passing],
    now: NaiveDateTime,
) -> QueryResult<Exchanged> {
    if taken.is_empty() && passing.is_empty() {
        return Ok(Exchanged::default());
    }
    match conn {
        Conn::Postgres(conn) => all_at_once::exchange(conn, owner, taken, passing, now),
        Conn::Sqlite(one) => {
            let exchanged = one_by_one::exchange(one, owner, taken, passing, now)?;
            let mut counts: BTreeMap<i64, i64> = BTreeMap::new();
            for message in taken.iter().filter(|message| exchanged.taken.contains(&message.id)) {
                *counts.entry(message.dispatch_id).or_default() += 1;
            }
            for (dispatch_id, n) in counts {
                tally_native::add_sent(conn, dispatch_id, owner, n, now)?;
            }
            Ok(exchanged)
        }
    }
}
