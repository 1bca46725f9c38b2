//! How far an issue is.

use chrono::{NaiveDateTime, TimeDelta};
use diesel::prelude::*;
use serde::Serialize;

use crate::{
    db::{
        Conn,
        schema::{deliveries, dispatches},
    },
    delivery::{Dispatch, DispatchState, ReplyCount, relays::replies},
};

use super::tally;

/// At every moment `selected = sent + failed + skipped + waiting`; `uncertain` is a note about some of them.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Progress {
    pub status: DispatchState,
    pub reason: Option<String>,
    /// Whether readers are still being counted.
    pub freezing: bool,
    pub selected: i64,
    pub sent: i64,
    pub failed: i64,
    pub skipped: i64,
    pub waiting: i64,
    /// May have gone twice, or wait for an admin because they may have arrived.
    pub uncertain: i64,
    pub started_at: NaiveDateTime,
    pub finished_at: Option<NaiveDateTime>,
    /// Over the last ten seconds, or since it started if that is less; none unless it runs.
    pub per_second: f64,
    /// What was said of messages that did not go well, the latest first.
    pub replies: Vec<ReplyCount>,
}

/// How far a dispatch is. Its figures are of one moment.
pub fn progress(conn: &mut Conn, dispatch_id: i64, now: NaiveDateTime) -> QueryResult<Progress> {
    let dispatch: Dispatch = dispatches::table.find(dispatch_id).select(Dispatch::as_select()).first(conn)?;
    let counts = tally::count(conn, dispatch_id)?;
    let uncertain = deliveries::table
        .filter(deliveries::dispatch_id.eq(dispatch_id))
        .filter(deliveries::uncertain)
        .count()
        .get_result(conn)?;
    let waiting = counts.waiting();
    let per_second = match dispatch.state {
        DispatchState::Running => {
            let lately = lately(dispatch.started_at, now);
            tally::sent_since(conn, dispatch_id, now - lately)? as f64 / lately.num_seconds() as f64
        }
        _ => 0.0,
    };
    Ok(Progress {
        status: dispatch.state,
        reason: dispatch.reason,
        freezing: dispatch.frozen_at.is_none() && dispatch.finished_at.is_none(),
        selected: counts.selected,
        sent: counts.sent,
        failed: counts.failed,
        skipped: counts.skipped,
        waiting,
        uncertain,
        started_at: dispatch.started_at,
        finished_at: dispatch.finished_at,
        per_second,
        replies: replies::list(conn, dispatch_id)?,
    })
}

fn lately(started_at: NaiveDateTime, now: NaiveDateTime) -> TimeDelta {
    TimeDelta::seconds((now - started_at).num_seconds().clamp(1, 10))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn speed_is_told_of_the_time_that_there_was() {
        let now: NaiveDateTime = "2026-11-23T12:00:00".parse().unwrap();
        let check = |seconds, expected| {
            assert_eq!(lately(now - TimeDelta::seconds(seconds), now), TimeDelta::seconds(expected));
        };
        check(0, 1);
        check(4, 4);
        check(500, 10);
        check(-60, 1);
    }
}
