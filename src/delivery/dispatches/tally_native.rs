//! Counting what servers took.

use chrono::NaiveDateTime;
use diesel::{
    prelude::*,
    sql_types::{BigInt, Text},
};

use crate::db::{Conn, Woven, value};

struct Count;

/// Counts `n` more messages that servers took from `worker`.
pub fn add_sent(
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
