//! Connections that are kept open and lent out.

use super::{Conn, conn, postgres, presence, sqlite, unit};
use anyhow::Context;
use diesel::QueryResult;
use diesel::r2d2::{Builder, ManageConnection, Pool as Connections, PooledConnection, R2D2Connection};
use diesel::result::Error;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// A connection that did well so lately is taken to be alive; to ask it would cost every unit a journey.
const FRESH: Duration = Duration::from_secs(1);

/// How one more connection is made.
#[derive(Clone, Debug)]
pub(super) enum Connector {
    /// Only reads: SQLite has one writer.
    SqliteReader(PathBuf),
    Postgres(String),
    /// For units that are one statement.
    PostgresAtOnce(String),
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
            _ => (8, true),
        };
        let pool = settings(most, tested).min_idle(Some(1)).build(connector);
        Ok(Pool(pool.context("opening connections to the database")?))
    }

    /// Opens one connection at a time, and the first one when it is needed.
    pub(super) fn of_one(connector: Connector) -> Self {
        Pool(settings(1, true).min_idle(Some(0)).build_unchecked(connector))
    }

    /// Lends a connection for as long as `work` takes.
    pub(super) fn lend<T, E: From<Error>>(
        &self,
        work: impl FnOnce(&mut Conn) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut kept = self.take()?;
        kept.did_well_at = None;
        let done = work(&mut kept.conn);
        kept.did_well_at = done.is_ok().then(Instant::now);
        done
    }

    fn take(&self) -> QueryResult<PooledConnection<Connector>> {
        self.0.get().map_err(|error| unit::closed(&format!("no connection to the database: {error}")))
    }
}

fn settings(most: u32, tested: bool) -> Builder<Connector> {
    Connections::builder()
        .max_size(most)
        .test_on_check_out(tested)
        .connection_timeout(Duration::from_secs(15))
}

impl Connector {
    pub(super) fn open(&self) -> anyhow::Result<Conn> {
        match self {
            Connector::SqliteReader(path) => sqlite::connect(path, sqlite::Access::Read),
            Connector::Postgres(url) => {
                let mut conn = postgres::connect(url)?;
                presence::join_on_postgres(&mut conn)?;
                Ok(conn)
            }
            Connector::PostgresAtOnce(url) => {
                let mut conn = Connector::Postgres(url.clone()).open()?;
                conn::prefer_indexes_always(&mut conn)?;
                Ok(conn)
            }
        }
    }
}

/// Why no connection could be made.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(super) struct NoConnection(String);

/// A connection of the pool.
pub(super) struct Kept {
    conn: Conn,
    /// When it last did what it was lent for; none if it then failed, whoever's fault that was.
    did_well_at: Option<Instant>,
}

impl ManageConnection for Connector {
    type Connection = Kept;
    type Error = NoConnection;

    fn connect(&self) -> Result<Kept, NoConnection> {
        let conn = self.open().map_err(|error| NoConnection(format!("{error:#}")))?;
        Ok(Kept { conn, did_well_at: None })
    }

    fn is_valid(&self, kept: &mut Kept) -> Result<(), NoConnection> {
        if kept.did_well_at.is_some_and(|at| at.elapsed() < FRESH) {
            return Ok(());
        }
        kept.conn.ping().map_err(|error| NoConnection(error.to_string()))
    }

    fn has_broken(&self, kept: &mut Kept) -> bool {
        std::thread::panicking() || R2D2Connection::is_broken(&mut kept.conn)
    }
}
