//! Which message of ours came back.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use crate::{
    db::{
        Conn,
        schema::{deliveries, letters},
    },
    vault::BlindIndex,
};

use super::{RecipientKind, State, Verp};

/// A message that was handed over, as far as somebody needs to know to whom it went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Handed {
    /// An issue to a reader.
    Delivery { id: i64, subscriber_id: Option<i64>, at: NaiveDateTime },
    /// A letter to whoever has this address.
    Letter {
        id: i64,
        to: RecipientKind,
        subscriber_id: Option<i64>,
        recipient_index: BlindIndex,
        cause: String,
        at: NaiveDateTime,
    },
}

impl Handed {
    /// When it was handed over, or first tried.
    pub fn at(&self) -> NaiveDateTime {
        match self {
            Handed::Delivery { at, .. } | Handed::Letter { at, .. } => *at,
        }
    }

    /// Whose message it was; none if they were erased, or were never on the list.
    pub fn subscriber_id(&self) -> Option<i64> {
        match self {
            Handed::Delivery { subscriber_id, .. } | Handed::Letter { subscriber_id, .. } => *subscriber_id,
        }
    }
}

/// The message that a token stands for. None if it is none, was forgotten, or was never tried.
pub fn find_handed(conn: &mut Conn, verp: Verp) -> QueryResult<Option<Handed>> {
    match verp {
        Verp::Delivery(id) => find_delivery(conn, id),
        Verp::Letter(id) => find_letter(conn, id),
        Verp::Leave { .. } => Ok(None),
    }
}

/// The last issue that went to somebody.
pub fn find_last_handed(conn: &mut Conn, subscriber_id: i64) -> QueryResult<Option<Handed>> {
    let last: Option<i64> = deliveries::table
        .filter(deliveries::subscriber_id.eq(subscriber_id))
        .filter(deliveries::state.eq(State::Sent))
        .order(deliveries::due_at.desc())
        .select(deliveries::id)
        .first(conn)
        .optional()?;
    match last {
        Some(id) => find_delivery(conn, id),
        None => Ok(None),
    }
}

fn find_delivery(conn: &mut Conn, id: i64) -> QueryResult<Option<Handed>> {
    let row: Option<(Option<i64>, State, NaiveDateTime, Option<NaiveDateTime>)> = deliveries::table
        .find(id)
        .select((deliveries::subscriber_id, deliveries::state, deliveries::due_at, deliveries::message_date))
        .first(conn)
        .optional()?;
    Ok(row.and_then(|(subscriber_id, state, settled_at, tried_at)| {
        let sent_at = (state == State::Sent).then_some(settled_at);
        Some(Handed::Delivery { id, subscriber_id, at: sent_at.or(tried_at)? })
    }))
}

fn find_letter(conn: &mut Conn, id: i64) -> QueryResult<Option<Handed>> {
    type Row = (RecipientKind, Option<i64>, BlindIndex, String, Option<NaiveDateTime>, Option<NaiveDateTime>);
    let row: Option<Row> = letters::table
        .find(id)
        .select((
            letters::recipient_kind,
            letters::subscriber_id,
            letters::recipient_index,
            letters::cause,
            letters::sent_at,
            letters::message_date,
        ))
        .first(conn)
        .optional()?;
    Ok(row.and_then(|(to, subscriber_id, recipient_index, cause, sent_at, tried_at)| {
        Some(Handed::Letter { id, to, subscriber_id, recipient_index, cause, at: sent_at.or(tried_at)? })
    }))
}
