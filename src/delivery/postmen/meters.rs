//! What postmen count, for Prometheus. Each counter is registered once, since a message must not pay for looking up labels.

use std::{
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use metrics::{Counter, Histogram, counter, histogram};

use crate::{
    mail::Fate,
    telemetry::metrics::{ATTEMPTS, CONNECTIONS, LEASES_LOST, RATE_WAIT, SMTP_SECONDS},
};

/// What is counted of one relay, and of the messages that went through it.
#[derive(Clone)]
pub(super) struct Meters {
    pub letters: Fates,
    pub issues: Fates,
    /// From a message's content to its answer.
    pub seconds: Histogram,
    pub opened: Counter,
    pub not_opened: Counter,
    pub rate_wait: Histogram,
    pub leases_lost: Counter,
}

impl Meters {
    pub fn of(relay: &str) -> Meters {
        let connections =
            |outcome: &'static str| counter!(CONNECTIONS, "relay" => relay.to_owned(), "outcome" => outcome);
        Meters {
            letters: Fates::of("letter"),
            issues: Fates::of("issue"),
            seconds: histogram!(SMTP_SECONDS, "relay" => relay.to_owned()),
            opened: connections("open"),
            not_opened: connections("failed"),
            rate_wait: histogram!(RATE_WAIT, "limit" => "relay"),
            leases_lost: counter!(LEASES_LOST),
        }
    }
}

/// How tries of one kind of message ended.
#[derive(Clone)]
pub(super) struct Fates {
    accepted: Counter,
    permanent: Counter,
    transient: Counter,
    our_fault: Counter,
    unreachable: Counter,
    broken: Counter,
    uncertain: Counter,
    not_sent: Counter,
}

impl Fates {
    fn of(kind: &'static str) -> Fates {
        let fate = |fate: &'static str| counter!(ATTEMPTS, "kind" => kind, "fate" => fate);
        Fates {
            accepted: fate("accepted"),
            permanent: fate("permanent"),
            transient: fate("transient"),
            our_fault: fate("our_fault"),
            unreachable: fate("unreachable"),
            broken: fate("broken"),
            uncertain: fate("uncertain"),
            not_sent: fate("not_sent"),
        }
    }

    /// One more try ended.
    pub fn count(&self, fate: &Fate) {
        let counter = match fate {
            Fate::Accepted(_) => &self.accepted,
            Fate::Permanent(_) => &self.permanent,
            Fate::Transient(_) => &self.transient,
            Fate::OurFault(_) => &self.our_fault,
            Fate::Unreachable(_) => &self.unreachable,
            Fate::Broken(_) => &self.broken,
            Fate::Uncertain(_) => &self.uncertain,
            Fate::NotSent => &self.not_sent,
        };
        counter.increment(1);
    }
}

/// How long the owner's limits on all messages, and those on one domain, kept messages waiting.
pub(super) struct RateWaits {
    all: Histogram,
    domain: Histogram,
    /// Since when the limit on all messages lets none go.
    since: Mutex<Option<Instant>>,
}

impl Default for RateWaits {
    fn default() -> RateWaits {
        let limit = |limit: &'static str| histogram!(RATE_WAIT, "limit" => limit);
        RateWaits { all: limit("all"), domain: limit("domain"), since: Mutex::default() }
    }
}

impl RateWaits {
    /// The limit on all messages lets none go now.
    pub fn begin(&self) {
        self.since.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert_with(Instant::now);
    }

    /// It lets some go, or nothing waits for it.
    pub fn end(&self) {
        if let Some(since) = self.since.lock().unwrap_or_else(PoisonError::into_inner).take() {
            self.all.record(since.elapsed());
        }
    }

    /// A message to a domain may go after this time.
    pub fn domain(&self, wait: Duration) {
        self.domain.record(wait);
    }
}
