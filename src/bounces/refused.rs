//! Readers whom their mail servers refuse an issue there and then, again and again: a mailbox that is full needs no report
//! to be known.

use chrono::{NaiveDateTime, TimeDelta};
use diesel::{dsl::sql, expression::SqlLiteral, prelude::*, sql_types::Bool};

use crate::{
    access::{Actor, audit},
    app::App,
    db::{
        Conn,
        schema::{deliveries, dispatches},
    },
    subscribers::{Status, store as people},
};

use super::fates;

/// How often to look.
pub const EVERY: TimeDelta = TimeDelta::minutes(2);
/// What failed within this time is looked at, so that a look that was missed is made up for.
const REACH: TimeDelta = TimeDelta::minutes(10);
/// Readers of one transaction.
const CHUNK: i64 = 200;

/// Gives up addresses that refused three of the last five mails for reasons of their own. A job.
pub fn give_up_refused(app: &App) -> anyhow::Result<()> {
    let now = app.clock.now();
    let mut after = 0;
    loop {
        let refused = app.db.read_blocking(|conn| refused(conn, after, now))?;
        let Some(last) = refused.last() else { return Ok(()) };
        after = *last;
        app.db.write_blocking(move |conn| {
            refused.iter().try_for_each(|reader| give_up_if_enough(conn, *reader, now))
        })?;
    }
}

/// Said as a word and not as a value: only then is the index of use that holds nothing that was sent.
fn is_failed() -> SqlLiteral<Bool> {
    sql("state = 'failed'")
}

/// Who was refused an issue lately, in the order of ids.
fn refused(conn: &mut Conn, after: i64, now: NaiveDateTime) -> QueryResult<Vec<i64>> {
    let begun: Vec<i64> = dispatches::table
        .filter(dispatches::finished_at.is_null().or(dispatches::finished_at.gt(now - REACH)))
        .select(dispatches::id)
        .load(conn)?;
    let readers: Vec<Option<i64>> = deliveries::table
        .filter(deliveries::dispatch_id.eq_any(begun))
        .filter(is_failed())
        .filter(deliveries::due_at.gt(now - REACH))
        .filter(deliveries::subscriber_id.gt(after))
        .select(deliveries::subscriber_id)
        .distinct()
        .order(deliveries::subscriber_id)
        .limit(CHUNK)
        .load(conn)?;
    Ok(readers.into_iter().flatten().collect())
}

fn give_up_if_enough(conn: &mut Conn, reader: i64, now: NaiveDateTime) -> QueryResult<()> {
    let Some(reader) = people::find_by_id(conn, reader)? else { return Ok(()) };
    if !matches!(reader.status, Status::Active | Status::Paused) {
        return Ok(());
    }
    let letters = fates::of(conn, &reader)?;
    if fates::are_enough(&letters) && people::mark_unreachable(conn, reader.id, now)? {
        people::note_fates(conn, reader.id, &letters)?;
        audit::append(conn, &Actor::System, "bounce.soft", reader.public_id.as_str(), &letters, now)?;
    }
    Ok(())
}
