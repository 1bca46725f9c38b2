//! One process at a time stores or pairs texts, or gathers them into an issue: two never make the same article or
//! pair, and no text comes to an issue's gathering unseen and with an earlier time.

use chrono::NaiveDateTime;
use diesel::RunQueryDsl;

use crate::{clock::Clock, db::Conn};

/// Any number, as long as it is nobody else's.
const PAIRING: i64 = 0x7061_6972;

/// Waits for its turn, and has it to the end of the transaction. SQLite has one writer anyway.
pub fn one_at_a_time(conn: &mut Conn) -> diesel::QueryResult<()> {
    if let Conn::Postgres(conn) = conn {
        diesel::sql_query("SELECT pg_advisory_xact_lock($1)")
            .bind::<diesel::sql_types::BigInt, _>(PAIRING)
            .execute(conn)?;
    }
    Ok(())
}

/// Waits for its turn, and says when that is: the time at which new texts are first seen.
pub fn turn(conn: &mut Conn, clock: &Clock) -> diesel::QueryResult<NaiveDateTime> {
    one_at_a_time(conn)?;
    Ok(clock.now())
}
