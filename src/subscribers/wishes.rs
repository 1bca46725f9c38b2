//! What a subscriber wants beside their choices: a break, coming back, another address, new links.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use crate::{
    db::{
        Conn,
        schema::subscribers::{self, dsl},
    },
    subscribers::{Cadence, Status},
    vault::{BlindIndex, Sealed},
};

/// A wish about pausing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pause {
    /// As it is now.
    Keep,
    None,
    Until(NaiveDateTime),
}

/// Pauses or wakes somebody who is on the list; nobody else.
pub fn pause(conn: &mut Conn, id: i64, pause: Pause, now: NaiveDateTime) -> QueryResult<()> {
    let (status, until) = match pause {
        Pause::Keep => return Ok(()),
        Pause::None => (Status::Active, None),
        Pause::Until(end) => (Status::Paused, Some(end)),
    };
    let on_the_list = dsl::status.eq_any([Status::Active, Status::Paused]);
    diesel::update(subscribers::table.filter(dsl::id.eq(id)).filter(on_the_list))
        .set((dsl::status.eq(status), dsl::paused_until.eq(until), dsl::updated_at.eq(now)))
        .execute(conn)?;
    Ok(())
}

/// Takes somebody back who left, by the link in a mail that they got. True if that changed anything.
pub fn come_back(
    conn: &mut Conn,
    id: i64,
    cadence: Option<Cadence>,
    now: NaiveDateTime,
) -> QueryResult<bool> {
    let left = subscribers::table.filter(dsl::id.eq(id)).filter(dsl::status.eq(Status::Left));
    let changed = diesel::update(left)
        .set((
            dsl::status.eq(Status::Active),
            dsl::left_at.eq(None::<NaiveDateTime>),
            dsl::paused_until.eq(None::<NaiveDateTime>),
            dsl::updated_at.eq(now),
        ))
        .execute(conn)?;
    if let (1, Some(cadence)) = (changed, cadence) {
        diesel::update(subscribers::table.filter(dsl::id.eq(id)))
            .set(dsl::cadence.eq(cadence))
            .execute(conn)?;
    }
    Ok(changed == 1)
}

/// Writes again to somebody who could not be reached, at an address that has just answered.
pub fn reach_again(conn: &mut Conn, id: i64, now: NaiveDateTime) -> QueryResult<()> {
    let unreachable = subscribers::table.filter(dsl::id.eq(id)).filter(dsl::status.eq(Status::Unreachable));
    diesel::update(unreachable)
        .set((dsl::status.eq(Status::Active), dsl::updated_at.eq(now)))
        .execute(conn)?;
    Ok(())
}

/// Makes all links that were sent before useless.
pub fn revoke_links(conn: &mut Conn, id: i64, now: NaiveDateTime) -> QueryResult<()> {
    diesel::update(subscribers::table.filter(dsl::id.eq(id)))
        .set((dsl::link_generation.eq(dsl::link_generation + 1), dsl::updated_at.eq(now)))
        .execute(conn)?;
    Ok(())
}

/// Writes to another address from now on; it was sealed for this row. A unique violation means that somebody else has it.
pub fn set_address(
    conn: &mut Conn,
    id: i64,
    email: &Sealed,
    index: &BlindIndex,
    now: NaiveDateTime,
) -> QueryResult<()> {
    diesel::update(subscribers::table.filter(dsl::id.eq(id)))
        .set((
            dsl::email.eq(email),
            dsl::email_index.eq(index),
            dsl::email_changed_at.eq(now),
            dsl::fates.eq(""),
            dsl::updated_at.eq(now),
        ))
        .execute(conn)?;
    Ok(())
}
