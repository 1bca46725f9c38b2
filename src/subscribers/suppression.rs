//! Addresses that must not be mailed, as keyed hashes that outlive the person's erasure.

use std::str::FromStr;

use chrono::NaiveDateTime;
use diesel::{
    dsl::{auto_type, exists, not},
    prelude::*,
};

use crate::{
    db::{
        Conn, execute_native,
        schema::{subscribers, suppressions},
    },
    vault::BlindIndex,
};

/// Why an address is suppressed, and so what may still reach it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reason {
    /// "It wasn't me": no confirm letters until a day.
    Declined,
    /// Called our mail unwanted: nothing, ever.
    Complained,
    /// Erased by wish: no import brings them back; their own double opt-in does.
    Erased,
    /// Refused mail for good: no issues; their own double opt-in lifts it.
    Unreachable,
    /// Blocked by the admins: nothing.
    Blocked,
}

impl Reason {
    const ALL: [Reason; 5] =
        [Reason::Declined, Reason::Complained, Reason::Erased, Reason::Unreachable, Reason::Blocked];

    /// The word in the database.
    pub fn as_str(&self) -> &'static str {
        match self {
            Reason::Declined => "declined",
            Reason::Complained => "complained",
            Reason::Erased => "erased",
            Reason::Unreachable => "unreachable",
            Reason::Blocked => "blocked",
        }
    }

    /// Whether even a confirm letter is refused.
    pub fn forbids_confirm_letters(self) -> bool {
        matches!(self, Reason::Declined | Reason::Complained | Reason::Blocked)
    }

    /// Whether the person's own double opt-in lifts it.
    pub fn is_lifted_by_confirming(self) -> bool {
        matches!(self, Reason::Declined | Reason::Erased | Reason::Unreachable)
    }
}

impl FromStr for Reason {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        Reason::ALL.into_iter().find(|r| r.as_str() == word).ok_or_else(|| format!("no such reason: {word}"))
    }
}

crate::db::text_column!(Reason);

/// Suppresses an address, until a time or for good. Doing it again moves the time.
pub fn add(
    conn: &mut Conn,
    index: &BlindIndex,
    index_key: &str,
    reason: Reason,
    until: Option<NaiveDateTime>,
    now: NaiveDateTime,
) -> QueryResult<()> {
    let row = (
        suppressions::email_index.eq(index.clone()),
        suppressions::reason.eq(reason),
        suppressions::index_key.eq(index_key.to_owned()),
        suppressions::until.eq(until),
        suppressions::created_at.eq(now),
    );
    execute_native(
        conn,
        diesel::insert_into(suppressions::table)
            .values(row)
            .on_conflict((suppressions::email_index, suppressions::reason))
            .do_update()
            .set(suppressions::until.eq(until)),
    )?;
    Ok(())
}

/// All reasons that hold for an address now.
pub fn find(conn: &mut Conn, index: &BlindIndex, now: NaiveDateTime) -> QueryResult<Vec<Reason>> {
    suppressions::table
        .filter(suppressions::email_index.eq(index))
        .filter(suppressions::until.is_null().or(suppressions::until.gt(now)))
        .select(suppressions::reason)
        .load(conn)
}

/// Picks the subscribers whose address no suppression keeps from reading. That somebody declined a confirm letter says
/// nothing about who is on the list.
#[auto_type]
pub fn may_read(now: NaiveDateTime) -> _ {
    let declined: Reason = Reason::Declined;
    let forbidding = suppressions::table
        .filter(suppressions::email_index.eq(subscribers::email_index))
        .filter(suppressions::reason.ne(declined))
        .filter(suppressions::until.is_null().or(suppressions::until.gt(now)));
    not(exists(forbidding))
}

/// Which of these addresses must not be written to, whatever the reason.
pub fn suppressed_among(
    conn: &mut Conn,
    indexes: &[BlindIndex],
    now: NaiveDateTime,
) -> QueryResult<Vec<BlindIndex>> {
    suppressions::table
        .filter(suppressions::email_index.eq_any(indexes))
        .filter(suppressions::until.is_null().or(suppressions::until.gt(now)))
        .select(suppressions::email_index)
        .load(conn)
}

/// Lifts what somebody's own double opt-in may lift.
pub fn lift_by_confirming(conn: &mut Conn, index: &BlindIndex) -> QueryResult<()> {
    let liftable = Reason::ALL.into_iter().filter(|reason| reason.is_lifted_by_confirming());
    diesel::delete(
        suppressions::table
            .filter(suppressions::email_index.eq(index))
            .filter(suppressions::reason.eq_any(liftable.collect::<Vec<_>>())),
    )
    .execute(conn)?;
    Ok(())
}
