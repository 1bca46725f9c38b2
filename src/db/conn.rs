//! One connection to either database, and the few places where a statement has to know which.

use diesel::connection::SimpleConnection;
use diesel::query_dsl::methods::ExecuteDsl;
use diesel::{MultiConnection, PgConnection, QueryResult, SqliteConnection};

/// A connection to PostgreSQL or to SQLite: what every query function takes.
#[derive(MultiConnection)]
pub enum Conn {
    Postgres(PgConnection),
    Sqlite(SqliteConnection),
}

impl Conn {
    /// Whether the database still answers.
    pub fn ping(&mut self) -> QueryResult<()> {
        self.batch_execute("SELECT 1")
    }
}

/// Runs a statement that both databases take, but that diesel can't build for either at once: `on_conflict`, slices
/// of rows in `values`.
pub fn execute_native<Q>(conn: &mut Conn, query: Q) -> QueryResult<usize>
where
    Q: ExecuteDsl<PgConnection> + ExecuteDsl<SqliteConnection>,
{
    match conn {
        Conn::Postgres(conn) => ExecuteDsl::execute(query, conn),
        Conn::Sqlite(conn) => ExecuteDsl::execute(query, conn),
    }
}
