//! Forgetting what was written to a person who wants to be forgotten.

use diesel::prelude::*;

use crate::{
    db::{Conn, schema::letters},
    vault::{BlindIndex, Sealed},
};

use super::State;

/// Wipes the addresses and the words of all letters to a person, and stops those that have not gone yet. One that is
/// being handed over at this moment is wiped when it is settled.
pub fn forget_person(conn: &mut Conn, index: &BlindIndex, subscriber_id: i64) -> QueryResult<()> {
    let theirs = letters::recipient_index.eq(index.clone()).or(letters::subscriber_id.eq(subscriber_id));
    for waiting in [State::Due, State::Held] {
        diesel::update(letters::table.filter(theirs.clone()).filter(letters::state.eq(waiting)))
            .set((letters::state.eq(State::Skipped), letters::skipped_why.eq("erased")))
            .execute(conn)?;
    }
    let over = letters::state.eq_any([State::Sent, State::Failed, State::Skipped]);
    let gone = letters::state.ne(State::Due);
    diesel::update(letters::table.filter(theirs).filter(gone.and(over)))
        .set((letters::recipient.eq(None::<Sealed>), letters::body_values.eq(None::<Sealed>)))
        .execute(conn)?;
    Ok(())
}
