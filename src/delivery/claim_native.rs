//! What is due and nobody else is taking. PostgreSQL has several workers at once: each skips the rows that another one
//! has locked. SQLite has one writer.

use std::collections::HashSet;

use chrono::NaiveDateTime;
use diesel::{
    dsl::sql,
    expression::SqlLiteral,
    prelude::*,
    sql_types::{BigInt, Bool, Text, Timestamp},
};

use crate::{
    db::{
        Conn, Woven,
        schema::{deliveries, letters, subscribers},
        value,
    },
    subscribers::Subscriber,
    vault::BlindIndex,
};

use super::{claim::ClaimedDelivery, hot_native::Id};

struct Take;

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

/// Takes up to `limit` deliveries of an issue that are due, in the name of `owner`. Their ids.
///
/// On PostgreSQL they come as the index has them: all rows of an issue begin with the same time, and to order them by
/// anything that the index does not hold would sort all of them for each claim.
pub(super) fn take_deliveries(
    conn: &mut Conn,
    owner: &str,
    dispatch_id: i64,
    limit: i64,
    now: NaiveDateTime,
) -> QueryResult<Vec<i64>> {
    let (owner, dispatch_id) = (value::<Text, _>(owner), value::<BigInt, _>(&dispatch_id));
    let (now, limit) = (value::<Timestamp, _>(&now), value::<BigInt, _>(&limit));
    let taken: Vec<Id> = match conn {
        Conn::Sqlite(conn) => Woven::<Take, _>::new(
            &[
                "UPDATE deliveries SET state = 'leased', owner = ",
                " WHERE id IN (SELECT id FROM deliveries WHERE state = 'due' AND dispatch_id = ",
                " AND due_at <= ",
                " ORDER BY due_at, id LIMIT ",
                ") RETURNING id",
            ],
            &[&owner, &dispatch_id, &now, &limit],
        )
        .load(conn)?,
        Conn::Postgres(conn) => Woven::<Take, _>::new(
            &[
                "UPDATE deliveries SET state = 'leased', owner = ",
                " WHERE id = ANY (ARRAY(SELECT id FROM deliveries WHERE state = 'due' AND dispatch_id = ",
                " AND due_at <= ",
                " ORDER BY due_at LIMIT ",
                " FOR UPDATE SKIP LOCKED)) RETURNING id",
            ],
            &[&owner, &dispatch_id, &now, &limit],
        )
        .load(conn)?,
    };
    Ok(taken.into_iter().map(|row| row.id).collect())
}

/// What was taken, with its readers, in the order of ids.
pub(super) fn with_readers(
    conn: &mut Conn,
    owner: &str,
    taken: &[i64],
) -> QueryResult<Vec<(ClaimedDelivery, Option<Subscriber>)>> {
    let rows = || deliveries::table.left_join(subscribers::table).order(deliveries::id);
    let columns = (ClaimedDelivery::as_select(), Option::<Subscriber>::as_select());
    if matches!(conn, Conn::Postgres(_)) {
        return rows().filter(deliveries::id.eq_any(taken)).select(columns).load(conn);
    }
    // On SQLite a list of ids would be a new statement for each claim.
    let first = taken.iter().min().copied().unwrap_or_default();
    let last = taken.iter().max().copied().unwrap_or_default();
    let mut found: Vec<(ClaimedDelivery, Option<Subscriber>)> = rows()
        .filter(deliveries::owner.eq(owner))
        .filter(deliveries::id.between(first, last))
        .select(columns)
        .load(conn)?;
    let taken: HashSet<i64> = taken.iter().copied().collect();
    found.retain(|(row, _)| taken.contains(&row.id));
    Ok(found)
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
