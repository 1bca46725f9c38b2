//! Seals personal data, and finds it although it is sealed.
//!
//! Values are under XChaCha20-Poly1305 with a nonce of their own; lookups go by HMAC-SHA-256 under another key. The
//! keys lie in a file or in the environment, never in the database.

mod check;
mod error;
mod key;
mod key_file;
mod keyring;
mod open;
pub mod replaced_native;
mod rotation;
mod sealed;

pub use check::{last_noted, needed_keys};
pub use error::{KeysError, VaultError};
pub use open::Vault;
pub use rotation::Reseal;
pub use sealed::{BlindIndex, Sealed};

use crate::db::PublicId;
use key::KeyId;

/// The column that a sealed value belongs to. It opens in no other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    pub table: &'static str,
    pub column: &'static str,
}

impl Place {
    /// The column of a table.
    pub const fn new(table: &'static str, column: &'static str) -> Self {
        Place { table, column }
    }
}

impl Vault {
    /// Seals a text for one column of one row.
    pub fn seal(&self, place: Place, row: &PublicId, text: &str) -> Sealed {
        Sealed::seal(self.keys().current(), place, row, text)
    }

    /// Opens what was sealed for this column of this row.
    pub fn unseal(&self, place: Place, row: &PublicId, sealed: &Sealed) -> Result<String, VaultError> {
        let id = sealed.key_id()?;
        let mut keys = self.keys();
        if keys.find(id).is_none() {
            // Another process may just have made it.
            keys = self.read_again();
        }
        let key = keys.find(id).ok_or_else(|| VaultError::UnknownKey(id.to_string()))?;
        sealed.open(key, place, row)
    }

    /// Seals a value anew if it lies under an old key. The caller stores it where nobody has changed it since.
    pub fn reseal(
        &self,
        place: Place,
        row: &PublicId,
        sealed: &Sealed,
    ) -> Result<Option<Sealed>, VaultError> {
        if sealed.key_id()? == self.keys().current().0 {
            return Ok(None);
        }
        let text = zeroize::Zeroizing::new(self.unseal(place, row, sealed)?);
        self.count_resealed();
        Ok(Some(self.seal(place, row, &text)))
    }

    /// Finds a value, in the one spelling that its type normalises to.
    pub fn index(&self, value: &str) -> BlindIndex {
        BlindIndex(self.keys().index.mac(&[b"index", value.as_bytes()]).to_vec())
    }

    /// Under which key [`Vault::index`] works. It is never rotated.
    pub fn index_key_id(&self) -> String {
        self.keys().index.id().to_string()
    }

    /// A keyed hash for one purpose: a link's proof, a peer's pseudonym.
    pub fn mac(&self, purpose: &'static str, parts: &[&[u8]]) -> [u8; 32] {
        let parts: Vec<&[u8]> = [purpose.as_bytes()].into_iter().chain(parts.iter().copied()).collect();
        self.keys().links.mac(&parts)
    }

    /// The id of the key that seals, then those of all that are read.
    pub fn key_ids(&self) -> (String, Vec<String>) {
        let keys = self.keys();
        (keys.current().0.to_string(), keys.ids().map(|id: KeyId| id.to_string()).collect())
    }
}
