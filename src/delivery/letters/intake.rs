//! Signups and the letters that they cause, from many visitors at once.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use diesel::{QueryResult, result::Error};
use tokio::sync::oneshot;

use crate::{
    db::{Conn, Db},
    delivery::SealedLetter,
    subscribers::signups::{self, NewSignup},
};

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
    /// An intake that writes into this database.
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
        let desk = Arc::clone(&self.desk);
        let mut next = Some(self);
        while let Some(call) = next.take() {
            let (answered, left) = match desk.db.write(move |conn| call.run(conn)).await {
                Ok(done) => done,
                Err(Undone::Refused(batch, left)) => (write_apart(&desk.db, batch).await, left),
                Err(Undone::Failed(error)) => {
                    tracing::error!(error = error.to_string(), "A batch of signups was not kept");
                    return;
                }
            };
            for (answer, result) in answered {
                answer.send(result).ok(); // whoever asked may have gone
            }
            next = left;
        }
    }

    /// Writes the batch. Gives back who is to be told what once that is durable, and a call for those who are left.
    fn run(self, conn: &mut Conn) -> Result<(Vec<Answered>, Option<Call>), Undone> {
        let (batch, left) = self.answer();
        let signups: Vec<_> = batch.iter().map(|waiting| &waiting.signup).collect();
        match write_all(conn, &signups) {
            Ok(()) => Ok((batch.into_iter().map(|waiting| (waiting.answer, Ok(()))).collect(), left)),
            Err(_) => Err(Undone::Refused(batch, left)),
        }
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

/// Why nothing of a batch is written.
enum Undone {
    /// The database refuses something in it, nobody knows yet whose. And the call for those who are left.
    Refused(Vec<Waiting>, Option<Call>),
    /// It could not begin, or nobody knows whether it ended: those in it are told, and nothing is tried again.
    Failed(Error),
}

impl From<Error> for Undone {
    fn from(error: Error) -> Undone {
        Undone::Failed(error)
    }
}

/// Writes each by itself, so that none fails for another.
async fn write_apart(db: &Db, batch: Vec<Waiting>) -> Vec<Answered> {
    let mut answered = Vec::with_capacity(batch.len());
    for Waiting { signup, answer } in batch {
        let done = db.write(move |conn| signup.write(conn)).await;
        answered.push((answer, done.map_err(|error| NotKept(Arc::new(error)))));
    }
    answered
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
