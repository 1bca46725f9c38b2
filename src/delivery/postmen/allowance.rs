//! What the owner lets one relay carry: a rate and a day's quota. A postman fetches a few messages' worth at a time, so
//! that not each of them asks the database.

use std::time::{Duration, Instant};

use diesel::QueryResult;

use crate::{
    delivery::{
        outbox::Office,
        relays::pace::{self, Rate},
    },
    mail::{Relay, RelayLimits},
};

use super::bag::Task;

/// How soon a rate, and how soon a day's quota, is asked again that had nothing left.
const SOON: Duration = Duration::from_millis(100);
const LATER: Duration = Duration::from_secs(30);

pub(super) struct Allowance {
    name: String,
    limits: RelayLimits,
    /// Below zero after letters that went without.
    left: i64,
    /// Nothing is to be had before.
    empty_until: Option<Instant>,
}

impl Allowance {
    pub fn new(relay: &Relay) -> Allowance {
        let name = pace::of_relay(&relay.name());
        Allowance { name, limits: relay.limits(), left: 0, empty_until: None }
    }

    /// Spends one message of it. Letters always go, and count.
    pub async fn spend(&mut self, office: &Office, task: &Task) -> bool {
        if self.limits == RelayLimits::default() {
            return true;
        }
        if self.left <= 0 && self.empty_until.is_none_or(|at| at <= Instant::now()) {
            let (n, wait) = self.fetch(office).await.unwrap_or_else(|error| {
                tracing::warn!(%error, "A relay's limits could not be looked up");
                (0, SOON)
            });
            self.left += n;
            self.empty_until = (n == 0).then(|| Instant::now() + wait);
        }
        let may_go = self.left > 0 || matches!(task, Task::Letter(_));
        self.left -= i64::from(may_go);
        may_go
    }

    /// What was spent on a message that does not go now.
    pub fn unspend(&mut self) {
        self.left += 1;
    }

    /// Nobody asks for any of it now.
    pub fn rest(&mut self) {
        self.empty_until = None;
    }

    /// How long to wait for somebody who asked in vain.
    pub fn wait(&self) -> Option<Duration> {
        Some(self.empty_until?.saturating_duration_since(Instant::now()))
    }

    /// A few messages' worth; if there are none, how long to wait.
    async fn fetch(&self, office: &Office) -> QueryResult<(i64, Duration)> {
        let (name, RelayLimits { rate, daily }, now) = (self.name.clone(), self.limits, office.clock.now());
        let fetched = office.db.write(move |conn| {
            let mut n = rate.or(daily).map_or(1, |most| i64::from(most / 100).clamp(1, 50));
            if let Some(rate) = rate {
                n = pace::spend(conn, &name, Rate::per_second(rate), n, now)?;
            }
            if n == 0 {
                return Ok((0, SOON));
            }
            if let Some(daily) = daily {
                n = pace::spend_today(conn, &name, i64::from(daily), n, now)?;
            }
            Ok((n, LATER))
        });
        fetched.await
    }
}
