//! One message after the other over an open connection: MAIL, RCPT, the fence, DATA, the message, its answer.

use std::time::Duration;

use lettre::transport::smtp::{
    commands::{Data, Mail, Quit, Rcpt, Rset},
    extension::{MailBodyParameter, MailParameter},
    response::{Response, Severity},
};

use super::{
    capabilities::Capabilities,
    dots,
    wire::{Broken, Wire},
};
use crate::mail::{Envelope, Fate, Phase, Reply, Timeouts};

/// How long a server may take to say goodbye, or to tell why it hung up.
const LAST_WORDS: Duration = Duration::from_secs(1);

/// An open connection. As soon as its state is in doubt it is dead, so an answer that comes late can never be taken
/// for the answer to the next message.
pub(super) struct Session {
    wire: Wire,
    capabilities: Capabilities,
    timeouts: Timeouts,
    alive: bool,
    used: bool,
}

/// Why a message was not accepted.
pub(super) enum Stop {
    /// The server said no.
    Refused(Phase, Response),
    /// We know without asking that the server cannot take it.
    Unfit(Reply),
    /// The connection broke, or the server spoke nonsense.
    Broke(Phase, Broken),
    /// The fence did not hold.
    Fenced,
}

impl Stop {
    /// True if the server had not yet got as far as `phase` when it closed the connection.
    pub(super) fn was_before(&self, phase: Phase) -> bool {
        match self {
            Stop::Broke(at, _) => *at < phase,
            Stop::Refused(at, answer) => *at < phase && answer.has_code(421),
            Stop::Unfit(_) | Stop::Fenced => false,
        }
    }

    pub(super) fn fate(self, envelope: &Envelope) -> Fate {
        match self {
            Stop::Refused(phase, answer) => Fate::of_refusal(phase, Reply::read(&answer, Some(envelope))),
            Stop::Unfit(reply) => Fate::Permanent(reply),
            Stop::Broke(phase, broken) => Fate::of_break(phase, &broken.0),
            Stop::Fenced => Fate::NotSent,
        }
    }
}

impl Session {
    pub(super) fn new(wire: Wire, capabilities: Capabilities, timeouts: Timeouts) -> Session {
        Session { wire, capabilities, timeouts, alive: true, used: false }
    }

    pub(super) fn is_alive(&self) -> bool {
        self.alive
    }

    /// True if it has carried a message before, so that the server may have closed it since.
    pub(super) fn was_used(&self) -> bool {
        self.used
    }

    /// Hands one message over; the connection is ready for the next one, or dead.
    pub(super) fn send(
        &mut self,
        envelope: &Envelope,
        message: &[u8],
        fence: &mut dyn FnMut() -> bool,
    ) -> Result<Reply, Stop> {
        let end = self.converse(envelope, message, fence);
        self.used = true;
        match &end {
            Ok(_) | Err(Stop::Unfit(_)) => {}
            Err(Stop::Broke(..)) => self.alive = false,
            Err(Stop::Refused(_, answer)) if answer.has_code(421) => self.alive = false,
            Err(Stop::Refused(Phase::Body | Phase::AfterDot, _)) => {}
            Err(Stop::Refused(..) | Stop::Fenced) => self.reset(),
        }
        end
    }

    fn converse(
        &mut self,
        envelope: &Envelope,
        message: &[u8],
        fence: &mut dyn FnMut() -> bool,
    ) -> Result<Reply, Stop> {
        if !self.alive || self.wire.holds_more() {
            return Err(Stop::Broke(Phase::Mail, Broken("the connection was closed".to_owned())));
        }
        let parameters = self.mail_parameters(envelope, message)?;
        let Timeouts { command, data, body, end, .. } = self.timeouts;
        let mail = Mail::new(Some(envelope.from.inner().clone()), parameters);
        self.step(Phase::Mail, Severity::PositiveCompletion, |wire| wire.command(mail, command))?;
        let rcpt = Rcpt::new(envelope.to.inner().clone(), Vec::new());
        self.step(Phase::Rcpt, Severity::PositiveCompletion, |wire| wire.command(rcpt, command))?;
        let finished = dots::finish(message);
        if !fence() {
            return Err(Stop::Fenced);
        }
        self.step(Phase::Data, Severity::PositiveIntermediate, |wire| wire.command(Data, data))?;
        if let Err(broken) = self.wire.write(&finished, body) {
            return Err(self.why_it_hung_up(broken));
        }
        let answer = self.step(Phase::AfterDot, Severity::PositiveCompletion, |wire| wire.answer(end))?;
        Ok(Reply::read(&answer, Some(envelope)))
    }

    fn step(
        &mut self,
        phase: Phase,
        wanted: Severity,
        ask: impl FnOnce(&mut Wire) -> Result<Response, Broken>,
    ) -> Result<Response, Stop> {
        let answer = ask(&mut self.wire).map_err(|broken| Stop::Broke(phase, broken))?;
        match answer.code().severity {
            severity if severity == wanted => Ok(answer),
            Severity::TransientNegativeCompletion | Severity::PermanentNegativeCompletion => {
                Err(Stop::Refused(phase, answer))
            }
            _ => Err(Stop::Broke(phase, Broken("the server's answer makes no sense here".to_owned()))),
        }
    }

    /// What goes with MAIL: only what the server offers, and only what this message needs.
    fn mail_parameters(&self, envelope: &Envelope, message: &[u8]) -> Result<Vec<MailParameter>, Stop> {
        let offered = &self.capabilities;
        let unfit = |code, enhanced, text| Err(Stop::Unfit(Reply::ours(code, enhanced, text)));
        let mut parameters = Vec::new();
        if let Some(largest) = offered.size {
            if largest > 0 && message.len() > largest {
                return unfit(552, "5.3.4", "the message is larger than the server takes");
            }
            parameters.push(MailParameter::Size(message.len()));
        }
        if envelope.to.needs_smtputf8() || envelope.from.needs_smtputf8() {
            if !offered.smtputf8 {
                return unfit(555, "5.6.7", "needs SMTPUTF8: the server takes no address in this script");
            }
            parameters.push(MailParameter::SmtpUtfEight);
        }
        if !message.is_ascii() {
            if !offered.eight_bit {
                return unfit(554, "5.6.3", "needs 8BITMIME: the server takes ASCII only");
            }
            parameters.push(MailParameter::Body(MailBodyParameter::EightBitMime));
        }
        Ok(parameters)
    }

    /// A server that refuses a message while it is still being sent hangs up after saying why. The final dot has not
    /// left us, so it has not taken the message.
    fn why_it_hung_up(&mut self, broken: Broken) -> Stop {
        match self.wire.answer(LAST_WORDS) {
            Ok(answer) if !answer.is_positive() => {
                self.alive = false;
                Stop::Refused(Phase::Body, answer)
            }
            _ => Stop::Broke(Phase::Body, broken),
        }
    }

    fn reset(&mut self) {
        let answer = self.wire.command(Rset, self.timeouts.command);
        self.alive = answer.is_ok_and(|answer| answer.is_positive());
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        if self.alive {
            // The server may be gone already: then there is nobody to say goodbye to.
            let _ = self.wire.command(Quit, LAST_WORDS);
        }
    }
}
