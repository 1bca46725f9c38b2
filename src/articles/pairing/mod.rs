//! Two translations become one article, or come apart again.

mod by_hand;
mod evidence;
mod join;
mod state;

use std::collections::HashSet;

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::translation::Translation;
use super::turn_native::one_at_a_time;
use crate::db::schema::{pairings, translations};
use crate::db::{Conn, PublicId};
pub use by_hand::{pair, unpair};
pub use evidence::Evidence;
pub use join::{Joined, join, separate};
pub use state::State;

/// Two translations about which an editor has to decide.
#[derive(Debug, Clone, PartialEq)]
pub struct Undecided {
    pub id: PublicId,
    pub left: Translation,
    pub right: Translation,
}

/// All suggestions that can still be followed, the newest first.
pub fn undecided(conn: &mut Conn) -> QueryResult<Vec<Undecided>> {
    let rows: Vec<(PublicId, i64, i64)> = pairings::table
        .filter(pairings::state.eq(State::Suggested))
        .order(pairings::id.desc())
        .limit(500)
        .select((pairings::public_id, pairings::left_id, pairings::right_id))
        .load(conn)?;
    let ids: Vec<i64> = rows.iter().flat_map(|(_, left, right)| [*left, *right]).collect();
    let texts: Vec<Translation> = translations::table
        .filter(translations::id.eq_any(ids))
        .select(Translation::as_select())
        .load(conn)?;
    let articles: Vec<i64> = texts.iter().map(|text| text.article_id).collect();
    let languages: Vec<(i64, String)> = translations::table
        .filter(translations::article_id.eq_any(articles))
        .select((translations::article_id, translations::language))
        .load(conn)?;
    let has = |article: i64, language: &str| {
        languages.iter().any(|(of, known)| *of == article && known == language)
    };
    let text = |id: i64| texts.iter().find(|text| text.id == id).cloned();
    Ok(rows
        .into_iter()
        .filter_map(|(id, left, right)| Some(Undecided { id, left: text(left)?, right: text(right)? }))
        .filter(|pair| pair.left.article_id != pair.right.article_id)
        .filter(|Undecided { left, right, .. }| {
            !has(left.article_id, right.language.as_str()) && !has(right.article_id, left.language.as_str())
        })
        .collect())
}

/// An editor says that a suggestion is right. None if there is no such suggestion.
pub fn decide(conn: &mut Conn, id: &PublicId, now: NaiveDateTime) -> QueryResult<Option<Joined>> {
    one_at_a_time(conn)?;
    match suggestion(conn, id)? {
        Some((left, right)) => join(conn, left, right, Evidence::Hand, now).map(Some),
        None => Ok(None),
    }
}

/// An editor says that a suggestion is wrong. False if there is no such suggestion.
pub fn refuse(conn: &mut Conn, id: &PublicId, now: NaiveDateTime) -> QueryResult<bool> {
    one_at_a_time(conn)?;
    let Some((left, right)) = suggestion(conn, id)? else {
        return Ok(false);
    };
    note(conn, left, right, Evidence::Hand, State::Refused, now)?;
    Ok(true)
}

/// Asks the editors. What has been suggested or decided before stays so; then it is false.
pub fn suggest(conn: &mut Conn, left: i64, right: i64, now: NaiveDateTime) -> QueryResult<bool> {
    note(conn, left, right, Evidence::Likeness, State::Suggested, now)
}

/// Pairs that an editor has refused.
pub fn refused(conn: &mut Conn) -> QueryResult<HashSet<(i64, i64)>> {
    let pairs: Vec<(i64, i64)> = pairings::table
        .filter(pairings::state.eq(State::Refused))
        .select((pairings::left_id, pairings::right_id))
        .load(conn)?;
    Ok(pairs.into_iter().collect())
}

/// Writes down what is known of two translations. A suggestion never undoes a decision. True if something changed.
fn note(
    conn: &mut Conn,
    left: i64,
    right: i64,
    evidence: Evidence,
    state: State,
    now: NaiveDateTime,
) -> QueryResult<bool> {
    let (left, right) = (left.min(right), left.max(right));
    let this = pairings::table.filter(pairings::left_id.eq(left).and(pairings::right_id.eq(right)));
    let known: Option<i64> = this.select(pairings::id).first(conn).optional()?;
    let decided_at = (state != State::Suggested).then_some(now);
    match known {
        Some(_) if state == State::Suggested => return Ok(false),
        Some(id) => {
            diesel::update(pairings::table.find(id))
                .set((
                    pairings::state.eq(state),
                    pairings::evidence.eq(evidence),
                    pairings::decided_at.eq(decided_at),
                ))
                .execute(conn)?;
        }
        None => {
            let row = (
                pairings::public_id.eq(PublicId::random()),
                pairings::left_id.eq(left),
                pairings::right_id.eq(right),
                pairings::state.eq(state),
                pairings::evidence.eq(evidence),
                pairings::created_at.eq(now),
                pairings::decided_at.eq(decided_at),
            );
            diesel::insert_into(pairings::table).values(row).execute(conn)?;
        }
    }
    Ok(true)
}

fn suggestion(conn: &mut Conn, id: &PublicId) -> QueryResult<Option<(i64, i64)>> {
    pairings::table
        .filter(pairings::public_id.eq(id).and(pairings::state.eq(State::Suggested)))
        .select((pairings::left_id, pairings::right_id))
        .first(conn)
        .optional()
}
