//! The database of a campaign: the default file, or one of the tests' own PostgreSQL.

use std::{path::Path, sync::Arc};

use diesel::{Connection, ConnectionResult, PgConnection, SqliteConnection, connection::SimpleConnection};
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

    pub fn name(&self) -> &'static str {
        match self {
            Database::Sqlite => "SQLite",
            Database::Postgres(_) => "PostgreSQL",
        }
    }
}
