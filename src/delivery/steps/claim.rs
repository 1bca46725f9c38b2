//! Taking what is due: letters before issues.

use std::{collections::HashMap, sync::Arc};

use chrono::NaiveDateTime;
use diesel::prelude::*;

use crate::{
    db::{
        self, Conn, PublicId,
        schema::{deliveries, dispatches, letters},
    },
    delivery::{Gate, State, WhenUncertain, dispatches::dispatch, hold, relays::pace},
    i18n::Language,
    subscribers::Subscriber,
    vault::{BlindIndex, Sealed},
};

use super::claim_native;

/// A letter in hand.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = letters)]
pub struct ClaimedLetter {
    pub id: i64,
    pub public_id: PublicId,
    pub name: String,
    pub language: Language,
    pub recipient: Option<Sealed>,
    pub recipient_index: BlindIndex,
    pub subscriber_id: Option<i64>,
    pub body_values: Option<Sealed>,
    pub gate: Gate,
    pub uncertain: bool,
    pub attempts: i32,
    pub message_id: Option<String>,
    pub message_date: Option<NaiveDateTime>,
}

/// A delivery in hand.
#[derive(Debug, Clone, QueryableByName)]
#[diesel(table_name = deliveries)]
pub struct ClaimedDelivery {
    pub id: i64,
    pub dispatch_id: i64,
    pub subscriber_id: Option<i64>,
    pub edition_id: i64,
    pub uncertain: bool,
    pub attempts: i32,
    pub message_date: Option<NaiveDateTime>,
}

/// Deliveries of one issue in hand.
#[derive(Debug)]
pub struct Claim {
    pub rows: Vec<ClaimedDelivery>,
    when_uncertain: WhenUncertain,
    message_domain: Arc<str>,
}

/// A delivery in hand, and whom and what it is for, as both were when it was taken.
#[derive(Debug, Clone)]
pub struct Delivery {
    pub row: ClaimedDelivery,
    /// Nobody, if they were erased.
    pub subscriber: Option<Arc<Subscriber>>,
    pub when_uncertain: WhenUncertain,
    pub message_domain: Arc<str>,
}

/// Takes up to `limit` letters that are due, in the name of `owner`. None while all sending is held.
pub fn claim_letters(
    conn: &mut Conn,
    owner: &str,
    limit: i64,
    now: NaiveDateTime,
) -> QueryResult<Vec<ClaimedLetter>> {
    let ids = claim_native::due_letters(conn, limit, now)?;
    if ids.is_empty() || hold::held_since(conn)?.is_some() {
        return Ok(Vec::new());
    }
    let due = letters::table.filter(letters::id.eq_any(ids)).filter(letters::state.eq(State::Due));
    let taken: Vec<i64> = diesel::update(due)
        .set((letters::state.eq(State::Leased), letters::owner.eq(owner)))
        .returning(letters::id)
        .get_results(conn)?;
    letters::table
        .filter(letters::id.eq_any(taken))
        .order(letters::id)
        .select(ClaimedLetter::as_select())
        .load(conn)
}

/// Takes up to `limit` deliveries that are due, of the issues that run, the oldest first; none while all sending is held.
/// What is due since the issue was started is due even if the clock was set back since.
pub fn claim_deliveries(
    conn: &mut Conn,
    owner: &str,
    limit: i64,
    now: NaiveDateTime,
) -> QueryResult<Vec<Claim>> {
    let mut claims: Vec<Claim> = Vec::new();
    if hold::held_since(conn)?.is_some() {
        return Ok(claims);
    }
    db::prefer_indexes(conn)?;
    for (dispatch_id, started_at) in dispatch::running_since(conn)? {
        let room = limit - count(&claims);
        if room <= 0 {
            break;
        }
        claims.extend(claim_of(conn, owner, dispatch_id, room, now.max(started_at))?);
    }
    Ok(claims)
}

fn claim_of(
    conn: &mut Conn,
    owner: &str,
    dispatch_id: i64,
    limit: i64,
    now: NaiveDateTime,
) -> QueryResult<Option<Claim>> {
    let rows = claim_native::take_deliveries(conn, owner, dispatch_id, limit, now)?;
    if rows.is_empty() {
        return Ok(None);
    }
    let (when_uncertain, domain): (WhenUncertain, String) = dispatches::table
        .find(dispatch_id)
        .select((dispatches::uncertain, dispatches::message_domain))
        .first(conn)?;
    Ok(Some(Claim { rows, when_uncertain, message_domain: domain.into() }))
}

/// How many deliveries are in hand.
pub fn count(claims: &[Claim]) -> i64 {
    claims.iter().map(|claim| claim.rows.len() as i64).sum()
}

/// What was claimed, with its readers. It only reads, so whoever else writes need not wait for it.
pub fn with_readers(conn: &mut Conn, claims: Vec<Claim>) -> QueryResult<Vec<Delivery>> {
    let rows = claims.iter().flat_map(|claim| &claim.rows);
    let ids: Vec<i64> = rows.filter_map(|row| row.subscriber_id).collect();
    let readers = claim_native::readers(conn, &ids)?;
    let readers: HashMap<i64, Arc<Subscriber>> =
        readers.into_iter().map(|reader| (reader.id, Arc::new(reader))).collect();
    let mut deliveries = Vec::with_capacity(ids.len());
    for Claim { rows, when_uncertain, message_domain } in claims {
        deliveries.extend(rows.into_iter().map(|row| Delivery {
            subscriber: row.subscriber_id.and_then(|id| readers.get(&id).cloned()),
            row,
            when_uncertain,
            message_domain: Arc::clone(&message_domain),
        }));
    }
    Ok(deliveries)
}

/// Gives back what `owner` took and has not begun.
pub fn give_back(
    conn: &mut Conn,
    owner: &str,
    letter_ids: &[i64],
    ids: &[i64],
    now: NaiveDateTime,
) -> QueryResult<()> {
    let mine = letters::table
        .filter(letters::id.eq_any(letter_ids))
        .filter(letters::owner.eq(owner))
        .filter(letters::state.eq(State::Leased));
    diesel::update(mine)
        .set((letters::state.eq(State::Due), letters::owner.eq(None::<String>)))
        .execute(conn)?;
    let mine = deliveries::table
        .filter(deliveries::id.eq_any(ids))
        .filter(deliveries::owner.eq(owner))
        .filter(deliveries::state.eq(State::Leased));
    let n = diesel::update(mine)
        .set((deliveries::state.eq(State::Due), deliveries::owner.eq(None::<String>)))
        .execute(conn)?;
    pace::untried(conn, n as i64, now)
}

/// Whether a letter waits.
pub fn is_a_letter_due(conn: &mut Conn, now: NaiveDateTime) -> QueryResult<bool> {
    let due = letters::table
        .filter(claim_native::is_due())
        .filter(letters::due_at.le(now).or(letters::due_at.eq(letters::created_at)));
    diesel::select(diesel::dsl::exists(due)).get_result(conn)
}

/// Whether a message of an issue that runs waits.
pub fn is_a_delivery_due(conn: &mut Conn, now: NaiveDateTime) -> QueryResult<bool> {
    for (dispatch_id, started_at) in dispatch::running_since(conn)? {
        let due = deliveries::table
            .filter(deliveries::dispatch_id.eq(dispatch_id))
            .filter(claim_native::is_due())
            .filter(deliveries::due_at.le(now.max(started_at)));
        if diesel::select(diesel::dsl::exists(due)).get_result(conn)? {
            return Ok(true);
        }
    }
    Ok(false)
}
