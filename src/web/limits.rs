//! How often one network may ask for something that costs somebody a mail.

use std::{net::IpAddr, num::NonZeroU32, sync::Arc, time::Duration};

use governor::{
    Quota, RateLimiter, clock::Clock as _, middleware::NoOpMiddleware, nanos::Nanos,
    state::keyed::DashMapStateStore,
};

use crate::{
    clock::Clock,
    web::{Failure, Peer},
};

/// So many an hour from each peer. An IPv6 peer is its /64, which is one household.
#[derive(Clone)]
pub struct Limit(Arc<RateLimiter<IpAddr, DashMapStateStore<IpAddr>, Ticks, NoOpMiddleware<Nanos>>>);

/// The limit is reached, and when to come back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limited {
    pub retry_after_s: u64,
}

impl From<Limited> for Failure {
    fn from(limited: Limited) -> Failure {
        Failure::TooMany { retry_after_s: limited.retry_after_s }
    }
}

impl Limit {
    /// A limit of its own; `per_hour` may come at once.
    pub fn per_hour(per_hour: u32, clock: &Clock) -> Limit {
        let quota = Quota::per_hour(NonZeroU32::new(per_hour).unwrap_or(NonZeroU32::MIN));
        Limit(Arc::new(RateLimiter::dashmap_with_clock(quota, Ticks(clock.clone()))))
    }

    /// Counts one. A loopback peer is exempt: it is this machine, unless a trusted proxy stands there.
    pub fn count(&self, peer: Peer) -> Result<(), Limited> {
        if peer.is_loopback() {
            return Ok(());
        }
        self.0.check_key(&household(peer.ip)).map_err(|not_yet| {
            let wait = not_yet.wait_time_from(self.0.clock().now());
            Limited { retry_after_s: wait.as_secs().max(1) }
        })
    }

    /// Forgets peers that have not asked for long.
    pub fn forget_idle(&self) {
        self.0.retain_recent();
    }
}

fn household(ip: IpAddr) -> IpAddr {
    match ip {
        IpAddr::V4(_) => ip,
        IpAddr::V6(v6) => IpAddr::V6((u128::from(v6) & (u128::MAX << 64)).into()),
    }
}

/// Our clock, as the limiter reads time.
#[derive(Clone)]
struct Ticks(Clock);

impl governor::clock::Clock for Ticks {
    type Instant = Nanos;

    fn now(&self) -> Nanos {
        let micros = u64::try_from(self.0.now().and_utc().timestamp_micros()).unwrap_or(0);
        Nanos::from(Duration::from_micros(micros))
    }
}
