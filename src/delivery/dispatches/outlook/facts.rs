//! What the outlook of an issue depends on.

use std::collections::HashMap;

use chrono::{NaiveDate, NaiveDateTime};
use diesel::{dsl::count_star, prelude::*};

use crate::{
    db::{
        Conn,
        schema::{deliveries, paces},
    },
    delivery::{
        DispatchState, Progress, hold,
        outbox::Office,
        relays::{pace, relay},
        steps::claim_native::is_due,
        workers,
    },
};

/// Everything that is known, at one moment.
#[derive(Debug, Clone, Default)]
pub(super) struct Facts {
    /// Since a restore.
    pub is_all_held: bool,
    pub is_running: bool,
    pub waiting: i64,
    pub per_second: f64,
    pub relays: Vec<Carrier>,
    /// What may go today, tomorrow and so on; no limit behind it.
    pub warm_up: Vec<i64>,
    /// What was spent of it.
    pub n_today: i64,
    pub a_second: Option<i64>,
    /// Of those that wait for their time, also if it has come.
    pub due: Option<Due>,
    pub n_in_hand: i64,
    /// Of those in hand: of somebody who has gone, or is silent.
    pub n_orphaned: i64,
    pub is_anybody_at_work: bool,
}

/// How a relay stands, and what it may carry.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Carrier {
    pub wait_until: Option<NaiveDateTime>,
    pub rate: Option<i64>,
    pub daily: Option<i64>,
    pub n_today: i64,
}

/// When the first and the last of those that wait are due.
#[derive(Debug, Clone, Copy)]
pub(super) struct Due {
    pub first_at: NaiveDateTime,
    pub first_attempts: i32,
    pub last_at: NaiveDateTime,
}

impl Facts {
    pub fn read(
        conn: &mut Conn,
        office: &Office,
        dispatch_id: i64,
        progress: &Progress,
        now: NaiveDateTime,
    ) -> QueryResult<Facts> {
        let is_under_way = matches!(progress.status, DispatchState::Running | DispatchState::Paused);
        if !is_under_way {
            return Ok(Facts::default());
        }
        let rows: Vec<(String, Option<String>, i64)> = paces::table
            .filter(paces::day.is_not_null())
            .select((paces::name, paces::day, paces::n_today))
            .load(conn)?;
        let spent = Spent { rows: rows.into_iter().map(|(name, day, n)| (name, (day, n))).collect() };
        let relays = office.mailer.relays().iter().map(|relay| {
            let (name, limits) = (relay.name(), relay.limits());
            Ok(Carrier {
                wait_until: relay::find(conn, &name)?.wait_until,
                rate: limits.rate.map(i64::from),
                daily: limits.daily.map(i64::from),
                n_today: spent.today(&pace::of_relay(&name), now.date()),
            })
        });
        let relays = relays.collect::<QueryResult<_>>()?;
        let day = spent.day(pace::WARM_UP).map_or(0, |first| (now.date() - first).num_days());
        let plan = office.limits.warm_up.iter().skip(usize::try_from(day).unwrap_or(0));
        let present = workers::presence(conn, now)?;
        let held = in_hand(conn, dispatch_id)?;
        let is_orphaned = |owner: &str| !present.lately.iter().any(|id| id == owner);
        Ok(Facts {
            is_all_held: hold::held_since(conn)?.is_some(),
            is_running: progress.status == DispatchState::Running,
            waiting: progress.waiting,
            per_second: progress.per_second,
            relays,
            warm_up: plan.copied().map(i64::from).collect(),
            n_today: spent.today(pace::ALL, now.date()),
            a_second: Some(i64::from(office.limits.a_second)).filter(|rate| *rate > 0),
            due: due(conn, dispatch_id)?,
            n_in_hand: held.iter().map(|(_, n)| n).sum(),
            n_orphaned: held.iter().filter(|(owner, _)| is_orphaned(owner)).map(|(_, n)| n).sum(),
            is_anybody_at_work: present.is_anybody_there,
        })
    }
}

/// What was spent, and on which day.
struct Spent {
    rows: HashMap<String, (Option<String>, i64)>,
}

impl Spent {
    fn day(&self, name: &str) -> Option<NaiveDate> {
        self.rows.get(name)?.0.as_deref()?.parse().ok()
    }

    fn today(&self, name: &str, today: NaiveDate) -> i64 {
        let theirs = self.rows.get(name).filter(|_| self.day(name) == Some(today));
        theirs.map_or(0, |(_, n)| *n)
    }
}

/// Each by the end of an index, however many there are.
fn due(conn: &mut Conn, dispatch_id: i64) -> QueryResult<Option<Due>> {
    let theirs = || deliveries::table.filter(deliveries::dispatch_id.eq(dispatch_id)).filter(is_due());
    let first: Option<(NaiveDateTime, i32)> = theirs()
        .order(deliveries::due_at)
        .select((deliveries::due_at, deliveries::attempts))
        .first(conn)
        .optional()?;
    let last: Option<NaiveDateTime> =
        theirs().order(deliveries::due_at.desc()).select(deliveries::due_at).first(conn).optional()?;
    let due = |((first_at, first_attempts), last_at)| Due { first_at, first_attempts, last_at };
    Ok(first.zip(last).map(due))
}

/// How many are in whose hand.
fn in_hand(conn: &mut Conn, dispatch_id: i64) -> QueryResult<Vec<(String, i64)>> {
    deliveries::table
        .filter(deliveries::owner.is_not_null())
        .filter(deliveries::dispatch_id.eq(dispatch_id))
        .group_by(deliveries::owner)
        .select((deliveries::owner.assume_not_null(), count_star()))
        .load(conn)
}
