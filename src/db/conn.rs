//! One connection to either database, and the few places where a statement has to know which.

use diesel::connection::{Connection, SimpleConnection};
use diesel::query_dsl::methods::ExecuteDsl;
use diesel::result::{DatabaseErrorKind, Error};
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

/// Does, in a savepoint of its own, what a unique value of somebody else may forbid: then none, and nothing is done.
pub fn unless_taken<T>(
    conn: &mut Conn,
    work: impl FnOnce(&mut Conn) -> QueryResult<T>,
) -> QueryResult<Option<T>> {
    match conn.transaction(work) {
        Err(Error::DatabaseError(DatabaseErrorKind::UniqueViolation, _)) => Ok(None),
        done => done.map(Some),
    }
}

/// How PostgreSQL is told to go by indexes: each setting with the words before it.
macro_rules! preferring_indexes {
    ($set:literal) => {
        concat!(
            $set,
            " enable_seqscan = off; ",
            $set,
            " enable_sort = off; ",
            $set,
            " enable_hashjoin = off; ",
            $set,
            " enable_mergejoin = off; ",
            $set,
            " plan_cache_mode = force_generic_plan;"
        )
    };
}

/// Makes PostgreSQL find rows one by one and by their indexes for the rest of a transaction, by plans that it keeps. Left
/// to itself it makes a plan while a table is small, and reads or sorts all of the table by it when that has millions of
/// rows. An index of some rows only is of use then to statements that say its condition in words.
pub fn prefer_indexes(conn: &mut Conn) -> QueryResult<()> {
    match conn {
        Conn::Postgres(conn) => conn.batch_execute(preferring_indexes!("SET LOCAL")),
        Conn::Sqlite(_) => Ok(()),
    }
}

/// [`prefer_indexes`] for as long as the connection lives, in which each statement that stands alone may write.
pub(super) fn prefer_indexes_always(conn: &mut Conn) -> QueryResult<()> {
    match conn {
        Conn::Postgres(conn) => {
            conn.batch_execute(preferring_indexes!("SET"))?;
            conn.batch_execute("SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE")
        }
        Conn::Sqlite(_) => Ok(()),
    }
}

/// Makes a transaction that has just begun see one state of the database, and fail if it would overwrite what another
/// has changed since. On SQLite, with its one writer, that is always so.
pub(super) fn see_one_state(conn: &mut Conn) -> QueryResult<()> {
    match conn {
        Conn::Postgres(conn) => conn.batch_execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"),
        Conn::Sqlite(_) => Ok(()),
    }
}
