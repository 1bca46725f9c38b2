//! What is due and nobody else is taking. PostgreSQL has several workers at once: each skips the rows that another one
//! has locked. SQLite has one writer.

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
        schema::{letters, subscribers},
        value,
    },
    subscribers::Subscriber,
    vault::BlindIndex,
};

use super::claim::ClaimedDelivery;

struct Take;

/// Said as a word and not as a value: only then is the index that holds nothing else of use.
pub fn is_due() -> SqlLiteral<Bool> {
    sql("state = 'due'")
}

/// The same of all others.
pub fn is_not_due() -> SqlLiteral<Bool> {
    sql("state <> 'due'")
}

/// One that was never tried is due even if the clock was set back since it was written.
pub fn due_letters(conn: &mut Conn, limit: i64, now: NaiveDateTime) -> QueryResult<Vec<i64>> {
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

/// Takes up to `limit` deliveries of an issue that are due, in the name of `owner`; in the order of ids.
///
/// On PostgreSQL they come as the index has them: all rows of an issue begin with the same time, and to order them by
/// anything that the index does not hold would sort all of them for each claim.
pub fn take_deliveries(
    conn: &mut Conn,
    owner: &str,
    dispatch_id: i64,
    limit: i64,
    now: NaiveDateTime,
) -> QueryResult<Vec<ClaimedDelivery>> {
    let (owner, dispatch_id) = (value::<Text, _>(owner), value::<BigInt, _>(&dispatch_id));
    let (now, limit) = (value::<Timestamp, _>(&now), value::<BigInt, _>(&limit));
    let mut taken: Vec<ClaimedDelivery> = match conn {
        Conn::Sqlite(conn) => Woven::<Take, _>::new(
            &[
                "UPDATE deliveries SET state = 'leased', owner = ",
                " WHERE id IN (SELECT id FROM deliveries WHERE state = 'due' AND dispatch_id = ",
                " AND due_at <= ",
                " ORDER BY due_at, id LIMIT ",
                ") RETURNING id, dispatch_id, subscriber_id, edition_id, uncertain, attempts, message_date",
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
                " FOR UPDATE SKIP LOCKED)) \
                 RETURNING id, dispatch_id, subscriber_id, edition_id, uncertain, attempts, message_date",
            ],
            &[&owner, &dispatch_id, &now, &limit],
        )
        .load(conn)?,
    };
    taken.sort_unstable_by_key(|row| row.id);
    Ok(taken)
}

/// The readers with these ids, as far as they are still there.
pub fn readers(conn: &mut Conn, ids: &[i64]) -> QueryResult<Vec<Subscriber>> {
    match conn {
        Conn::Postgres(conn) => {
            subscribers::table.filter(subscribers::id.eq_any(ids)).select(Subscriber::as_select()).load(conn)
        }
        Conn::Sqlite(conn) => {
            let ids = serde_json::json!(ids).to_string();
            subscribers::table
                .filter(sql::<Bool>("id IN (SELECT value FROM json_each(").bind::<Text, _>(ids).sql("))"))
                .select(Subscriber::as_select())
                .load(conn)
        }
    }
}

/// Lets one transaction at a time decide about the letters to one address, so that two can't both find room under
/// its caps. What is decided about is leased.
pub fn one_at_a_time(conn: &mut Conn, index: &BlindIndex) -> QueryResult<()> {
    let theirs = letters::table
        .filter(letters::recipient_index.eq(index).and(is_not_due()))
        .order(letters::id)
        .select(letters::id);
    match conn {
        Conn::Postgres(conn) => theirs.for_update().load::<i64>(conn).map(drop),
        Conn::Sqlite(_) => Ok(()),
    }
}
