//! Why a message was not accepted.

use lettre::transport::smtp::response::Response;

use super::wire::Broken;
use crate::mail::{Envelope, Fate, Phase, Reply};

/// What stopped a message on its way over a connection.
pub(super) enum Stop {
    /// The server said no.
    Refused(Phase, Response),
    /// We know without asking that the server cannot take it.
    Unfit(Reply),
    /// The connection broke, or the server spoke nonsense.
    Broke(Phase, Broken),
}

impl Stop {
    /// True if the server had not yet got as far as `phase` when it closed the connection.
    pub(super) fn was_before(&self, phase: Phase) -> bool {
        match self {
            Stop::Broke(at, _) => *at < phase,
            Stop::Refused(at, answer) => *at < phase && answer.has_code(421),
            Stop::Unfit(_) => false,
        }
    }

    pub(super) fn fate(self, envelope: &Envelope) -> Fate {
        match self {
            Stop::Refused(phase, answer) => Fate::of_refusal(phase, Reply::read(&answer, Some(envelope))),
            Stop::Unfit(reply) => Fate::Permanent(reply),
            Stop::Broke(phase, broken) => Fate::of_break(phase, &broken.0),
        }
    }
}
