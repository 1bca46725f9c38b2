//! Taking over what the dead held.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use crate::{
    db::{
        Conn,
        schema::{deliveries, dispatches, letters},
    },
    delivery::{State, WhenUncertain, letters::forgetting, relays::pace, workers},
};

use super::{
    retry::{Next, Patience, Tried, doubt},
    settle::Outcome,
};

/// A row whose holder is dead: id, attempts, first try, whether it was uncertain before.
type Orphan = (i64, i32, Option<NaiveDateTime>, bool);

/// Takes over up to `limit` messages of each kind whose holder does not live. What was only leased has not been sent.
/// What was `in_data` may have been. True if there may be more.
pub fn take_over(
    conn: &mut Conn,
    letters_when_uncertain: WhenUncertain,
    limit: i64,
    now: NaiveDateTime,
) -> QueryResult<bool> {
    let alive = workers::alive(conn, now)?;
    let taken = [
        leased_letters(conn, &alive, limit)?,
        leased_deliveries(conn, &alive, limit, now)?,
        in_doubt_letters(conn, &alive, letters_when_uncertain, limit, now)?,
        in_doubt_deliveries(conn, &alive, limit, now)?,
    ];
    Ok(taken.contains(&limit))
}

fn leased_letters(conn: &mut Conn, alive: &[String], limit: i64) -> QueryResult<i64> {
    let orphans = || {
        letters::table
            .filter(letters::owner.is_not_null())
            .filter(letters::owner.ne_all(alive.iter().map(|id| Some(id.clone()))))
            .filter(letters::state.eq(State::Leased))
    };
    let ids: Vec<i64> = orphans().order(letters::id).limit(limit).select(letters::id).load(conn)?;
    diesel::update(orphans().filter(letters::id.eq_any(&ids)))
        .set((letters::state.eq(State::Due), letters::owner.eq(None::<String>)))
        .execute(conn)?;
    Ok(ids.len() as i64)
}

fn leased_deliveries(conn: &mut Conn, alive: &[String], limit: i64, now: NaiveDateTime) -> QueryResult<i64> {
    let orphans = || {
        deliveries::table
            .filter(deliveries::owner.is_not_null())
            .filter(deliveries::owner.ne_all(alive.iter().map(|id| Some(id.clone()))))
            .filter(deliveries::state.eq(State::Leased))
    };
    let ids: Vec<i64> = orphans().order(deliveries::id).limit(limit).select(deliveries::id).load(conn)?;
    diesel::update(orphans().filter(deliveries::id.eq_any(&ids)))
        .set((deliveries::state.eq(State::Due), deliveries::owner.eq(None::<String>)))
        .execute(conn)?;
    pace::untried(conn, ids.len() as i64, now)?;
    Ok(ids.len() as i64)
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
    use crate::{
        config::DatabaseUrl,
        db::{Db, PublicId},
    };

    /// A letter that was leased by a worker that is dead.
    fn leave_behind(conn: &mut Conn, now: NaiveDateTime) -> QueryResult<usize> {
        diesel::insert_into(letters::table)
            .values((
                letters::public_id.eq(PublicId::random()),
                letters::name.eq("hello"),
                letters::language.eq("xx"),
                letters::recipient_kind.eq("stranger"),
                letters::recipient_index.eq(vec![1]),
                letters::gate.eq("anybody"),
                letters::cause.eq("test"),
                letters::state.eq(State::Leased),
                letters::owner.eq("dead"),
                letters::due_at.eq(now),
                letters::created_at.eq(now),
            ))
            .execute(conn)
    }

    #[test]
    fn what_was_only_leased_is_taken_over_a_few_at_a_time() {
        let dir = tempfile::tempdir().unwrap();
        let db = Db::open(&DatabaseUrl::default_in(dir.path())).unwrap();
        db.migrate().unwrap();
        let now: NaiveDateTime = "2026-11-23T12:00:00".parse().unwrap();
        let found = db.write_blocking(move |conn| {
            (0..5).try_for_each(|_| leave_behind(conn, now).map(drop))?;
            let mut found = Vec::new();
            for _ in 0..3 {
                let is_more = take_over(conn, WhenUncertain::Resend, 2, now)?;
                let leased = letters::table.filter(letters::state.eq(State::Leased));
                found.push((is_more, leased.count().get_result::<i64>(conn)?));
            }
            QueryResult::Ok(found)
        });
        assert_eq!(found.unwrap(), [(true, 3), (true, 1), (false, 0)]);
    }

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
