//! How often one network may ask for something that costs somebody a mail.

use std::{
    net::IpAddr,
    num::NonZeroU32,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

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
pub struct Limit(Arc<Counts>);

struct Counts {
    peers: RateLimiter<IpAddr, DashMapStateStore<IpAddr>, Ticks, NoOpMiddleware<Nanos>>,
    counted: AtomicUsize,
}

/// After so many counts, peers that have not asked for long are forgotten.
const ROUND: usize = 1_000;

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
        let peers = RateLimiter::dashmap_with_clock(quota, Ticks(clock.clone()));
        Limit(Arc::new(Counts { peers, counted: AtomicUsize::default() }))
    }

    /// Counts one. A loopback peer is exempt: it is this machine, unless a trusted proxy stands there.
    pub fn count(&self, peer: Peer) -> Result<(), Limited> {
        if peer.is_exempt() {
            return Ok(());
        }
        if self.0.counted.fetch_add(1, Ordering::Relaxed) % ROUND == ROUND - 1 {
            self.0.peers.retain_recent();
        }
        self.0.peers.check_key(&household(peer.ip)).map_err(|not_yet| {
            let wait = not_yet.wait_time_from(self.0.peers.clock().now());
            Limited { retry_after_s: wait.as_secs().max(1) }
        })
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

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    #[test]
    fn peers_that_have_not_asked_for_long_are_forgotten() {
        let clock = Clock::manual("2026-11-23T12:00:00".parse().unwrap());
        let limit = Limit::per_hour(30, &clock);
        for n in 0..3_000_u32 {
            let peer = Peer::at(std::net::Ipv4Addr::from(0xC633_0000 + n).into());
            assert!(limit.count(peer).is_ok());
            clock.advance(TimeDelta::minutes(1));
        }
        assert!(limit.0.peers.len() <= ROUND + 120, "{}", limit.0.peers.len());
    }
}
