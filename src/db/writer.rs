//! The one writer of SQLite: many units of work become durable by one commit.

use super::checkpointer::Checkpointer;
use super::{Conn, sqlite, unit};
use diesel::QueryResult;
use diesel::connection::{AnsiTransactionManager, Connection, TransactionManager};
use diesel::result::Error;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{self, JoinHandle};

/// Bounds how long a commit, and those who wait for it, may take.
const MOST_UNITS_OF_A_BATCH: usize = 1_000;

/// Tells a caller what became of their unit, once it is known whether the batch was committed.
type Answer = Box<dyn FnOnce(QueryResult<()>) + Send>;

/// Runs inside the batch's transaction, or with the reason why there is none.
type Unit = Box<dyn FnOnce(QueryResult<Place<'_>>) -> Answer + Send>;

/// Where in a batch's transaction a unit runs.
enum Place<'a> {
    /// The batch is this unit: if it fails, the transaction ends with it.
    Alone(&'a mut Conn),
    /// In a savepoint, so that it fails without the others.
    Among(&'a mut Conn),
}

impl Place<'_> {
    fn run<T, E: From<Error>>(self, work: impl FnOnce(&mut Conn) -> Result<T, E>) -> Result<T, E> {
        match self {
            Place::Alone(conn) => unit::in_all_of_it(conn, work),
            Place::Among(conn) => unit::in_savepoint(conn, work),
        }
    }
}

/// Hands units of work to a thread of its own, which runs all that wait inside one `BEGIN IMMEDIATE`, commits, and only
/// then answers. A unit runs at most once.
pub(super) struct Writer {
    units: Option<Sender<Unit>>,
    thread: Option<JoinHandle<()>>,
}

impl Writer {
    pub(super) fn start(path: PathBuf) -> anyhow::Result<Self> {
        let conn = sqlite::connect(&path, sqlite::Access::Write)?;
        let checkpointer = Checkpointer::start(path.clone())?;
        let (units, waiting) = channel();
        let thread = thread::Builder::new()
            .name("writer".to_owned())
            .spawn(move || write(&path, conn, checkpointer, &waiting))?;
        Ok(Writer { units: Some(units), thread: Some(thread) })
    }

    /// Queues a unit; `answer` is called on the writer's thread.
    pub(super) fn submit<T, E>(
        &self,
        work: impl FnOnce(&mut Conn) -> Result<T, E> + Send + 'static,
        answer: impl FnOnce(Result<T, E>) + Send + 'static,
    ) where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let unit: Unit = Box::new(move |place| {
            let done = place.map_err(E::from).and_then(|place| place.run(work));
            Box::new(move |committed| {
                answer(done.and_then(|value| committed.map(|()| value).map_err(E::from)));
            })
        });
        if let Some(units) = &self.units
            && let Err(refused) = units.send(unit)
        {
            refused.0(Err(unit::closed("the writer has stopped")))(Ok(()));
        }
    }
}

impl Drop for Writer {
    /// What was submitted is still written. A unit may own the last handle: the thread can't wait for itself.
    fn drop(&mut self) {
        self.units = None;
        if let Some(thread) = self.thread.take()
            && thread.thread().id() != thread::current().id()
        {
            let _ = thread.join();
        }
    }
}

fn write(path: &Path, mut conn: Conn, mut checkpointer: Checkpointer, waiting: &Receiver<Unit>) {
    while let Ok(first) = waiting.recv() {
        // Only those that wait already: who comes while they run would make them wait longer.
        let others = waiting.try_iter().take(MOST_UNITS_OF_A_BATCH - 1);
        let batch: Vec<Unit> = std::iter::once(first).chain(others).collect();
        run_batch(&mut conn, batch);
        checkpointer.committed(&mut conn);
        if unit::depth(&mut conn).ok() != Some(0) {
            match sqlite::connect(path, sqlite::Access::Write) {
                Ok(new) => conn = new,
                Err(error) => tracing::error!("The database can't be opened again: {error:#}"),
            }
        }
    }
}

fn run_batch(conn: &mut Conn, units: Vec<Unit>) {
    let mut failed = begin(conn).err();
    let is_alone = units.len() == 1;
    let mut answers = Vec::new();
    for unit in units {
        answers.push(match &failed {
            Some(error) => unit(Err(unit::again(error))),
            None if is_alone => unit(Ok(Place::Alone(&mut *conn))),
            None => unit(Ok(Place::Among(&mut *conn))),
        });
        // SQLite itself ends a transaction when the disk is full or fails; then nothing of the batch is left.
        if failed.is_none() && unit::depth(conn).ok() != Some(1) {
            failed = Some(Error::QueryBuilderError("the batch was lost".into()));
        }
    }
    let committed = match failed {
        None => <Conn as Connection>::TransactionManager::commit_transaction(conn),
        Some(error) => Err(error),
    };
    for answer in answers {
        answer(committed.as_ref().map(|_| ()).map_err(unit::again));
    }
}

fn begin(conn: &mut Conn) -> QueryResult<()> {
    match conn {
        Conn::Sqlite(conn) => AnsiTransactionManager::begin_transaction_sql(conn, "BEGIN IMMEDIATE"),
        Conn::Postgres(_) => Err(unit::closed("the writer is for SQLite alone")),
    }
}
