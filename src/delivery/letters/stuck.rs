//! Letters as admins and their owners see them: their fate, and those that did not get through.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use crate::{
    db::{Conn, PublicId, schema::letters},
    delivery::{RecipientKind, State},
    i18n::Language,
    vault::{BlindIndex, Vault},
};

use super::letter::{RECIPIENT, VALUES};

/// A letter that failed, or waits for an admin.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = letters)]
pub struct StuckLetter {
    pub public_id: PublicId,
    pub name: String,
    pub language: Language,
    pub recipient_kind: RecipientKind,
    pub cause: String,
    pub state: State,
    pub attempts: i32,
    pub reply_code: Option<i32>,
    pub reply_status: Option<String>,
    pub created_at: NaiveDateTime,
}

/// How a letter fared.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = letters)]
pub struct LetterFate {
    pub public_id: PublicId,
    pub name: String,
    pub state: State,
    pub attempts: i32,
    pub reply_code: Option<i32>,
    pub reply_status: Option<String>,
    pub skipped_why: Option<String>,
    pub created_at: NaiveDateTime,
    pub sent_at: Option<NaiveDateTime>,
}

/// The newest letters that did not get through and can be sent again.
pub fn stuck_letters(conn: &mut Conn, limit: i64) -> QueryResult<Vec<StuckLetter>> {
    letters::table
        .filter(letters::state.eq_any([State::Failed, State::Held]))
        .filter(letters::recipient.is_not_null())
        .order(letters::id.desc())
        .limit(limit)
        .select(StuckLetter::as_select())
        .load(conn)
}

/// A letter that was tried, and is tried again by itself.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = letters)]
pub struct TriedLetter {
    pub name: String,
    pub recipient_kind: RecipientKind,
    pub attempts: i32,
    pub reply_code: Option<i32>,
    pub reply_status: Option<String>,
    pub created_at: NaiveDateTime,
    pub due_at: NaiveDateTime,
}

/// The letters that were tried at least once and wait for their next try, the next first.
pub fn tried_letters(conn: &mut Conn, limit: i64) -> QueryResult<Vec<TriedLetter>> {
    letters::table
        .filter(letters::state.eq(State::Due))
        .filter(letters::attempts.gt(0))
        .order((letters::due_at, letters::id))
        .limit(limit)
        .select(TriedLetter::as_select())
        .load(conn)
}

/// Sends a stuck letter again, as if it were new; one that may have arrived keeps its Message-ID and Date. False if it
/// is not stuck, or its words are gone.
pub fn send_again(conn: &mut Conn, public_id: &PublicId, now: NaiveDateTime) -> QueryResult<bool> {
    let stuck = letters::table
        .filter(letters::public_id.eq(public_id))
        .filter(letters::state.eq_any([State::Failed, State::Held]))
        .filter(letters::recipient.is_not_null());
    let found: Option<(i64, bool)> = diesel::update(stuck)
        .set((letters::state.eq(State::Due), letters::due_at.eq(now), letters::attempts.eq(0)))
        .returning((letters::id, letters::uncertain))
        .get_result(conn)
        .optional()?;
    if let Some((id, false)) = found {
        diesel::update(letters::table.find(id))
            .set(letters::message_date.eq(None::<NaiveDateTime>))
            .execute(conn)?;
    }
    Ok(found.is_some())
}

/// The letters to an address, newest first: a signup's owner tells by them what became of it.
pub fn fates_of(conn: &mut Conn, index: &BlindIndex, limit: i64) -> QueryResult<Vec<LetterFate>> {
    let theirs = || {
        letters::table
            .filter(letters::recipient_index.eq(index))
            .order(letters::id.desc())
            .limit(limit)
            .select(LetterFate::as_select())
    };
    // Each has an index of its own: what is due is few, and found by its time.
    let mut found: Vec<LetterFate> = theirs().filter(letters::state.eq(State::Due)).load(conn)?;
    found.extend(theirs().filter(letters::state.ne(State::Due)).load(conn)?);
    found.sort_by_key(|letter| std::cmp::Reverse(letter.created_at));
    found.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok(found)
}

/// Seals up to `limit` letters behind the id `after` anew where they are under an old key. The last id seen, or none
/// at the end.
pub fn reseal(conn: &mut Conn, vault: &Vault, after: i64, limit: i64) -> anyhow::Result<Option<i64>> {
    let rows: Vec<(i64, PublicId, Option<crate::vault::Sealed>, Option<crate::vault::Sealed>)> =
        letters::table
            .filter(letters::id.gt(after))
            .order(letters::id)
            .limit(limit)
            .select((letters::id, letters::public_id, letters::recipient, letters::body_values))
            .load(conn)?;
    for (id, public_id, recipient, words) in &rows {
        if let Some(sealed) = recipient
            && let Some(anew) = vault.reseal(RECIPIENT, public_id, sealed)?
        {
            // A letter that was settled meanwhile stays wiped.
            let still = letters::table.find(id).filter(letters::recipient.is_not_null());
            diesel::update(still).set(letters::recipient.eq(anew)).execute(conn)?;
        }
        if let Some(sealed) = words
            && let Some(anew) = vault.reseal(VALUES, public_id, sealed)?
        {
            let still = letters::table.find(id).filter(letters::body_values.is_not_null());
            diesel::update(still).set(letters::body_values.eq(anew)).execute(conn)?;
        }
    }
    Ok(rows.last().map(|row| row.0))
}
