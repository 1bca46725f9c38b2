//! What holds an issue back, until when, and when it will be done.
//!
//! Facts are read in one place; what follows from them is decided without the database.

mod facts;

use chrono::{NaiveDateTime, NaiveTime, TimeDelta};
use serde::Serialize;

use crate::{
    db::Conn,
    delivery::{Outbox, Progress},
};

use facts::{Carrier, Facts};

/// Why an issue does not go as fast as the postmen could.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Brake {
    /// All sending is held since a restore, until an owner lets it go on.
    Restore,
    /// No mail server can be reached, or each has turned us away: it is tried again by itself.
    Relay,
    /// What may go in a day has gone.
    Today,
    /// What may go in a second goes.
    Rate,
    /// Whoever is left was asked for too early: their servers said "later".
    Retries,
    /// Whoever is left is at providers that take only so many in a while.
    Domains,
    /// Whoever is left was in the hand of a process that died: another one takes them over.
    Takeover,
    /// No process sends.
    Nobody,
}

impl Brake {
    pub fn as_str(self) -> &'static str {
        match self {
            Brake::Restore => "restore",
            Brake::Relay => "relay",
            Brake::Today => "today",
            Brake::Rate => "rate",
            Brake::Retries => "retries",
            Brake::Domains => "domains",
            Brake::Takeover => "takeover",
            Brake::Nobody => "nobody",
        }
    }
}

/// What holds an issue back now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HeldBack {
    pub why: Brake,
    /// When it goes on, if that is known; where it goes on all the time, or waits for somebody, it is not.
    pub until: Option<NaiveDateTime>,
    /// How many messages a day, or a second, may go.
    pub most: Option<i64>,
}

/// How an issue will go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outlook {
    pub held_back: Option<HeldBack>,
    /// When it will be done if all goes well; never earlier than what holds it back allows.
    pub eta: Option<NaiveDateTime>,
}

/// How an issue will go on, by what this process knows of its limits.
pub fn outlook(
    conn: &mut Conn,
    outbox: &Outbox,
    dispatch_id: i64,
    progress: &Progress,
    now: NaiveDateTime,
) -> diesel::QueryResult<Outlook> {
    let facts = Facts::read(conn, &outbox.0, dispatch_id, progress, now)?;
    let held_back = facts.held_back(now);
    Ok(Outlook { held_back, eta: facts.eta(held_back, now) })
}

impl Facts {
    /// What holds it back; of several things the one that lasts longest.
    fn held_back(&self, now: NaiveDateTime) -> Option<HeldBack> {
        if self.is_all_held {
            return Some(HeldBack { why: Brake::Restore, until: None, most: None });
        }
        if !self.is_running || self.waiting == 0 {
            return None;
        }
        let waits = [self.relays_wait(now), self.day_is_over(now), self.all_are_later(now)];
        let longest = waits.into_iter().flatten().max_by_key(|wait| wait.until);
        longest.or_else(|| self.nobody_works(now)).or_else(|| self.rate_is_used())
    }

    /// When it will be done. Nothing is said of an end that nobody knows.
    fn eta(&self, held_back: Option<HeldBack>, now: NaiveDateTime) -> Option<NaiveDateTime> {
        let why = held_back.map(|held| held.why);
        if !self.is_running
            || self.waiting == 0
            || matches!(why, Some(Brake::Restore | Brake::Relay | Brake::Nobody))
        {
            return None;
        }
        let waits = why.is_some_and(|why| why != Brake::Rate);
        let by_speed = lasting(self.waiting, self.per_second);
        if by_speed.is_none() && !waits {
            return None;
        }
        let rate = self.rate().and_then(|rate| lasting(self.waiting, rate as f64));
        let moving = by_speed.max(rate).map(|time| now + time);
        let last_due = self.due.map(|due| due.last_at);
        let earliest = [moving, last_due, self.last_day(now), held_back.and_then(|held| held.until)];
        earliest.into_iter().flatten().max()
    }

    /// No relay takes anything now: each is waited for, or has had its day's worth.
    fn relays_wait(&self, now: NaiveDateTime) -> Option<HeldBack> {
        let waits: Option<Vec<_>> = self.relays.iter().map(|relay| relay.wait(now)).collect();
        let (until, why) = waits?.into_iter().min_by_key(|(until, _)| *until)?;
        let most = match why {
            Brake::Today => Some(self.relays.iter().filter_map(|relay| relay.daily).sum()),
            _ => None,
        };
        Some(HeldBack { why, until: Some(until), most })
    }

    /// The warm-up lets nothing more go today. What is in hand was spent of it, and has not gone.
    fn day_is_over(&self, now: NaiveDateTime) -> Option<HeldBack> {
        let most = *self.warm_up.first()?;
        let is_over = self.due.is_some() && self.n_today - self.n_in_hand >= most;
        is_over.then(|| HeldBack { why: Brake::Today, until: Some(midnight(now, 1)), most: Some(most) })
    }

    /// Nothing is due, and nothing in anybody's hand.
    fn all_are_later(&self, now: NaiveDateTime) -> Option<HeldBack> {
        let due = self.due.filter(|due| self.n_in_hand == 0 && due.first_at > now)?;
        let why = if due.first_attempts > 0 { Brake::Retries } else { Brake::Domains };
        Some(HeldBack { why, until: Some(due.first_at), most: None })
    }

    /// No process sends, or what one had in hand when it died is all that could go now.
    fn nobody_works(&self, now: NaiveDateTime) -> Option<HeldBack> {
        let is_nothing_due = self.due.is_none_or(|due| due.first_at > now);
        let is_all_orphaned = is_nothing_due && self.n_orphaned > 0 && self.n_orphaned == self.n_in_hand;
        let why = match self.is_anybody_at_work {
            false => Brake::Nobody,
            true if is_all_orphaned => Brake::Takeover,
            true => return None,
        };
        Some(HeldBack { why, until: None, most: None })
    }

    /// It goes as fast as the owner lets it.
    fn rate_is_used(&self) -> Option<HeldBack> {
        let rate = self.rate()?;
        let is_used = self.per_second * 4.0 >= rate as f64 * 3.0;
        is_used.then_some(HeldBack { why: Brake::Rate, until: None, most: Some(rate) })
    }

    /// Messages a second, over all relays.
    fn rate(&self) -> Option<i64> {
        let relays: Option<i64> = self.relays.iter().map(|relay| relay.rate).sum();
        [self.a_second, relays].into_iter().flatten().filter(|rate| *rate > 0).min()
    }

    /// The beginning of the day on which the last message may go, if that is not today.
    fn last_day(&self, now: NaiveDateTime) -> Option<NaiveDateTime> {
        let warm_up = |day: usize| {
            let most = self.warm_up.get(day)?;
            Some(if day == 0 { most - self.n_today } else { *most })
        };
        let relays = |day: usize| {
            let left =
                |relay: &Carrier| Some(if day == 0 { relay.daily? - relay.n_today } else { relay.daily? });
            self.relays.iter().map(left).map(|left| left.map(|left| left.max(0))).sum::<Option<i64>>()
        };
        // What is in hand was spent of the warm-up, and is not yet of what its relay may carry.
        let days = days(self.waiting - self.n_in_hand, warm_up).max(days(self.waiting, relays));
        (days > 0).then(|| midnight(now, days))
    }
}

impl Carrier {
    /// Until when it takes nothing, and why; nothing if it takes something now.
    fn wait(&self, now: NaiveDateTime) -> Option<(NaiveDateTime, Brake)> {
        let tired = self.wait_until.filter(|until| *until > now).map(|until| (until, Brake::Relay));
        let full = self.daily.is_some_and(|daily| self.n_today >= daily);
        let full = full.then(|| (midnight(now, 1), Brake::Today));
        tired.into_iter().chain(full).max_by_key(|(until, _)| *until)
    }
}

/// The beginning of the day after so many days.
fn midnight(now: NaiveDateTime, days: usize) -> NaiveDateTime {
    now.date().and_time(NaiveTime::MIN) + TimeDelta::days(i64::try_from(days).unwrap_or(0))
}

/// What so many messages take at a speed, if they come to an end.
fn lasting(waiting: i64, per_second: f64) -> Option<TimeDelta> {
    let seconds = waiting as f64 / per_second;
    if seconds.is_finite() { TimeDelta::try_seconds(seconds.ceil() as i64) } else { None }
}

/// After how many days the last of them goes; a day without a limit takes all.
fn days(mut left: i64, most: impl Fn(usize) -> Option<i64>) -> usize {
    /// Who looks further ahead plans no more.
    const FAR: usize = 1_000;
    for day in 0..FAR {
        match most(day) {
            Some(most) if left > most.max(0) => left -= most.max(0),
            _ => return day,
        }
    }
    FAR
}

#[cfg(test)]
mod tests;
