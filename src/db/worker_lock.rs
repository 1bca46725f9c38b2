//! One worker at a time, where the database is a file.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;

/// Held by the process that does the background work of a data folder. Its end, however sudden, gives it back.
#[derive(Debug)]
pub struct WorkerLock {
    _held: File,
}

impl WorkerLock {
    /// Takes `{data_dir}/worker.lock`; `None` if another process holds it.
    pub fn try_take(data_dir: &Path) -> std::io::Result<Option<Self>> {
        let file =
            OpenOptions::new().write(true).create(true).truncate(false).open(data_dir.join("worker.lock"))?;
        match file.try_lock() {
            Ok(()) => Ok(Some(WorkerLock { _held: file })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_worker_holds_the_lock_until_it_ends() {
        let dir = tempfile::tempdir().unwrap();
        let held = WorkerLock::try_take(dir.path()).unwrap();
        assert!(held.is_some());
        assert!(WorkerLock::try_take(dir.path()).unwrap().is_none());
        drop(held);
        assert!(WorkerLock::try_take(dir.path()).unwrap().is_some());
    }
}
