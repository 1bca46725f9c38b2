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
        schema::{deliveries, letters, subscribers},
    },
    delivery::{
        State,
        letters::{
            decide::{self, Asked, Verdict},
            forgetting,
        },
    },
    subscribers::{Status, suppression},
};

use super::{claim_native, hot_native::Passing};

/// What the fence found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fence {
    /// The row says `in_data`: the message may go.
    Holds,
    /// The row is somebody else's now: leave it alone.
    Lost,
    /// Not now: the issue does not run any more, or whom or what it is about has changed.
    NotNow,
    /// Not at all: the person left.
    Gone,
}

/// What a message is known by on every try.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    pub message_id: String,
    pub date: NaiveDateTime,
}

/// The fence of a letter that was rendered after `verdict`.
pub fn of_letter(
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
    if forgetting::is_forgotten(conn, asked.id)? {
        return Ok(Fence::Gone);
    }
    let mine = letters::table
        .find(asked.id)
        .filter(letters::owner.eq(owner))
        .filter(letters::state.eq_any(State::IN_HAND));
    let changed = diesel::update(mine)
        .set((
            letters::state.eq(State::InData),
            letters::message_id.eq(&stamp.message_id),
            letters::message_date.eq(stamp.date),
        ))
        .execute(conn)?;
    Ok(if changed == 1 { Fence::Holds } else { Fence::Lost })
}

/// Why a delivery's message may not go.
pub fn why_not(conn: &mut Conn, owner: &str, passing: &Passing, now: NaiveDateTime) -> QueryResult<Fence> {
    let mine = deliveries::table
        .find(passing.id)
        .filter(deliveries::owner.eq(owner))
        .filter(deliveries::state.eq_any(State::IN_HAND));
    if !select(exists(mine)).get_result(conn)? {
        return Ok(Fence::Lost);
    }
    match is_reader(conn, passing.subscriber_id, now)? {
        true => Ok(Fence::NotNow),
        false => Ok(Fence::Gone),
    }
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
pub fn asked(letter: &super::claim::ClaimedLetter) -> Asked<'_> {
    Asked {
        id: letter.id,
        gate: letter.gate,
        index: &letter.recipient_index,
        subscriber_id: letter.subscriber_id,
    }
}
