//! The fence: asked after the recipient was accepted and before the message goes. It holds only if the row is still
//! ours and the person may still be written to, and that the message goes now is durable before it goes.

use chrono::NaiveDateTime;
use diesel::{
    dsl::{exists, select},
    prelude::*,
};

use crate::{
    db::{
        Conn,
        schema::{deliveries, dispatches, letters, subscribers},
    },
    subscribers::{Status, suppression},
};

use super::{
    DispatchState, Gate, State, claim_native,
    decide::{self, Asked, Verdict},
};

/// What the fence found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fence {
    /// The row says `in_data`: the message may go.
    Holds,
    /// The row is somebody else's now: leave it alone.
    Lost,
    /// Not now: the issue does not run any more, or what was decided about the letter has changed.
    NotNow,
    /// Not at all: the person left.
    Gone,
}

/// What a message is known by on every try.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stamp {
    pub message_id: String,
    pub date: NaiveDateTime,
}

/// The fence of a letter that was rendered after `verdict`.
pub(super) fn of_letter(
    conn: &mut Conn,
    owner: &str,
    asked: &Asked<'_>,
    verdict: Verdict,
    stamp: &Stamp,
    now: NaiveDateTime,
) -> QueryResult<Fence> {
    if asked.gate.is_capped() {
        claim_native::one_at_a_time(conn, asked.index)?;
    }
    let (facts, _) = decide::facts(conn, asked, now)?;
    if decide::decide(asked.gate, &facts, now) != verdict {
        return Ok(Fence::NotNow);
    }
    let mine = letters::table
        .find(asked.id)
        .filter(letters::owner.eq(owner))
        .filter(letters::state.eq(State::Leased));
    let changed = diesel::update(mine)
        .set((
            letters::state.eq(State::InData),
            letters::message_id.eq(&stamp.message_id),
            letters::message_date.eq(stamp.date),
        ))
        .execute(conn)?;
    Ok(if changed == 1 { Fence::Holds } else { Fence::Lost })
}

/// A delivery as its fence sees it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Passing {
    pub id: i64,
    pub dispatch_id: i64,
    pub subscriber_id: i64,
}

/// The fence of a delivery.
pub(super) fn of_delivery(
    conn: &mut Conn,
    owner: &str,
    passing: Passing,
    stamp: &Stamp,
    now: NaiveDateTime,
) -> QueryResult<Fence> {
    if !runs(conn, passing.dispatch_id)? {
        return Ok(Fence::NotNow);
    }
    if !is_reader(conn, passing.subscriber_id, now)? {
        return Ok(Fence::Gone);
    }
    let mine = deliveries::table
        .find(passing.id)
        .filter(deliveries::owner.eq(owner))
        .filter(deliveries::state.eq(State::Leased));
    let changed = diesel::update(mine)
        .set((
            deliveries::state.eq(State::InData),
            deliveries::message_id.eq(&stamp.message_id),
            deliveries::message_date.eq(stamp.date),
        ))
        .execute(conn)?;
    Ok(if changed == 1 { Fence::Holds } else { Fence::Lost })
}

/// Whether a dispatch runs. Asked before a message is begun, too, so that a paused issue bothers no server.
pub(super) fn runs(conn: &mut Conn, dispatch_id: i64) -> QueryResult<bool> {
    let running = dispatches::table.find(dispatch_id).filter(dispatches::state.eq(DispatchState::Running));
    select(exists(running)).get_result(conn)
}

/// Nobody gets an issue unless they are active and not suppressed.
fn is_reader(conn: &mut Conn, subscriber_id: i64, now: NaiveDateTime) -> QueryResult<bool> {
    let reader = subscribers::table
        .filter(subscribers::id.eq(subscriber_id))
        .filter(subscribers::status.eq(Status::Active))
        .filter(suppression::may_read(now));
    select(exists(reader)).get_result(conn)
}

/// What the fence of a letter asks about.
pub(super) fn asked(letter: &super::claim::ClaimedLetter) -> Asked<'_> {
    Asked {
        id: letter.id,
        gate: letter.gate,
        index: &letter.recipient_index,
        subscriber_id: letter.subscriber_id.filter(|_| letter.gate != Gate::Nobody),
    }
}
