//! The database of a campaign: the default file, or one of the tests' own PostgreSQL.

use std::{path::Path, sync::Arc};

use diesel::{
    Connection, ConnectionResult, PgConnection, QueryResult, RunQueryDsl, SqliteConnection,
    connection::SimpleConnection, result::Error, sql_query, sql_types::BigInt,
};
use hudhud::db::Conn;

use crate::postgres::Postgres;

#[derive(Clone)]
pub enum Database {
    /// The file in the data folder.
    Sqlite,
    Postgres(Arc<Postgres>),
}

impl Database {
    pub fn postgres() -> Database {
        Database::Postgres(Arc::new(Postgres::start()))
    }

    pub fn server(&self) -> &Postgres {
        match self {
            Database::Postgres(server) => server,
            Database::Sqlite => panic!("SQLite has no server"),
        }
    }

    /// As `HUDHUD_DATABASE_URL` has it; none is the default.
    pub fn url(&self) -> Option<String> {
        match self {
            Database::Sqlite => None,
            Database::Postgres(server) => Some(server.url()),
        }
    }

    /// A connection of the test's own, past the program.
    pub fn connect(&self, file: &Path) -> ConnectionResult<Conn> {
        match self {
            Database::Postgres(server) => PgConnection::establish(&server.url()).map(Conn::Postgres),
            Database::Sqlite => {
                let mut conn = SqliteConnection::establish(file.to_str().unwrap())?;
                conn.batch_execute("PRAGMA busy_timeout = 60000").unwrap();
                Ok(Conn::Sqlite(conn))
            }
        }
    }

    /// One figure, `n`, of a connection that is closed again.
    pub fn count(&self, file: &Path, what: &str) -> QueryResult<i64> {
        if matches!(self, Database::Sqlite) && !file.exists() {
            return Err(Error::NotFound);
        }
        let mut conn = self.connect(file).map_err(|error| Error::QueryBuilderError(error.into()))?;
        count(&mut conn, what)
    }

    pub fn name(&self) -> &'static str {
        match self {
            Database::Sqlite => "SQLite",
            Database::Postgres(_) => "PostgreSQL",
        }
    }
}

/// One figure, `n`.
pub fn count(conn: &mut Conn, what: &str) -> QueryResult<i64> {
    #[derive(diesel::QueryableByName)]
    struct Count {
        #[diesel(sql_type = BigInt)]
        n: i64,
    }
    let count: Count = match conn {
        Conn::Sqlite(conn) => sql_query(what).get_result(conn)?,
        Conn::Postgres(conn) => sql_query(what).get_result(conn)?,
    };
    Ok(count.n)
}
