//! The register: how messages ended, and which may go now. What the postmen of a process have to say at one moment is
//! gathered and written in one transaction, and each is answered once that is durable.
//!
//! ```text
//! postmen ── entries ──▶ gathered, until half of them have spoken or a moment is over ──▶ one transaction ──▶ answers
//! ```
//!
//! While one half waits for the disk, the other talks to the mail server. A moment is half of what the last transaction
//! took: the slower the disk, the more messages share a commit. Whoever wrote alone the last time waits for nobody.

use std::{
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use chrono::NaiveDateTime;
use diesel::QueryResult;
use tokio::sync::oneshot;

use crate::{
    db::{self, Conn, Db},
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

/// The longest moment.
const MOMENT: Duration = Duration::from_millis(5);

/// Where all postmen of a process write.
pub(super) struct Register {
    desk: Arc<Desk>,
    keeper: Option<JoinHandle<()>>,
}

struct Desk {
    db: Db,
    me: String,
    queue: Mutex<Queue>,
    /// Somebody came first, there are enough, or the day is over.
    called: Condvar,
    /// So many are not kept waiting for others.
    enough: usize,
}

#[derive(Default)]
struct Queue {
    waiting: Vec<Waiting>,
    is_closed: bool,
    /// How long those who come first wait for others.
    moment: Duration,
}

struct Waiting {
    entry: Arc<Entry>,
    now: NaiveDateTime,
    answer: oneshot::Sender<Written>,
}

impl Register {
    /// For so many postmen, in the name of `me`.
    pub fn open(db: Db, me: String, n_postmen: usize) -> std::io::Result<Register> {
        let (queue, called, enough) = (Mutex::default(), Condvar::new(), n_postmen.div_ceil(2));
        let desk = Arc::new(Desk { db, me, queue, called, enough });
        let theirs = Arc::clone(&desk);
        let keeper = thread::Builder::new().name("register".to_owned()).spawn(move || keep(&theirs))?;
        Ok(Register { desk, keeper: Some(keeper) })
    }

    /// Writes an entry, together with those of others; if that is refused, alone, so that none fails for another.
    pub async fn write(&self, entry: Arc<Entry>, now: NaiveDateTime) -> QueryResult<Written> {
        let (answer, answered) = oneshot::channel();
        let n = {
            let mut queue = self.desk.queue();
            if queue.is_closed {
                0
            } else {
                queue.waiting.push(Waiting { entry: Arc::clone(&entry), now, answer });
                queue.waiting.len()
            }
        };
        if n == 1 || n == self.desk.enough {
            self.desk.called.notify_one();
        }
        match answered.await {
            Ok(written) => Ok(written),
            Err(_) => self.desk.write_alone(entry, now).await,
        }
    }
}

impl Drop for Register {
    fn drop(&mut self) {
        self.desk.queue().is_closed = true;
        self.desk.called.notify_one();
        if let Some(keeper) = self.keeper.take() {
            keeper.join().ok(); // it writes nothing any more
        }
    }
}

/// However the keeper ends, nobody waits for them any more.
struct Closing<'a>(&'a Desk);

impl Drop for Closing<'_> {
    fn drop(&mut self) {
        let mut queue = self.0.queue();
        queue.is_closed = true;
        queue.waiting.clear();
    }
}

fn keep(desk: &Arc<Desk>) {
    let _closing = Closing(desk);
    while let Some(waiting) = desk.gather() {
        let me = desk.me.clone();
        let entries: Vec<Arc<Entry>> = waiting.iter().map(|one| Arc::clone(&one.entry)).collect();
        let now = waiting.iter().map(|one| one.now).max().unwrap_or_default();
        let (began, teller) = (Instant::now(), Arc::clone(desk));
        desk.db.write_and_tell(
            move |conn| run(conn, &me, &entries, now),
            move |done| {
                let was_alone = waiting.len() == 1;
                let moment = if was_alone { Duration::ZERO } else { began.elapsed() / 2 };
                teller.queue().moment = moment.min(MOMENT);
                tell(waiting, done);
            },
        );
    }
}

impl Desk {
    /// Those who are written of together. Nobody once the day is over.
    fn gather(&self) -> Option<Vec<Waiting>> {
        let is_nobody = |queue: &mut Queue| queue.waiting.is_empty() && !queue.is_closed;
        let queue = self.called.wait_while(self.queue(), is_nobody).unwrap_or_else(PoisonError::into_inner);
        let moment = queue.moment;
        let are_few = |queue: &mut Queue| queue.waiting.len() < self.enough && !queue.is_closed;
        let (mut queue, _) =
            self.called.wait_timeout_while(queue, moment, are_few).unwrap_or_else(PoisonError::into_inner);
        let waiting = std::mem::take(&mut queue.waiting);
        if waiting.is_empty() { None } else { Some(waiting) }
    }

    async fn write_alone(&self, entry: Arc<Entry>, now: NaiveDateTime) -> QueryResult<Written> {
        let me = self.me.clone();
        let unit = move |conn: &mut Conn| run(conn, &me, std::slice::from_ref(&entry), now);
        let mut written = self.db.write(unit).await?;
        Ok(written.pop().unwrap_or_default())
    }

    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whoever is not answered tries alone.
fn tell(waiting: Vec<Waiting>, done: QueryResult<Vec<Written>>) {
    match done {
        Ok(written) => {
            for (waiting, written) in waiting.into_iter().zip(written) {
                waiting.answer.send(written).ok(); // whoever asked may have gone
            }
        }
        Err(error) => tracing::debug!(%error, "A batch of the register was not written"),
    }
}

/// What ended first, since it may pause an issue; then who may go.
fn run(conn: &mut Conn, me: &str, entries: &[Arc<Entry>], now: NaiveDateTime) -> QueryResult<Vec<Written>> {
    let mut written: Vec<Written> = entries.iter().map(|_| Written::default()).collect();
    db::prefer_indexes(conn)?;
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
            hot_native::add_sent(conn, dispatch_id, me, n as i64, now)?;
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
    let passed = hot_native::pass(conn, me, &deliveries, now)?;
    let running = match passed.len() < deliveries.len() {
        true => dispatch::running(conn)?,
        false => Vec::new(),
    };
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
