//! How much waits, and for how long.

use chrono::{NaiveDateTime, TimeDelta};
use diesel::{
    dsl::{count_star, min, sql},
    prelude::*,
    sql_types::Bool,
};

use crate::db::{
    Conn,
    schema::{deliveries, dispatches, letters},
};

use super::{DispatchState, State, dispatches::tally};

/// The messages of one kind that wait.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Queue {
    /// `letter` or `issue`.
    pub kind: &'static str,
    pub length: i64,
    /// How long the oldest that is due has waited.
    pub age: TimeDelta,
}

/// What waits now, by kind. Issues that are paused wait for somebody, and are not in it.
pub fn queues(conn: &mut Conn, now: NaiveDateTime) -> QueryResult<[Queue; 2]> {
    let letters: (i64, Option<NaiveDateTime>) = letters::table
        .filter(letters::state.eq_any(State::WAITING))
        .select((count_star(), min(letters::due_at)))
        .first(conn)?;
    let running: Vec<i64> = dispatches::table
        .filter(dispatches::state.eq(DispatchState::Running))
        .select(dispatches::id)
        .load(conn)?;
    let mut issues = (0, None);
    for id in running {
        issues.0 += tally::count(conn, id)?.waiting();
        let oldest: Option<NaiveDateTime> = deliveries::table
            .filter(deliveries::dispatch_id.eq(id))
            .filter(sql::<Bool>("state = 'due'"))
            .select(min(deliveries::due_at))
            .first(conn)?;
        issues.1 = issues.1.into_iter().chain(oldest).min();
    }
    let queue = |kind, (length, oldest)| Queue { kind, length, age: waited(oldest, now) };
    Ok([queue("letter", letters), queue("issue", issues)])
}

/// What is due later has not waited yet.
fn waited(oldest: Option<NaiveDateTime>, now: NaiveDateTime) -> TimeDelta {
    oldest.map_or(TimeDelta::zero(), |due| (now - due).max(TimeDelta::zero()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_due_has_waited() {
        let now: NaiveDateTime = "2026-11-23T12:00:00".parse().unwrap();
        let check = |oldest: Option<i64>, expected| {
            let due = oldest.map(|seconds| now - TimeDelta::seconds(seconds));
            assert_eq!(waited(due, now).num_seconds(), expected);
        };
        check(None, 0);
        check(Some(5), 5);
        check(Some(-5), 0);
    }
}
