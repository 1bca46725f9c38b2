//! The writes that every message of an issue needs, for many messages at once: that it was taken, how many were, and that
//! the next one goes now (the fence). On PostgreSQL one statement over arrays for all of it; on SQLite, where a statement
//! costs no journey, one of fixed words for each.
//!
//! `(…) IS TRUE` keeps PostgreSQL from the indexes of an issue's rows and of what is in hand: these seem to be few, but
//! the indexes are full of those that were a moment ago.

use std::collections::BTreeMap;

use chrono::NaiveDateTime;
use diesel::{
    deserialize::QueryableByName,
    prelude::*,
    sql_types::{Array, BigInt, Bool, Integer, Nullable, Text, Timestamp},
};

use crate::db::{Conn, Woven, column, value};

use super::tally_native;

/// A message that is about to go.
#[derive(Debug, Clone, Copy)]
pub(super) struct Passing {
    pub id: i64,
    pub dispatch_id: i64,
    pub subscriber_id: i64,
    /// As the reader was when the message was made: who changed since gets it made anew.
    pub reader_updated_at: NaiveDateTime,
    /// The message's date, of the first try.
    pub date: NaiveDateTime,
}

/// A message that a server took.
#[derive(Debug, Clone)]
pub(super) struct Taken {
    pub id: i64,
    pub dispatch_id: i64,
    pub reply_code: i32,
    pub reply_status: Option<String>,
}

/// What was written of messages in a worker's hand.
#[derive(Debug, Default)]
pub(super) struct Exchanged {
    /// Those that were settled as taken by a server.
    pub taken: Vec<i64>,
    /// Those that may go now.
    pub passed: Vec<i64>,
}

struct PassOne;
struct TakeOne;
struct ExchangeAll;

/// Settles and counts messages in `owner`'s hand that servers took, as far as they still are in it. Lets messages pass
/// that are in `owner`'s hand, whose issues run, and whose readers may still be written to, and are as they were. Asked
/// twice, as after a commit of which nobody knows, it lets the same ones pass.
pub(super) fn exchange(
    conn: &mut Conn,
    owner: &str,
    taken: &[Taken],
    passing: &[Passing],
    now: NaiveDateTime,
) -> QueryResult<Exchanged> {
    if taken.is_empty() && passing.is_empty() {
        return Ok(Exchanged::default());
    }
    match conn {
        Conn::Sqlite(conn) => exchange_one_by_one(conn, owner, taken, passing, now),
        Conn::Postgres(conn) => exchange_all(conn, owner, taken, passing, now),
    }
}

fn exchange_one_by_one(
    conn: &mut SqliteConnection,
    owner: &str,
    taken: &[Taken],
    passing: &[Passing],
    now: NaiveDateTime,
) -> QueryResult<Exchanged> {
    let mut exchanged = Exchanged::default();
    let mut counts: BTreeMap<i64, i64> = BTreeMap::new();
    for message in taken {
        if take_one(conn, owner, message, now)? == 1 {
            exchanged.taken.push(message.id);
            *counts.entry(message.dispatch_id).or_default() += 1;
        }
    }
    for (dispatch_id, n) in counts {
        tally_native::add_sent_on_sqlite(conn, dispatch_id, owner, n, now)?;
    }
    for message in passing {
        if pass_one(conn, owner, message, now)? == 1 {
            exchanged.passed.push(message.id);
        }
    }
    Ok(exchanged)
}

/// All parts see the database as it was before the statement, which is right because no message is both taken and
/// passing.
fn exchange_all(
    conn: &mut PgConnection,
    owner: &str,
    taken: &[Taken],
    passing: &[Passing],
    now: NaiveDateTime,
) -> QueryResult<Exchanged> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = BigInt)]
        id: i64,
        #[diesel(sql_type = Bool)]
        is_taken: bool,
    }
    let words = [
        "WITH taken AS (UPDATE deliveries SET state = 'sent', attempts = attempts + 1, owner = NULL, \
         reply_code = row.reply_code, reply_status = row.reply_status, due_at = ",
        " FROM unnest(",
        ", ",
        ", ",
        ") AS row (id, reply_code, reply_status) \
         WHERE deliveries.id = row.id AND deliveries.state = 'in_data' AND (deliveries.owner = ",
        ") IS TRUE RETURNING deliveries.id, deliveries.dispatch_id), \
         counted AS (INSERT INTO tallies (dispatch_id, worker, second, n_sent) SELECT dispatch_id, ",
        ", ",
        ", COUNT(*) FROM taken GROUP BY dispatch_id \
         ON CONFLICT (dispatch_id, worker, second) DO UPDATE SET n_sent = tallies.n_sent + excluded.n_sent), \
         passed AS (UPDATE deliveries SET state = 'in_data', message_date = row.date FROM unnest(",
        ", ",
        ", ",
        ", ",
        ") AS row (id, subscriber_id, reader_updated_at, date) \
         JOIN subscribers ON subscribers.id = row.subscriber_id AND subscribers.status = 'active' \
         AND subscribers.updated_at = row.reader_updated_at \
         WHERE deliveries.id = row.id AND deliveries.state IN ('leased', 'in_data') \
         AND NOT EXISTS (SELECT 1 FROM suppressions \
         WHERE suppressions.email_index = subscribers.email_index AND reason <> 'declined' \
         AND (until IS NULL OR until > ",
        ")) AND (deliveries.dispatch_id = ANY (ARRAY(SELECT id FROM dispatches \
         WHERE dispatches.state = 'running' AND finished_at IS NULL)) AND deliveries.owner = ",
        ") IS TRUE RETURNING deliveries.id) \
         SELECT id, TRUE AS is_taken FROM taken UNION ALL SELECT id, FALSE FROM passed",
    ];
    let second = now.and_utc().timestamp();
    let rows: Vec<Row> = Woven::<ExchangeAll, _>::new(
        &words,
        &[
            &value::<Timestamp, _>(&now),
            &value::<Array<BigInt>, _>(&column(taken, |message| &message.id)),
            &value::<Array<Integer>, _>(&column(taken, |message| &message.reply_code)),
            &value::<Array<Nullable<Text>>, _>(&column(taken, |message| &message.reply_status)),
            &value::<Text, _>(owner),
            &value::<Text, _>(owner),
            &value::<BigInt, _>(&second),
            &value::<Array<BigInt>, _>(&column(passing, |message| &message.id)),
            &value::<Array<BigInt>, _>(&column(passing, |message| &message.subscriber_id)),
            &value::<Array<Timestamp>, _>(&column(passing, |message| &message.reader_updated_at)),
            &value::<Array<Timestamp>, _>(&column(passing, |message| &message.date)),
            &value::<Timestamp, _>(&now),
            &value::<Text, _>(owner),
        ],
    )
    .load(conn)?;
    let ids = |is_taken| rows.iter().filter(move |row| row.is_taken == is_taken).map(|row| row.id).collect();
    Ok(Exchanged { taken: ids(true), passed: ids(false) })
}

fn pass_one(
    conn: &mut SqliteConnection,
    owner: &str,
    message: &Passing,
    now: NaiveDateTime,
) -> QueryResult<usize> {
    Woven::<PassOne, _>::new(
        &[
            "UPDATE deliveries SET state = 'in_data', message_date = ",
            " WHERE id = ",
            " AND (state = 'leased' OR state = 'in_data') AND owner = ",
            " AND EXISTS (SELECT 1 FROM dispatches WHERE dispatches.id = deliveries.dispatch_id \
             AND dispatches.state = 'running' AND finished_at IS NULL) \
             AND EXISTS (SELECT 1 FROM subscribers WHERE subscribers.id = deliveries.subscriber_id \
             AND status = 'active' AND updated_at = ",
            " AND NOT EXISTS (SELECT 1 FROM suppressions \
             WHERE suppressions.email_index = subscribers.email_index AND reason <> 'declined' \
             AND (until IS NULL OR until > ",
            ")))",
        ],
        &[
            &value::<Timestamp, _>(&message.date),
            &value::<BigInt, _>(&message.id),
            &value::<Text, _>(owner),
            &value::<Timestamp, _>(&message.reader_updated_at),
            &value::<Timestamp, _>(&now),
        ],
    )
    .execute(conn)
}

fn take_one(
    conn: &mut SqliteConnection,
    owner: &str,
    message: &Taken,
    now: NaiveDateTime,
) -> QueryResult<usize> {
    Woven::<TakeOne, _>::new(
        &[
            "UPDATE deliveries SET state = 'sent', attempts = attempts + 1, owner = NULL, due_at = ",
            ", reply_code = ",
            ", reply_status = ",
            " WHERE id = ",
            " AND state = 'in_data' AND owner = ",
            "",
        ],
        &[
            &value::<Timestamp, _>(&now),
            &value::<Integer, _>(&message.reply_code),
            &value::<Nullable<Text>, _>(&message.reply_status),
            &value::<BigInt, _>(&message.id),
            &value::<Text, _>(owner),
        ],
    )
    .execute(conn)
}
