//! Connections that are kept open and lent out.

use super::{Conn, postgres, sqlite, unit};
use anyhow::Context;
use diesel::QueryResult;
use diesel::r2d2::{ManageConnection, Pool as Connections, PooledConnection, R2D2Connection};
use std::path::PathBuf;
use std::time::Duration;

/// How one more connection is made.
#[derive(Clone, Debug)]
pub(super) enum Connector {
    /// Only reads: SQLite has one writer.
    SqliteReader(PathBuf),
    Postgres(String),
}

/// A few connections; who finds none waits for one.
#[derive(Clone)]
pub(super) struct Pool(Connections<Connector>);

impl Pool {
    /// Opens one connection at once, so that a wrong address is told now and in full; the others when needed.
    pub(super) fn open(connector: Connector) -> anyhow::Result<Self> {
        drop(connector.open()?);
        let (most, tested) = match connector {
            Connector::SqliteReader(_) => (4, false),
            Connector::Postgres(_) => (8, true),
        };
        let pool = Connections::builder()
            .max_size(most)
            .min_idle(Some(1))
            .test_on_check_out(tested)
            .connection_timeout(Duration::from_secs(15))
            .build(connector)
            .context("opening connections to the database")?;
        Ok(Pool(pool))
    }

    pub(super) fn take(&self) -> QueryResult<PooledConnection<Connector>> {
        self.0.get().map_err(|error| unit::closed(&format!("no connection to the database: {error}")))
    }
}

impl Connector {
    pub(super) fn open(&self) -> anyhow::Result<Conn> {
        match self {
            Connector::SqliteReader(path) => sqlite::connect(path, sqlite::Access::Read),
            Connector::Postgres(url) => postgres::connect(url),
        }
    }
}

/// Why no connection could be made.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(super) struct NoConnection(String);

impl ManageConnection for Connector {
    type Connection = Conn;
    type Error = NoConnection;

    fn connect(&self) -> Result<Conn, NoConnection> {
        self.open().map_err(|error| NoConnection(format!("{error:#}")))
    }

    fn is_valid(&self, conn: &mut Conn) -> Result<(), NoConnection> {
        conn.ping().map_err(|error| NoConnection(error.to_string()))
    }

    fn has_broken(&self, conn: &mut Conn) -> bool {
        std::thread::panicking() || R2D2Connection::is_broken(conn)
    }
}
