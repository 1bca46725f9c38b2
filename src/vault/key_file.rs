//! `keys.toml`: made once, changed whole, readable for its owner alone.

use super::KeysError;
use super::keyring::Keyring;
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

/// Tells one content of a file from the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stamp {
    inode: u64,
    size: u64,
    changed: (i64, i64),
}

pub(super) fn stamp(path: &Path) -> Option<Stamp> {
    let told = fs::metadata(path).ok()?;
    Some(Stamp { inode: told.ino(), size: told.size(), changed: (told.mtime(), told.mtime_nsec()) })
}

/// Whether everybody on this machine can read the file: it lets them, and so does every folder on the way to it.
pub(super) fn is_exposed(path: &Path) -> bool {
    let Ok(path) = path.canonicalize() else { return false };
    let lets = |path: &Path, others: u32| fs::metadata(path).is_ok_and(|told| told.mode() & others != 0);
    lets(&path, 0o004) && path.ancestors().skip(1).all(|folder| lets(folder, 0o001))
}

pub(super) fn read(path: &Path) -> Result<Keyring, KeysError> {
    let text = fs::read_to_string(path).map(Zeroizing::new).map_err(|error| failed(path, &error))?;
    Keyring::parse(&text)
}

/// Makes the file if it isn't there. Two processes that start together end with the same keys. True: it was made.
pub(super) fn make(path: &Path) -> Result<bool, KeysError> {
    if path.exists() {
        return Ok(false);
    }
    let _held = lock(path).map_err(|error| failed(path, &error))?;
    if path.exists() {
        return Ok(false);
    }
    replace(path, &Keyring::random()).map_err(|error| failed(path, &error))?;
    Ok(true)
}

/// Changes the keys; nobody else does meanwhile, and nobody sees half a file.
pub(super) fn change<T>(path: &Path, change: impl FnOnce(&mut Keyring) -> T) -> Result<T, KeysError> {
    let _held = lock(path).map_err(|error| failed(path, &error))?;
    let mut ring = read(path)?;
    let told = change(&mut ring);
    replace(path, &ring).map_err(|error| failed(path, &error))?;
    Ok(told)
}

fn lock(path: &Path) -> io::Result<File> {
    if let Some(folder) = path.parent() {
        DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    }
    let file =
        OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(beside(path, "lock"))?;
    file.lock()?;
    Ok(file)
}

fn replace(path: &Path, ring: &Keyring) -> io::Result<()> {
    let new = beside(path, "new");
    match fs::remove_file(&new) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&new)?;
    file.write_all(ring.to_toml().as_bytes())?;
    file.sync_all()?;
    fs::rename(&new, path)?;
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => File::open(folder)?.sync_all(),
        _ => File::open(".")?.sync_all(),
    }
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    PathBuf::from(name)
}

fn failed(path: &Path, error: &io::Error) -> KeysError {
    KeysError::File { path: path.to_owned(), reason: error.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn processes_that_start_together_end_with_the_same_keys() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("new folder/keys.toml");
        let rings: Vec<_> = std::thread::scope(|scope| {
            let threads: Vec<_> =
                (0..8).map(|_| scope.spawn(|| make(&path).and_then(|_| read(&path)).unwrap())).collect();
            threads.into_iter().map(|thread| thread.join().unwrap().to_toml()).collect()
        });
        assert!(rings.iter().all(|ring| *ring == rings[0]));
        let mode = fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn a_file_that_everybody_can_reach_is_exposed() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("folder/keys.toml");
        make(&path).unwrap();
        let check = |folder: u32, file: u32, expected: bool| {
            for (path, mode) in [(dir.path(), folder), (path.parent().unwrap(), folder), (&path, file)] {
                fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
            }
            assert_eq!(is_exposed(&path), expected, "{folder:o} {file:o}");
        };
        check(0o700, 0o644, false);
        check(0o755, 0o600, false);
        check(0o755, 0o640, false);
        check(0o711, 0o644, true);
    }

    #[test]
    fn a_change_is_seen_by_its_stamp() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("keys.toml");
        assert!(make(&path).unwrap());
        assert!(!make(&path).unwrap());
        let before = stamp(&path);
        let next = change(&path, Keyring::prepare).unwrap();
        assert_ne!(stamp(&path), before);
        assert!(read(&path).unwrap().find(next).is_some());
    }
}
