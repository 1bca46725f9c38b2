//! One postman: takes what is in the bag and brings it, message after message, over a connection of their own.
//!
//! ```text
//! take ── make ── offer ──▶ [ write down how the last one ended, and that this one goes ] ── hand over ──┐
//!                  ▲                    one transaction                (the next one's offer rides along) │
//!                  └───────────────────────────────────── hear ◀──────────────────────────────────────────┘
//! ```
//!
//! So at most one message of a connection is between its content and its settled row, whatever crashes. Without
//! PIPELINING no offer rides along: how a message ended is written down first, and the next one asks by itself.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use diesel::QueryResult;
use tokio::time::sleep;

use crate::{
    delivery::{
        outbox::Office,
        relays::relay::Trouble,
        steps::{fence::Fence, settle::Talk},
    },
    mail::{Fate, Ridden},
};

use super::{
    IDLE,
    allowance::Allowance,
    bag::Bag,
    entries::{Ended, Entry, Written},
    line::Line,
    parcels::{Made, Ready, Unmade},
    register::Register,
};

/// How often a postman who is to stop asks a database that does not take what must be written.
const LAST_TRIES: u32 = 3;
/// How long the answers to an offer that rode along are waited for before it is written down how the message ended
/// along with which it went.
const SOON: Duration = Duration::from_millis(100);
/// How long a database that takes nothing is left alone, and how often a postman who waits for a server looks up.
const BREATH: Duration = Duration::from_secs(1);

/// What the postmen of a process share.
pub(super) struct Crew {
    pub office: Arc<Office>,
    pub bag: Arc<Bag>,
    pub register: Register,
    pub stop: Arc<AtomicBool>,
}

pub(super) struct Postman {
    pub(super) crew: Arc<Crew>,
    /// Among those of this process.
    pub(super) number: usize,
    pub(super) relay: Arc<super::Route>,
    pub(super) allowance: Allowance,
    line: Line,
    /// How messages ended, not yet written down.
    ended: Vec<Ended>,
    /// Accepted by the server, and waited for.
    offered: Option<Ready>,
    /// Its offer rode along with the last message, and is to be heard of.
    riding: Option<Ready>,
    /// Made, and to be offered next.
    next: Option<Ready>,
}

impl Postman {
    pub fn new(crew: Arc<Crew>, number: usize, relay: Arc<super::Route>) -> Postman {
        let allowance = Allowance::new(&relay.relay);
        let (line, ended) = (Line::default(), Vec::new());
        let (offered, riding, next) = (None, None, None);
        Postman { crew, number, relay, allowance, line, ended, offered, riding, next }
    }

    pub fn is_stopped(&self) -> bool {
        self.crew.stop.load(Ordering::Relaxed)
    }

    /// How long there is nothing to do for them unless the bag is filled.
    pub fn leisure(&self) -> Duration {
        self.allowance.wait().map_or(IDLE, |wait| wait.min(IDLE))
    }

    /// Hangs up.
    pub async fn hang_up(&mut self) {
        self.line.hang_up().await;
    }

    /// Brings what is there, as far as it may go now. False if there was nothing. Nothing is in hand afterwards.
    pub async fn work(&mut self) -> anyhow::Result<bool> {
        let mut worked = false;
        while !self.is_stopped() || self.is_busy() {
            if !self.step().await? {
                break;
            }
            worked = true;
        }
        Ok(worked)
    }

    fn is_busy(&self) -> bool {
        let in_hand = [&self.offered, &self.riding, &self.next];
        !self.ended.is_empty() || in_hand.iter().any(|ready| ready.is_some())
    }

    /// One step further. False if there was nothing to do.
    async fn step(&mut self) -> anyhow::Result<bool> {
        if let Some(ready) = self.riding.take() {
            self.hear(ready).await?;
            return Ok(true);
        }
        if let Some(ready) = self.offered.take() {
            self.bring(ready).await?;
            return Ok(true);
        }
        if !self.ended.is_empty() {
            self.write_down(None).await?;
            return Ok(true);
        }
        if self.is_stopped() {
            return Ok(self.give_back());
        }
        let made = self.next.take();
        let Some(ready) = (if made.is_some() { made } else { self.make_next().await }) else {
            return Ok(!self.ended.is_empty());
        };
        match self.line.offer(&self.relay, ready.offer()).await {
            Ok(()) => self.offered = Some(ready),
            Err(fate) => self.ended_by(ready, fate),
        }
        Ok(true)
    }

    /// Hears of the offer that rode along. A server that takes its time with it keeps nobody from knowing how the
    /// message before it ended.
    async fn hear(&mut self, next: Ready) -> anyhow::Result<()> {
        let mut ridden = self.line.hear(next.offer(), SOON).await;
        if matches!(ridden, Ridden::Late) {
            self.write_down(None).await?;
        }
        while matches!(ridden, Ridden::Late) && !self.is_stopped() {
            ridden = self.line.hear(next.offer(), BREATH).await;
        }
        if matches!(ridden, Ridden::Late) {
            self.line.withdraw();
        }
        match ridden {
            Ridden::Answered(Ok(())) => self.offered = Some(next),
            Ridden::Answered(Err(fate)) => self.ended_by(next, fate),
            Ridden::Late | Ridden::Unheard => self.next = Some(next),
        }
        Ok(())
    }

    /// Asks the fence, and hands over what was offered, with the next one's offer.
    async fn bring(&mut self, ready: Ready) -> anyhow::Result<()> {
        let fence = self.write_down(Some(&ready)).await?.fence;
        if fence != Some(Fence::Holds) {
            self.line.withdraw();
            self.crew.bag.domains.left(self.number, &ready.domain);
            self.ended.extend(ready.held_back(fence, self.crew.office.clock.now()));
            return Ok(());
        }
        let (next, (ready, content)) = (self.next.take(), ready.into_content());
        let handed =
            self.line.hand_over(&self.relay, ready.offer(), content, next.as_ref().map(Ready::offer)).await;
        self.ended_by(ready, handed.fate);
        let place = if handed.rides { &mut self.riding } else { &mut self.next };
        *place = next;
        Ok(())
    }

    /// Takes the next thing and makes its message. What can't be made, or doesn't go, is noted as ended.
    async fn make_next(&mut self) -> Option<Ready> {
        while self.is_relay_ready() {
            let Some(task) = self.crew.bag.take(self.number) else {
                self.allowance.rest();
                return None;
            };
            if !self.allowance.spend(&self.crew.office, &task).await {
                self.crew.bag.put_back(task);
                return None;
            }
            match self.make(task).await {
                Ok(Made::Ready(mut ready)) => {
                    ready.had_failed = self.crew.bag.health(&self.relay.name.name).failures > 0;
                    return Some(*ready);
                }
                Ok(Made::Parked) => self.allowance.unspend(),
                Ok(Made::Ended(ended)) => {
                    self.allowance.unspend();
                    self.ended.push(*ended);
                }
                Err(Unmade { task, error }) => {
                    tracing::warn!(%error, "A message could not be looked up");
                    self.allowance.unspend();
                    self.crew.bag.put_back(task);
                    return None;
                }
            }
            // Few at a time, so that none waits long to be written down.
            if self.ended.len() >= 16 {
                return None;
            }
        }
        None
    }

    fn is_relay_ready(&self) -> bool {
        self.crew.bag.health(&self.relay.name.name).is_ready(self.crew.office.clock.now())
    }

    /// What it has made and not begun goes back to the bag's end. True if there was something.
    fn give_back(&mut self) -> bool {
        let Some(ready) = self.next.take() else { return false };
        self.crew.bag.domains.left(self.number, &ready.domain);
        self.ended.extend(ready.held_back(Some(Fence::NotNow), self.crew.office.clock.now()));
        true
    }

    fn ended_by(&mut self, ready: Ready, fate: Fate) {
        self.crew.bag.domains.left(self.number, &ready.domain);
        let trouble = match &fate {
            Fate::OurFault(_) => Some(Trouble::Refused),
            Fate::Unreachable(_) if self.line.could_not_connect() => Some(Trouble::NoConnection),
            Fate::Unreachable(_) => Some(Trouble::Broken),
            // Whose message breaks one connection after the other is not waited for by anybody else.
            Fate::Broken(_) if ready.is_first_try() => Some(Trouble::Broken),
            _ => None,
        };
        tell(&fate);
        ready.fates(&self.relay.meters).count(&fate);
        let talk = Talk { relay: Arc::clone(&self.relay.name), fate, trouble, had_failed: ready.had_failed };
        self.ended.push(ready.ended(talk, self.crew.office.when_uncertain, self.crew.office.clock.now()));
    }

    /// Writes down what ended, and asks whether `passing` may go; the next message is made while the disk is busy with
    /// that. A database that is locked, full or away is asked again and again, and nothing else is sent meanwhile. Told
    /// to stop, a postman gives up soon: whoever takes a row over, still `in_data`, knows that it is uncertain.
    async fn write_down(&mut self, passing: Option<&Ready>) -> QueryResult<Written> {
        let entry =
            Arc::new(Entry { ended: std::mem::take(&mut self.ended), passing: passing.map(Ready::asked) });
        let mut last_tries = LAST_TRIES;
        let written = loop {
            let asked = self.crew.register.ask(Arc::clone(&entry), self.crew.office.clock.now());
            if passing.is_some() && self.next.is_none() && !self.is_stopped() {
                self.next = self.make_next().await;
            }
            match self.crew.register.hear(asked).await {
                Err(error) if last_tries > 0 => {
                    tracing::warn!(%error, "Messages could not be settled yet");
                    last_tries -= u32::from(self.is_stopped());
                    sleep(BREATH).await;
                }
                written => break written?,
            }
        };
        let troubled = entry.ended.iter().any(Ended::changes_more_than_its_row);
        self.crew.bag.halt(&written.halted);
        if troubled && let Err(error) = self.crew.bag.aside(Bag::look).await {
            tracing::warn!(%error, "A postman could not look");
        }
        if written.n_lost > 0 {
            self.relay.meters.leases_lost.increment(written.n_lost as u64);
            tracing::warn!("A message was settled by somebody else: this worker was taken for dead");
        }
        Ok(written)
    }
}

fn tell(fate: &Fate) {
    match fate {
        Fate::Unreachable(why) | Fate::Broken(why) | Fate::Uncertain(why) => {
            tracing::warn!(why, "The connection was lost")
        }
        Fate::OurFault(reply) => tracing::error!(%reply, "The mail server takes nothing from us"),
        _ => (),
    }
}
