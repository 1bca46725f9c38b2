//! The register: how messages ended, and which may go now. What all postmen of a process have to say at one moment is
//! written in one transaction, and each is answered once that is durable.

use std::sync::{
    Arc, Mutex, MutexGuard, PoisonError,
    mpsc::{SyncSender, sync_channel},
};

use chrono::NaiveDateTime;
use diesel::{QueryResult, result::Error};

use crate::{
    db::{Conn, Db},
    delivery::{
        State,
        claim::ClaimedLetter,
        decide::Verdict,
        dispatch,
        fence::{self, Fence, Stamp},
        hot_native::{self, Passing, Taken},
        replies::{self, Said},
        settle::{self, Outcome, Talk},
        tally,
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

/// Where all postmen of a process write.
pub(super) struct Register {
    db: Db,
    me: String,
    queue: Mutex<Queue>,
}

#[derive(Default)]
struct Queue {
    waiting: Vec<Waiting>,
    /// Whether a unit of work is on its way to what waits.
    is_called: bool,
}

struct Waiting {
    entry: Arc<Entry>,
    answer: SyncSender<Written>,
}

impl Register {
    pub fn new(db: Db, me: String) -> Register {
        Register { db, me, queue: Mutex::default() }
    }

    /// Writes an entry, together with those of others; if that is refused, alone, so that none fails for another.
    pub fn write(self: &Arc<Self>, entry: Arc<Entry>, now: NaiveDateTime) -> QueryResult<Written> {
        let (answer, answered) = sync_channel(1);
        let must_call = {
            let mut queue = self.queue();
            queue.waiting.push(Waiting { entry: Arc::clone(&entry), answer });
            !std::mem::replace(&mut queue.is_called, true)
        };
        if must_call {
            let (desk, teller) = (Arc::clone(self), Arc::clone(self));
            self.db.write_and_tell(move |conn| desk.write_all(conn, now), move |done| teller.tell(done));
        }
        match answered.recv() {
            Ok(written) => Ok(written),
            Err(_) => self.write_alone(entry, now),
        }
    }

    fn write_alone(&self, entry: Arc<Entry>, now: NaiveDateTime) -> QueryResult<Written> {
        let me = self.me.clone();
        let mut written =
            self.db.write_blocking(move |conn| run(conn, &me, std::slice::from_ref(&entry), now))?;
        Ok(written.pop().unwrap_or_default())
    }

    /// Takes what waits in the moment in which the unit begins.
    fn write_all(
        &self,
        conn: &mut Conn,
        now: NaiveDateTime,
    ) -> QueryResult<Vec<(SyncSender<Written>, Written)>> {
        let waiting = {
            let mut queue = self.queue();
            queue.is_called = false;
            std::mem::take(&mut queue.waiting)
        };
        let entries: Vec<Arc<Entry>> = waiting.iter().map(|one| Arc::clone(&one.entry)).collect();
        let written = run(conn, &self.me, &entries, now)?;
        Ok(waiting.into_iter().map(|one| one.answer).zip(written).collect())
    }

    /// Whoever is not answered tries alone. Without a database the unit did not even begin, and those who wait for it
    /// are still in the queue.
    fn tell(&self, done: Result<Vec<(SyncSender<Written>, Written)>, Error>) {
        match done {
            Ok(answers) => {
                for (answer, written) in answers {
                    answer.send(written).ok(); // whoever asked may have gone
                }
            }
            Err(error) => {
                tracing::debug!(%error, "A batch of the register was not written");
                *self.queue() = Queue::default();
            }
        }
    }

    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What ended first, since it may pause an issue; then who may go.
fn run(conn: &mut Conn, me: &str, entries: &[Arc<Entry>], now: NaiveDateTime) -> QueryResult<Vec<Written>> {
    let mut written: Vec<Written> = entries.iter().map(|_| Written::default()).collect();
    take(conn, me, entries, &mut written, now)?;
    let mut said = Vec::new();
    for (entry, written) in entries.iter().zip(&mut written) {
        for ended in &entry.ended {
            match settle_one(conn, me, ended, now)? {
                true => said.extend(ended.said()),
                false => written.n_lost += 1,
            }
        }
    }
    replies::note(conn, &said, now)?;
    pass(conn, me, entries, &mut written, now)?;
    Ok(written)
}

/// Settles what was taken, all at once, and counts it.
fn take(
    conn: &mut Conn,
    me: &str,
    entries: &[Arc<Entry>],
    written: &mut [Written],
    now: NaiveDateTime,
) -> QueryResult<()> {
    let taken: Vec<Taken> = entries.iter().flat_map(|entry| entry.taken()).cloned().collect();
    if taken.is_empty() {
        return Ok(());
    }
    let settled = hot_native::take(conn, me, &taken, now)?;
    let mut dispatches: Vec<i64> = taken.iter().map(|one| one.dispatch_id).collect();
    dispatches.sort_unstable();
    dispatches.dedup();
    for dispatch_id in dispatches {
        let theirs = taken.iter().filter(|one| one.dispatch_id == dispatch_id);
        let n = theirs.filter(|one| settled.contains(&one.id)).count();
        if n > 0 {
            tally::add_sent(conn, dispatch_id, me, n as i64, now)?;
        }
    }
    for (entry, written) in entries.iter().zip(written) {
        written.n_lost += entry.taken().filter(|one| !settled.contains(&one.id)).count();
    }
    Ok(())
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

fn pass(
    conn: &mut Conn,
    me: &str,
    entries: &[Arc<Entry>],
    written: &mut [Written],
    now: NaiveDateTime,
) -> QueryResult<()> {
    let deliveries: Vec<Passing> = entries.iter().filter_map(|entry| entry.delivery()).collect();
    let (mut passed, mut running) = (Vec::new(), Vec::new());
    if !deliveries.is_empty() {
        running = dispatch::running(conn)?;
        let may_go: Vec<Passing> =
            deliveries.into_iter().filter(|one| running.contains(&one.dispatch_id)).collect();
        passed = hot_native::pass(conn, me, &may_go, now)?;
    }
    for (entry, written) in entries.iter().zip(written) {
        written.fence = match &entry.passing {
            None => None,
            Some(Asked::Letter { row, verdict, stamp }) => {
                Some(fence::of_letter(conn, me, &fence::asked(row), *verdict, stamp, now)?)
            }
            Some(Asked::Delivery(passing)) if passed.contains(&passing.id) => Some(Fence::Holds),
            Some(Asked::Delivery(passing)) => {
                if !running.contains(&passing.dispatch_id) {
                    written.halted.push(passing.dispatch_id);
                }
                Some(fence::why_not(conn, me, passing, now)?)
            }
        };
    }
    Ok(())
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
