//! Forgetting what was written to a person who wants to be forgotten.

use diesel::prelude::*;

use crate::{
    db::{Conn, schema::letters},
    delivery::{State, steps::claim_native},
    vault::BlindIndex,
};

/// The cause of the last letter to somebody who was erased: it goes, and nothing is known of it once it is over.
pub const ERASED: &str = "erased";

/// The cause of all letters to them that were in hand at that moment: they are gone as soon as nobody holds them.
const FORGOTTEN: &str = "forgotten";

/// Whether nothing may be kept of a letter that comes out of somebody's hand in this state.
pub fn must_vanish(cause: &str, state: State) -> bool {
    match cause {
        FORGOTTEN => true,
        ERASED => matches!(state, State::Sent | State::Skipped | State::Failed),
        _ => false,
    }
}

/// Whether a letter in somebody's hand was forgotten.
pub fn is_forgotten(conn: &mut Conn, letter_id: i64) -> QueryResult<bool> {
    let cause: Option<String> =
        letters::table.find(letter_id).select(letters::cause).first(conn).optional()?;
    Ok(cause.is_none_or(|cause| cause == FORGOTTEN))
}

/// Forgets all letters to a person, those too that have not gone yet. One that is being handed over at this moment is
/// forgotten when it is settled.
pub fn forget_person(conn: &mut Conn, index: &BlindIndex, subscriber_id: i64) -> QueryResult<()> {
    let theirs = letters::recipient_index.eq(index.clone()).or(letters::subscriber_id.eq(subscriber_id));
    // Each has an index of its own. One statement marks all, so that none is missed that passes from one to the other.
    let all = (claim_native::is_due().and(theirs.clone())).or(claim_native::is_not_due().and(theirs));
    let marked: Vec<(i64, State)> = diesel::update(letters::table.filter(all))
        .set(letters::cause.eq(FORGOTTEN))
        .returning((letters::id, letters::state))
        .get_results(conn)?;
    let in_nobodys_hand = |(id, state): (i64, State)| (!State::IN_HAND.contains(&state)).then_some(id);
    let ids: Vec<i64> = marked.into_iter().filter_map(in_nobodys_hand).collect();
    diesel::delete(letters::table.filter(letters::id.eq_any(ids))).execute(conn)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_the_last_letter_nothing_is_kept_once_it_is_over_and_of_the_others_nothing_at_all() {
        let check =
            |cause, state, expected| assert_eq!(must_vanish(cause, state), expected, "{cause} {state:?}");
        check(FORGOTTEN, State::Due, true);
        check(FORGOTTEN, State::Held, true);
        check(FORGOTTEN, State::Sent, true);
        check(ERASED, State::Due, false);
        check(ERASED, State::Held, false);
        check(ERASED, State::Sent, true);
        check(ERASED, State::Failed, true);
        check("signup:x", State::Sent, false);
    }
}
