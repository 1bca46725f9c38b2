//! Connections to the embedded database.

use super::Conn;
use anyhow::Context;
use diesel::connection::SimpleConnection;
use diesel::result::Error;
use diesel::{Connection, QueryResult, SqliteConnection};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;
use std::time::Duration;

/// What a connection may do.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Access {
    Read,
    Write,
}

/// Durable (`FULL`), and what is deleted is overwritten. Another process may hold the lock for a while.
const PRAGMAS: &str = "PRAGMA busy_timeout = 60000;
    PRAGMA synchronous = FULL;
    PRAGMA foreign_keys = ON;
    PRAGMA secure_delete = ON;
    PRAGMA temp_store = MEMORY;";

/// Opens the database, and makes it if it isn't there, readable for its owner alone.
pub(super) fn connect(path: &Path, access: Access) -> anyhow::Result<Conn> {
    make_file(path).with_context(|| format!("making {}", path.display()))?;
    // A name that starts with `file:` would be read as a URI.
    let absolute = std::path::absolute(path)?;
    let name = absolute.to_str().context("the database's path is not UTF-8")?;
    let mut conn =
        SqliteConnection::establish(name).with_context(|| format!("opening {}", path.display()))?;
    prepare(&mut conn, access).with_context(|| format!("opening {}", path.display()))?;
    Ok(Conn::Sqlite(conn))
}

fn make_file(path: &Path) -> std::io::Result<()> {
    if path.exists() {
        return Ok(());
    }
    make_folder(path)?;
    std::fs::OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(path)?;
    Ok(())
}

/// Makes the folder that a file lies in, if it isn't there, for its owner alone.
pub(super) fn make_folder(path: &Path) -> std::io::Result<()> {
    match path.parent() {
        Some(folder) => std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder),
        None => Ok(()),
    }
}

fn prepare(conn: &mut SqliteConnection, access: Access) -> QueryResult<()> {
    conn.batch_execute(PRAGMAS)?;
    use_a_write_ahead_log(conn)?;
    match access {
        Access::Read => conn.batch_execute("PRAGMA query_only = ON;"),
        // The checkpointer does that beside the writer.
        Access::Write => conn.batch_execute("PRAGMA wal_autocheckpoint = 0;"),
    }
}

/// The one statement that doesn't wait by `busy_timeout`: another process may just be doing the same.
fn use_a_write_ahead_log(conn: &mut SqliteConnection) -> QueryResult<()> {
    let mut tries_left = 100;
    loop {
        match conn.batch_execute("PRAGMA journal_mode = WAL;") {
            Err(Error::DatabaseError(_, told)) if told.message().contains("locked") && tries_left > 0 => {
                tries_left -= 1;
                std::thread::sleep(Duration::from_millis(50));
            }
            done => return done,
        }
    }
}
