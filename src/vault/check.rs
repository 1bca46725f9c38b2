//! Whether the keys at hand are those that the database was sealed with.

use super::{KeysError, Place, Vault, VaultError};
use crate::db::{Conn, Db, PublicId, execute_native, schema::key_checks};
use chrono::NaiveDateTime;
use diesel::prelude::*;
use std::path::Path;

const PROOF: Place = Place::new("key_checks", "proof");
const KNOWN_TEXT: &str = "hudhud";

/// A key that the database needs: what it is for, and a proof that only that key can give.
type Needed = (String, String, Vec<u8>);

impl Vault {
    /// Refuses to go on without every key that the database needs, saying which; notes the keys in use.
    pub fn check(&self, db: &Db, now: NaiveDateTime) -> anyhow::Result<()> {
        db.read_blocking(|conn| self.open_with(conn))?;
        let vault = self.clone();
        db.write_blocking(move |conn| vault.note(conn, now))?;
        if let (Ok(path), true) = (self.path(), self.take_made()) {
            tracing::info!("Made keys in {}: keep a copy, apart from the backups", path.display());
        }
        Ok(())
    }

    /// Refuses to go on without every key that a database needs, saying which. Changes nothing.
    pub fn open_with(&self, conn: &mut Conn) -> anyhow::Result<()> {
        let needed = needed(conn)?;
        let missing: Vec<_> =
            needed.iter().filter(|key| !self.fits(key)).map(|(id, ..)| id.as_str()).collect();
        if missing.is_empty() { Ok(()) } else { Err(self.missing(&missing).into()) }
    }

    /// Notes the keys that are in use, so that a later start can ask for them.
    pub(super) fn note(&self, conn: &mut Conn, now: NaiveDateTime) -> QueryResult<()> {
        let (seals, _) = self.key_ids();
        let index = self.index_key_id();
        let sealed = self.seal(PROOF, &row(&seals), KNOWN_TEXT);
        let proofs = [
            (seals, "seal", key_checks::proof.eq(sealed.into_bytes())),
            (index, "index", key_checks::proof.eq(self.index(KNOWN_TEXT).into_bytes())),
        ];
        for (id, purpose, proof) in proofs {
            let new = (
                key_checks::key_id.eq(id),
                key_checks::purpose.eq(purpose),
                proof,
                key_checks::created_at.eq(now),
            );
            execute_native(
                conn,
                diesel::insert_into(key_checks::table).values(new).on_conflict_do_nothing(),
            )?;
        }
        Ok(())
    }

    fn fits(&self, (id, purpose, proof): &Needed) -> bool {
        match purpose.as_str() {
            "index" => *id == self.index_key_id() && *proof == self.index(KNOWN_TEXT).into_bytes(),
            _ => self.opens(id, proof).is_ok(),
        }
    }

    fn opens(&self, id: &str, proof: &[u8]) -> Result<String, VaultError> {
        self.unseal(PROOF, &row(id), &proof.to_vec().into())
    }

    fn missing(&self, ids: &[&str]) -> KeysError {
        let ids = ids.join(", ");
        let Ok(path) = self.path() else {
            return KeysError::Missing(format!(
                "HUDHUD_KEYS lacks the key {ids} that the database was sealed with: give the keys of this database"
            ));
        };
        if self.take_made() {
            forget(path);
            return KeysError::Missing(format!(
                "the file of keys {} is missing: the database was sealed with the key {ids}. Put your copy back",
                path.display()
            ));
        }
        KeysError::Missing(format!(
            "{} lacks the key {ids} that the database was sealed with: put your copy of that file back",
            path.display()
        ))
    }
}

/// Keys that were made a moment ago for a database that needs others are of no use to anybody.
fn forget(path: &Path) {
    if let Err(error) = std::fs::remove_file(path) {
        tracing::warn!("{} holds keys that nothing was sealed with: {error}", path.display());
    }
}

/// When a key was last noted: the present can't lie before it.
pub fn last_noted(conn: &mut Conn) -> QueryResult<Option<NaiveDateTime>> {
    key_checks::table.select(diesel::dsl::max(key_checks::created_at)).first(conn)
}

/// The ids of the keys that a database needs.
pub fn needed_keys(conn: &mut Conn) -> QueryResult<Vec<String>> {
    Ok(needed(conn)?.into_iter().map(|(id, ..)| id).collect())
}

fn needed(conn: &mut Conn) -> QueryResult<Vec<Needed>> {
    key_checks::table
        .select((key_checks::key_id, key_checks::purpose, key_checks::proof))
        .order(key_checks::created_at)
        .load(conn)
}

/// Proofs have no public id; the key's own stands in for it.
fn row(key_id: &str) -> PublicId {
    let mut bytes = [0; 16];
    for (to, from) in bytes.iter_mut().zip(key_id.bytes()) {
        *to = from;
    }
    PublicId::from_bytes(bytes)
}
