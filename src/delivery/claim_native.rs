//! What is due and nobody else is taking. PostgreSQL has several workers at once: each skips the rows that another one
//! has locked. SQLite has one writer.

use chrono::NaiveDateTime;
use diesel::{dsl::sql, expression::SqlLiteral, prelude::*, sql_types::Bool};

use crate::{
    db::{
        Conn,
        schema::{deliveries, letters},
    },
    vault::BlindIndex,
};

/// Said as a word and not as a value: only then is the index that holds nothing else of use.
pub(super) fn is_due() -> SqlLiteral<Bool> {
    sql("state = 'due'")
}

/// The same of all others.
pub(super) fn is_not_due() -> SqlLiteral<Bool> {
    sql("state <> 'due'")
}

/// One that was never tried is due even if the clock was set back since it was written.
pub(super) fn due_letters(conn: &mut Conn, limit: i64, now: NaiveDateTime) -> QueryResult<Vec<i64>> {
    let due = letters::table
        .filter(is_due())
        .filter(letters::due_at.le(now).or(letters::due_at.eq(letters::created_at)))
        .order((letters::due_at, letters::id))
        .limit(limit)
        .select(letters::id);
    match conn {
        Conn::Postgres(conn) => due.for_update().skip_locked().load(conn),
        Conn::Sqlite(conn) => due.load(conn),
    }
}

pub(super) fn due_deliveries(
    conn: &mut Conn,
    dispatch_id: i64,
    limit: i64,
    now: NaiveDateTime,
) -> QueryResult<Vec<i64>> {
    let due = deliveries::table
        .filter(deliveries::dispatch_id.eq(dispatch_id))
        .filter(is_due())
        .filter(deliveries::due_at.le(now))
        .limit(limit)
        .select(deliveries::id);
    match conn {
        // All rows of an issue begin with the same time: to order them by anything that the index does not hold would
        // sort all of them for each claim.
        Conn::Postgres(conn) => due.order(deliveries::due_at).for_update().skip_locked().load(conn),
        Conn::Sqlite(conn) => due.order((deliveries::due_at, deliveries::id)).load(conn),
    }
}

/// Lets one transaction at a time decide about the letters to one address, so that two can't both find room under
/// its caps. What is decided about is leased.
pub(super) fn one_at_a_time(conn: &mut Conn, index: &BlindIndex) -> QueryResult<()> {
    let theirs = letters::table
        .filter(letters::recipient_index.eq(index).and(is_not_due()))
        .order(letters::id)
        .select(letters::id);
    match conn {
        Conn::Postgres(conn) => theirs.for_update().load::<i64>(conn).map(drop),
        Conn::Sqlite(_) => Ok(()),
    }
}
