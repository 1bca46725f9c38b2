//! One message after the other over an open connection. Where the server offers PIPELINING (RFC 2920), MAIL, RCPT and
//! DATA leave as one group, and the next message's group rides behind the final dot of the one before it: one round
//! trip for each message.
//!
//! ```text
//! idle ── offer ──▶ offered (RCPT accepted; with PIPELINING, 354 was said) ── hand over ──▶ idle | riding (the next)
//! riding ── hear ──▶ offered | idle (refused)
//! offered ── withdraw ──▶ idle (by RSET), or dead: behind 354 only hanging up takes a message back
//! ```

use std::time::Duration;

use lettre::transport::smtp::{
    commands::{Data, Mail, Quit, Rcpt, Rset},
    extension::{MailBodyParameter, MailParameter},
    response::{Response, Severity},
};
use tokio::time::Instant;

use super::{
    capabilities::Capabilities,
    stop::Stop,
    wire::{Broken, Unwritten, Wire},
};
use crate::mail::{Content, Envelope, Offer, Phase, Reply, Timeouts};

/// How long a server may take to say goodbye, or to tell why it hung up.
const LAST_WORDS: Duration = Duration::from_secs(1);

/// How long it is taken for granted that a server still waits.
const PATIENCE: Duration = Duration::from_secs(1);

/// The size of a message that is never sent, in bytes: about that of an issue.
const TRIED_SIZE: usize = 50_000;

/// How far the transaction is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Idle,
    /// The recipient was accepted; DATA was not said.
    Rcpt,
    /// The server waits for the message.
    Data,
}

/// A group that is on its way, and what was heard of it.
struct Group {
    /// Since when the next answer is waited for.
    since: Instant,
    n_heard: usize,
    has_recipient: bool,
    /// The first refusal, which counts.
    refused: Option<Stop>,
}

/// An open connection. As soon as its state is in doubt it is dead, so an answer that comes late can never be taken
/// for the answer to the next message.
pub(super) struct Session {
    wire: Wire,
    capabilities: Capabilities,
    timeouts: Timeouts,
    stage: Stage,
    /// MAIL, RCPT and DATA were said, and not all answers heard.
    riding: Option<Group>,
    alive: bool,
    /// A transaction was begun and left: the next one begins with RSET.
    unfinished: bool,
    offered: usize,
    /// When it last was.
    offered_at: Instant,
}

impl Session {
    pub(super) fn new(wire: Wire, capabilities: Capabilities, timeouts: Timeouts) -> Session {
        let stage = Stage::Idle;
        let offered_at = Instant::now();
        Session {
            wire,
            capabilities,
            timeouts,
            stage,
            riding: None,
            alive: true,
            unfinished: false,
            offered: 0,
            offered_at,
        }
    }

    pub(super) fn is_alive(&self) -> bool {
        self.alive
    }

    /// How many messages it was offered. One that has carried messages may have been closed since.
    pub(super) fn n_offered(&self) -> usize {
        self.offered
    }

    /// Asks the server to take a message: on success it waits for the content.
    pub(super) async fn offer(&mut self, offer: Offer<'_>) -> Result<(), Stop> {
        if !self.alive || self.stage != Stage::Idle || self.riding.is_some() || self.wire.holds_more() {
            self.alive = false;
            return Err(closed());
        }
        let mail = self.mail(offer)?;
        (self.offered, self.offered_at) = (self.offered + 1, Instant::now());
        match self.capabilities.pipelining {
            true => self.offer_as_group(offer, mail).await,
            false => self.offer_step_by_step(offer, mail).await,
        }
    }

    /// Asks whether the server takes mail from the sender of an envelope, and takes the question back. Its answer.
    pub(super) async fn try_sender(&mut self, envelope: &Envelope) -> Result<Response, Stop> {
        let mail = self.mail(Offer { envelope, size: TRIED_SIZE, is_ascii: true })?;
        let answer = self.ask(Phase::Mail, Severity::PositiveCompletion, mail).await?;
        self.ask(Phase::Mail, Severity::PositiveCompletion, Rset).await?;
        Ok(answer)
    }

    /// Hands over the message that was offered, and offers the next one along with it, if the server knows how to hear
    /// that. How the first one ended, and whether the other is to be heard of.
    pub(super) async fn hand_over(
        &mut self,
        content: Content,
        next: Option<Offer<'_>>,
    ) -> (Result<Response, Stop>, bool) {
        if let Err(stop) = self.come_to_data().await {
            return (Err(stop), false);
        }
        self.stage = Stage::Idle;
        let riding = next.filter(|_| self.capabilities.pipelining && !self.wire.holds_more());
        let group = riding.and_then(|next| Some(group(next, self.mail(next).ok()?)));
        let mut bytes = content.into_finished();
        let length = bytes.len();
        if let Some(group) = &group {
            bytes.extend_from_slice(group.as_bytes());
            (self.offered, self.offered_at) = (self.offered + 1, Instant::now());
        }
        let taken = self.send(&bytes, length).await;
        let rides = group.is_some() && self.alive;
        self.riding = rides.then(Group::new);
        (taken, rides)
    }

    /// Hears what became of the message that was offered along with another one's content. Nothing if an answer is
    /// still to come after `patience`: then it can be heard later.
    pub(super) async fn hear(&mut self, patience: Duration) -> Option<Result<(), Stop>> {
        match self.riding.take() {
            Some(group) => self.hear_of_group(group, Some(Instant::now() + patience)).await,
            None => Some(Err(closed())),
        }
    }

    /// Takes back what was offered.
    pub(super) fn withdraw(&mut self) {
        if self.riding.take().is_some() {
            self.alive = false;
        }
        match self.stage {
            Stage::Idle => (),
            Stage::Rcpt => self.unfinished = true,
            Stage::Data => self.alive = false,
        }
        self.stage = Stage::Idle;
    }

    /// Says goodbye, where that would not be taken for something else. Nothing is sent any more.
    pub(super) async fn close(&mut self) {
        if std::mem::take(&mut self.alive) && self.stage != Stage::Data && self.riding.is_none() {
            // The server may be gone already: then there is nobody to say goodbye to.
            let _ = self.wire.command(Quit, LAST_WORDS).await;
        }
    }

    async fn offer_as_group(&mut self, offer: Offer<'_>, mail: Mail) -> Result<(), Stop> {
        let reset = std::mem::take(&mut self.unfinished);
        let opening = if reset { Rset.to_string() } else { String::new() };
        let group = opening + &group(offer, mail);
        if let Err(unwritten) = self.wire.write(group.as_bytes(), self.timeouts.command).await {
            self.alive = false;
            return Err(Stop::Broke(Phase::Mail, unwritten.broken));
        }
        if reset {
            self.answer(Phase::Mail, Severity::PositiveCompletion)
                .await
                .inspect_err(|_| self.alive = false)?;
        }
        self.hear_of_group(Group::new(), None).await.unwrap_or_else(|| Err(closed()))
    }

    /// The answers to MAIL, RCPT and DATA. All are heard, so that none is left for somebody else.
    /// Nothing if one is still to come at `until`.
    async fn hear_of_group(&mut self, mut group: Group, until: Option<Instant>) -> Option<Result<(), Stop>> {
        loop {
            let phase = match group.n_heard {
                0 => Phase::Mail,
                1 => Phase::Rcpt,
                _ => Phase::Data,
            };
            if let Some(until) = until
                && !self.wire.has_answer_by(until).await
            {
                if group.since.elapsed() < self.limit(phase) {
                    self.riding = Some(group);
                    return None;
                }
                self.alive = false;
                let late = Stop::Broke(phase, Broken("no answer in time".to_owned()));
                return Some(Err(group.refused.unwrap_or(late)));
            }
            if phase == Phase::Data {
                return Some(self.hear_of_data(group).await);
            }
            (group.n_heard, group.since) = (group.n_heard + 1, Instant::now());
            match self.answer(phase, Severity::PositiveCompletion).await {
                Ok(_) => group.has_recipient = phase == Phase::Rcpt,
                Err(stop) if !self.alive => return Some(Err(group.refused.unwrap_or(stop))),
                Err(stop) => drop(group.refused.get_or_insert(stop)),
            }
        }
    }

    async fn hear_of_data(&mut self, group: Group) -> Result<(), Stop> {
        let Group { has_recipient, refused, .. } = group;
        match (self.answer(Phase::Data, Severity::PositiveIntermediate).await, refused) {
            (Ok(_), None) => {
                self.stage = Stage::Data;
                Ok(())
            }
            // It waits for a message that has no recipient: a dot alone is none (RFC 2920, 3.1). Where there might be a
            // recipient after all, an empty message might reach them.
            (Ok(_), Some(stop)) => {
                self.unfinished = true;
                self.alive =
                    !has_recipient && self.wire.command(".\r\n", self.timeouts.command).await.is_ok();
                Err(stop)
            }
            (Err(stop), refused) => {
                self.unfinished = true;
                Err(refused.unwrap_or(stop))
            }
        }
    }

    async fn offer_step_by_step(&mut self, offer: Offer<'_>, mail: Mail) -> Result<(), Stop> {
        if std::mem::take(&mut self.unfinished) {
            self.ask(Phase::Mail, Severity::PositiveCompletion, Rset)
                .await
                .inspect_err(|_| self.alive = false)?;
        }
        self.unfinished = true;
        self.ask(Phase::Mail, Severity::PositiveCompletion, mail).await?;
        self.ask(Phase::Rcpt, Severity::PositiveCompletion, rcpt(offer)).await?;
        self.unfinished = false;
        self.stage = Stage::Rcpt;
        Ok(())
    }

    /// Without PIPELINING, DATA is said only when the message is to go.
    async fn come_to_data(&mut self) -> Result<(), Stop> {
        // A server that was kept waiting may have given up. What is written to it then would be lost, and we would not
        // know.
        if self.offered_at.elapsed() > PATIENCE && !self.wire.is_quiet().await {
            self.alive = false;
        }
        match self.stage {
            Stage::Data if self.alive => Ok(()),
            Stage::Rcpt if self.alive => {
                self.stage = Stage::Idle;
                let asked = self.ask(Phase::Data, Severity::PositiveIntermediate, Data).await;
                self.unfinished = asked.is_err();
                asked.map(drop)
            }
            _ => Err(closed()),
        }
    }

    /// Writes a message of `length` bytes and whatever rides behind it, and hears whether it was taken.
    async fn send(&mut self, bytes: &[u8], length: usize) -> Result<Response, Stop> {
        match self.wire.write(bytes, self.timeouts.body).await {
            Ok(()) => self.answer(Phase::AfterDot, Severity::PositiveCompletion).await,
            Err(Unwritten { written, broken }) if written < length => Err(self.why_it_hung_up(broken).await),
            // The final dot may have left us.
            Err(Unwritten { broken, .. }) => {
                self.alive = false;
                Err(Stop::Broke(Phase::AfterDot, broken))
            }
        }
    }

    async fn ask(
        &mut self,
        phase: Phase,
        wanted: Severity,
        command: impl std::fmt::Display,
    ) -> Result<Response, Stop> {
        if let Err(unwritten) = self.wire.write(command.to_string().as_bytes(), self.limit(phase)).await {
            self.alive = false;
            return Err(Stop::Broke(phase, unwritten.broken));
        }
        self.answer(phase, wanted).await
    }

    /// Hears an answer. One that is lost, makes no sense, or says goodbye ends the connection.
    async fn answer(&mut self, phase: Phase, wanted: Severity) -> Result<Response, Stop> {
        let broke = |broken| Stop::Broke(phase, broken);
        let answer = match self.wire.answer(self.limit(phase)).await {
            Ok(answer) => answer,
            Err(broken) => {
                self.alive = false;
                return Err(broke(broken));
            }
        };
        match answer.code().severity {
            severity if severity == wanted => Ok(answer),
            Severity::TransientNegativeCompletion | Severity::PermanentNegativeCompletion => {
                self.alive &= !answer.has_code(421);
                Err(Stop::Refused(phase, answer))
            }
            _ => {
                self.alive = false;
                Err(broke(Broken("the server's answer makes no sense here".to_owned())))
            }
        }
    }

    fn limit(&self, phase: Phase) -> Duration {
        match phase {
            Phase::Data => self.timeouts.data,
            Phase::AfterDot => self.timeouts.end,
            _ => self.timeouts.command,
        }
    }

    /// MAIL with what the server offers and this message needs.
    fn mail(&self, offer: Offer<'_>) -> Result<Mail, Stop> {
        let Offer { envelope, size, is_ascii } = offer;
        let offered = &self.capabilities;
        let unfit = |code, enhanced, text| Err(Stop::Unfit(Reply::ours(code, enhanced, text)));
        let mut parameters = Vec::new();
        if let Some(largest) = offered.size {
            if largest > 0 && size > largest {
                return unfit(552, "5.3.4", "the message is larger than the server takes");
            }
            parameters.push(MailParameter::Size(size));
        }
        if envelope.to.needs_smtputf8() || envelope.from.needs_smtputf8() {
            if !offered.smtputf8 {
                return unfit(555, "5.6.7", "needs SMTPUTF8: the server takes no address in this script");
            }
            parameters.push(MailParameter::SmtpUtfEight);
        }
        if !is_ascii {
            if !offered.eight_bit {
                return unfit(554, "5.6.3", "needs 8BITMIME: the server takes ASCII only");
            }
            parameters.push(MailParameter::Body(MailBodyParameter::EightBitMime));
        }
        Ok(Mail::new(Some(envelope.from.inner().clone()), parameters))
    }

    /// A server that refuses a message while it is still being sent hangs up after saying why. The final dot has not
    /// left us, so it has not taken the message.
    async fn why_it_hung_up(&mut self, broken: Broken) -> Stop {
        self.alive = false;
        match self.wire.answer(LAST_WORDS).await {
            Ok(answer) if !answer.is_positive() => Stop::Refused(Phase::Body, answer),
            _ => Stop::Broke(Phase::Body, broken),
        }
    }
}

impl Group {
    fn new() -> Group {
        Group { since: Instant::now(), n_heard: 0, has_recipient: false, refused: None }
    }
}

fn group(offer: Offer<'_>, mail: Mail) -> String {
    format!("{mail}{}{Data}", rcpt(offer))
}

fn rcpt(offer: Offer<'_>) -> Rcpt {
    Rcpt::new(offer.envelope.to.inner().clone(), Vec::new())
}

fn closed() -> Stop {
    Stop::Broke(Phase::Mail, Broken("the connection was closed".to_owned()))
}
