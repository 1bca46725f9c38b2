//! What postmen have to say.

use crate::delivery::{
    State,
    letters::decide::Verdict,
    relays::replies::Said,
    steps::{
        claim::ClaimedLetter,
        fence::{Fence, Stamp},
        hot_native::{Passing, Taken},
        settle::{Outcome, Talk},
    },
};

/// What one postman has to say: how messages ended, and which one is about to go.
pub(super) struct Entry {
    pub ended: Vec<Ended>,
    pub passing: Option<Asked>,
}

/// How a message ended.
pub(super) enum Ended {
    /// An issue's message was taken, as nearly all are.
    Taken(Taken),
    Delivery {
        id: i64,
        dispatch_id: i64,
        subscriber_id: Option<i64>,
        outcome: Outcome,
        talk: Option<Talk>,
        said: Option<Box<Said>>,
    },
    Letter {
        id: i64,
        outcome: Outcome,
        talk: Option<Talk>,
    },
}

/// Which message is about to go.
pub(super) enum Asked {
    Delivery(Passing),
    Letter { row: Box<ClaimedLetter>, verdict: Verdict, stamp: Stamp },
}

/// What became of an entry.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Written {
    /// Messages that somebody else had settled: this worker was taken for dead.
    pub n_lost: usize,
    pub fence: Option<Fence>,
    /// Issues that do not run any more.
    pub halted: Vec<i64>,
}

impl Ended {
    /// Of which issue's message what was said.
    pub fn said(&self) -> Option<(i64, &Said)> {
        match self {
            Ended::Delivery { dispatch_id, said: Some(said), .. } => Some((*dispatch_id, &**said)),
            _ => None,
        }
    }

    /// Whether others must look anew: at an issue that may have paused, a relay, or a domain.
    pub fn changes_more_than_its_row(&self) -> bool {
        let (outcome, talk) = match self {
            Ended::Taken(_) => return false,
            Ended::Delivery { outcome, talk, .. } | Ended::Letter { outcome, talk, .. } => (outcome, talk),
        };
        outcome.state == State::Failed
            || outcome.slow.is_some()
            || talk.as_ref().is_some_and(|talk| talk.trouble.is_some() || talk.had_failed)
    }
}

impl Entry {
    /// Whether all that it writes is that messages were taken, and that one may go.
    pub fn is_plain(&self) -> bool {
        !matches!(self.passing, Some(Asked::Letter { .. }))
            && self.ended.iter().all(|ended| matches!(ended, Ended::Taken(_)))
    }

    pub fn taken(&self) -> impl Iterator<Item = &Taken> {
        self.ended.iter().filter_map(|ended| match ended {
            Ended::Taken(taken) => Some(taken),
            _ => None,
        })
    }

    pub fn delivery(&self) -> Option<Passing> {
        match self.passing {
            Some(Asked::Delivery(passing)) => Some(passing),
            _ => None,
        }
    }
}
