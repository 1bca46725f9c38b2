//! The table of sources.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::Problem;
use super::feed::Feed;
use super::fetch::Known;
use super::schedule;
use crate::db::schema::sources;
use crate::db::{Conn, PublicId, execute_native, unless_taken};
use crate::i18n::Language;

/// A source as it is stored.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable)]
pub struct Source {
    pub id: i64,
    pub public_id: PublicId,
    pub url: String,
    pub kind: String,
    pub language: Language,
    pub title: String,
    pub etag: Option<String>,
    pub last_modified: Option<String>,
    pub fetched_at: Option<NaiveDateTime>,
    pub next_fetch_at: NaiveDateTime,
    /// When it was first read with success.
    pub baseline_at: Option<NaiveDateTime>,
    pub failures: i32,
    last_problem: Option<String>,
    pub created_at: NaiveDateTime,
}

impl Source {
    /// What was wrong the last time.
    pub fn last_problem(&self) -> Option<Problem> {
        self.last_problem.as_deref().and_then(|stored| serde_json::from_str(stored).ok())
    }

    /// What its server told us the last time.
    pub fn known(&self) -> Known {
        Known { etag: self.etag.clone(), last_modified: self.last_modified.clone() }
    }
}

/// Adds a source that is due at once. None if there is one with this URL.
pub fn add(
    conn: &mut Conn,
    url: &str,
    language: &Language,
    now: NaiveDateTime,
) -> QueryResult<Option<Source>> {
    let id = PublicId::random();
    let row = (
        sources::public_id.eq(id.clone()),
        sources::url.eq(url.to_owned()),
        sources::kind.eq("unknown"),
        sources::language.eq(language.clone()),
        sources::title.eq(""),
        sources::next_fetch_at.eq(now),
        sources::created_at.eq(now),
    );
    let insert = diesel::insert_into(sources::table).values(row).on_conflict_do_nothing();
    if execute_native(conn, insert)? == 0 { Ok(None) } else { find(conn, &id) }
}

/// One source.
pub fn find(conn: &mut Conn, id: &PublicId) -> QueryResult<Option<Source>> {
    sources::table.filter(sources::public_id.eq(id)).select(Source::as_select()).first(conn).optional()
}

/// Takes a source away; its articles stay. False if it is not there.
pub fn remove(conn: &mut Conn, id: &PublicId) -> QueryResult<bool> {
    Ok(diesel::delete(sources::table.filter(sources::public_id.eq(id))).execute(conn)? == 1)
}

/// All of them, in the order in which they were added.
pub fn list(conn: &mut Conn) -> QueryResult<Vec<Source>> {
    sources::table.order(sources::id).select(Source::as_select()).load(conn)
}

/// Sources behind the one with this id.
pub fn list_after(conn: &mut Conn, after: Option<&PublicId>, limit: i64) -> QueryResult<Vec<Source>> {
    let last: i64 = match after {
        Some(after) => sources::table
            .filter(sources::public_id.eq(after))
            .select(sources::id)
            .first(conn)
            .optional()?
            .unwrap_or(i64::MAX),
        None => 0,
    };
    sources::table
        .filter(sources::id.gt(last))
        .order(sources::id)
        .limit(limit)
        .select(Source::as_select())
        .load(conn)
}

/// Tells whether any source is due.
pub fn is_due(conn: &mut Conn, now: NaiveDateTime) -> QueryResult<bool> {
    let due = sources::table.filter(sources::next_fetch_at.le(now)).select(sources::id);
    due.first::<i64>(conn).optional().map(|found| found.is_some())
}

/// Takes the source that is due longest, for as long as a reading may last: nobody else reads it meanwhile.
pub fn claim_due(conn: &mut Conn, now: NaiveDateTime) -> QueryResult<Option<Source>> {
    let due: Vec<i64> = sources::table
        .filter(sources::next_fetch_at.le(now))
        .order((sources::next_fetch_at, sources::id))
        .limit(10)
        .select(sources::id)
        .load(conn)?;
    for id in due {
        // Checked again: on PostgreSQL another worker may have claimed it since.
        let still_due = sources::table.find(id).filter(sources::next_fetch_at.le(now));
        let claimed = diesel::update(still_due)
            .set(sources::next_fetch_at.eq(schedule::lease_until(now)))
            .execute(conn)?;
        if claimed == 1 {
            return sources::table.find(id).select(Source::as_select()).first(conn).optional();
        }
    }
    Ok(None)
}

/// Holds a source that somebody wants to read at once, due or not.
pub fn hold(conn: &mut Conn, id: i64, now: NaiveDateTime) -> QueryResult<()> {
    diesel::update(sources::table.find(id))
        .set(sources::next_fetch_at.eq(schedule::lease_until(now)))
        .execute(conn)?;
    Ok(())
}

/// Keeps what a feed says of itself, and what its server wants to hear the next time.
pub fn describe(conn: &mut Conn, id: i64, feed: &Feed, known: &Known, now: NaiveDateTime) -> QueryResult<()> {
    let this = sources::table.find(id);
    diesel::update(this)
        .set((
            sources::kind.eq(feed.kind.as_str()),
            sources::title.eq(&feed.title),
            sources::etag.eq(&known.etag),
            sources::last_modified.eq(&known.last_modified),
        ))
        .execute(conn)?;
    diesel::update(this.filter(sources::baseline_at.is_null()))
        .set(sources::baseline_at.eq(now))
        .execute(conn)?;
    Ok(())
}

/// Moves a source to the feed that its page names. False if that feed is a source already.
pub fn move_to(conn: &mut Conn, id: i64, url: &str) -> QueryResult<bool> {
    let moved = unless_taken(conn, |conn| {
        diesel::update(sources::table.find(id)).set(sources::url.eq(url)).execute(conn)
    });
    moved.map(|moved| moved.is_some())
}

/// A reading is over; says when the next is due. A reading that failed comes again later and later. How often it has
/// failed in a row.
pub fn settle(
    conn: &mut Conn,
    id: i64,
    failed: bool,
    problem: Option<&Problem>,
    now: NaiveDateTime,
) -> QueryResult<i32> {
    let failures: i32 = sources::table.find(id).select(sources::failures).first(conn)?;
    let failures = if failed { failures.saturating_add(1) } else { 0 };
    let stored = problem.and_then(|problem| serde_json::to_string(problem).ok());
    diesel::update(sources::table.find(id))
        .set((
            sources::failures.eq(failures),
            sources::last_problem.eq(stored),
            sources::next_fetch_at.eq(schedule::next(failures, now)),
        ))
        .execute(conn)?;
    if !failed {
        diesel::update(sources::table.find(id)).set(sources::fetched_at.eq(now)).execute(conn)?;
    }
    Ok(failures)
}
