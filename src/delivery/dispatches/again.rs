//! Trying again what failed.

use chrono::NaiveDateTime;
use diesel::{
    dsl::sql,
    prelude::*,
    sql_types::{Bool, Nullable, Timestamp},
};

use crate::{
    db::{
        Conn,
        schema::{deliveries, dispatches},
    },
    delivery::{DispatchState, State},
    mail::Reply,
};

use super::dispatch;

/// How many rows one call touches.
const CHUNK: i64 = 1_000;

/// Failed messages that may go well this time: to readers who are still on the list, whose mailbox is not gone, and which
/// did not perhaps arrive twice already (uncertain, and nobody answered the last time either).
fn may_go_well() -> String {
    let gone = Reply::MAILBOX_IS_GONE.map(|status| format!("'{status}'")).join(", ");
    format!(
        "state = 'failed' AND (NOT uncertain OR reply_code IS NOT NULL) \
         AND (reply_status IS NULL OR reply_status NOT IN ({gone})) \
         AND subscriber_id IN (SELECT id FROM subscribers WHERE status = 'active')"
    )
}

/// How many messages of an issue [`retry_failed`] would try again.
pub fn n_retryable(conn: &mut Conn, issue_id: i64) -> QueryResult<i64> {
    let theirs = dispatches::table
        .filter(dispatches::issue_id.eq(issue_id))
        .filter(dispatches::state.ne(DispatchState::Cancelled))
        .select(dispatches::id);
    deliveries::table
        .filter(deliveries::dispatch_id.eq_any(theirs))
        .filter(sql::<Bool>(&may_go_well()))
        .count()
        .get_result(conn)
}

/// Makes up to a chunk of an issue's failed messages due again, those with ids above `after`, and runs a dispatch that was
/// done. The last id touched, after which to go on; none at the end. Nobody's failure is touched twice.
pub fn retry_failed(
    conn: &mut Conn,
    issue_id: i64,
    after: i64,
    now: NaiveDateTime,
) -> QueryResult<Option<i64>> {
    let dispatch: Option<i64> = dispatches::table
        .filter(dispatches::issue_id.eq(issue_id))
        .filter(dispatches::state.ne(DispatchState::Cancelled))
        .select(dispatches::id)
        .first(conn)
        .optional()?;
    let Some(dispatch) = dispatch else { return Ok(None) };
    let ids: Vec<i64> = deliveries::table
        .filter(deliveries::dispatch_id.eq(dispatch))
        .filter(deliveries::id.gt(after))
        .filter(sql::<Bool>(&may_go_well()))
        .order(deliveries::id)
        .limit(CHUNK)
        .select(deliveries::id)
        .load(conn)?;
    let Some(last) = ids.iter().max().copied() else { return Ok(None) };
    reopen(conn, dispatch, now)?;
    // A message that cannot have arrived gets a new date, from which the patience with it counts.
    let date = sql::<Nullable<Timestamp>>("CASE WHEN uncertain THEN message_date END");
    let failed =
        deliveries::table.filter(deliveries::id.eq_any(&ids)).filter(sql::<Bool>("state = 'failed'"));
    diesel::update(failed)
        .set((
            deliveries::state.eq(State::Due),
            deliveries::attempts.eq(0),
            deliveries::due_at.eq(now),
            deliveries::reply_code.eq(None::<i32>),
            deliveries::reply_status.eq(None::<String>),
            deliveries::message_date.eq(date),
        ))
        .execute(conn)?;
    Ok(Some(last))
}

/// Its breaker counts anew.
fn reopen(conn: &mut Conn, dispatch: i64, now: NaiveDateTime) -> QueryResult<()> {
    diesel::update(dispatches::table.find(dispatch)).set(dispatch::watched_anew(now)).execute(conn)?;
    let done = dispatches::table.find(dispatch).filter(dispatches::state.eq(DispatchState::Done));
    diesel::update(done)
        .set((
            dispatches::state.eq(DispatchState::Running),
            dispatches::reason.eq(None::<String>),
            dispatches::finished_at.eq(None::<NaiveDateTime>),
        ))
        .execute(conn)?;
    Ok(())
}
