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

/// Whether the chain still holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// All of so many entries are as they were written.
    Whole(usize),
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

/// Reads the whole chain, a thousand entries at a time, and says whether it holds.
pub fn verify(conn: &mut Conn) -> QueryResult<Verdict> {
    let (mut previous, mut after, mut count) = (GENESIS.to_vec(), 0, 0);
    loop {
        let entries: Vec<Entry> = audit::table
            .filter(audit::id.gt(after))
            .order(audit::id)
            .limit(1_000)
            .select(Entry::as_select())
            .load(conn)?;
        for entry in &entries {
            if !entry.follows(&previous) {
                return Ok(Verdict::Broken(entry.id));
            }
            previous.clone_from(&entry.hash);
        }
        count += entries.len();
        match entries.last() {
            Some(last) => after = last.id,
            None => return Ok(Verdict::Whole(count)),
        }
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
