//! Forgetting what was written to a person who wants to be forgotten.

use diesel::prelude::*;

use crate::{
    db::{Conn, schema::letters},
    vault::BlindIndex,
};

use super::State;

/// Why a letter does not go to somebody who was erased, and the cause of what nothing may be known of once it is over.
pub const ERASED: &str = "erased";

/// Forgets all letters to a person, those too that have not gone yet. One that is being handed over at this moment is
/// forgotten when it is settled.
pub fn forget_person(conn: &mut Conn, index: &BlindIndex, subscriber_id: i64) -> QueryResult<()> {
    let theirs = letters::recipient_index.eq(index.clone()).or(letters::subscriber_id.eq(subscriber_id));
    // Due letters have an index of their own, so they are named apart.
    for waiting in [State::Due, State::Held] {
        diesel::delete(letters::table.filter(theirs.clone()).filter(letters::state.eq(waiting)))
            .execute(conn)?;
    }
    let others = letters::state.ne(State::Due);
    let over = letters::state.eq_any([State::Sent, State::Failed, State::Skipped]);
    diesel::delete(letters::table.filter(theirs.clone()).filter(others.and(over))).execute(conn)?;
    diesel::update(letters::table.filter(theirs).filter(letters::state.eq_any(State::IN_HAND)))
        .set(letters::cause.eq(ERASED))
        .execute(conn)?;
    Ok(())
}
