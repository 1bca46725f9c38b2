//! All postmen of a process, and the clerk who keeps the lease and does the rounds.

use std::{
    sync::{
        Arc, Condvar, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
        mpsc::{self, RecvTimeoutError},
    },
    thread,
    time::{Duration, Instant},
};

use super::{
    claim,
    outbox::Office,
    postman::Postman,
    recover, rounds,
    workers::{self, BEAT},
};

/// How often the clerk looks whether anything is due, when no bell rings.
const LOOK: Duration = Duration::from_millis(250);
/// How long an idle postman keeps the line.
const IDLE: Duration = Duration::from_secs(5);
/// How long the postmen may take to finish what they have in hand when they are told to stop.
const GRACE: Duration = Duration::from_secs(9);
/// Rows that one step of a takeover touches.
const CHUNK: i64 = 500;

/// The postmen of a process, at work.
pub struct Postmen {
    office: Arc<Office>,
    stop: Arc<AtomicBool>,
    at_work: Arc<(Mutex<usize>, Condvar)>,
}

impl Postmen {
    pub(super) fn start(office: Arc<Office>) -> Postmen {
        let stop = Arc::new(AtomicBool::new(false));
        let at_work = Arc::new((Mutex::new(1), Condvar::new()));
        let (theirs, told, place) = (Arc::clone(&office), Arc::clone(&stop), Arc::clone(&at_work));
        thread::spawn(move || {
            work(&theirs, &told);
            *place.0.lock().unwrap_or_else(PoisonError::into_inner) -= 1;
            place.1.notify_all();
        });
        Postmen { office, stop, at_work }
    }

    /// Lets the messages in hand be finished and settled, for a few seconds: whatever is still on the line then is
    /// taken over, as uncertain, by the next worker.
    pub fn stop(self) {
        self.stop.store(true, Ordering::Relaxed);
        self.office.bell.ring();
        let at_work = self.at_work.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (at_work, _) = self
            .at_work
            .1
            .wait_timeout_while(at_work, GRACE, |n| *n > 0)
            .unwrap_or_else(PoisonError::into_inner);
        if *at_work > 0 {
            tracing::warn!("A mail server did not answer in time; the next worker takes its messages over");
        }
    }
}

/// Works until told to stop.
fn work(office: &Arc<Office>, stop: &AtomicBool) {
    let me = loop {
        match sign_in(office) {
            Ok(me) => break me,
            Err(error) => tracing::error!(%error, "No worker could sign in"),
        }
        if pause(office, stop, Duration::from_secs(1)) {
            return;
        }
    };
    let mut fresh = true;
    thread::scope(|scope| {
        for _ in 0..office.connections.max(1) {
            let postman = Postman::new(Arc::clone(office), me.clone(), stop);
            scope.spawn(|| serve(postman, office));
        }
        let mut beaten: Option<Instant> = None;
        while !stop.load(Ordering::Relaxed) {
            if beaten.is_none_or(|at| at.elapsed() >= BEAT) {
                beaten = Some(Instant::now());
                note("The clerk could not take over", beat(office, &me, fresh));
                fresh = false;
            }
            note("The clerk could not do the rounds", do_rounds(office, stop));
            let now = office.clock.now();
            match office.db.read_blocking(|conn| claim::is_anything_due(conn, now)) {
                Ok(true) => office.bell.ring(),
                Ok(false) => (),
                Err(error) => tracing::warn!(%error, "The clerk could not look"),
            }
            office.bell.wait(office.bell.rung(), LOOK);
        }
        office.bell.ring();
    });
    note("A worker could not sign out", leave(office, &me));
}

/// A postman's day.
fn serve(mut postman: Postman<'_>, office: &Office) {
    while !postman.is_stopped() {
        let heard = office.bell.rung();
        match postman.round() {
            Ok(true) => continue,
            Ok(false) => (),
            Err(error) => {
                tracing::error!(error = format!("{error:#}"), "A postman could not go on");
                pause(office, postman.stop, Duration::from_secs(1));
                continue;
            }
        }
        let since = Instant::now();
        if postman.is_stopped() {
            return;
        }
        office.bell.wait(heard, IDLE);
        if since.elapsed() >= IDLE {
            postman.hang_up();
        }
    }
}

/// Does all that is due now, then returns.
pub(super) fn deliver_due(office: &Arc<Office>, stop: &AtomicBool) -> anyhow::Result<()> {
    let me = sign_in(office)?;
    let done = drain(office, &me, stop);
    leave(office, &me)?;
    done
}

fn drain(office: &Arc<Office>, me: &str, stop: &AtomicBool) -> anyhow::Result<()> {
    beat(office, me, true)?;
    let (at_work, over) = mpsc::channel::<()>();
    thread::scope(|scope| {
        // The lease is kept while a slow server is talked to.
        scope.spawn(move || {
            while over.recv_timeout(BEAT) == Err(RecvTimeoutError::Timeout) {
                note("The clerk could not take over", beat(office, me, false));
            }
        });
        let done = drain_all(office, me, stop);
        drop(at_work);
        done
    })
}

fn drain_all(office: &Arc<Office>, me: &str, stop: &AtomicBool) -> anyhow::Result<()> {
    loop {
        do_rounds(office, stop)?;
        let worked = thread::scope(|scope| {
            let postmen: Vec<_> = (0..office.connections.max(1))
                .map(|_| {
                    let mut postman = Postman::new(Arc::clone(office), me.to_owned(), stop);
                    scope.spawn(move || -> anyhow::Result<bool> {
                        let mut worked = false;
                        while !postman.is_stopped() && postman.round()? {
                            worked = true;
                        }
                        Ok(worked)
                    })
                })
                .collect();
            let mut worked = false;
            for postman in postmen {
                worked |= postman.join().map_err(|_| anyhow::anyhow!("a postman panicked"))??;
            }
            anyhow::Ok(worked)
        })?;
        if !worked || stop.load(Ordering::Relaxed) {
            return do_rounds(office, stop);
        }
    }
}

/// Says that this worker lives, and takes over what the dead held. A worker that has just signed in may judge at once.
fn beat(office: &Office, me: &str, fresh: bool) -> anyhow::Result<()> {
    let (me, now) = (me.to_owned(), office.clock.now());
    let may_judge = office.db.write_blocking(move |conn| workers::beat(conn, &me, now))?;
    if !(may_judge || fresh) {
        return Ok(());
    }
    let when_uncertain = office.when_uncertain;
    while office.db.write_blocking(move |conn| recover::take_over(conn, when_uncertain, CHUNK, now))? {}
    Ok(())
}

fn do_rounds(office: &Office, stop: &AtomicBool) -> anyhow::Result<()> {
    if !office.db.read_blocking(rounds::is_anything_open)? {
        return Ok(());
    }
    let now = office.clock.now();
    while office.db.write_blocking(move |conn| rounds::step(conn, now))? && !stop.load(Ordering::Relaxed) {
        office.bell.ring();
    }
    Ok(())
}

fn sign_in(office: &Office) -> diesel::QueryResult<String> {
    let (alone, now) = (!office.db.is_shared(), office.clock.now());
    office.db.write_blocking(move |conn| workers::sign_in(conn, alone, now))
}

/// Signs out. What this worker could not give back, others find without an owner who lives.
fn leave(office: &Office, me: &str) -> anyhow::Result<()> {
    let me = me.to_owned();
    office.db.write_blocking(move |conn| workers::sign_out(conn, &me))?;
    Ok(())
}

fn note(what: &str, done: anyhow::Result<()>) {
    if let Err(error) = done {
        tracing::warn!(error = format!("{error:#}"), "{what}");
    }
}

/// Waits a while; true if it is time to stop.
fn pause(office: &Office, stop: &AtomicBool, time: Duration) -> bool {
    office.bell.wait(office.bell.rung(), time);
    stop.load(Ordering::Relaxed)
}
