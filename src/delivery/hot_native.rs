//! The writes that every message of an issue needs, for many messages at once: that it goes now (the fence), that it was
//! taken, and how many were. On PostgreSQL one statement over arrays for all; on SQLite, where a statement costs no
//! journey, one of fixed words for each.
//!
//! `(…) IS TRUE` keeps PostgreSQL from the indexes of an issue's rows and of what is in hand: these seem to be few, but
//! the indexes are full of those that were a moment ago.

use chrono::NaiveDateTime;
use diesel::{
    deserialize::QueryableByName,
    prelude::*,
    sql_types::{Array, BigInt, Integer, Nullable, Text, Timestamp},
};

use crate::db::{Conn, Woven, column, value};

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

/// A row that a statement changed.
#[derive(QueryableByName)]
pub(super) struct Id {
    #[diesel(sql_type = BigInt)]
    pub id: i64,
}

struct Count;
struct PassOne;
struct PassAll;
struct TakeOne;
struct TakeAll;

/// Lets messages pass whose rows are still in `owner`'s hand, whose issues run, and whose readers may still be written to,
/// and are as they were. Their ids. Asked twice, as after a commit of which nobody knows, it answers the same.
pub(super) fn pass(
    conn: &mut Conn,
    owner: &str,
    messages: &[Passing],
    now: NaiveDateTime,
) -> QueryResult<Vec<i64>> {
    match conn {
        Conn::Sqlite(conn) => {
            let mut passed = Vec::with_capacity(messages.len());
            for message in messages {
                if pass_one(conn, owner, message, now)? == 1 {
                    passed.push(message.id);
                }
            }
            Ok(passed)
        }
        Conn::Postgres(_) if messages.is_empty() => Ok(Vec::new()),
        Conn::Postgres(conn) => {
            let passed: Vec<Id> = Woven::<PassAll, _>::new(
                &[
                    "UPDATE deliveries SET state = 'in_data', message_date = row.date FROM unnest(",
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
                    ") IS TRUE RETURNING deliveries.id",
                ],
                &[
                    &value::<Array<BigInt>, _>(&column(messages, |message| &message.id)),
                    &value::<Array<BigInt>, _>(&column(messages, |message| &message.subscriber_id)),
                    &value::<Array<Timestamp>, _>(&column(messages, |message| &message.reader_updated_at)),
                    &value::<Array<Timestamp>, _>(&column(messages, |message| &message.date)),
                    &value::<Timestamp, _>(&now),
                    &value::<Text, _>(owner),
                ],
            )
            .load(conn)?;
            Ok(passed.into_iter().map(|row| row.id).collect())
        }
    }
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

/// Settles messages in `owner`'s hand that servers took. The ids of those that were still in it.
pub(super) fn take(
    conn: &mut Conn,
    owner: &str,
    messages: &[Taken],
    now: NaiveDateTime,
) -> QueryResult<Vec<i64>> {
    match conn {
        Conn::Sqlite(conn) => {
            let mut taken = Vec::with_capacity(messages.len());
            for message in messages {
                if take_one(conn, owner, message, now)? == 1 {
                    taken.push(message.id);
                }
            }
            Ok(taken)
        }
        Conn::Postgres(_) if messages.is_empty() => Ok(Vec::new()),
        Conn::Postgres(conn) => {
            let taken: Vec<Id> = Woven::<TakeAll, _>::new(
                &[
                    "UPDATE deliveries SET state = 'sent', attempts = attempts + 1, owner = NULL, \
                     reply_code = row.reply_code, reply_status = row.reply_status, due_at = ",
                    " FROM unnest(",
                    ", ",
                    ", ",
                    ") AS row (id, reply_code, reply_status) \
                     WHERE deliveries.id = row.id AND deliveries.state = 'in_data' AND (deliveries.owner = ",
                    ") IS TRUE RETURNING deliveries.id",
                ],
                &[
                    &value::<Timestamp, _>(&now),
                    &value::<Array<BigInt>, _>(&column(messages, |message| &message.id)),
                    &value::<Array<Integer>, _>(&column(messages, |message| &message.reply_code)),
                    &value::<Array<Nullable<Text>>, _>(&column(messages, |message| &message.reply_status)),
                    &value::<Text, _>(owner),
                ],
            )
            .load(conn)?;
            Ok(taken.into_iter().map(|row| row.id).collect())
        }
    }
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

/// Counts `n` more messages that servers took from `worker`.
pub(super) fn add_sent(
    conn: &mut Conn,
    dispatch_id: i64,
    worker: &str,
    n: i64,
    now: NaiveDateTime,
) -> QueryResult<()> {
    let words = [
        "INSERT INTO tallies (dispatch_id, worker, second, n_sent) VALUES (",
        ", ",
        ", ",
        ", ",
        ") ON CONFLICT (dispatch_id, worker, second) DO UPDATE SET n_sent = tallies.n_sent + excluded.n_sent",
    ];
    let second = now.and_utc().timestamp();
    let (dispatch_id, second, n) =
        (value::<BigInt, _>(&dispatch_id), value::<BigInt, _>(&second), value::<BigInt, _>(&n));
    let worker = value::<Text, _>(worker);
    match conn {
        Conn::Sqlite(conn) => {
            Woven::<Count, _>::new(&words, &[&dispatch_id, &worker, &second, &n]).execute(conn)
        }
        Conn::Postgres(conn) => {
            Woven::<Count, _>::new(&words, &[&dispatch_id, &worker, &second, &n]).execute(conn)
        }
    }?;
    Ok(())
}
