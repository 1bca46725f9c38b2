//! What a process has claimed and not begun: letters on top, and beside the rest what waits for room on the way to its
//! domain. It is kept filled ahead of the postmen, so that none waits for the database, and small, so that a pause or a
//! crash finds little in it.

use std::{
    collections::{HashMap, HashSet, VecDeque},
    panic::resume_unwind,
    sync::{Arc, Mutex, MutexGuard, PoisonError, mpsc::channel},
};

use chrono::NaiveDateTime;
use diesel::QueryResult;
use tokio::{sync::watch, task::spawn_blocking};

use crate::{
    db::Conn,
    delivery::{
        dispatches::dispatch,
        outbox::{Limits, Office},
        relays::{
            pace::{self, Rate},
            relay::{self, Health},
        },
        steps::claim::{self, Claim, ClaimedLetter, Delivery},
    },
};

use super::{domains::Domains, meters::RateWaits};

/// How many deliveries are claimed at once, and below how many the bag is filled.
const CHUNK: i64 = 128;
/// How many letters are claimed at once.
const LETTERS: i64 = 32;
/// How many deliveries wait in the bag for room on the way to their domain.
const PARKED: usize = 8 * CHUNK as usize;

/// Something to bring.
pub(super) enum Task {
    Letter(Box<ClaimedLetter>),
    Delivery(Box<Delivery>),
}

pub(super) struct Bag {
    office: Arc<Office>,
    me: String,
    stock: Mutex<Stock>,
    /// One fills at a time. What it claimed and could not put in, since nobody knows whether that was committed or who
    /// the readers are, goes back before more is claimed: nobody else would take it from a worker who lives.
    filling: Mutex<Doubtful>,
    /// Told when something was put in.
    filled: watch::Sender<()>,
    pub domains: Domains,
    pub rate_waits: RateWaits,
}

/// Ids of a claim that did not end well.
#[derive(Default)]
struct Doubtful {
    letters: Vec<i64>,
    deliveries: Vec<i64>,
}

#[derive(Default)]
struct Stock {
    letters: VecDeque<ClaimedLetter>,
    deliveries: VecDeque<Delivery>,
    /// By the pseudonyms of their domains, to which as many are on their way as may be.
    parked: HashMap<String, VecDeque<Delivery>>,
    /// Issues that do not run: what the bag has of them goes back.
    halted: HashSet<i64>,
    relays: HashMap<String, Health>,
}

impl Bag {
    pub fn new(office: Arc<Office>, me: String) -> Bag {
        let (stock, filling, filled) = (Mutex::default(), Mutex::default(), watch::Sender::default());
        let (domains, rate_waits) = Default::default();
        Bag { office, me, stock, filling, filled, domains, rate_waits }
    }

    /// Wakes the postmen who wait.
    pub fn ring(&self) {
        self.filled.send_replace(());
    }

    /// Tells when there is something new.
    pub fn filled(&self) -> watch::Receiver<()> {
        self.filled.subscribe()
    }

    /// Does what waits for the database, while other postmen of the same thread go on.
    pub async fn aside<T: Send + 'static>(
        self: &Arc<Bag>,
        work: impl FnOnce(&Bag) -> QueryResult<T> + Send + 'static,
    ) -> QueryResult<T> {
        let bag = Arc::clone(self);
        spawn_blocking(move || work(&bag)).await.unwrap_or_else(|lost| resume_unwind(lost.into_panic()))
    }

    /// The next thing to bring for this postman.
    pub fn take(&self, postman: usize) -> Option<Task> {
        let mut stock = self.stock();
        if let Some(letter) = stock.letters.pop_front() {
            return Some(Task::Letter(Box::new(letter)));
        }
        let Stock { deliveries, parked, halted, .. } = &mut *stock;
        let runs = |delivery: &Delivery| !halted.contains(&delivery.row.dispatch_id);
        let first = parked
            .iter_mut()
            .filter(|(domain, _)| self.domains.has_room(&self.office, postman, domain))
            .find_map(|(_, queue)| queue.iter().position(runs).and_then(|at| queue.remove(at)));
        if let Some(delivery) = first {
            return Some(Task::Delivery(Box::new(delivery)));
        }
        let at = deliveries.iter().position(runs)?;
        let taken = deliveries.remove(at)?;
        if deliveries.len() as i64 == CHUNK - 1 {
            self.office.bell.ring();
        }
        Some(Task::Delivery(Box::new(taken)))
    }

    /// Puts back what was taken and not begun.
    pub fn put_back(&self, task: Task) {
        let mut stock = self.stock();
        match task {
            Task::Letter(letter) => stock.letters.push_front(*letter),
            Task::Delivery(delivery) => stock.deliveries.push_front(*delivery),
        }
    }

    /// Whether anything waits for room on the way to its domain.
    pub fn has_parked(&self) -> bool {
        self.stock().parked.values().any(|queue| !queue.is_empty())
    }

    /// Keeps a delivery until there is room on the way to its domain; gives it back if too many wait already.
    pub fn park(&self, domain: &str, delivery: Box<Delivery>) -> Option<Box<Delivery>> {
        let mut stock = self.stock();
        if stock.parked.values().map(VecDeque::len).sum::<usize>() >= PARKED {
            return Some(delivery);
        }
        stock.parked.entry(domain.to_owned()).or_default().push_back(*delivery);
        None
    }

    /// Nothing more of these issues.
    pub fn halt(&self, dispatches: &[i64]) {
        self.stock().halted.extend(dispatches);
    }

    /// How a relay stands.
    pub fn health(&self, relay: &str) -> Health {
        self.stock().relays.get(relay).copied().unwrap_or_default()
    }

    /// Whether the bag should be filled soon.
    pub fn is_low(&self) -> bool {
        (self.stock().deliveries.len() as i64) < CHUNK
    }

    /// Looks up which issues run, how the relays stand and which domains must wait; gives back what does not run.
    pub fn look(&self) -> QueryResult<()> {
        let (names, now) = (self.office.relay_names(), self.office.clock.now());
        let (running, relays, waiting) = self.office.db.read_blocking(|conn| {
            let health =
                |conn: &mut Conn, name: String| relay::find(conn, &name).map(|health| (name, health));
            let relays = names.into_iter().map(|name| health(conn, name)).collect::<QueryResult<_>>()?;
            QueryResult::Ok((dispatch::running(conn)?, relays, pace::waiting(conn, now)?))
        })?;
        self.domains.learn(waiting, now);
        let mut stock = self.stock();
        stock.relays = relays;
        stock.halted.clear();
        let runs = |delivery: &Delivery| running.contains(&delivery.row.dispatch_id);
        let mut back = Vec::new();
        let Stock { deliveries, parked, .. } = &mut *stock;
        for queue in parked.values_mut().chain([deliveries]) {
            let (kept, halted): (VecDeque<_>, VecDeque<_>) =
                std::mem::take(queue).into_iter().partition(runs);
            *queue = kept;
            back.extend(halted);
        }
        parked.retain(|_, queue| !queue.is_empty());
        drop(stock);
        let given = self.give_back(&[], &ids(&back));
        if given.is_err() {
            self.stock().deliveries.extend(back);
        }
        given
    }

    /// Claims what is due, as far as there is room, a relay to bring it to, and time for it. How many were claimed.
    pub fn fill(&self) -> QueryResult<usize> {
        let mut doubtful = self.filling.lock().unwrap_or_else(PoisonError::into_inner);
        self.give_back(&doubtful.letters, &doubtful.deliveries)?;
        *doubtful = Doubtful::default();
        let now = self.office.clock.now();
        if !self.office.relay_names().iter().any(|name| self.health(name).is_ready(now)) {
            return Ok(0);
        }
        let is_low = self.is_low();
        let (me, limits) = (self.me.clone(), self.office.limits.clone());
        let (is_a_letter_due, is_a_delivery_due) = self.office.db.read_blocking(|conn| {
            QueryResult::Ok((
                claim::is_a_letter_due(conn, now)?,
                is_low && claim::is_a_delivery_due(conn, now)?,
            ))
        })?;
        if !(is_a_letter_due || is_a_delivery_due) {
            self.rate_waits.end();
            return Ok(0);
        }
        let (tell, told) = channel();
        let claimed = self.office.db.write_blocking(move |conn| {
            let letters = claim::claim_letters(conn, &me, LETTERS, now)?;
            let deliveries = if is_low { claim_deliveries(conn, &me, &limits, now)? } else { Vec::new() };
            let letter_ids = letters.iter().map(|letter| letter.id).collect();
            let delivery_ids = deliveries.iter().flat_map(|claim| &claim.rows).map(|row| row.id).collect();
            tell.send(Doubtful { letters: letter_ids, deliveries: delivery_ids }).ok();
            QueryResult::Ok((letters, deliveries))
        });
        let completed = claimed.and_then(|(letters, claims)| {
            let read = self.office.db.read_blocking(|conn| claim::with_readers(conn, claims))?;
            Ok((letters, read))
        });
        if completed.is_err() {
            *doubtful = told.try_recv().unwrap_or_default();
        }
        let (letters, deliveries) = completed?;
        match is_a_delivery_due && deliveries.is_empty() && self.office.limits.are_set() {
            true => self.rate_waits.begin(),
            false => self.rate_waits.end(),
        }
        let n = letters.len() + deliveries.len();
        let mut stock = self.stock();
        stock.letters.extend(letters);
        stock.deliveries.extend(deliveries);
        drop(stock);
        if n > 0 {
            self.ring();
        }
        Ok(n)
    }

    /// Gives everything back.
    pub fn empty(&self) -> QueryResult<()> {
        let Stock { letters, deliveries, parked, .. } = std::mem::take(&mut *self.stock());
        let letters: Vec<i64> = letters.iter().map(|letter| letter.id).collect();
        self.give_back(&letters, &ids(deliveries.iter().chain(parked.values().flatten())))
    }

    fn give_back(&self, letters: &[i64], deliveries: &[i64]) -> QueryResult<()> {
        if letters.is_empty() && deliveries.is_empty() {
            return Ok(());
        }
        let (me, letters, deliveries) = (self.me.clone(), letters.to_vec(), deliveries.to_vec());
        let now = self.office.clock.now();
        self.office.db.write_blocking(move |conn| claim::give_back(conn, &me, &letters, &deliveries, now))
    }

    fn stock(&self) -> MutexGuard<'_, Stock> {
        self.stock.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn ids<'a>(deliveries: impl IntoIterator<Item = &'a Delivery>) -> Vec<i64> {
    deliveries.into_iter().map(|delivery| delivery.row.id).collect()
}

/// Claims as many deliveries as the owner lets go now.
fn claim_deliveries(
    conn: &mut Conn,
    me: &str,
    limits: &Limits,
    now: NaiveDateTime,
) -> QueryResult<Vec<Claim>> {
    let mut wanted = CHUNK;
    let rate = (limits.a_second > 0).then(|| Rate::per_second(limits.a_second));
    if let Some(rate) = rate {
        wanted = pace::spend(conn, pace::ALL, rate, wanted, now)?;
    }
    let today = match limits.warm_up.is_empty() {
        true => None,
        false => pace::warm_up_of_today(conn, &limits.warm_up, now)?,
    };
    let paid = wanted;
    if let Some(most) = today {
        wanted = pace::spend_today(conn, pace::ALL, most, wanted, now)?;
    }
    let claimed = match wanted {
        0 => Vec::new(),
        wanted => claim::claim_deliveries(conn, me, wanted, now)?,
    };
    let n = claim::count(&claimed);
    if let Some(rate) = rate
        && n < paid
    {
        pace::give_back(conn, pace::ALL, rate, paid - n)?;
    }
    if today.is_some() {
        pace::untried(conn, wanted - n, now)?;
    }
    Ok(claimed)
}
