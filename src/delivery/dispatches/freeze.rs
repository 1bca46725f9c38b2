//! Counting the readers of a started issue: from then on its audience stands.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use crate::{
    db::{self, Conn, schema::dispatches},
    delivery::{DispatchState, messages::editions},
};

use super::{
    dispatch::Readers,
    freeze_native::{self, TakenIn},
};

/// Nobody else waits for long while this many rows are written.
const CHUNK: i64 = 250;

/// Takes the next chunk of a dispatch's readers in: those who were confirmed when it started, and are active and not
/// suppressed now. True if there may be more. Several workers may do it at once, and one that dies leaves no gap: the
/// rows and how far they reach are one transaction.
pub fn freeze_step(conn: &mut Conn, dispatch_id: i64, now: NaiveDateTime) -> QueryResult<bool> {
    db::prefer_indexes(conn)?;
    // Takes the row's lock on PostgreSQL, so that what is read next stays true.
    let open = dispatches::table
        .find(dispatch_id)
        .filter(dispatches::frozen_at.is_null())
        .filter(dispatches::state.eq_any([DispatchState::Running, DispatchState::Paused]));
    let begun: Option<(i64, String, NaiveDateTime)> = diesel::update(open)
        .set(dispatches::frozen_until_id.eq(dispatches::frozen_until_id))
        .returning((dispatches::frozen_until_id, dispatches::audience, dispatches::started_at))
        .get_result(conn)
        .optional()?;
    let Some((after, readers, started_at)) = begun else { return Ok(false) };
    let readers: Readers = serde_json::from_str(&readers)
        .map_err(|error| diesel::result::Error::DeserializationError(Box::new(error)))?;
    let chunk = readers.audience.readers(conn, readers.cadence, started_at, after, CHUNK)?;
    let editions = editions::names(conn, dispatch_id)?;
    let taken_in: Vec<TakenIn> = chunk
        .iter()
        .filter_map(|reader| {
            let edition_id = editions::choose(&editions, reader)?;
            Some(TakenIn { subscriber_id: reader.id, edition_id })
        })
        .collect();
    freeze_native::insert(conn, dispatch_id, &taken_in, started_at)?;
    let n_selected = taken_in.len() as i64;
    diesel::update(dispatches::table.find(dispatch_id))
        .set(dispatches::n_selected.eq(dispatches::n_selected + n_selected))
        .execute(conn)?;
    let this = diesel::update(dispatches::table.find(dispatch_id));
    match chunk.last() {
        Some(last) if chunk.len() == CHUNK as usize => {
            this.set(dispatches::frozen_until_id.eq(last.id)).execute(conn)?;
            Ok(true)
        }
        _ => {
            this.set(dispatches::frozen_at.eq(now)).execute(conn)?;
            Ok(false)
        }
    }
}

/// Whether all readers of a dispatch are counted.
pub fn is_frozen(conn: &mut Conn, dispatch_id: i64) -> QueryResult<bool> {
    let at: Option<NaiveDateTime> =
        dispatches::table.find(dispatch_id).select(dispatches::frozen_at).first(conn)?;
    Ok(at.is_some())
}

/// Dispatches whose readers are not all counted.
pub fn begun(conn: &mut Conn) -> QueryResult<Vec<i64>> {
    dispatches::table
        .filter(dispatches::finished_at.is_null())
        .filter(dispatches::frozen_at.is_null())
        .filter(dispatches::state.eq_any([DispatchState::Running, DispatchState::Paused]))
        .order(dispatches::id)
        .select(dispatches::id)
        .load(conn)
}
