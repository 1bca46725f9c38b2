//! Taking what is due: letters before issues.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use crate::{
    db::{
        Conn, PublicId,
        schema::{deliveries, dispatches, letters},
    },
    i18n::Language,
    vault::{BlindIndex, Sealed},
};

use super::{DispatchState, Gate, State, WhenUncertain, claim_native, dispatch, hold, relay};

/// A letter in hand.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = letters)]
pub(super) struct ClaimedLetter {
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
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = deliveries)]
pub(super) struct ClaimedDelivery {
    pub id: i64,
    pub dispatch_id: i64,
    pub subscriber_id: Option<i64>,
    pub edition_id: i64,
    pub uncertain: bool,
    pub attempts: i32,
    pub message_id: Option<String>,
    pub message_date: Option<NaiveDateTime>,
}

/// What a postman took.
#[derive(Debug, Default)]
pub(super) struct Claimed {
    pub letters: Vec<ClaimedLetter>,
    pub deliveries: Vec<(ClaimedDelivery, WhenUncertain)>,
    /// Whether the mail server failed the last time, so that its next answer is worth a note.
    pub relay_failed: bool,
}

impl Claimed {
    pub fn is_empty(&self) -> bool {
        self.letters.is_empty() && self.deliveries.is_empty()
    }
}

/// Takes up to `limit` letters that are due, else as many deliveries, in the name of `owner`. Nothing while all wait
/// for the mail server, or are held.
pub(super) fn claim(conn: &mut Conn, owner: &str, limit: i64, now: NaiveDateTime) -> QueryResult<Claimed> {
    let (failures, wait_until) = relay::find(conn)?;
    if wait_until.is_some_and(|until| until > now) || hold::held_since(conn)?.is_some() {
        return Ok(Claimed::default());
    }
    let mut claimed = Claimed { relay_failed: failures > 0, ..Claimed::default() };
    claimed.letters = claim_letters(conn, owner, limit, now)?;
    if claimed.letters.is_empty() {
        for dispatch_id in dispatch::running(conn)? {
            claimed.deliveries = claim_deliveries(conn, owner, dispatch_id, limit, now)?;
            if !claimed.deliveries.is_empty() {
                break;
            }
        }
    }
    Ok(claimed)
}

/// Takes letters only.
pub(super) fn claim_letters(
    conn: &mut Conn,
    owner: &str,
    limit: i64,
    now: NaiveDateTime,
) -> QueryResult<Vec<ClaimedLetter>> {
    let ids = claim_native::due_letters(conn, limit, now)?;
    if ids.is_empty() {
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

fn claim_deliveries(
    conn: &mut Conn,
    owner: &str,
    dispatch_id: i64,
    limit: i64,
    now: NaiveDateTime,
) -> QueryResult<Vec<(ClaimedDelivery, WhenUncertain)>> {
    let ids = claim_native::due_deliveries(conn, dispatch_id, limit, now)?;
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let when_uncertain = dispatches::table.find(dispatch_id).select(dispatches::uncertain).first(conn)?;
    let due = deliveries::table.filter(deliveries::id.eq_any(ids)).filter(deliveries::state.eq(State::Due));
    let taken: Vec<i64> = diesel::update(due)
        .set((deliveries::state.eq(State::Leased), deliveries::owner.eq(owner)))
        .returning(deliveries::id)
        .get_results(conn)?;
    let rows: Vec<ClaimedDelivery> = deliveries::table
        .filter(deliveries::id.eq_any(taken))
        .order(deliveries::id)
        .select(ClaimedDelivery::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(|row| (row, when_uncertain)).collect())
}

/// Gives back what `owner` took with `claimed` and has not begun.
pub(super) fn give_back(conn: &mut Conn, owner: &str, claimed: &Claimed) -> QueryResult<()> {
    let letters: Vec<i64> = claimed.letters.iter().map(|row| row.id).collect();
    let deliveries: Vec<i64> = claimed.deliveries.iter().map(|(row, _)| row.id).collect();
    let mine = letters::table
        .filter(letters::id.eq_any(letters))
        .filter(letters::owner.eq(owner))
        .filter(letters::state.eq(State::Leased));
    diesel::update(mine)
        .set((letters::state.eq(State::Due), letters::owner.eq(None::<String>)))
        .execute(conn)?;
    let mine = deliveries::table
        .filter(deliveries::id.eq_any(deliveries))
        .filter(deliveries::owner.eq(owner))
        .filter(deliveries::state.eq(State::Leased));
    diesel::update(mine)
        .set((deliveries::state.eq(State::Due), deliveries::owner.eq(None::<String>)))
        .execute(conn)?;
    Ok(())
}

/// Whether there is anything to take.
pub(super) fn is_anything_due(conn: &mut Conn, now: NaiveDateTime) -> QueryResult<bool> {
    let (_, wait_until) = relay::find(conn)?;
    if wait_until.is_some_and(|until| until > now) || hold::held_since(conn)?.is_some() {
        return Ok(false);
    }
    Ok(is_a_letter_due(conn, now)? || is_a_delivery_due(conn, now)?)
}

/// Whether a letter waits to overtake.
pub(super) fn is_a_letter_due(conn: &mut Conn, now: NaiveDateTime) -> QueryResult<bool> {
    let due = letters::table.filter(letters::state.eq(State::Due)).filter(letters::due_at.le(now));
    diesel::select(diesel::dsl::exists(due)).get_result(conn)
}

fn is_a_delivery_due(conn: &mut Conn, now: NaiveDateTime) -> QueryResult<bool> {
    let running = dispatches::table
        .filter(dispatches::finished_at.is_null())
        .filter(dispatches::state.eq(DispatchState::Running))
        .select(dispatches::id);
    let due = deliveries::table
        .filter(deliveries::dispatch_id.eq_any(running))
        .filter(deliveries::state.eq(State::Due))
        .filter(deliveries::due_at.le(now));
    diesel::select(diesel::dsl::exists(due)).get_result(conn)
}
