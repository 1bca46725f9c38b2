//! Moves what was committed out of SQLite's write-ahead log and into the database, beside the writer.
//!
//! The writer would else do that within its commits, and everybody whose commit it is would wait for it.

use super::{Conn, sqlite};
use diesel::sql_types::BigInt;
use diesel::{QueryResult, QueryableByName, RunQueryDsl, sql_query};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{self, JoinHandle};

/// Commits between two checkpoints.
const COMMITS: u32 = 128;
/// Pages of 4 KB that may wait in the log. It starts anew only in a moment in which all of it has been moved, and
/// while somebody writes without pause there is none.
const MOST_PAGES: i64 = 16 * 1024;

/// A thread that checkpoints when it is told of enough commits.
pub(super) struct Checkpointer {
    bell: Option<SyncSender<()>>,
    thread: Option<JoinHandle<()>>,
    is_log_long: Arc<AtomicBool>,
    commits: u32,
}

impl Checkpointer {
    pub(super) fn start(path: PathBuf) -> anyhow::Result<Checkpointer> {
        let (bell, rung) = sync_channel(1);
        let is_log_long = Arc::new(AtomicBool::new(false));
        let tell = is_log_long.clone();
        let thread = thread::Builder::new()
            .name("checkpointer".to_owned())
            .spawn(move || checkpoint_when_rung(&path, &rung, &tell))?;
        Ok(Checkpointer { bell: Some(bell), thread: Some(thread), is_log_long, commits: 0 })
    }

    /// The writer has committed, and writes nothing while this runs: if the log grew too long, all of it is moved now.
    pub(super) fn committed(&mut self, conn: &mut Conn) {
        if self.is_log_long.swap(false, Ordering::Relaxed) {
            checkpoint(conn);
        }
        self.commits += 1;
        if self.commits >= COMMITS
            && let Some(bell) = &self.bell
            && bell.try_send(()).is_ok()
        {
            self.commits = 0;
        }
    }
}

impl Drop for Checkpointer {
    fn drop(&mut self) {
        self.bell = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn checkpoint_when_rung(path: &Path, rung: &Receiver<()>, is_log_long: &AtomicBool) {
    let mut conn = None;
    while rung.recv().is_ok() {
        if conn.is_none() {
            conn = sqlite::connect(path, sqlite::Access::Write).ok();
        }
        let pages = conn.as_mut().and_then(checkpoint);
        if pages.is_some_and(|pages| pages > MOST_PAGES) {
            is_log_long.store(true, Ordering::Relaxed);
        }
    }
}

#[derive(QueryableByName)]
struct Checkpointed {
    /// Pages that lie in the log, moved or not.
    #[diesel(sql_type = BigInt)]
    log: i64,
}

/// Moves what it can without waiting for anybody, and tells how many pages the log has. What fails now is done by the
/// next: until then nothing is lost, only the log is longer.
fn checkpoint(conn: &mut Conn) -> Option<i64> {
    let Conn::Sqlite(conn) = conn else { return None };
    let done: QueryResult<Checkpointed> = sql_query("PRAGMA wal_checkpoint(PASSIVE)").get_result(conn);
    done.inspect_err(|error| tracing::warn!(error = error.to_string(), "A checkpoint failed"))
        .ok()
        .map(|done| done.log)
}
