//! How the database is told what postmen have to say.

use std::sync::Arc;

use chrono::NaiveDateTime;
use diesel::QueryResult;

use crate::{
    db::Conn,
    delivery::{
        dispatches::dispatch,
        relays::replies,
        steps::{
            fence::{self, Fence},
            hot_native::{self, Passing, Taken},
            settle,
        },
    },
};

use super::entries::{Asked, Ended, Entry, Written};

/// Writes entries down, and answers each. What did not go well comes first, since it may pause an issue; then what was
/// taken, and who may go.
pub(super) fn write(
    conn: &mut Conn,
    me: &str,
    entries: &[Arc<Entry>],
    now: NaiveDateTime,
) -> QueryResult<Vec<Written>> {
    let mut written: Vec<Written> = entries.iter().map(|_| Written::default()).collect();
    settle_one_by_one(conn, me, entries, &mut written, now)?;
    let taken: Vec<Taken> = entries.iter().flat_map(|entry| entry.taken()).cloned().collect();
    let passing: Vec<Passing> = entries.iter().filter_map(|entry| entry.delivery()).collect();
    let exchanged = hot_native::exchange(conn, me, &taken, &passing, now)?;
    let running = match exchanged.passed.len() < passing.len() {
        true => dispatch::running(conn)?,
        false => Vec::new(),
    };
    for (entry, written) in entries.iter().zip(&mut written) {
        written.n_lost += entry.taken().filter(|one| !exchanged.taken.contains(&one.id)).count();
        written.fence = match &entry.passing {
            None => None,
            Some(Asked::Letter { row, verdict, stamp }) => {
                Some(fence::of_letter(conn, me, &fence::asked(row), *verdict, stamp, now)?)
            }
            Some(Asked::Delivery(passing)) if exchanged.passed.contains(&passing.id) => Some(Fence::Holds),
            Some(Asked::Delivery(passing)) => {
                if !running.contains(&passing.dispatch_id) {
                    written.halted.push(passing.dispatch_id);
                }
                Some(fence::why_not(conn, me, passing, now)?)
            }
        };
    }
    Ok(written)
}

/// Settles what was not simply taken.
fn settle_one_by_one(
    conn: &mut Conn,
    me: &str,
    entries: &[Arc<Entry>],
    written: &mut [Written],
    now: NaiveDateTime,
) -> QueryResult<()> {
    let mut said = Vec::new();
    for (entry, written) in entries.iter().zip(written) {
        for ended in &entry.ended {
            match settle_one(conn, me, ended, now)? {
                true => said.extend(ended.said()),
                false => written.n_lost += 1,
            }
        }
    }
    replies::note(conn, &said, now)
}

fn settle_one(conn: &mut Conn, me: &str, ended: &Ended, now: NaiveDateTime) -> QueryResult<bool> {
    let (mine, talk) = match ended {
        Ended::Taken(_) => return Ok(true),
        Ended::Letter { id, outcome, talk } => (settle::letter(conn, me, *id, outcome)?, talk),
        Ended::Delivery { id, dispatch_id, subscriber_id, outcome, talk, .. } => {
            let mine = settle::delivery(conn, me, *id, *dispatch_id, outcome, now)?;
            if mine {
                let fate = talk.as_ref().map(|talk| &talk.fate);
                settle::follow_delivery(conn, *dispatch_id, *subscriber_id, fate, outcome, now)?;
            }
            (mine, talk)
        }
    };
    if let Some(talk) = talk {
        settle::follow_relay(conn, talk, now)?;
    }
    Ok(mine)
}
