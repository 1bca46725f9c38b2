//! All postmen of a process, many in one thread; the clerk, who keeps the lease and does the rounds; and the porter, who
//! fills the bag.

mod allowance;
mod bag;
mod clerk;
mod domains;
mod entries;
mod line;
mod meters;
mod parcels;
mod postman;
mod register;
mod writing;

use std::{
    panic::AssertUnwindSafe,
    sync::{
        Arc, Condvar, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
        mpsc::{self, RecvTimeoutError},
    },
    thread,
    time::{Duration, Instant},
};

use futures_util::FutureExt;
use tokio::{
    runtime::Builder,
    time::{sleep, timeout},
};

use crate::{db::Pulse, mail::Relay};

use super::{outbox::Office, steps::settle::RelayName, workers::BEAT};

use bag::Bag;
use meters::Meters;
use postman::{Crew, Postman};
use register::Register;

/// How often the clerk and the porter look whether anything is to be done, when no bell rings.
const LOOK: Duration = Duration::from_millis(100);
/// How long an idle postman keeps the line.
const IDLE: Duration = Duration::from_secs(5);
/// How long the postmen may take to finish what they have in hand when they are told to stop.
const GRACE: Duration = Duration::from_secs(8);

/// A relay, and its name among all.
pub(super) struct Route {
    relay: Relay,
    name: Arc<RelayName>,
    meters: Meters,
}

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
        self.office.leisure.ring();
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
fn work(office: &Arc<Office>, stop: &Arc<AtomicBool>) {
    let me = loop {
        match clerk::begin(office) {
            Ok(me) => break me,
            Err(error) => tracing::error!(%error, "No worker could sign in"),
        }
        office.bell.wait(office.bell.rung(), Duration::from_secs(1));
        if stop.load(Ordering::Relaxed) {
            return;
        }
    };
    let crew = Crew::of(office, &me, stop);
    thread::scope(|scope| {
        scope.spawn(|| {
            let done = side_by_side(&crew, serve).map(drop);
            note("The postmen could not set out", done);
        });
        scope.spawn(|| keep_filled(office, &crew.bag, stop));
        clerk::work(office, &me, stop);
        crew.bag.ring();
        // At once: a postman may wait for a silent server for longer than this process lives.
        note("What was not begun could not be given back", crew.bag.empty().map_err(Into::into));
    });
    note("What was not begun could not be given back", crew.bag.empty().map_err(Into::into));
    note("A worker could not sign out", clerk::leave(office, &me));
}

impl Crew {
    fn of(office: &Arc<Office>, me: &str, stop: &Arc<AtomicBool>) -> Arc<Crew> {
        let bag = Arc::new(Bag::new(Arc::clone(office), me.to_owned()));
        let n_postmen = office.connections.max(1) * office.mailer.relays().len();
        let register = Register::new(office.db.clone(), me.to_owned(), n_postmen);
        Arc::new(Crew { office: Arc::clone(office), bag, register, stop: Arc::clone(stop) })
    }
}

/// One for each connection.
fn routes(office: &Office) -> Vec<Arc<Route>> {
    let all = office.relay_names();
    let mut routes = Vec::new();
    for relay in office.mailer.relays() {
        let meters = Meters::of(&relay.name());
        let name = Arc::new(RelayName { name: relay.name(), all: all.clone() });
        let route = Arc::new(Route { relay: relay.clone(), name, meters });
        routes.extend(std::iter::repeat_n(route, office.connections.max(1)));
    }
    routes
}

/// Lets all postmen work side by side until each has done what they do. One thread serves many connections; more than
/// one where there are more cores, of which half are left to the database and the web.
fn side_by_side<T, F>(crew: &Arc<Crew>, work: fn(Postman) -> F) -> anyhow::Result<Vec<T>>
where
    T: Send + 'static,
    F: Future<Output = T> + Send + 'static,
{
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let mut builder = match cores / 2 {
        0 | 1 => Builder::new_current_thread(),
        _ => Builder::new_multi_thread(),
    };
    let runtime = builder.worker_threads((cores / 2).max(1)).thread_name("postmen").enable_all().build()?;
    let routes = routes(&crew.office).into_iter().enumerate();
    let postmen: Vec<_> = routes
        .map(|(number, route)| runtime.spawn(work(Postman::new(Arc::clone(crew), number, route))))
        .collect();
    runtime.block_on(async {
        let mut done = Vec::new();
        for postman in postmen {
            done.push(postman.await?);
        }
        Ok(done)
    })
}

/// A postman's day.
async fn serve(mut postman: Postman) {
    let mut filled = postman.crew.bag.filled();
    let mut is_idle = true;
    while !postman.is_stopped() {
        filled.mark_unchanged();
        let worked = AssertUnwindSafe(postman.work()).catch_unwind().await;
        match worked.unwrap_or_else(|_| Err(anyhow::anyhow!("the postman stumbled"))) {
            Ok(true) => {
                is_idle = false;
                continue;
            }
            Ok(false) => (),
            Err(error) => {
                tracing::error!(error = format!("{error:#}"), "A postman could not go on");
                sleep(Duration::from_secs(1)).await;
                continue;
            }
        }
        let since = Instant::now();
        if postman.is_stopped() {
            break;
        }
        if !std::mem::replace(&mut is_idle, true) {
            postman.crew.office.leisure.ring();
        }
        if let Some(wait) = postman.allowance.wait() {
            postman.relay.meters.rate_wait.record(wait);
        }
        timeout(postman.leisure(), filled.changed()).await.ok(); // there is something, or it is time to look
        if since.elapsed() >= IDLE {
            postman.hang_up().await;
        }
    }
    postman.hang_up().await;
}

/// The porter's day.
fn keep_filled(office: &Office, bag: &Bag, stop: &AtomicBool) {
    let mut looked: Option<Instant> = None;
    while !stop.load(Ordering::Relaxed) {
        let heard = office.bell.rung();
        if looked.is_none_or(|at| at.elapsed() >= LOOK) {
            looked = Some(Instant::now());
            note("The porter could not look", bag.look().map_err(Into::into));
        }
        match bag.fill() {
            Ok(n) if n > 0 && bag.is_low() => continue,
            Ok(_) => (),
            Err(error) => tracing::warn!(%error, "The porter could not fill the bag"),
        }
        office.bell.wait(heard, LOOK);
    }
}

/// Does all that is due now, then returns.
pub(super) fn deliver_due(office: &Arc<Office>) -> anyhow::Result<()> {
    let me = clerk::sign_in(office)?;
    let done = drain(office, &me);
    clerk::leave(office, &me)?;
    done
}

fn drain(office: &Arc<Office>, me: &str) -> anyhow::Result<()> {
    let mut pulse = Pulse::of(&office.db, me);
    clerk::beat(office, me, &mut pulse)?;
    clerk::take_over(office)?;
    let (at_work, over) = mpsc::channel::<()>();
    thread::scope(|scope| {
        // The lease is kept while a slow server is talked to.
        scope.spawn(move || {
            while over.recv_timeout(BEAT) == Err(RecvTimeoutError::Timeout) {
                let said = clerk::beat(office, me, &mut pulse).map(drop);
                note("The clerk could not say that he lives", said);
            }
        });
        let done = drain_all(office, me);
        drop(at_work);
        done
    })
}

fn drain_all(office: &Arc<Office>, me: &str) -> anyhow::Result<()> {
    let crew = Crew::of(office, me, &Arc::default());
    loop {
        clerk::do_rounds(office, || false)?;
        crew.bag.look()?;
        let is_something_there = crew.bag.fill()? > 0 || crew.bag.has_parked();
        if !(is_something_there && bring_all(&crew)?) {
            crew.bag.empty()?;
            return clerk::do_rounds(office, || false);
        }
    }
}

/// Empties the bag and fills it as long as anything is due. True if there was anything to bring.
fn bring_all(crew: &Arc<Crew>) -> anyhow::Result<bool> {
    // In a thread of its own: whoever calls this may be asynchronous.
    let worked = thread::scope(|scope| {
        let postmen = scope.spawn(|| side_by_side(crew, bring));
        postmen.join().map_err(|_| anyhow::anyhow!("a postman panicked"))?
    })?;
    worked.into_iter().try_fold(false, |any, worked| Ok(any | worked?))
}

/// Brings what is there and what is due. True if there was anything.
async fn bring(mut postman: Postman) -> anyhow::Result<bool> {
    let mut worked = false;
    while postman.work().await? || postman.crew.bag.aside(Bag::fill).await? > 0 {
        worked = true;
    }
    postman.hang_up().await;
    Ok(worked)
}

fn note(what: &str, done: anyhow::Result<()>) {
    if let Err(error) = done {
        tracing::warn!(error = format!("{error:#}"), "{what}");
    }
}
