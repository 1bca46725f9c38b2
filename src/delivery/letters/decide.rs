//! Whether a letter goes, decided when it would be sent.

use chrono::{NaiveDateTime, TimeDelta};
use diesel::prelude::*;

use crate::{
    db::{
        Conn,
        schema::{letters, subscribers},
    },
    delivery::{Gate, State, steps::claim_native},
    subscribers::{
        Status, Subscriber, store,
        suppression::{self, Reason},
    },
    vault::BlindIndex,
};

/// What goes to an address that is on the list already, when somebody asks to join with it.
pub const ALREADY_WITH_US: &str = "already_with_us";

/// How many letters of one gate an address gets within a time.
const CAPS: [(TimeDelta, usize); 3] =
    [(TimeDelta::minutes(10), 1), (TimeDelta::hours(24), 3), (TimeDelta::days(30), 5)];

/// What is known of an address at this moment.
#[derive(Debug, Default)]
pub struct Facts {
    pub status: Option<Status>,
    pub suppressed: Vec<Reason>,
    /// When letters of this gate went to the address during the last 30 days.
    pub sent: Vec<NaiveDateTime>,
}

/// What becomes of a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Send,
    /// Another letter goes in its place.
    SendInstead(&'static str),
    /// It does not go, and this is why.
    Skip(&'static str),
}

/// Decides about a letter behind `gate`.
pub fn decide(gate: Gate, facts: &Facts, now: NaiveDateTime) -> Verdict {
    let blocked = facts.status == Some(Status::Complained)
        || facts.suppressed.iter().any(|reason| matches!(reason, Reason::Complained | Reason::Blocked));
    match gate {
        Gate::Anybody => Verdict::Send,
        _ if blocked => Verdict::Skip("suppressed"),
        Gate::Newcomer if facts.suppressed.iter().any(|reason| reason.forbids_confirm_letters()) => {
            Verdict::Skip("declined")
        }
        Gate::OnTheList if facts.status.is_none() => Verdict::Skip("not on the list"),
        Gate::Newcomer | Gate::OnTheList if is_capped(&facts.sent, now) => Verdict::Skip("too many"),
        Gate::Newcomer if facts.status.is_some_and(Status::is_on_the_list) => {
            Verdict::SendInstead(ALREADY_WITH_US)
        }
        Gate::Newcomer | Gate::OnTheList => Verdict::Send,
        Gate::Reader if is_reader(facts) => Verdict::Send,
        Gate::Reader => Verdict::Skip("left"),
    }
}

/// A declined confirm letter says nothing about somebody who is on the list.
pub fn forbids_reading(reason: Reason) -> bool {
    reason != Reason::Declined
}

fn is_reader(facts: &Facts) -> bool {
    facts.status.is_some_and(Status::is_on_the_list)
        && !facts.suppressed.iter().any(|reason| forbids_reading(*reason))
}

fn is_capped(sent: &[NaiveDateTime], now: NaiveDateTime) -> bool {
    CAPS.iter().any(|(span, most)| sent.iter().filter(|at| **at > now - *span).count() >= *most)
}

/// The letter that is decided about, as far as the decision needs it.
pub struct Asked<'a> {
    pub id: i64,
    pub gate: Gate,
    pub index: &'a BlindIndex,
    pub subscriber_id: Option<i64>,
}

/// Gathers what is known, and whom the letter is about.
pub fn facts(
    conn: &mut Conn,
    asked: &Asked<'_>,
    now: NaiveDateTime,
) -> QueryResult<(Facts, Option<Subscriber>)> {
    let subscriber = match (asked.gate.is_capped(), asked.subscriber_id) {
        (true, _) => store::find_by_index(conn, asked.index)?,
        (false, Some(id)) => find_subscriber(conn, id)?,
        (false, None) => None,
    };
    let sent = if asked.gate.is_capped() { sent_lately(conn, asked, now)? } else { Vec::new() };
    let suppressed = suppression::find(conn, asked.index, now)?;
    Ok((Facts { status: subscriber.as_ref().map(|s| s.status), suppressed, sent }, subscriber))
}

/// The subscriber behind a row.
pub fn find_subscriber(conn: &mut Conn, id: i64) -> QueryResult<Option<Subscriber>> {
    subscribers::table.find(id).select(Subscriber::as_select()).first(conn).optional()
}

/// What is between the dot and its answer counts as sent, and so does what may have been.
fn sent_lately(conn: &mut Conn, asked: &Asked<'_>, now: NaiveDateTime) -> QueryResult<Vec<NaiveDateTime>> {
    let longest = CAPS.iter().map(|(span, _)| *span).max().unwrap_or_default();
    let times: Vec<(Option<NaiveDateTime>, Option<NaiveDateTime>)> = letters::table
        .filter(letters::recipient_index.eq(asked.index).and(claim_native::is_not_due()))
        .filter(letters::gate.eq(asked.gate))
        .filter(letters::id.ne(asked.id))
        .filter(letters::state.eq_any([State::Sent, State::InData]).or(letters::uncertain))
        .filter(letters::created_at.gt(now - longest * 2))
        .select((letters::sent_at, letters::message_date))
        .load(conn)?;
    Ok(times.into_iter().filter_map(|(sent, tried)| sent.or(tried)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> NaiveDateTime {
        "2026-11-23T12:00:00".parse().unwrap()
    }

    fn facts(status: Option<Status>, suppressed: &[Reason], minutes_ago: &[i64]) -> Facts {
        let sent = minutes_ago.iter().map(|minutes| now() - TimeDelta::minutes(*minutes)).collect();
        Facts { status, suppressed: suppressed.to_vec(), sent }
    }

    #[test]
    fn who_asks_to_join_gets_one_letter_at_a_time_and_only_if_they_may() {
        let check =
            |facts: Facts, expected| assert_eq!(decide(Gate::Newcomer, &facts, now()), expected, "{facts:?}");
        let instead = Verdict::SendInstead(ALREADY_WITH_US);
        let too_many = Verdict::Skip("too many");
        check(facts(None, &[], &[]), Verdict::Send);
        check(facts(Some(Status::Left), &[], &[]), Verdict::Send);
        check(facts(Some(Status::Unreachable), &[Reason::Unreachable], &[]), Verdict::Send);
        check(facts(None, &[Reason::Erased], &[]), Verdict::Send);
        check(facts(Some(Status::Active), &[], &[]), instead);
        check(facts(Some(Status::Paused), &[], &[]), instead);
        check(facts(Some(Status::Complained), &[], &[]), Verdict::Skip("suppressed"));
        check(facts(None, &[Reason::Complained], &[]), Verdict::Skip("suppressed"));
        check(facts(None, &[Reason::Blocked], &[]), Verdict::Skip("suppressed"));
        check(facts(None, &[Reason::Declined], &[]), Verdict::Skip("declined"));
        check(facts(None, &[], &[9]), too_many);
        check(facts(Some(Status::Active), &[], &[9]), too_many);
        check(facts(None, &[], &[10]), Verdict::Send);
        check(facts(None, &[], &[10, 30]), Verdict::Send);
        check(facts(None, &[], &[10, 30, 1439]), too_many);
        check(facts(None, &[], &[10, 30, 1440]), Verdict::Send);
        check(facts(None, &[], &[2000, 4000, 6000, 8000, 10000]), too_many);
    }

    #[test]
    fn a_link_goes_only_to_who_is_known() {
        let check = |facts: Facts, expected| {
            assert_eq!(decide(Gate::OnTheList, &facts, now()), expected, "{facts:?}")
        };
        check(facts(Some(Status::Active), &[], &[]), Verdict::Send);
        check(facts(Some(Status::Active), &[Reason::Declined], &[]), Verdict::Send);
        check(facts(Some(Status::Left), &[], &[]), Verdict::Send);
        check(facts(None, &[], &[]), Verdict::Skip("not on the list"));
        check(facts(Some(Status::Active), &[Reason::Blocked], &[]), Verdict::Skip("suppressed"));
        check(facts(Some(Status::Active), &[], &[3]), Verdict::Skip("too many"));
    }

    #[test]
    fn a_reader_who_left_gets_nothing_more_but_what_always_goes() {
        let check =
            |gate, facts: Facts, expected| assert_eq!(decide(gate, &facts, now()), expected, "{facts:?}");
        check(Gate::Reader, facts(Some(Status::Active), &[], &[]), Verdict::Send);
        check(Gate::Reader, facts(Some(Status::Paused), &[Reason::Declined], &[]), Verdict::Send);
        check(Gate::Reader, facts(Some(Status::Left), &[], &[]), Verdict::Skip("left"));
        check(Gate::Reader, facts(None, &[], &[]), Verdict::Skip("left"));
        check(Gate::Reader, facts(Some(Status::Active), &[Reason::Erased], &[]), Verdict::Skip("left"));
        check(Gate::Anybody, facts(None, &[Reason::Erased], &[1]), Verdict::Send);
    }
}
