//! From one sealing key to the next, while everybody works.
//!
//! ```text
//! prepare: a new key is in the file and is read ── wait ──▶ advance: it seals ── wait ──▶ every owner reseals
//!                                                                             ──▶ drop the old: only if nothing needs it
//! ```
//! Every process looks at the file at least once in [`Vault::REFRESH`] of its own work, and at once when it meets a
//! key that it does not know: nobody meets a value that can't be opened.

use super::key::KeyId;
use super::keyring::Keyring;
use super::{KeysError, Vault, key_file, open};
use crate::db::{Conn, Db, schema::key_checks};
use chrono::NaiveDateTime;
use diesel::prelude::*;
use std::time::Duration;

/// How the owner of sealed columns seals up to `limit` rows behind the row `after` anew; answers with the last row
/// that it looked at, and nothing at the end.
pub type Reseal = fn(&mut Conn, &Vault, after: i64, limit: i64) -> anyhow::Result<Option<i64>>;

const ROWS_OF_A_BATCH: i64 = 500;

impl Vault {
    /// After this time every process has seen a change of the key file.
    pub const REFRESH: Duration = open::REFRESH;

    /// Writes a new key that is read from now on, or finds the one that was prepared before.
    pub fn prepare_key(&self) -> Result<String, KeysError> {
        self.change(Keyring::prepare).map(|id| id.to_string())
    }

    /// Lets the prepared key seal, and notes it in the database.
    pub fn use_prepared_key(&self, db: &Db, now: NaiveDateTime) -> anyhow::Result<String> {
        let id = self.change(Keyring::advance)?.ok_or(KeysError::NothingPrepared)?;
        let vault = self.clone();
        db.write_blocking(move |conn| vault.note(conn, now))?;
        Ok(id.to_string())
    }

    /// Seals everything anew that one owner keeps under an old key, in batches between which others write.
    pub fn reseal_all(&self, db: &Db, reseal: Reseal) -> anyhow::Result<()> {
        let mut after = 0;
        loop {
            let vault = self.clone();
            let last =
                db.write_undisturbed_blocking(move |conn| reseal(conn, &vault, after, ROWS_OF_A_BATCH))?;
            match last {
                Some(last) => after = last,
                None => return Ok(()),
            }
        }
    }

    /// Forgets the keys that nothing lies under any more; [`Vault::reseal_all`] has just found that.
    pub fn drop_old_keys(&self, db: &Db) -> anyhow::Result<Vec<String>> {
        let path = self.path()?;
        let old: Vec<_> = key_file::read(path)?.drop_old().iter().map(KeyId::to_string).collect();
        let gone = old.clone();
        // The database first: a key that it still asks for must not be missing at the next start.
        db.write_blocking(move |conn| {
            let those = key_checks::table
                .filter(key_checks::purpose.eq("seal"))
                .filter(key_checks::key_id.eq_any(gone));
            diesel::delete(those).execute(conn)
        })?;
        self.change(Keyring::drop_old)?;
        Ok(old)
    }

    fn change<T>(&self, change: impl FnOnce(&mut Keyring) -> T) -> Result<T, KeysError> {
        let told = key_file::change(self.path()?, change)?;
        self.read_again();
        Ok(told)
    }
}
