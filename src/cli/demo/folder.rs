//! Where a demo lives: nothing outside of it is touched.

use std::{
    fs::{self, File, TryLockError},
    path::Path,
};

use anyhow::{Context, bail};

/// The folder of a demo, empty when it was taken, held until the process ends.
#[derive(Debug)]
pub struct Folder {
    _held: File,
}

impl Folder {
    /// Takes the folder and clears away an earlier demo.
    ///
    /// # Errors
    ///
    /// If a demo is running in it, or it cannot be cleared.
    pub fn take(path: &Path) -> anyhow::Result<Self> {
        let clearing = || format!("clearing {}", path.display());
        fs::create_dir_all(path).with_context(clearing)?;
        // The folder itself carries the lock, so it stays while what lies in it goes.
        let held = File::open(path).with_context(clearing)?;
        match held.try_lock() {
            Ok(()) => (),
            Err(TryLockError::WouldBlock) => {
                bail!("a demo is running in {} already: end it with Ctrl-C first", path.display())
            }
            Err(TryLockError::Error(error)) => return Err(error).with_context(clearing),
        }
        clear(path).with_context(clearing)?;
        Ok(Folder { _held: held })
    }
}

fn clear(path: &Path) -> std::io::Result<()> {
    for entry in fs::read_dir(path)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            fs::remove_dir_all(entry.path())?;
        } else {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_running_demo_keeps_its_folder_and_an_ended_one_leaves_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("data/demo");
        let held = Folder::take(&path).unwrap();
        fs::create_dir(path.join("mailbox")).unwrap();
        fs::write(path.join("mailbox/1.eml"), "").unwrap();
        fs::write(path.join("hudhud.db"), "").unwrap();

        let refused = Folder::take(&path).unwrap_err().to_string();
        assert!(refused.contains("is running"), "{refused}");
        assert!(path.join("mailbox/1.eml").exists());

        drop(held);
        let _held = Folder::take(&path).unwrap();
        assert_eq!(fs::read_dir(&path).unwrap().count(), 0);
    }
}
