//! What can be wrong with keys and with sealed values.

use std::path::PathBuf;

/// The keys can't be used.
#[derive(Debug, thiserror::Error)]
pub enum KeysError {
    #[error("the keys can't be read: {0}")]
    Unreadable(String),
    #[error("the keys in {} can't be used: {reason}", path.display())]
    File { path: PathBuf, reason: String },
    #[error("{0}")]
    Missing(String),
    #[error(
        "HUDHUD_KEYS holds the keys themselves, which can't be rotated: write them to a file and give its path"
    )]
    Inline,
    #[error("no key is prepared")]
    NothingPrepared,
}

/// A sealed value can't be opened. Neither variant says anything about the value.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum VaultError {
    #[error("a value is sealed with the key {0}, which is not among the keys")]
    UnknownKey(String),
    #[error("a sealed value is garbled, or lies where it was not sealed for")]
    Garbled,
}
