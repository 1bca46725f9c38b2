//! Which recipients' domains may be written to now. One that says "slow down" is left alone for a while, by all workers;
//! the owner may limit messages a minute and connections for each.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use chrono::{NaiveDateTime, TimeDelta};
use diesel::QueryResult;

use crate::{
    delivery::{
        outbox::Office,
        relays::pace::{self, Rate},
    },
    mail::{Address, Reply},
};

/// When a message may go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Admission {
    Now,
    /// As soon as one that is on its way to the same domain has come there.
    Next,
    /// Not before this time.
    At(NaiveDateTime),
}

/// What a process knows of domains, by their pseudonyms.
#[derive(Default)]
pub(super) struct Domains(Mutex<Known>);

#[derive(Default)]
struct Known {
    slowed: HashMap<String, NaiveDateTime>,
    /// Domains that messages are on their way to.
    busy: HashMap<String, Busy>,
    /// When the next message that found no room may try again.
    next: HashMap<String, NaiveDateTime>,
}

/// What is on its way to one domain.
struct Busy {
    /// How many, by postmen: each is one connection, whatever rides behind what it brings.
    postmen: HashMap<usize, usize>,
    since: Instant,
    n_came: u32,
}

impl Busy {
    fn has_room(&self, postman: usize, most: usize) -> bool {
        self.postmen.contains_key(&postman) || self.postmen.len() < most
    }

    /// How long one message takes, as it goes.
    fn pace(&self) -> Duration {
        self.since.elapsed() / self.n_came.max(1)
    }
}

/// The next try of a message for which there is no place to wait: no sooner than this, and no later, however slow its
/// domain is.
const SOONEST: Duration = Duration::from_millis(1);
const LATEST: Duration = Duration::from_secs(1);

impl Domains {
    /// Forgets what it knew of who must wait, and learns it anew.
    pub fn learn(&self, waiting: Vec<(String, NaiveDateTime)>, now: NaiveDateTime) {
        let mut known = self.known();
        known.slowed = waiting.into_iter().collect();
        known.next.retain(|_, at| *at > now);
    }

    /// Asks for a message to this domain, for one postman; one that is admitted is on its way until [`Domains::left`].
    pub async fn admit(
        &self,
        office: &Office,
        postman: usize,
        key: &str,
        now: NaiveDateTime,
    ) -> QueryResult<Admission> {
        let limits = office.domains;
        if let Some(wait) = self.known().begin(postman, key, limits.connections, now) {
            return Ok(wait);
        }
        if limits.a_minute == 0 {
            return Ok(Admission::Now);
        }
        let rate = Rate::per_minute(limits.a_minute);
        let name = key.to_owned();
        let may = office.db.write(move |conn| pace::spend(conn, &name, rate, 1, now)).await;
        if matches!(may, Ok(1)) {
            return Ok(Admission::Now);
        }
        self.left(postman, key);
        may.map(|_| Admission::At(self.known().queue(key, rate.time_of(1), now)))
    }

    /// Whether this postman may bring one more message to this domain.
    pub fn has_room(&self, office: &Office, postman: usize, key: &str) -> bool {
        let most = office.domains.connections;
        self.known().busy.get(key).is_none_or(|busy| busy.has_room(postman, most))
    }

    /// When a message may try again for which there was neither room nor a place to wait. These times are closer to
    /// each other than the messages go, so that the domain is never without one.
    pub fn later(&self, key: &str, now: NaiveDateTime) -> NaiveDateTime {
        let mut known = self.known();
        let pace = known.busy.get(key).map_or(LATEST, |busy| busy.pace() / 2).clamp(SOONEST, LATEST);
        known.queue(key, TimeDelta::from_std(pace).unwrap_or_default(), now)
    }

    /// A message that this postman brought to this domain is not on its way any more.
    pub fn left(&self, postman: usize, key: &str) {
        let mut known = self.known();
        let Some(busy) = known.busy.get_mut(key) else { return };
        busy.n_came += 1;
        if let Some(n) = busy.postmen.get_mut(&postman) {
            *n -= 1;
            if *n == 0 {
                busy.postmen.remove(&postman);
            }
        }
        if busy.postmen.is_empty() {
            known.busy.remove(key);
        }
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Known {
    /// Sets out to a domain, or says when to try again. Without a limit it is not written down who is on the way.
    fn begin(
        &mut self,
        postman: usize,
        key: &str,
        connections: usize,
        now: NaiveDateTime,
    ) -> Option<Admission> {
        if let Some(until) = self.slowed.get(key).filter(|until| **until > now) {
            return Some(Admission::At(*until));
        }
        if connections > 0 {
            let fresh = || Busy { postmen: HashMap::new(), since: Instant::now(), n_came: 0 };
            let busy = self.busy.entry(key.to_owned()).or_insert_with(fresh);
            if !busy.has_room(postman, connections) {
                return Some(Admission::Next);
            }
            *busy.postmen.entry(postman).or_default() += 1;
        }
        None
    }

    /// The next free moment, one after the other, so that those who find no room do not all come back at once.
    fn queue(&mut self, key: &str, step: TimeDelta, now: NaiveDateTime) -> NaiveDateTime {
        let next = self.next.entry(key.to_owned()).or_insert(now);
        *next = (*next).max(now) + step;
        *next
    }
}

impl Office {
    /// A pseudonym for the domain of an address: what is written down of it tells nobody whose it is.
    pub fn domain_key(&self, address: &Address) -> String {
        let mac = self.vault.mac("domain", &[address.domain().as_bytes()]);
        mac.iter().take(12).fold("domain:".to_owned(), |key, byte| key + &format!("{byte:02x}"))
    }
}

/// Whether a server asks us to come more slowly (RFC 3463, 4.7.x, or its usual codes for it).
pub(super) fn asks_to_slow_down(reply: &Reply) -> bool {
    let is_policy = reply.enhanced.as_deref().is_some_and(|status| status.starts_with("4.7."));
    reply.code == 421 || matches!(reply.code, 450..=452) && is_policy
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn greylisting_and_full_mailboxes_are_no_reason_to_slow_down_but_policy_is() {
        let check = |code, status: &str, expected| {
            assert_eq!(asks_to_slow_down(&Reply::ours(code, status, "")), expected, "{code} {status}");
        };
        check(421, "4.7.0", true);
        check(421, "4.3.2", true);
        check(450, "4.7.1", true);
        check(451, "4.7.650", true);
        check(452, "4.7.28", true);
        check(450, "4.2.0", false);
        check(452, "4.2.2", false);
        check(550, "5.7.1", false);
    }

    #[test]
    fn what_rides_behind_a_message_takes_no_room() {
        let busy = Busy { postmen: HashMap::from([(1, 1), (2, 2)]), since: Instant::now(), n_came: 0 };
        assert!(busy.has_room(1, 2) && busy.has_room(2, 2) && !busy.has_room(3, 2) && busy.has_room(3, 3));
    }

    #[test]
    fn those_who_find_no_room_come_back_one_after_the_other() {
        let now: NaiveDateTime = "2026-11-23T12:00:00".parse().unwrap();
        let mut known = Known::default();
        let step = TimeDelta::seconds(2);
        let times: Vec<_> = (0..3).map(|_| known.queue("a", step, now)).collect();
        assert_eq!(times, [1, 2, 3].map(|n| now + step * n));
        assert_eq!(known.queue("b", step, now), now + step);
    }
}
