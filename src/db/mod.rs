//! Two databases behind one [`Db`]: units of work that read, units that write.

pub mod backup;
mod checkpointer;
mod conn;
mod migrations;
mod pool;
mod postgres;
mod prepared;
mod presence;
mod public_id;
mod pulse;
pub mod schema;
mod sqlite;
mod text_column;
mod unit;
mod worker_lock;
mod writer;

pub use conn::{Conn, execute_native, prefer_indexes, unless_taken};
pub use conn::{MultiBackend, MultiField, MultiRawValue, MultiRow};
pub use prepared::{Prepared, Woven, column, value};
pub use public_id::{NotAPublicId, PublicId};
pub use pulse::{Pulse, has_pulse};
pub use text_column::text_column;
pub use worker_lock::WorkerLock;

use crate::config::DatabaseUrl;
use diesel::QueryResult;
use diesel::result::Error;
use pool::{Connector, Pool};
use presence::Presence;
use std::sync::Arc;
use std::sync::mpsc::sync_channel;
use tokio::{sync::oneshot, task::spawn_blocking};
use writer::Writer;

/// The database. Clones share its connections.
///
/// A unit of work is a closure that runs at most once, whole or not at all; its error or its panic takes back what it
/// did. It waits for nobody else: no SMTP and no HTTP inside.
#[derive(Clone)]
pub struct Db(Arc<Inner>);

struct Inner {
    url: DatabaseUrl,
    readers: Pool,
    /// SQLite's; on PostgreSQL every unit has a transaction of its own.
    writer: Option<Writer>,
    /// PostgreSQL's, for units that are one statement.
    at_once: Option<Pool>,
    // Given back last.
    _presence: Option<Presence>,
}

impl Db {
    /// Opens the database and, on SQLite, makes the file. [`Db::migrate`] makes the tables.
    pub fn open(url: &DatabaseUrl) -> anyhow::Result<Self> {
        let (_presence, connector, writer, at_once) = match url {
            DatabaseUrl::Sqlite(path) => {
                let presence = Presence::join(path)?;
                let connector = Connector::SqliteReader(path.clone());
                (Some(presence), connector, Some(Writer::start(path.clone())?), None)
            }
            DatabaseUrl::Postgres(url) => {
                let url = postgres::with_tls(url.expose())?;
                let at_once = Pool::of_one(Connector::PostgresAtOnce(url.clone()));
                (None, Connector::Postgres(url), None, Some(at_once))
            }
        };
        let readers = Pool::open(connector)?;
        Ok(Db(Arc::new(Inner { url: url.clone(), readers, writer, at_once, _presence })))
    }

    /// Brings the tables up to date; refuses a database that a newer Hudhud has made.
    pub fn migrate(&self) -> anyhow::Result<()> {
        migrations::run(&self.0.url)
    }

    /// How many changes of the tables [`Db::migrate`] would make; refuses a database that a newer Hudhud has made.
    pub fn n_pending_migrations(&self) -> anyhow::Result<usize> {
        migrations::n_pending(&self.0.url)
    }

    /// Runs a unit that only reads; the database refuses anything else.
    pub async fn read<T, E>(
        &self,
        unit: impl FnOnce(&mut Conn) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let db = self.clone();
        in_a_thread(move || db.read_blocking(unit)).await
    }

    /// Runs a unit in a transaction, and answers when that is durable. On SQLite it shares a commit with all that
    /// wait; it should touch at most about 1,000 rows, so that nobody waits long.
    pub async fn write<T, E>(
        &self,
        unit: impl FnOnce(&mut Conn) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        if let Some(writer) = &self.0.writer {
            let (answer, answered) = oneshot::channel();
            writer.submit(unit, move |done| {
                let _ = answer.send(done); // the caller may have gone
            });
            return answered.await.unwrap_or_else(|_| Err(unit::panicked().into()));
        }
        let db = self.clone();
        in_a_thread(move || db.write_blocking(unit)).await
    }

    /// [`Db::write`] for a unit of which one statement writes, and writes all or nothing: on PostgreSQL it has no
    /// transaction, and so no journeys to begin and to commit one, and finds rows as after [`prefer_indexes`].
    pub async fn write_at_once<T, E>(
        &self,
        unit: impl FnOnce(&mut Conn) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let Some(at_once) = self.0.at_once.clone() else { return self.write(unit).await };
        in_a_thread(move || at_once.lend(|conn| unit::alone(conn, unit))).await
    }

    /// [`Db::read`] for threads and commands; on an async worker it would hold up everybody.
    pub fn read_blocking<T, E: From<Error>>(
        &self,
        unit: impl FnOnce(&mut Conn) -> Result<T, E>,
    ) -> Result<T, E> {
        self.0.readers.lend(|conn| unit::alone(conn, unit))
    }

    /// [`Db::write`] for threads and commands; on an async worker it would hold up everybody.
    pub fn write_blocking<T, E>(
        &self,
        unit: impl FnOnce(&mut Conn) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let Some(writer) = &self.0.writer else {
            return self.0.readers.lend(|conn| unit::in_transaction(conn, unit));
        };
        let (answer, answered) = sync_channel(1);
        writer.submit(unit, move |done| {
            let _ = answer.send(done);
        });
        answered.recv().unwrap_or_else(|_| Err(unit::panicked().into()))
    }

    /// [`Db::write_blocking`] for what reads much and then changes it: if somebody else has changed meanwhile what
    /// the unit changes, it is run again from the start.
    pub fn write_undisturbed_blocking<T: Send + 'static>(
        &self,
        unit: impl Fn(&mut Conn) -> anyhow::Result<T> + Clone + Send + 'static,
    ) -> anyhow::Result<T> {
        loop {
            let unit = unit.clone();
            let done = self.write_blocking(move |conn| {
                conn::see_one_state(conn)?;
                unit(conn)
            });
            match done {
                Err(error) if unit::was_disturbed(&error) => continue,
                done => return done,
            }
        }
    }

    /// Whether the database answers.
    pub fn ping(&self) -> QueryResult<()> {
        self.0.readers.lend(Conn::ping)
    }

    /// Whether several processes may work on it at once.
    pub fn is_shared(&self) -> bool {
        matches!(self.0.url, DatabaseUrl::Postgres(_))
    }
}

/// Waits for what blocks without holding up others; what panics there is an error here.
async fn in_a_thread<T, E>(work: impl FnOnce() -> Result<T, E> + Send + 'static) -> Result<T, E>
where
    T: Send + 'static,
    E: From<Error> + Send + 'static,
{
    spawn_blocking(work).await.unwrap_or_else(|_| Err(unit::panicked().into()))
}
