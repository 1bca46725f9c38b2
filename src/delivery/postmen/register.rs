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

use crate::db::{self, Conn, Db};

use super::{
    entries::{Entry, Written},
    writing,
};

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
        let done = desk.write(&waiting).await;
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

    /// What nearly all entries are is one statement on PostgreSQL, and needs no transaction.
    async fn write(&self, waiting: &[Waiting]) -> QueryResult<Vec<Written>> {
        let me = self.me.clone();
        let entries: Vec<Arc<Entry>> = waiting.iter().map(|one| Arc::clone(&one.entry)).collect();
        let now = waiting.iter().map(|one| one.now).max().unwrap_or_default();
        match entries.iter().all(|entry| entry.is_plain()) {
            true => self.db.write_at_once(move |conn| writing::write(conn, &me, &entries, now)).await,
            false => self.db.write(move |conn| write_all(conn, &me, &entries, now)).await,
        }
    }

    async fn write_alone(&self, entry: Arc<Entry>, now: NaiveDateTime) -> QueryResult<Written> {
        let me = self.me.clone();
        let unit = move |conn: &mut Conn| write_all(conn, &me, std::slice::from_ref(&entry), now);
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

fn write_all(
    conn: &mut Conn,
    me: &str,
    entries: &[Arc<Entry>],
    now: NaiveDateTime,
) -> QueryResult<Vec<Written>> {
    db::prefer_indexes(conn)?;
    writing::write(conn, me, entries, now)
}
