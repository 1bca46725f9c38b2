//! The register: how messages ended, and which may go now. What the postmen of a process have to say is gathered, written in
//! one transaction, and each is answered once that is durable.
//!
//! ```text
//! nobody writes ── the first entry ──▶ gathering ── half of the postmen have spoken, or a moment is over ──▶ writing
//! writing ── durable, answered ──▶ nobody writes | gathering | writing, as many as have spoken meanwhile
//! ```
//!
//! While one half waits for the disk, the other talks to the mail server. A moment is half of what the last transaction took: the
//! slower the disk, the more messages share a commit. Where that is in vain, as with a server far away, nobody waits the next
//! times.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use chrono::NaiveDateTime;
use diesel::QueryResult;
use tokio::{
    sync::{Notify, oneshot},
    time::timeout,
};

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
/// How often nobody is waited for after that was in vain.
const REST: u32 = 8;

/// Where all postmen of a process write.
pub(super) struct Register(Arc<Desk>);

struct Desk {
    db: Db,
    me: String,
    n_postmen: usize,
    queue: Mutex<Queue>,
    /// Enough have spoken.
    called: Notify,
}

#[derive(Default)]
struct Queue {
    waiting: Vec<Waiting>,
    /// Somebody gathers or writes.
    has_keeper: bool,
    /// How many were answered last.
    n_answered: usize,
    /// How long others are waited for.
    moment: Duration,
    /// How often nobody is waited for from now on.
    rest: u32,
}

struct Waiting {
    entry: Arc<Entry>,
    now: NaiveDateTime,
    answer: oneshot::Sender<Written>,
}

/// An entry that is being written.
pub(super) struct Pending {
    entry: Arc<Entry>,
    now: NaiveDateTime,
    answered: oneshot::Receiver<Written>,
}

impl Register {
    /// For so many postmen, in the name of `me`.
    pub fn new(db: Db, me: String, n_postmen: usize) -> Register {
        let (queue, called) = (Mutex::default(), Notify::new());
        Register(Arc::new(Desk { db, me, n_postmen, queue, called }))
    }

    /// Has an entry written, together with those of others; [`Register::hear`] tells how that went.
    pub fn ask(&self, entry: Arc<Entry>, now: NaiveDateTime) -> Pending {
        let (answer, answered) = oneshot::channel();
        self.0.put(Waiting { entry: Arc::clone(&entry), now, answer });
        Pending { entry, now, answered }
    }

    /// What became of an entry. If it was refused together with others it is written alone, so that none fails for
    /// another.
    pub async fn hear(&self, pending: Pending) -> QueryResult<Written> {
        match pending.answered.await {
            Ok(written) => Ok(written),
            Err(_) => self.0.write_alone(pending.entry, pending.now).await,
        }
    }
}

/// Gathers and writes until nobody has anything to say. One at a time does so, and it wakes whoever waits from the thread
/// in which they do: from another one, each would have to be woken by itself.
async fn keep(desk: Arc<Desk>) {
    while let Some(moment) = desk.go_on() {
        if !moment.is_zero() && timeout(moment, desk.have_enough()).await.is_err() {
            desk.queue().rest = REST;
        }
        let waiting = std::mem::take(&mut desk.queue().waiting);
        let began = Instant::now();
        let done = desk.db.write(desk.unit(&waiting)).await;
        desk.queue().note(waiting.len(), began.elapsed());
        tell(waiting, done);
    }
}

impl Queue {
    /// Half of the postmen, or all but those who were answered last: who is on the way to the server with the last
    /// answer comes back later than whoever else there is.
    fn has_enough(&self, n_postmen: usize) -> bool {
        let others = n_postmen.saturating_sub(self.n_answered);
        self.waiting.len() >= n_postmen.div_ceil(2).min(others)
    }

    fn note(&mut self, n_answered: usize, took: Duration) {
        self.n_answered = n_answered;
        self.moment = (took / 2).min(MOMENT);
    }
}

impl Desk {
    fn put(self: &Arc<Desk>, waiting: Waiting) {
        let (has_enough, had_keeper) = {
            let mut queue = self.queue();
            queue.waiting.push(waiting);
            (queue.has_enough(self.n_postmen), std::mem::replace(&mut queue.has_keeper, true))
        };
        if !had_keeper {
            tokio::spawn(keep(Arc::clone(self)));
        } else if has_enough {
            self.called.notify_one();
        }
    }

    /// How long others are waited for now. If nothing waits, nobody keeps the register any more.
    fn go_on(&self) -> Option<Duration> {
        let mut queue = self.queue();
        queue.has_keeper = !queue.waiting.is_empty();
        let moment = if queue.rest > 0 { Duration::ZERO } else { queue.moment };
        queue.rest = queue.rest.saturating_sub(1);
        queue.has_keeper.then_some(moment)
    }

    async fn have_enough(&self) {
        while !self.queue().has_enough(self.n_postmen) {
            self.called.notified().await;
        }
    }

    fn unit(
        &self,
        waiting: &[Waiting],
    ) -> impl FnOnce(&mut Conn) -> QueryResult<Vec<Written>> + Send + 'static {
        let me = self.me.clone();
        let entries: Vec<Arc<Entry>> = waiting.iter().map(|one| Arc::clone(&one.entry)).collect();
        let now = waiting.iter().map(|one| one.now).max().unwrap_or_default();
        move |conn| run(conn, &me, &entries, now)
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
