//! One writer of the audit at a time.

use diesel::{QueryResult, RunQueryDsl, sql_query};

use crate::db::Conn;

/// Waits until nobody else appends, for the rest of the transaction. A write of SQLite has the database to itself.
pub fn lock(conn: &mut Conn) -> QueryResult<()> {
    match conn {
        Conn::Postgres(conn) => {
            sql_query("SELECT pg_advisory_xact_lock(hashtext('hudhud audit'))").execute(conn).map(drop)
        }
        Conn::Sqlite(_) => Ok(()),
    }
}
