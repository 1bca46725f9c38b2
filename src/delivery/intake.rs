//! Signups and the letters that they cause, from many visitors at once.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use diesel::{Connection, QueryResult, result::Error};
use tokio::sync::oneshot;

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
/// once that is durable, and written at most once. While one batch is made durable the next one gathers.
#[derive(Clone)]
pub struct Intake(Arc<Desk>);

struct Desk {
    db: Db,
    queue: Mutex<Queue>,
}

#[derive(Default)]
struct Queue {
    waiting: Vec<Waiting>,
    /// Whether a [`Call`] is on its way to what waits.
    is_called: bool,
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
        let must_call = {
            let mut queue = self.0.queue();
            queue.waiting.push(Waiting { signup, answer });
            !std::mem::replace(&mut queue.is_called, true)
        };
        if must_call {
            tokio::spawn(Call { desk: Arc::clone(&self.0), is_answered: false }.write());
        }
        answered.await.unwrap_or_else(|_| Err(not_kept("its batch was given up")))
    }
}

impl Desk {
    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A unit of work that takes along all that waits in the moment in which it begins.
struct Call {
    desk: Arc<Desk>,
    is_answered: bool,
}

impl Call {
    async fn write(self) {
        let mut next = Some(self);
        while let Some(call) = next.take() {
            let desk = Arc::clone(&call.desk);
            let written = desk.db.write(move |conn| Ok::<_, Error>(call.run(conn))).await;
            match written {
                Ok((answered, left)) => {
                    for (answer, result) in answered {
                        answer.send(result).ok(); // whoever asked may have gone
                    }
                    next = left;
                }
                Err(error) => tracing::error!(error = error.to_string(), "A batch of signups was not kept"),
            }
        }
    }

    /// Writes the batch. Gives back who is to be told what once that is durable, and a call for those who are left.
    fn run(self, conn: &mut Conn) -> (Vec<Answered>, Option<Call>) {
        let (batch, left) = self.answer();
        let (signups, answers): (Vec<_>, Vec<_>) =
            batch.into_iter().map(|waiting| (waiting.signup, waiting.answer)).unzip();
        (answers.into_iter().zip(write_apart(conn, &signups)).collect(), left)
    }

    /// What waits, as much of it as fits into a batch. Who comes later, or is left, needs another call.
    fn answer(mut self) -> (Vec<Waiting>, Option<Call>) {
        self.is_answered = true;
        let mut queue = self.desk.queue();
        let n = queue.waiting.len().min(MOST_OF_A_BATCH);
        let batch = queue.waiting.drain(..n).collect();
        queue.is_called = !queue.waiting.is_empty();
        let left = queue.is_called.then(|| Call { desk: Arc::clone(&self.desk), is_answered: false });
        (batch, left)
    }
}

impl Drop for Call {
    /// There is no connection, or the runtime shuts down: nobody waits in vain.
    fn drop(&mut self) {
        if !self.is_answered {
            let mut queue = self.desk.queue();
            queue.is_called = false;
            queue.waiting.clear();
        }
    }
}

/// Who waits for an answer, and the answer.
type Answered = (oneshot::Sender<Result<(), NotKept>>, Result<(), NotKept>);

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
