//! What postmen have to say, and how the database is told.

use std::sync::Arc;

use chrono::NaiveDateTime;
use diesel::QueryResult;

use crate::{
    db::Conn,
    delivery::{
        State,
        claim::ClaimedLetter,
        decide::Verdict,
        dispatch,
        fence::{self, Fence, Stamp},
        hot_native::{self, Passing, Taken},
        replies::{self, Said},
        settle::{self, Outcome, Talk},
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

/// Writes entries down, and answers each. What did not go well comes first, since it may pause an issue; then what was
/// taken, and who may go.
pub(super) fn write(
    conn: &mut Conn,
    me: &str,
    entries: &[Arc<Entry>],
    now: NaiveDateTime,
) -> QueryResult<Vec<Written>> {
    let mut written: Vec<Written> = entries.iter().map(|_| Written::default()).collect();
    settle_one_by_one(conn, me, entries, &mut written, now)?;
    let taken: Vec<Taken> = entries.iter().flat_map(|entry| entry.taken()).cloned().collect();
    let passing: Vec<Passing> = entries.iter().filter_map(|entry| entry.delivery()).collect();
    let exchanged = hot_native::exchange(conn, me, &taken, &passing, now)?;
    let running = match exchanged.passed.len() < passing.len() {
        true => dispatch::running(conn)?,
        false => Vec::new(),
    };
    for (entry, written) in entries.iter().zip(&mut written) {
        written.n_lost += entry.taken().filter(|one| !exchanged.taken.contains(&one.id)).count();
        written.fence = match &entry.passing {
            None => None,
            Some(Asked::Letter { row, verdict, stamp }) => {
                Some(fence::of_letter(conn, me, &fence::asked(row), *verdict, stamp, now)?)
            }
            Some(Asked::Delivery(passing)) if exchanged.passed.contains(&passing.id) => Some(Fence::Holds),
            Some(Asked::Delivery(passing)) => {
                if !running.contains(&passing.dispatch_id) {
                    written.halted.push(passing.dispatch_id);
                }
                Some(fence::why_not(conn, me, passing, now)?)
            }
        };
    }
    Ok(written)
}

/// Settles what was not simply taken.
fn settle_one_by_one(
    conn: &mut Conn,
    me: &str,
    entries: &[Arc<Entry>],
    written: &mut [Written],
    now: NaiveDateTime,
) -> QueryResult<()> {
    let mut said = Vec::new();
    for (entry, written) in entries.iter().zip(written) {
        for ended in &entry.ended {
            match settle_one(conn, me, ended, now)? {
                true => said.extend(ended.said()),
                false => written.n_lost += 1,
            }
        }
    }
    replies::note(conn, &said, now)
}

fn settle_one(conn: &mut Conn, me: &str, ended: &Ended, now: NaiveDateTime) -> QueryResult<bool> {
    let (mine, talk) = match ended {
        Ended::Taken(_) => return Ok(true),
        Ended::Letter { id, outcome, talk } => (settle::letter(conn, me, *id, outcome)?, talk),
        Ended::Delivery { id, dispatch_id, subscriber_id, outcome, talk, .. } => {
            let mine = settle::delivery(conn, me, *id, *dispatch_id, outcome, now)?;
            if mine {
                let fate = talk.as_ref().map(|talk| &talk.fate);
                settle::follow_delivery(conn, *dispatch_id, *subscriber_id, fate, outcome, now)?;
            }
            (mine, talk)
        }
    };
    if let Some(talk) = talk {
        settle::follow_relay(conn, talk, now)?;
    }
    Ok(mine)
}

impl Ended {
    /// Of which issue's message what was said.
    fn said(&self) -> Option<(i64, &Said)> {
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

    fn taken(&self) -> impl Iterator<Item = &Taken> {
        self.ended.iter().filter_map(|ended| match ended {
            Ended::Taken(taken) => Some(taken),
            _ => None,
        })
    }

    fn delivery(&self) -> Option<Passing> {
        match self.passing {
            Some(Asked::Delivery(passing)) => Some(passing),
            _ => None,
        }
    }
}
