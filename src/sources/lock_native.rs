//! One process at a time stores and pairs what sources gave, so that two never make the same article or pair.

use diesel::RunQueryDsl;

use crate::db::Conn;

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
