//! Who has the database open: any number who work with it, or one who replaces it.
//!
//! Everybody who opens the database holds a lock together with the others; who replaces it holds that lock alone. It
//! goes with the process or with the connection, however sudden their end.

use super::{Conn, sqlite};
use anyhow::{Context, bail};
use diesel::connection::SimpleConnection;
use diesel::sql_types::Bool;
use diesel::{QueryResult, QueryableByName, RunQueryDsl, sql_query};
use std::fs::{File, OpenOptions, TryLockError};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

/// Asks for the lock of a schema of PostgreSQL, with the others.
const TOGETHER: &str =
    "SELECT pg_advisory_lock_shared(hashtextextended('hudhud open ' || current_schema(), 0));";

/// The same lock, for one alone, or not at all.
const ALONE: &str =
    "SELECT pg_try_advisory_lock(hashtextextended('hudhud open ' || current_schema(), 0)) AS taken";

/// How often, and how far apart, PostgreSQL is asked.
const ASKED: u32 = 30;
const BETWEEN: Duration = Duration::from_millis(100);

const IN_USE: &str =
    "the database is at work: stop `hudhud serve`, every `hudhud worker` and other commands first";

/// The lock of a file of SQLite, which lies beside it.
pub(super) struct Presence {
    _held: File,
}

impl Presence {
    /// Joins those who work with the database; waits while it is being replaced.
    pub(super) fn join(database: &Path) -> anyhow::Result<Presence> {
        let file = lock_of(database)?;
        file.lock_shared().with_context(|| format!("waiting for {}", database.display()))?;
        Ok(Presence { _held: file })
    }

    /// Takes the database alone, or says that others work with it.
    pub(super) fn alone(database: &Path) -> anyhow::Result<Presence> {
        let file = lock_of(database)?;
        match file.try_lock() {
            Ok(()) => Ok(Presence { _held: file }),
            Err(TryLockError::WouldBlock) => bail!(IN_USE),
            Err(TryLockError::Error(error)) => {
                Err(error).with_context(|| format!("locking {}", database.display()))
            }
        }
    }
}

/// A connection of somebody who works with the database joins the others.
pub(super) fn join_on_postgres(conn: &mut Conn) -> QueryResult<()> {
    match conn {
        Conn::Postgres(conn) => conn.batch_execute(TOGETHER),
        Conn::Sqlite(_) => Ok(()),
    }
}

/// Takes a schema of PostgreSQL alone for as long as the connection lives, or says that others work with it. The server
/// notices a little late that a process has ended, so it is asked a few times; it never queues for the lock, behind
/// which everybody new would wait.
pub(super) fn alone_on_postgres(conn: &mut Conn) -> anyhow::Result<()> {
    #[derive(QueryableByName)]
    struct Answer {
        #[diesel(sql_type = Bool)]
        taken: bool,
    }
    let Conn::Postgres(conn) = conn else { return Ok(()) };
    for _ in 0..ASKED {
        let answer: Answer = sql_query(ALONE).get_result(conn).context("asking for the database alone")?;
        if answer.taken {
            return Ok(());
        }
        thread::sleep(BETWEEN);
    }
    bail!(IN_USE)
}

fn lock_of(database: &Path) -> anyhow::Result<File> {
    sqlite::make_folder(database)?;
    let mut name = database.as_os_str().to_owned();
    name.push(".lock");
    let path = PathBuf::from(name);
    let file = OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(&path);
    file.with_context(|| format!("opening {}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_replaces_a_database_waits_for_nobody_and_disturbs_nobody() {
        let dir = tempfile::tempdir().unwrap();
        let database = dir.path().join("hudhud.db");
        let (one, other) = (Presence::join(&database).unwrap(), Presence::join(&database).unwrap());
        let refused = Presence::alone(&database).err().unwrap().to_string();
        assert!(refused.contains("hudhud serve"), "{refused}");
        drop((one, other));
        assert!(Presence::alone(&database).is_ok());
    }
}
