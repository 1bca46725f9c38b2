//! The whole audit is read through in the background; a page reads what came since.

use chrono::{NaiveDateTime, TimeDelta};
use diesel::prelude::*;

use crate::{
    access::audit::{self, Followed, Whole},
    app::App,
    db::{Conn, execute_native, schema::audit_checks},
};

/// How often the whole chain is read.
pub const EVERY: TimeDelta = TimeDelta::hours(1);
/// Entries that one unit of work reads.
const CHUNK: i64 = 1_000;

/// Whether the chain holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// All of so many entries are as they were written; those up to one were read through some time ago.
    Whole { n_entries: i64, read: Option<Read> },
    /// This entry, or what stood before it, was changed or removed.
    Broken(i64),
}

/// Up to which entry the chain was read through, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Read {
    pub last: i64,
    pub at: NaiveDateTime,
}

/// What reading the whole chain through found last.
#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = audit_checks)]
struct Check {
    checked_at: NaiveDateTime,
    n_entries: i64,
    last_entry: i64,
    last_hash: Vec<u8>,
    broken_entry: Option<i64>,
}

/// Reads the whole chain from its beginning, and keeps what that found. For every hour.
pub fn read_through(app: &App) -> anyhow::Result<()> {
    let (now, mut whole) = (app.clock.now(), Whole::empty());
    let broken = loop {
        let from = whole.clone();
        match app.db.read_blocking(move |conn| audit::follow(conn, from, CHUNK))? {
            Followed::On(further) => whole = further,
            Followed::ToTheEnd(further) => {
                whole = further;
                break None;
            }
            Followed::Broken(entry) => break Some(entry),
        }
    };
    if let Some(entry) = broken {
        tracing::error!(entry, "The chain of the audit breaks: somebody changed the database");
    }
    app.db.write_blocking(move |conn| keep(conn, whole, broken, now))?;
    Ok(())
}

/// Whether the chain holds: as it was found when all of it was read last, and as is read now of what came since and
/// of the entries that are shown.
pub fn verdict(conn: &mut Conn, shown: &[audit::Entry]) -> QueryResult<Verdict> {
    let last: Option<Check> = audit_checks::table.select(Check::as_select()).first(conn).optional()?;
    if let Some(entry) = last.as_ref().and_then(|check| check.broken_entry) {
        return Ok(Verdict::Broken(entry));
    }
    let read = last.as_ref().map(|check| Read { last: check.last_entry, at: check.checked_at });
    let mut whole = last.map_or_else(Whole::empty, Check::whole);
    if !audit::has_kept(conn, &whole)? {
        return Ok(Verdict::Broken(whole.last));
    }
    if let Some(entry) = audit::broken_among(shown) {
        return Ok(Verdict::Broken(entry));
    }
    loop {
        match audit::follow(conn, whole, CHUNK)? {
            Followed::On(further) => whole = further,
            Followed::ToTheEnd(whole) => return Ok(Verdict::Whole { n_entries: whole.n_entries, read }),
            Followed::Broken(entry) => return Ok(Verdict::Broken(entry)),
        }
    }
}

impl Check {
    fn whole(self) -> Whole {
        Whole { n_entries: self.n_entries, last: self.last_entry, hash: self.last_hash }
    }
}

fn keep(conn: &mut Conn, whole: Whole, broken: Option<i64>, now: NaiveDateTime) -> QueryResult<usize> {
    let row = (
        audit_checks::checked_at.eq(now),
        audit_checks::n_entries.eq(whole.n_entries),
        audit_checks::last_entry.eq(whole.last),
        audit_checks::last_hash.eq(whole.hash),
        audit_checks::broken_entry.eq(broken),
    );
    let insert = diesel::insert_into(audit_checks::table).values((audit_checks::id.eq(1_i64), row.clone()));
    execute_native(conn, insert.on_conflict(audit_checks::id).do_update().set(row))
}
