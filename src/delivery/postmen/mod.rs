//! All postmen of a process, many in one thread; the clerk, who keeps the lease and does the rounds; and the porter, who
//! fills the bag.

mod allowance;
mod bag;
mod clerk;
mod domains;
mod line;
mod meters;
mod parcels;
mod postman;
mod register;

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

use futures_util::{FutureExt, StreamExt, stream::FuturesUnordered};
use tokio::{
    runtime::Builder,
    time::{sleep, timeout},
};

use crate::{db::Pulse, mail::Relay};

use super::{outbox::Office, settle::RelayName, workers::BEAT};

use bag::Bag;
use meters::Meters;
use postman::Postman;
use register::Register;

/// How often the clerk and the porter look whether anything is to be done, when no bell rings.
const LOOK: Duration = Duration::from_millis(250);
/// How long an idle postman keeps the line.
const IDLE: Duration = Duration::from_secs(5);
/// How long the postmen may take to finish what they have in hand when they are told to stop.
const GRACE: Duration = Duration::from_secs(9);

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
        match clerk::begin(office) {
            Ok(me) => break me,
            Err(error) => tracing::error!(%error, "No worker could sign in"),
        }
        office.bell.wait(office.bell.rung(), Duration::from_secs(1));
        if stop.load(Ordering::Relaxed) {
            return;
        }
    };
    let bag = Arc::new(Bag::new(Arc::clone(office), me.clone()));
    let routes = routes(office);
    let register = loop {
        match Register::open(office.db.clone(), me.clone(), routes.len()) {
            Ok(register) => break register,
            Err(error) => tracing::error!(%error, "No register could be opened"),
        }
        thread::sleep(IDLE);
        if stop.load(Ordering::Relaxed) {
            return note("A worker could not sign out", clerk::leave(office, &me));
        }
    };
    thread::scope(|scope| {
        for share in shares(&routes) {
            scope.spawn(|| {
                let postmen = share.into_iter().map(|(number, route)| {
                    serve(Postman::new(number, Arc::clone(office), &bag, &register, stop, route), &bag)
                });
                note("The postmen could not set out", side_by_side(postmen).map(drop));
            });
        }
        scope.spawn(|| keep_filled(office, &bag, stop));
        clerk::work(office, &me, stop);
        bag.ring();
        // At once: a postman may wait for a silent server for longer than this process lives.
        note("What was not begun could not be given back", bag.empty().map_err(Into::into));
    });
    note("What was not begun could not be given back", bag.empty().map_err(Into::into));
    note("A worker could not sign out", clerk::leave(office, &me));
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

/// The postmen of each thread, with their numbers. One thread serves many connections; more than one serves where the
/// making of messages would keep a core busy, and half of the cores are left to the database and the web.
fn shares(routes: &[Arc<Route>]) -> Vec<Vec<(usize, Arc<Route>)>> {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let n_threads = (cores / 2).clamp(1, routes.len().max(1));
    let mut shares = vec![Vec::new(); n_threads];
    for (number, route) in routes.iter().enumerate() {
        shares[number % n_threads].push((number, Arc::clone(route)));
    }
    shares
}

/// Lets postmen work side by side in this thread, until all have done what they do.
fn side_by_side<T>(postmen: impl Iterator<Item = impl Future<Output = T>>) -> anyhow::Result<Vec<T>> {
    let runtime = Builder::new_current_thread().enable_all().build()?;
    Ok(runtime.block_on(postmen.collect::<FuturesUnordered<_>>().collect()))
}

/// A postman's day.
async fn serve(mut postman: Postman<'_>, bag: &Bag) {
    let mut filled = bag.filled();
    while !postman.is_stopped() {
        filled.mark_unchanged();
        let worked = AssertUnwindSafe(postman.work()).catch_unwind().await;
        match worked.unwrap_or_else(|_| Err(anyhow::anyhow!("the postman stumbled"))) {
            Ok(true) => continue,
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
pub(super) fn deliver_due(office: &Arc<Office>, stop: &AtomicBool) -> anyhow::Result<()> {
    let me = clerk::sign_in(office)?;
    let done = drain(office, &me, stop);
    clerk::leave(office, &me)?;
    done
}

fn drain(office: &Arc<Office>, me: &str, stop: &AtomicBool) -> anyhow::Result<()> {
    let mut pulse = Pulse::of(&office.db, me);
    pulse.keep()?;
    clerk::beat(office, me)?;
    clerk::take_over(office)?;
    let (at_work, over) = mpsc::channel::<()>();
    thread::scope(|scope| {
        // The lease is kept while a slow server is talked to.
        scope.spawn(move || {
            while over.recv_timeout(BEAT) == Err(RecvTimeoutError::Timeout) {
                let said = pulse.keep().and_then(|()| clerk::beat(office, me).map(drop));
                note("The clerk could not say that he lives", said);
            }
        });
        let done = drain_all(office, me, stop);
        drop(at_work);
        done
    })
}

fn drain_all(office: &Arc<Office>, me: &str, stop: &AtomicBool) -> anyhow::Result<()> {
    let bag = Arc::new(Bag::new(Arc::clone(office), me.to_owned()));
    let routes = routes(office);
    let register = Register::open(office.db.clone(), me.to_owned(), routes.len())?;
    loop {
        clerk::do_rounds(office, || stop.load(Ordering::Relaxed))?;
        bag.look()?;
        let is_something_there = bag.fill()? > 0 || bag.has_parked();
        let worked = is_something_there && bring_all(office, &routes, &bag, &register, stop)?;
        if !worked || stop.load(Ordering::Relaxed) {
            bag.empty()?;
            return clerk::do_rounds(office, || stop.load(Ordering::Relaxed));
        }
    }
}

/// Empties the bag and fills it as long as anything is due. True if there was anything to bring.
fn bring_all(
    office: &Arc<Office>,
    routes: &[Arc<Route>],
    bag: &Arc<Bag>,
    register: &Register,
    stop: &AtomicBool,
) -> anyhow::Result<bool> {
    // In a thread of its own: whoever calls this may be asynchronous.
    let worked = thread::scope(|scope| {
        let postmen = scope.spawn(|| {
            side_by_side(routes.iter().cloned().enumerate().map(|(number, route)| {
                bring(Postman::new(number, Arc::clone(office), bag, register, stop, route), bag)
            }))
        });
        postmen.join().map_err(|_| anyhow::anyhow!("a postman panicked"))?
    })?;
    worked.into_iter().try_fold(false, |any, worked| Ok(any | worked?))
}

/// Brings what is there and what is due. True if there was anything.
async fn bring(mut postman: Postman<'_>, bag: &Arc<Bag>) -> anyhow::Result<bool> {
    let mut worked = false;
    while !postman.is_stopped() && (postman.work().await? || bag.aside(Bag::fill).await? > 0) {
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
