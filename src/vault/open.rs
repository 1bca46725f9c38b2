//! The vault, open: the keys in memory, and an eye on their file.

use super::KeysError;
use super::key_file::{self, Stamp};
use super::keyring::Keyring;
use crate::config::KeysSource;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant};

/// How long a process may seal with keys that have just been changed. `keys rotate` waits longer between its steps.
pub(super) const REFRESH: Duration = Duration::from_secs(1);

/// Seals and opens personal data. Clones share the keys, which are read again when their file changes.
#[derive(Clone)]
pub struct Vault(Arc<Shared>);

struct Shared {
    path: Option<PathBuf>,
    made: AtomicBool,
    seen: RwLock<Seen>,
    n_resealed: AtomicU64,
}

struct Seen {
    keys: Arc<Keyring>,
    stamp: Option<Stamp>,
    looked: Instant,
}

impl Vault {
    /// Reads the keys. The file is made at the first start.
    pub fn open(source: &KeysSource) -> Result<Self, KeysError> {
        match source {
            KeysSource::Inline(text) => Ok(Self::holding(Keyring::parse(text.expose())?, None, false)),
            KeysSource::Path(path) => {
                let made = key_file::make(path)?;
                let keys = key_file::read(path).map_err(|error| told_of(path, error))?;
                Ok(Self::holding(keys, Some(path.clone()), made))
            }
        }
    }

    /// A vault whose keys everybody knows: what it makes is the same in every run.
    pub fn for_tests() -> Self {
        Self::holding(Keyring::known(), None, false)
    }

    /// A vault with keys of its own, which nobody else has.
    pub fn generated_for_tests() -> Self {
        Self::holding(Keyring::random(), None, false)
    }

    fn holding(keys: Keyring, path: Option<PathBuf>, made: bool) -> Self {
        let stamp = path.as_deref().and_then(key_file::stamp);
        let seen = Seen { keys: Arc::new(keys), stamp, looked: Instant::now() };
        Vault(Arc::new(Shared {
            path,
            made: AtomicBool::new(made),
            seen: RwLock::new(seen),
            n_resealed: AtomicU64::new(0),
        }))
    }

    /// The keys, at most [`REFRESH`] old.
    pub(super) fn keys(&self) -> Arc<Keyring> {
        let (keys, fresh) = {
            let seen = self.0.seen.read().unwrap_or_else(PoisonError::into_inner);
            (seen.keys.clone(), self.0.path.is_none() || seen.looked.elapsed() < REFRESH)
        };
        if fresh { keys } else { self.look(false) }
    }

    /// The keys as they lie in the file now.
    pub(super) fn read_again(&self) -> Arc<Keyring> {
        self.look(true)
    }

    /// A file that can't be read changes nothing: the keys in memory still serve.
    fn look(&self, even_if_unchanged: bool) -> Arc<Keyring> {
        let mut seen = self.0.seen.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(path) = &self.0.path {
            let stamp = key_file::stamp(path);
            seen.looked = Instant::now();
            if even_if_unchanged || stamp != seen.stamp {
                match key_file::read(path) {
                    Ok(keys) => (seen.keys, seen.stamp) = (Arc::new(keys), stamp),
                    Err(error) => tracing::error!("{}", told_of(path, error)),
                }
            }
        }
        seen.keys.clone()
    }

    /// The file that the keys lie in.
    pub(super) fn path(&self) -> Result<&Path, KeysError> {
        self.0.path.as_deref().ok_or(KeysError::Inline)
    }

    /// The file that the keys lie in, if everybody on this machine can read it.
    pub fn exposed_file(&self) -> Option<&Path> {
        self.0.path.as_deref().filter(|path| key_file::is_exposed(path))
    }

    /// Whether this process has made the file; answers yes once.
    pub(super) fn take_made(&self) -> bool {
        self.0.made.swap(false, Ordering::Relaxed)
    }

    pub(super) fn count_resealed(&self) {
        self.0.n_resealed.fetch_add(1, Ordering::Relaxed);
    }

    /// How many values this process has sealed anew.
    pub fn n_resealed(&self) -> u64 {
        self.0.n_resealed.load(Ordering::Relaxed)
    }
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("<vault>")
    }
}

fn told_of(path: &Path, error: KeysError) -> KeysError {
    match error {
        KeysError::Unreadable(reason) => KeysError::File { path: path.to_owned(), reason },
        other => other,
    }
}
