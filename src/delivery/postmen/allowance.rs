//! What the owner lets one relay carry: a rate and a day's quota. A postman fetches a few messages' worth at a time, so
//! that not each of them asks the database.

use diesel::QueryResult;

use crate::{
    delivery::{
        outbox::Office,
        pace::{self, Rate},
    },
    mail::{Relay, RelayLimits},
};

use super::bag::Task;

pub(super) struct Allowance {
    name: String,
    limits: RelayLimits,
    left: i64,
}

impl Allowance {
    pub fn new(relay: &Relay) -> Allowance {
        Allowance { name: format!("relay:{}", relay.name()), limits: relay.limits(), left: 0 }
    }

    /// Spends one message of it. Letters always go, and count.
    pub fn spend(&mut self, office: &Office, task: &Task) -> bool {
        if self.limits == RelayLimits::default() {
            return true;
        }
        if self.left <= 0 {
            self.left = self.fetch(office).unwrap_or_else(|error| {
                tracing::warn!(%error, "A relay's limits could not be looked up");
                0
            });
        }
        let may_go = self.left > 0 || matches!(task, Task::Letter(_));
        self.left -= i64::from(may_go);
        may_go
    }

    /// Whether the relay may carry no more for the moment.
    pub fn is_spent(&self) -> bool {
        self.left <= 0 && self.limits != RelayLimits::default()
    }

    fn fetch(&self, office: &Office) -> QueryResult<i64> {
        let (name, RelayLimits { rate, daily }, now) = (self.name.clone(), self.limits, office.clock.now());
        office.db.write_blocking(move |conn| {
            let mut n = rate.or(daily).map_or(1, |most| i64::from(most / 100).clamp(1, 50));
            if let Some(rate) = rate {
                n = pace::spend(conn, &name, Rate::per_second(rate), n, now)?;
            }
            if let Some(daily) = daily {
                n = pace::spend_today(conn, &name, i64::from(daily), n, now)?;
            }
            Ok(n)
        })
    }
}
