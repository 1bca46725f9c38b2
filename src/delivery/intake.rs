//! Signups and the letters that they cause, from many visitors at once.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use diesel::{Connection, QueryResult, result::Error};
use tokio::{sync::oneshot, task::spawn_blocking};

use crate::{
    db::{Conn, Db},
    subscribers::signups::{self, NewSignup},
};

use super::SealedLetter;

/// Bounds how long a transaction, and those who wait for it, may take.
const MOST_OF_A_BATCH: usize = 500;

/// Somebody who asks to join, and the letter that asks them to confirm: two rows, sealed before a transaction begins.
pub struct SealedSignup {
    pub signup: NewSignup,
    pub letter: SealedLetter,
}

impl SealedSignup {
    /// Writes both; the transaction around it makes that both or neither.
    pub fn write(&self, conn: &mut Conn) -> QueryResult<()> {
        write_all(conn, &[self])
    }
}

/// Why a signup is not kept.
#[derive(Debug, Clone, thiserror::Error)]
#[error("a signup was not kept: {0}")]
pub struct NotKept(Arc<Error>);

/// Takes signups from many visitors and writes all that wait in one transaction, on either database; each is answered
/// once that is durable. A signup is written at most once, and waits for one batch at most besides its own.
#[derive(Clone)]
pub struct Intake(Arc<Desk>);

struct Desk {
    db: Db,
    queue: Mutex<Queue>,
}

#[derive(Default)]
struct Queue {
    waiting: Vec<Waiting>,
    /// Whether a [`Turn`] will write what waits.
    is_served: bool,
}

struct Waiting {
    signup: SealedSignup,
    answer: oneshot::Sender<Result<(), NotKept>>,
}

impl Intake {
    pub fn new(db: Db) -> Intake {
        Intake(Arc::new(Desk { db, queue: Mutex::default() }))
    }

    /// Keeps a signup and its letter, both or neither.
    pub async fn take(&self, signup: SealedSignup) -> Result<(), NotKept> {
        let (answer, answered) = oneshot::channel();
        let must_serve = {
            let mut queue = self.0.queue();
            queue.waiting.push(Waiting { signup, answer });
            !std::mem::replace(&mut queue.is_served, true)
        };
        if must_serve {
            let turn = Turn { desk: Arc::clone(&self.0), is_over: false };
            spawn_blocking(move || turn.serve());
        }
        answered.await.unwrap_or_else(|_| Err(not_kept("it was given up")))
    }
}

impl Desk {
    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The right to write what waits: one at a time has it, until nothing waits.
struct Turn {
    desk: Arc<Desk>,
    is_over: bool,
}

impl Turn {
    fn serve(mut self) {
        while let Some(batch) = self.next_batch() {
            let (signups, answers): (Vec<_>, Vec<_>) =
                batch.into_iter().map(|waiting| (waiting.signup, waiting.answer)).unzip();
            let written =
                self.desk.db.write_blocking(move |conn| Ok::<_, Error>(write_apart(conn, &signups)));
            let mut results = match written {
                Ok(results) => results.into_iter(),
                Err(error) => vec![Err(NotKept(Arc::new(error))); answers.len()].into_iter(),
            };
            for answer in answers {
                // Whoever asked may have gone.
                answer.send(results.next().unwrap_or_else(|| Err(not_kept("it was forgotten")))).ok();
            }
        }
    }

    /// The turn ends in the same moment in which nothing is seen to wait: who comes later begins another.
    fn next_batch(&mut self) -> Option<Vec<Waiting>> {
        let mut queue = self.desk.queue();
        if queue.waiting.is_empty() {
            queue.is_served = false;
            drop(queue);
            self.is_over = true;
            return None;
        }
        let n = queue.waiting.len().min(MOST_OF_A_BATCH);
        Some(queue.waiting.drain(..n).collect())
    }
}

impl Drop for Turn {
    /// A runtime that shuts down may drop a turn before it begins: nobody waits for it in vain.
    fn drop(&mut self) {
        if !self.is_over {
            let mut queue = self.desk.queue();
            queue.is_served = false;
            queue.waiting.clear();
        }
    }
}

/// Writes all at once; if the database refuses that, each by itself, so that none fails for another.
fn write_apart(conn: &mut Conn, signups: &[SealedSignup]) -> Vec<Result<(), NotKept>> {
    let all: Vec<&SealedSignup> = signups.iter().collect();
    let mut in_savepoint = |signups: &[&SealedSignup]| {
        conn.transaction(|conn| write_all(conn, signups)).map_err(|error| NotKept(Arc::new(error)))
    };
    match in_savepoint(&all) {
        Err(_) if all.len() > 1 => all.iter().map(|signup| in_savepoint(&[signup])).collect(),
        done => vec![done; all.len()],
    }
}

fn write_all(conn: &mut Conn, signups: &[&SealedSignup]) -> QueryResult<()> {
    let rows: Vec<&NewSignup> = signups.iter().map(|asked| &asked.signup).collect();
    signups::record_all(conn, &rows)?;
    let letters: Vec<_> = signups.iter().map(|asked| (&asked.letter, asked.signup.created_at)).collect();
    SealedLetter::insert_all(conn, &letters)
}

fn not_kept(why: &str) -> NotKept {
    NotKept(Arc::new(Error::QueryBuilderError(why.into())))
}
