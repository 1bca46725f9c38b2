//! Who asked to join and has not confirmed yet, as rows. What they wanted is sealed, and gone once it is decided.

use std::str::FromStr;

use chrono::{NaiveDateTime, TimeDelta};
use diesel::prelude::*;

use crate::{
    db::{Conn, PublicId, schema::signups},
    i18n::Language,
    subscribers::{links::CONFIRM_LIFE, signups_native},
    vault::{BlindIndex, Place, Sealed, Vault},
};

/// Where the sealed form lives; part of what is sealed.
pub const WANTED: Place = Place::new("signups", "wanted");
/// How long what was wanted is kept, so that an expired link can be renewed by one button.
pub const WANTED_LIFE: TimeDelta = TimeDelta::days(14);
/// How long the row itself is kept.
pub const STUB_LIFE: TimeDelta = TimeDelta::days(30);

/// ```text
/// pending ── confirm (POST) ──▶ confirmed (a stub)
/// pending ── "it wasn't me" ──▶ declined
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignupState {
    Pending,
    Confirmed,
    Declined,
}

impl SignupState {
    const ALL: [SignupState; 3] = [SignupState::Pending, SignupState::Confirmed, SignupState::Declined];

    /// The word in the database.
    pub fn as_str(&self) -> &'static str {
        match self {
            SignupState::Pending => "pending",
            SignupState::Confirmed => "confirmed",
            SignupState::Declined => "declined",
        }
    }
}

impl FromStr for SignupState {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        SignupState::ALL
            .into_iter()
            .find(|s| s.as_str() == word)
            .ok_or_else(|| format!("no such state: {word}"))
    }
}

crate::db::text_column!(SignupState);

/// One time that somebody asked to join.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = signups)]
pub struct Signup {
    pub id: i64,
    pub public_id: PublicId,
    pub email_index: BlindIndex,
    /// The sealed form; none once it is decided or stale.
    pub wanted: Option<Sealed>,
    pub language: Language,
    pub state: SignupState,
    pub subscriber_id: Option<i64>,
    pub created_at: NaiveDateTime,
}

impl Signup {
    /// Whether its link is too old to confirm.
    pub fn is_expired(&self, now: NaiveDateTime) -> bool {
        now >= self.created_at + CONFIRM_LIFE
    }
}

/// Somebody asks to join.
pub struct NewSignup {
    pub public_id: PublicId,
    pub email_index: BlindIndex,
    pub wanted: Sealed,
    pub language: Language,
    pub state: SignupState,
    pub created_at: NaiveDateTime,
}

/// Keeps signups.
pub fn record_all(conn: &mut Conn, new: &[&NewSignup]) -> QueryResult<()> {
    signups_native::insert(conn, new)
}

/// The signup of a confirm link.
pub fn find(conn: &mut Conn, public_id: &PublicId) -> QueryResult<Option<Signup>> {
    signups::table.filter(signups::public_id.eq(public_id)).select(Signup::as_select()).first(conn).optional()
}

/// The latest signup of an address.
pub fn find_latest(conn: &mut Conn, index: &BlindIndex) -> QueryResult<Option<Signup>> {
    signups::table
        .filter(signups::email_index.eq(index))
        .order(signups::id.desc())
        .select(Signup::as_select())
        .first(conn)
        .optional()
}

/// The latest signup of an address that is still to be confirmed, if it is later than `id`: somebody filled the form once
/// more, and wants what it says now.
pub fn find_later(
    conn: &mut Conn,
    index: &BlindIndex,
    id: i64,
    now: NaiveDateTime,
) -> QueryResult<Option<Signup>> {
    signups::table
        .filter(signups::email_index.eq(index))
        .filter(signups::state.eq(SignupState::Pending))
        .filter(signups::wanted.is_not_null())
        .filter(signups::created_at.gt(now - CONFIRM_LIFE))
        .filter(signups::id.gt(id))
        .order(signups::id.desc())
        .select(Signup::as_select())
        .first(conn)
        .optional()
}

/// Decides a pending signup and forgets what it wanted. False if somebody else was quicker.
pub fn decide(conn: &mut Conn, id: i64, state: SignupState, now: NaiveDateTime) -> QueryResult<bool> {
    let pending = signups::table.filter(signups::id.eq(id)).filter(signups::state.eq(SignupState::Pending));
    let changed = diesel::update(pending)
        .set((signups::state.eq(state), signups::wanted.eq(None::<Sealed>), signups::decided_at.eq(now)))
        .execute(conn)?;
    Ok(changed == 1)
}

/// Notes whom the confirmed signups of an address became, and closes those that still wait: one of them was enough.
pub fn close_all(
    conn: &mut Conn,
    index: &BlindIndex,
    subscriber_id: i64,
    now: NaiveDateTime,
) -> QueryResult<()> {
    let waiting =
        signups::table.filter(signups::email_index.eq(index)).filter(signups::state.eq(SignupState::Pending));
    diesel::update(waiting)
        .set((
            signups::state.eq(SignupState::Confirmed),
            signups::wanted.eq(None::<Sealed>),
            signups::decided_at.eq(now),
        ))
        .execute(conn)?;
    let confirmed = signups::table
        .filter(signups::email_index.eq(index))
        .filter(signups::state.eq(SignupState::Confirmed));
    diesel::update(confirmed).set(signups::subscriber_id.eq(subscriber_id)).execute(conn)?;
    Ok(())
}

/// Forgets what a signup wanted, since another one wants it now. False if it was forgotten before.
pub fn forget_wanted(conn: &mut Conn, id: i64) -> QueryResult<bool> {
    let this = signups::table.filter(signups::id.eq(id)).filter(signups::wanted.is_not_null());
    Ok(diesel::update(this).set(signups::wanted.eq(None::<Sealed>)).execute(conn)? == 1)
}

/// Drops a signup that waits, since its letter did not arrive. True if it waited.
pub fn drop_pending(conn: &mut Conn, public_id: &PublicId) -> QueryResult<bool> {
    let pending = signups::table
        .filter(signups::public_id.eq(public_id))
        .filter(signups::state.eq(SignupState::Pending));
    Ok(diesel::delete(pending).execute(conn)? == 1)
}

/// Forgets, up to `limit` rows each, what stale signups wanted, and stubs that have served. How many rows changed.
pub fn retire(conn: &mut Conn, now: NaiveDateTime, limit: i64) -> QueryResult<usize> {
    let old: Vec<i64> = signups::table
        .filter(signups::created_at.le(now - STUB_LIFE))
        .order(signups::created_at)
        .limit(limit)
        .select(signups::id)
        .load(conn)?;
    let gone = diesel::delete(signups::table.filter(signups::id.eq_any(old))).execute(conn)?;
    let stale: Vec<i64> = signups::table
        .filter(signups::created_at.le(now - WANTED_LIFE))
        .filter(signups::wanted.is_not_null())
        .order(signups::created_at)
        .limit(limit)
        .select(signups::id)
        .load(conn)?;
    let wiped = diesel::update(signups::table.filter(signups::id.eq_any(stale)))
        .set(signups::wanted.eq(None::<Sealed>))
        .execute(conn)?;
    Ok(gone + wiped)
}

/// Seals up to `limit` rows behind `after` anew where they are under an old key. The last id seen, or none
/// at the end.
pub fn reseal(conn: &mut Conn, vault: &Vault, after: i64, limit: i64) -> anyhow::Result<Option<i64>> {
    let rows: Vec<(i64, PublicId, Option<Sealed>)> = signups::table
        .filter(signups::id.gt(after))
        .order(signups::id)
        .limit(limit)
        .select((signups::id, signups::public_id, signups::wanted))
        .load(conn)?;
    for (id, public_id, wanted) in &rows {
        let Some(wanted) = wanted else { continue };
        if let Some(anew) = vault.reseal(WANTED, public_id, wanted)? {
            diesel::update(signups::table.filter(signups::id.eq(id)))
                .set(signups::wanted.eq(anew))
                .execute(conn)?;
        }
    }
    Ok(rows.last().map(|(id, ..)| *id))
}
