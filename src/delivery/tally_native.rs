//! Counting what servers took.

use chrono::NaiveDateTime;
use diesel::{
    prelude::*,
    sql_types::{BigInt, Text},
};

use crate::db::{Conn, Woven, value};

struct Count;

const WORDS: [&str; 5] = [
    "INSERT INTO tallies (dispatch_id, worker, second, n_sent) VALUES (",
    ", ",
    ", ",
    ", ",
    ") ON CONFLICT (dispatch_id, worker, second) DO UPDATE SET n_sent = tallies.n_sent + excluded.n_sent",
];

/// Counts `n` more messages that servers took from `worker`.
pub(super) fn add_sent(
    conn: &mut Conn,
    dispatch_id: i64,
    worker: &str,
    n: i64,
    now: NaiveDateTime,
) -> QueryResult<()> {
    match conn {
        Conn::Sqlite(conn) => add_sent_on_sqlite(conn, dispatch_id, worker, n, now),
        Conn::Postgres(conn) => {
            let second = now.and_utc().timestamp();
            let (dispatch_id, second, n) =
                (value::<BigInt, _>(&dispatch_id), value::<BigInt, _>(&second), value::<BigInt, _>(&n));
            let worker = value::<Text, _>(worker);
            Woven::<Count, _>::new(&WORDS, &[&dispatch_id, &worker, &second, &n]).execute(conn).map(drop)
        }
    }
}

/// The same, in a transaction of the embedded database.
pub(super) fn add_sent_on_sqlite(
    conn: &mut SqliteConnection,
    dispatch_id: i64,
    worker: &str,
    n: i64,
    now: NaiveDateTime,
) -> QueryResult<()> {
    let second = now.and_utc().timestamp();
    let (dispatch_id, second, n) =
        (value::<BigInt, _>(&dispatch_id), value::<BigInt, _>(&second), value::<BigInt, _>(&n));
    let worker = value::<Text, _>(worker);
    Woven::<Count, _>::new(&WORDS, &[&dispatch_id, &worker, &second, &n]).execute(conn).map(drop)
}
