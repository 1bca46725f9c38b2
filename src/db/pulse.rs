//! A worker's pulse: a lock of PostgreSQL that goes with the worker's connection, so that others need not wait long to
//! know that it is dead.

use super::{Conn, Db, pool::Connector, postgres};
use crate::config::DatabaseUrl;
use diesel::sql_types::{Bool, Text};
use diesel::{QueryResult, QueryableByName, RunQueryDsl, sql_query};

/// Waits for whoever judges right now, for the length of their transaction.
const TAKE: &str =
    "SELECT pg_advisory_lock(hashtextextended('hudhud worker ' || current_schema() || ' ' || $1, 0))";

/// Whoever finds the lock free holds it until the end of their transaction.
const FEEL: &str = "SELECT NOT pg_try_advisory_xact_lock(hashtextextended('hudhud worker ' || current_schema() || \
     ' ' || $1, 0)) AS beats";

/// Beats for as long as it is kept and its process lives. On SQLite, with its one worker, there is nobody to feel it.
pub struct Pulse {
    db: Db,
    worker: String,
    held_by: Option<Conn>,
}

impl Pulse {
    /// The pulse of a worker; it does not beat before it is kept for the first time.
    pub fn of(db: &Db, worker: &str) -> Pulse {
        Pulse { db: db.clone(), worker: worker.to_owned(), held_by: None }
    }

    /// Makes it beat again if its connection was lost.
    pub fn keep(&mut self) -> anyhow::Result<()> {
        let DatabaseUrl::Postgres(url) = &self.db.0.url else { return Ok(()) };
        if self.held_by.as_mut().is_some_and(|conn| conn.ping().is_ok()) {
            return Ok(());
        }
        self.held_by = None;
        let mut conn = Connector::Postgres(postgres::with_tls(url.expose())?).open()?;
        if let Conn::Postgres(conn) = &mut conn {
            sql_query(TAKE).bind::<Text, _>(&self.worker).execute(conn)?;
        }
        self.held_by = Some(conn);
        Ok(())
    }
}

/// Whether the pulse of a worker beats. Until the transaction ends it can't begin to.
pub fn has_pulse(conn: &mut Conn, worker: &str) -> QueryResult<bool> {
    #[derive(QueryableByName)]
    struct Felt {
        #[diesel(sql_type = Bool)]
        beats: bool,
    }
    let Conn::Postgres(conn) = conn else { return Ok(true) };
    let felt: Felt = sql_query(FEEL).bind::<Text, _>(worker).get_result(conn)?;
    Ok(felt.beats)
}
