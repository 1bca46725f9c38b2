//! What went to one person.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use crate::db::{
    Conn,
    schema::{deliveries, dispatches, issues},
};

use super::State;

/// The number of each issue that somebody got, and when, the oldest first.
pub fn received_by(conn: &mut Conn, subscriber_id: i64) -> QueryResult<Vec<(i64, Option<NaiveDateTime>)>> {
    deliveries::table
        .inner_join(dispatches::table.inner_join(issues::table))
        .filter(deliveries::subscriber_id.eq(subscriber_id))
        .filter(deliveries::state.eq(State::Sent))
        .order(issues::number)
        .select((issues::number, deliveries::due_at.nullable()))
        .load(conn)
}
