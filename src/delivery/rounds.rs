//! What one of the workers does for all, again and again, in steps that keep nobody waiting.

use chrono::NaiveDateTime;
use diesel::{
    dsl::{exists, select, sql},
    prelude::*,
    sql_types::Bool,
};

use crate::db::{
    self, Conn,
    schema::{deliveries, dispatches},
};

use super::{
    DispatchState, State,
    dispatches::{breaker, dispatch, freeze, tally},
    relays::relay,
    steps::claim_native,
};

/// How many rows a step touches.
const CHUNK: i64 = 1_000;

/// Counts readers of what was started, skips who waits for what was cancelled, closes what is over, and pauses what
/// could not go on because no relay takes anything. True if there is more to do at once.
pub(super) fn step(conn: &mut Conn, relays: &[String], now: NaiveDateTime) -> QueryResult<bool> {
    let mut more = false;
    for id in freeze::begun(conn)? {
        more |= freeze::freeze_step(conn, id, now)?;
    }
    if let Some(reason) = relay::common_trouble(conn, relays, now)? {
        breaker::pause_all(conn, reason, now)?;
    }
    for (id, state, frozen) in open(conn)? {
        more |= match state {
            DispatchState::Cancelled => skip(conn, id, now)?,
            DispatchState::Running if frozen => {
                close(conn, id, now)?;
                false
            }
            _ => false,
        };
    }
    Ok(more)
}

/// Makes due at once, chunk by chunk, what was never tried and waits only for its turn, as the limits of a domain gave it:
/// they may be others now, and who still has to wait is told anew. True if there may be more.
pub(super) fn hurry(conn: &mut Conn, now: NaiveDateTime) -> QueryResult<bool> {
    db::prefer_indexes(conn)?;
    for (id, started_at) in dispatch::running_since(conn)? {
        let waiting: Vec<i64> = deliveries::table
            .filter(deliveries::dispatch_id.eq(id))
            .filter(claim_native::is_due())
            .filter(deliveries::due_at.gt(now.max(started_at)))
            .filter(deliveries::attempts.eq(0).and(deliveries::uncertain.eq(false)))
            .limit(CHUNK)
            .select(deliveries::id)
            .load(conn)?;
        let n = diesel::update(
            deliveries::table.filter(deliveries::id.eq_any(&waiting)).filter(claim_native::is_due()),
        )
        .set(deliveries::due_at.eq(started_at))
        .execute(conn)?;
        if n > 0 {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether [`step`] would find anything: asked first, because asking costs no write.
pub(super) fn is_anything_open(conn: &mut Conn) -> QueryResult<bool> {
    let open = dispatches::table
        .filter(dispatches::finished_at.is_null())
        .filter(dispatches::state.ne(DispatchState::Paused).or(dispatches::frozen_at.is_null()));
    select(exists(open)).get_result(conn)
}

fn open(conn: &mut Conn) -> QueryResult<Vec<(i64, DispatchState, bool)>> {
    dispatches::table
        .filter(dispatches::finished_at.is_null())
        .select((dispatches::id, dispatches::state, dispatches::frozen_at.is_not_null()))
        .load(conn)
}

/// Ends at once what was cancelled, where nobody has anything in hand.
pub(super) fn end_cancelled(conn: &mut Conn, now: NaiveDateTime) -> QueryResult<()> {
    for (id, state, _) in open(conn)? {
        while state == DispatchState::Cancelled && skip(conn, id, now)? {}
    }
    Ok(())
}

/// Skips who waits for a cancelled issue, and closes it when nobody does. What a postman has in hand he finishes.
fn skip(conn: &mut Conn, dispatch_id: i64, now: NaiveDateTime) -> QueryResult<bool> {
    let waits = || sql::<Bool>("(state = 'due' OR state = 'held')");
    let waiting: Vec<i64> = deliveries::table
        .filter(deliveries::dispatch_id.eq(dispatch_id))
        .filter(waits())
        .limit(CHUNK)
        .select(deliveries::id)
        .load(conn)?;
    diesel::update(deliveries::table.filter(deliveries::id.eq_any(&waiting)).filter(waits()))
        .set((deliveries::state.eq(State::Skipped), deliveries::due_at.eq(now)))
        .execute(conn)?;
    let more = waiting.len() as i64 == CHUNK;
    if !more && tally::count(conn, dispatch_id)?.waiting() == 0 {
        finish(conn, dispatch_id, DispatchState::Cancelled, now)?;
    }
    Ok(more)
}

/// Closes a frozen issue when nothing waits; pauses it when only an admin can go on.
fn close(conn: &mut Conn, dispatch_id: i64, now: NaiveDateTime) -> QueryResult<()> {
    let counts = tally::count(conn, dispatch_id)?;
    match counts.waiting() {
        0 => finish(conn, dispatch_id, DispatchState::Done, now),
        waiting if waiting == counts.held => breaker::pause(conn, dispatch_id, breaker::HELD, now),
        _ => Ok(()),
    }
}

fn finish(conn: &mut Conn, id: i64, state: DispatchState, now: NaiveDateTime) -> QueryResult<()> {
    diesel::update(dispatches::table.find(id).filter(dispatches::finished_at.is_null()))
        .set((dispatches::state.eq(state), dispatches::finished_at.eq(now)))
        .execute(conn)?;
    tally::close(conn, id)
}
