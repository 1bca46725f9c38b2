//! What was done, by whom, to what: append-only, each entry chained to the one before, never an address.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use sha2::{Digest, Sha256};

use crate::{
    access::{Actor, audit_native},
    db::{Conn, schema::audit},
};

/// What stands before the first entry.
const GENESIS: [u8; 32] = [0; 32];

/// One thing that was done.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = audit)]
pub struct Entry {
    pub id: i64,
    pub at: NaiveDateTime,
    pub actor: String,
    pub action: String,
    pub subject: String,
    pub detail: String,
    pub previous_hash: Vec<u8>,
    pub hash: Vec<u8>,
}

/// A part of the chain from its beginning that was found to hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Whole {
    pub n_entries: i64,
    /// The id of its last entry; 0 before the first.
    pub last: i64,
    pub hash: Vec<u8>,
}

/// Where following the chain led.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Followed {
    /// There may be more.
    On(Whole),
    ToTheEnd(Whole),
    /// This entry, or what stood before it, was changed or removed.
    Broken(i64),
}

/// Writes down that `actor` did `action` (`issue.send`) to `subject` (a public id, never an address).
pub fn append(
    conn: &mut Conn,
    actor: &Actor,
    action: &str,
    subject: &str,
    detail: &str,
    now: NaiveDateTime,
) -> QueryResult<()> {
    audit_native::lock(conn)?;
    let last: Option<(i64, Vec<u8>)> =
        audit::table.order(audit::id.desc()).select((audit::id, audit::hash)).first(conn).optional()?;
    let (last, previous) = last.unwrap_or_else(|| (0, GENESIS.to_vec()));
    let actor = actor.to_string();
    diesel::insert_into(audit::table)
        .values((
            // Counted here: what a database counts has gaps after writes that failed, as if entries were missing.
            audit::id.eq(last + 1),
            audit::hash.eq(link(&previous, now, [&actor, action, subject, detail])),
            audit::at.eq(now),
            audit::actor.eq(actor),
            audit::action.eq(action),
            audit::subject.eq(subject),
            audit::detail.eq(detail),
            audit::previous_hash.eq(previous),
        ))
        .execute(conn)?;
    Ok(())
}

/// Up to `limit` entries older than `before`, the newest first.
pub fn page(conn: &mut Conn, before: Option<i64>, limit: i64) -> QueryResult<Vec<Entry>> {
    audit::table
        .filter(audit::id.lt(before.unwrap_or(i64::MAX)))
        .order(audit::id.desc())
        .limit(limit)
        .select(Entry::as_select())
        .load(conn)
}

/// Follows the chain for up to `limit` entries behind a part that holds.
pub fn follow(conn: &mut Conn, whole: Whole, limit: i64) -> QueryResult<Followed> {
    let entries: Vec<Entry> = audit::table
        .filter(audit::id.gt(whole.last))
        .order(audit::id)
        .limit(limit)
        .select(Entry::as_select())
        .load(conn)?;
    let is_end = (entries.len() as i64) < limit;
    Ok(match entries.iter().try_fold(whole, Whole::with) {
        Err(entry) => Followed::Broken(entry),
        Ok(whole) if is_end => Followed::ToTheEnd(whole),
        Ok(whole) => Followed::On(whole),
    })
}

/// Whether the last entry of a part that held is there as it was.
pub fn has_kept(conn: &mut Conn, whole: &Whole) -> QueryResult<bool> {
    let last: Option<Vec<u8>> = audit::table.find(whole.last).select(audit::hash).first(conn).optional()?;
    Ok(whole.last == 0 || last.as_ref() == Some(&whole.hash))
}

/// The oldest of these entries, the newest first, that is not as it was written or does not follow from the one
/// before it. What stands before all of them is not looked at.
pub fn broken_among(entries: &[Entry]) -> Option<i64> {
    let mut previous = entries.last()?.previous_hash.as_slice();
    for entry in entries.iter().rev() {
        if !entry.follows(previous) {
            return Some(entry.id);
        }
        previous = &entry.hash;
    }
    None
}

impl Whole {
    /// The part before the first entry.
    pub fn empty() -> Whole {
        Whole { n_entries: 0, last: 0, hash: GENESIS.to_vec() }
    }

    /// The same with one entry more, or the id of that entry if it does not follow.
    fn with(self, entry: &Entry) -> Result<Whole, i64> {
        if !entry.follows(&self.hash) {
            return Err(entry.id);
        }
        Ok(Whole { n_entries: self.n_entries + 1, last: entry.id, hash: entry.hash.clone() })
    }
}

impl Entry {
    fn follows(&self, previous: &[u8]) -> bool {
        let words = [self.actor.as_str(), &self.action, &self.subject, &self.detail];
        self.previous_hash == previous && self.hash == link(previous, self.at, words)
    }
}

/// The hash of an entry and of all before it. Lengths stand between the words, so that none can run into the next.
fn link(previous: &[u8], at: NaiveDateTime, words: [&str; 4]) -> Vec<u8> {
    let mut hash = Sha256::new();
    hash.update(previous);
    hash.update(at.and_utc().timestamp_micros().to_be_bytes());
    for word in words {
        hash.update((word.len() as u64).to_be_bytes());
        hash.update(word.as_bytes());
    }
    hash.finalize().to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_of_an_entry_counts() {
        let noon: NaiveDateTime = "2026-11-23T12:00:00".parse().unwrap();
        let whole = link(&GENESIS, noon, ["command", "admin.add", "x", "owner"]);
        assert_eq!(link(&GENESIS, noon, ["command", "admin.add", "x", "owner"]), whole);
        let moved = noon + chrono::TimeDelta::microseconds(1);
        assert_ne!(link(&GENESIS, moved, ["command", "admin.add", "x", "owner"]), whole);
        assert_ne!(link(&[1; 32], noon, ["command", "admin.add", "x", "owner"]), whole);
        assert_ne!(link(&GENESIS, noon, ["command", "admin.add", "xo", "wner"]), whole);
        assert_ne!(link(&GENESIS, noon, ["system", "admin.add", "x", "owner"]), whole);
    }
}
