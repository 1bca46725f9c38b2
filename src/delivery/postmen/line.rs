//! The connection that a postman has to a relay.

use std::{
    panic::AssertUnwindSafe,
    time::{Duration, Instant},
};

use futures_util::FutureExt;

use crate::mail::{Connection, Content, Fate, HandedOver, Offer, Ridden};

use super::Route;

/// A connection, kept while it lives.
#[derive(Default)]
pub(super) struct Line {
    open: Option<Connection>,
    /// Whether the last offer failed for want of a connection.
    could_not_connect: bool,
}

impl Line {
    /// Offers a message. A connection that was used before may have been closed since; a fresh one gets its chance.
    pub async fn offer(&mut self, route: &Route, offer: Offer<'_>) -> Result<(), Fate> {
        loop {
            let is_fresh = self.open.is_none();
            let mut line = match self.open.take() {
                Some(line) => line,
                None => connect(route).await.inspect_err(|_| self.could_not_connect = true)?,
            };
            self.could_not_connect = false;
            let offered = AssertUnwindSafe(line.offer(offer))
                .catch_unwind()
                .await
                .unwrap_or_else(|_| Err(Fate::Unreachable("the postman stumbled".to_owned())));
            let is_broken = matches!(offered, Err(Fate::Unreachable(_) | Fate::Broken(_)));
            if !is_broken && line.is_alive() {
                self.open = Some(line);
            }
            if is_broken && !is_fresh {
                continue;
            }
            return offered;
        }
    }

    /// Hands over what was offered.
    pub async fn hand_over(
        &mut self,
        route: &Route,
        offered: Offer<'_>,
        content: Content,
        next: Option<Offer<'_>>,
    ) -> HandedOver {
        self.could_not_connect = false;
        let Some(mut line) = self.open.take() else {
            return HandedOver { fate: Fate::Unreachable("there is no connection".to_owned()), rides: false };
        };
        let began = Instant::now();
        let handed = AssertUnwindSafe(line.hand_over(offered, content, next)).catch_unwind().await;
        route.meters.seconds.record(began.elapsed());
        match handed {
            Ok(handed) => {
                if line.is_alive() {
                    self.open = Some(line);
                }
                handed
            }
            Err(_) => HandedOver { fate: Fate::Uncertain("the postman stumbled".to_owned()), rides: false },
        }
    }

    /// Hears what became of the offer that rode along.
    pub async fn hear(&mut self, next: Offer<'_>, patience: Duration) -> Ridden {
        let Some(mut line) = self.open.take() else { return Ridden::Unheard };
        let heard = AssertUnwindSafe(line.hear(next, patience)).catch_unwind().await;
        if heard.is_ok() && line.is_alive() {
            self.open = Some(line);
        }
        heard.unwrap_or(Ridden::Unheard)
    }

    /// Takes back what was offered.
    pub fn withdraw(&mut self) {
        if let Some(line) = &mut self.open {
            line.withdraw();
            if !line.is_alive() {
                self.open = None;
            }
        }
    }

    /// Whether the last offer failed because no connection could be opened.
    pub fn could_not_connect(&self) -> bool {
        self.could_not_connect
    }

    pub async fn hang_up(&mut self) {
        if let Some(line) = self.open.take() {
            line.close().await;
        }
    }
}

async fn connect(route: &Route) -> Result<Connection, Fate> {
    let opened = route.relay.connect().await;
    let counter = if opened.is_ok() { &route.meters.opened } else { &route.meters.not_opened };
    counter.increment(1);
    opened
}
