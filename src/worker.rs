//! The background work: the postmen, and jobs that come round.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

use anyhow::anyhow;
use chrono::{NaiveDateTime, TimeDelta};

use crate::{access, app::App, config::DatabaseUrl, db::WorkerLock};

/// How soon a worker notices that it should stop, or that something is due.
const BEAT: Duration = Duration::from_millis(200);

/// Rows that one unit of work touches, so that nobody waits long for it.
const CHUNK: i64 = 500;

/// Something that is done every so often, by any worker: it must bear being done twice at once.
pub struct Job {
    pub name: &'static str,
    pub every: TimeDelta,
    pub run: fn(&App) -> anyhow::Result<()>,
}

/// Background work in threads of its own, until it is told to stop.
pub struct Worker {
    stop: Arc<AtomicBool>,
    threads: Vec<JoinHandle<()>>,
}

impl Worker {
    /// Starts the postmen and the jobs. On SQLite one worker works and others wait for its lock.
    pub fn start(app: &App) -> Worker {
        let stop = Arc::new(AtomicBool::new(false));
        let (app, told) = (app.clone(), stop.clone());
        let thread = thread::spawn(move || work(&app, &told));
        Worker { stop, threads: vec![thread] }
    }

    /// Lets the messages in hand be finished and settled, then returns.
    pub fn stop(self) {
        self.stop.store(true, Ordering::Relaxed);
        for thread in self.threads {
            if thread.join().is_err() {
                tracing::error!("A worker's thread panicked");
            }
        }
    }
}

/// Works until the process is asked to stop.
pub async fn work_until_asked_to_stop(app: &App, asked: impl Future<Output = ()>) -> anyhow::Result<()> {
    let worker = Worker::start(app);
    asked.await;
    tokio::task::spawn_blocking(|| worker.stop()).await?;
    Ok(())
}

fn work(app: &App, stop: &AtomicBool) {
    let Some(_lock) = turn(app, stop) else { return };
    let postmen = app.outbox.start();
    let mut due: Vec<(Job, NaiveDateTime)> = jobs().into_iter().map(|job| (job, app.clock.now())).collect();
    while !stop.load(Ordering::Relaxed) {
        for (job, at) in &mut due {
            if *at <= app.clock.now() {
                run(app, job);
                *at = app.clock.now() + job.every;
            }
        }
        thread::sleep(BEAT);
    }
    postmen.stop();
}

/// Waits for this worker's turn: on SQLite one works at a time. None if it is told to stop before.
fn turn(app: &App, stop: &AtomicBool) -> Option<Option<WorkerLock>> {
    if matches!(app.config.database_url, DatabaseUrl::Postgres(_)) {
        return Some(None);
    }
    while !stop.load(Ordering::Relaxed) {
        match WorkerLock::try_take(&app.config.data_dir) {
            Ok(Some(lock)) => return Some(Some(lock)),
            Ok(None) => (),
            Err(error) => tracing::error!(error = format!("{error:#}"), "No lock for the worker"),
        }
        thread::sleep(BEAT);
    }
    None
}

/// Does every job once, due or not, in order, and delivers all that is due: what tests, `demo` and `--wait` do instead
/// of waiting.
pub fn run_jobs(app: &App) {
    for job in jobs() {
        run(app, &job);
    }
    if let Err(error) = app.outbox.deliver_due() {
        tracing::error!(error = format!("{error:#}"), "What is due was not delivered");
    }
}

fn run(app: &App, job: &Job) {
    if let Err(error) = caught(|| (job.run)(app)) {
        tracing::error!(job = job.name, error = format!("{error:#}"), "A job failed");
    }
}

/// A job that panics ends no other.
fn caught(job: impl FnOnce() -> anyhow::Result<()>) -> anyhow::Result<()> {
    catch_unwind(AssertUnwindSafe(job)).unwrap_or_else(|_| Err(anyhow!("it panicked")))
}

fn jobs() -> Vec<Job> {
    vec![
        Job {
            name: "answer who wants to sign in",
            every: TimeDelta::seconds(1),
            run: access::answer_sign_in_requests,
        },
        Job { name: "tell the admins", every: TimeDelta::seconds(5), run: access::tell_admins },
        Job { name: "forget sessions", every: TimeDelta::hours(1), run: access::forget },
        Job {
            name: "read the audit through",
            every: access::READ_AUDIT_EVERY,
            run: access::read_audit_through,
        },
        Job { name: "start and end issues", every: TimeDelta::seconds(1), run: crate::issues::schedule::run },
        Job { name: "wake who paused", every: TimeDelta::minutes(10), run: wake },
        Job { name: "read sources", every: TimeDelta::seconds(30), run: crate::sources::read_due_aside },
        Job { name: "fetch what came back", every: TimeDelta::minutes(2), run: crate::bounces::poll_aside },
        Job {
            name: "give up who is refused again and again",
            every: crate::bounces::LOOK_EVERY,
            run: crate::bounces::give_up_refused,
        },
        Job { name: "forget letters", every: TimeDelta::hours(1), run: forget_letters },
        Job { name: "forget answers to programs", every: TimeDelta::hours(1), run: forget_answers },
        Job { name: "forget what came back", every: TimeDelta::hours(1), run: crate::bounces::forget },
        Job { name: "gather what was timed", every: TimeDelta::seconds(10), run: gather },
        Job { name: "forget signups", every: TimeDelta::hours(1), run: crate::signup::forget_stale },
    ]
}

fn wake(app: &App) -> anyhow::Result<()> {
    let now = app.clock.now();
    while app.db.write_blocking(move |conn| crate::subscribers::store::wake(conn, now, CHUNK))? > 0 {}
    Ok(())
}

fn gather(_: &App) -> anyhow::Result<()> {
    crate::telemetry::metrics::gather();
    Ok(())
}

fn forget_letters(app: &App) -> anyhow::Result<()> {
    let now = app.clock.now();
    while app.db.write_blocking(move |conn| crate::delivery::forget(conn, now))? {}
    Ok(())
}

fn forget_answers(app: &App) -> anyhow::Result<()> {
    let now = app.clock.now();
    while app.db.write_blocking(move |conn| crate::web::forget(conn, now, CHUNK))? > 0 {}
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_job_that_panics_has_only_failed() {
        assert!(caught(|| Ok(())).is_ok());
        assert!(caught(|| Err(anyhow!("no"))).is_err());
        assert!(caught(|| panic!("of this test")).is_err());
    }
}
