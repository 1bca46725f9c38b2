//! Taking over what the dead held.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use crate::db::{
    Conn,
    schema::{deliveries, dispatches, letters},
};

use super::{
    State, WhenUncertain, forgetting,
    retry::{Next, Patience, Tried, doubt},
    settle::Outcome,
    workers,
};

/// A row whose holder is dead: id, attempts, first try, whether it was uncertain before.
type Orphan = (i64, i32, Option<NaiveDateTime>, bool);

/// Takes over up to `limit` messages of each kind whose holder does not live. What was only leased has not been sent.
/// What was `in_data` may have been. True if there may be more.
pub(super) fn take_over(
    conn: &mut Conn,
    letters_when_uncertain: WhenUncertain,
    limit: i64,
    now: NaiveDateTime,
) -> QueryResult<bool> {
    let alive = workers::alive(conn, now)?;
    let orphans = letters::table
        .filter(letters::owner.is_not_null())
        .filter(letters::owner.ne_all(alive.iter().map(|id| Some(id.clone()))))
        .filter(letters::state.eq(State::Leased));
    diesel::update(orphans)
        .set((letters::state.eq(State::Due), letters::owner.eq(None::<String>)))
        .execute(conn)?;
    let orphans = deliveries::table
        .filter(deliveries::owner.is_not_null())
        .filter(deliveries::owner.ne_all(alive.iter().map(|id| Some(id.clone()))))
        .filter(deliveries::state.eq(State::Leased));
    diesel::update(orphans)
        .set((deliveries::state.eq(State::Due), deliveries::owner.eq(None::<String>)))
        .execute(conn)?;
    let letters = in_doubt_letters(conn, &alive, letters_when_uncertain, limit, now)?;
    let deliveries = in_doubt_deliveries(conn, &alive, limit, now)?;
    Ok(letters.max(deliveries) == limit)
}

fn in_doubt_letters(
    conn: &mut Conn,
    alive: &[String],
    when_uncertain: WhenUncertain,
    limit: i64,
    now: NaiveDateTime,
) -> QueryResult<i64> {
    let orphans: Vec<(Orphan, String)> = letters::table
        .filter(letters::owner.is_not_null())
        .filter(letters::owner.ne_all(alive.iter().map(|id| Some(id.clone()))))
        .filter(letters::state.eq(State::InData))
        .order(letters::id)
        .limit(limit)
        .select(((letters::id, letters::attempts, letters::message_date, letters::uncertain), letters::cause))
        .load(conn)?;
    for (orphan, cause) in &orphans {
        let outcome = outcome(orphan, Patience::of_letters(when_uncertain), now);
        if forgetting::must_vanish(cause, outcome.state) {
            diesel::delete(letters::table.find(orphan.0)).execute(conn)?;
            continue;
        }
        diesel::update(letters::table.find(orphan.0).filter(letters::state.eq(State::InData)))
            .set((
                letters::state.eq(outcome.state),
                letters::attempts.eq(outcome.attempts),
                letters::due_at.eq(outcome.due_at),
                letters::uncertain.eq(outcome.uncertain),
                letters::owner.eq(None::<String>),
            ))
            .execute(conn)?;
    }
    Ok(orphans.len() as i64)
}

fn in_doubt_deliveries(
    conn: &mut Conn,
    alive: &[String],
    limit: i64,
    now: NaiveDateTime,
) -> QueryResult<i64> {
    let orphans: Vec<(Orphan, WhenUncertain)> = deliveries::table
        .inner_join(dispatches::table)
        .filter(deliveries::owner.is_not_null())
        .filter(deliveries::owner.ne_all(alive.iter().map(|id| Some(id.clone()))))
        .filter(deliveries::state.eq(State::InData))
        .order(deliveries::id)
        .limit(limit)
        .select((
            (deliveries::id, deliveries::attempts, deliveries::message_date, deliveries::uncertain),
            dispatches::uncertain,
        ))
        .load(conn)?;
    for (orphan, when_uncertain) in &orphans {
        let outcome = outcome(orphan, Patience::of_issues(*when_uncertain), now);
        diesel::update(deliveries::table.find(orphan.0).filter(deliveries::state.eq(State::InData)))
            .set((
                deliveries::state.eq(outcome.state),
                deliveries::attempts.eq(outcome.attempts),
                deliveries::due_at.eq(outcome.due_at),
                deliveries::uncertain.eq(outcome.uncertain),
                deliveries::reply_code.eq(None::<i32>),
                deliveries::reply_status.eq(None::<String>),
                deliveries::owner.eq(None::<String>),
            ))
            .execute(conn)?;
    }
    Ok(orphans.len() as i64)
}

/// So many tries of a message may end in its holder's death. Whoever is killed at random never comes near it; what kills
/// its holder itself must not be sent again for ever.
const MOST_TRIES: i32 = 8;

/// Its holder is dead, so nobody waits for an answer any more: a second copy goes at once. If the next holder dies, too,
/// it goes again: it may never have left, and nobody is to be lost however often we are killed.
fn outcome(orphan: &Orphan, patience: Patience, now: NaiveDateTime) -> Outcome {
    let (_, attempts, first_at, uncertain) = *orphan;
    let tried = Tried { attempts, first_at: first_at.unwrap_or(now), uncertain };
    let is_hopeless = uncertain && attempts >= MOST_TRIES;
    let next = match doubt(is_hopeless, patience.when_uncertain) {
        Next::Resend(_) => Next::Resend(chrono::TimeDelta::zero()),
        other => other,
    };
    Outcome::of(next, tried, None, now)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_lost_however_often_their_postman_dies_unless_their_message_is_what_kills() {
        let now: NaiveDateTime = "2026-11-23T12:00:00".parse().unwrap();
        let check = |attempts, uncertain, when, expected| {
            let found = outcome(&(7, attempts, Some(now), uncertain), Patience::of_issues(when), now);
            assert_eq!((found.state, found.attempts), (expected, attempts + 1), "{attempts} {uncertain}");
        };
        check(0, false, WhenUncertain::Resend, State::Due);
        check(1, true, WhenUncertain::Resend, State::Due);
        check(7, true, WhenUncertain::Resend, State::Due);
        check(8, true, WhenUncertain::Resend, State::Failed);
        check(30, false, WhenUncertain::Resend, State::Due);
        check(1, true, WhenUncertain::Hold, State::Held);
    }
}
