//! The clerk: says that this worker lives, takes over what the dead held, and does the rounds.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Instant,
};

use crate::{
    db::Pulse,
    delivery::{
        outbox::Office,
        relays::relay,
        rounds,
        steps::recover,
        workers::{self, BEAT},
    },
};

use super::{LOOK, note};

/// Rows that one step of a takeover touches.
const CHUNK: i64 = 500;

/// Works until told to stop.
pub(super) fn work(office: &Office, me: &str, stop: &AtomicBool) {
    let (mut pulse, mut calm) = (Pulse::of(&office.db, me), 0);
    let mut beaten: Option<Instant> = None;
    while !stop.load(Ordering::Relaxed) {
        if beaten.is_none_or(|at| at.elapsed() >= BEAT) {
            beaten = Some(Instant::now());
            note("The clerk could not take over", beat_and_judge(office, me, &mut pulse, &mut calm));
        }
        let (began, heard) = (Instant::now(), office.leisure.rung());
        note(
            "The clerk could not do the rounds",
            do_rounds(office, || is_over(stop) || began.elapsed() > BEAT),
        );
        thread::sleep(LOOK / 10); // however often postmen fall idle
        office.leisure.wait(heard, LOOK.saturating_sub(began.elapsed()));
    }
}

/// Whoever shares the database and has just come, or saw the clock jump, judges nobody before it has beaten so often
/// without surprise: all others have spoken by then.
const CALM_BEATS: u32 = 3;

fn beat_and_judge(office: &Office, me: &str, pulse: &mut Pulse, calm: &mut u32) -> anyhow::Result<()> {
    *calm = if beat(office, me, pulse)? { *calm + 1 } else { 0 };
    if *calm >= CALM_BEATS || !office.db.is_shared() { take_over(office) } else { Ok(()) }
}

/// Says that this worker lives, and sees to its pulse. False if its last word does not fit the time that it is now.
pub(super) fn beat(office: &Office, me: &str, pulse: &mut Pulse) -> anyhow::Result<bool> {
    pulse.keep()?;
    let (me, now) = (me.to_owned(), office.clock.now());
    Ok(office.db.write_blocking(move |conn| workers::beat(conn, &me, now))?)
}

/// Takes over what the dead held.
pub(super) fn take_over(office: &Office) -> anyhow::Result<()> {
    let (when_uncertain, now) = (office.when_uncertain, office.clock.now());
    while office.db.write_blocking(move |conn| recover::take_over(conn, when_uncertain, CHUNK, now))? {}
    Ok(())
}

fn is_over(stop: &AtomicBool) -> bool {
    stop.load(Ordering::Relaxed)
}

/// Counts readers, skips who is to be skipped, closes what is over; as far as it comes before `is_enough`.
pub(super) fn do_rounds(office: &Office, is_enough: impl Fn() -> bool) -> anyhow::Result<()> {
    if !office.db.read_blocking(rounds::is_anything_open)? {
        return Ok(());
    }
    let now = office.clock.now();
    let relays: Arc<[String]> = office.relay_names().into();
    loop {
        let relays = Arc::clone(&relays);
        if !office.db.write_blocking(move |conn| rounds::step(conn, &relays, now))? {
            return Ok(());
        }
        office.bell.ring();
        if is_enough() {
            return Ok(());
        }
    }
}

/// Signs in for a day's work. What the owner changed may let go what had to wait.
pub(super) fn begin(office: &Office) -> diesel::QueryResult<String> {
    let me = sign_in(office)?;
    office.db.write_blocking(relay::try_again)?;
    let now = office.clock.now();
    while office.db.write_blocking(move |conn| rounds::hurry(conn, now))? {}
    Ok(me)
}

/// Signs in for what is due now.
pub(super) fn sign_in(office: &Office) -> diesel::QueryResult<String> {
    let (alone, now) = (!office.db.is_shared(), office.clock.now());
    office.db.write_blocking(move |conn| workers::sign_in(conn, alone, now))
}

/// Signs out. What this worker could not give back, others find without an owner who lives.
pub(super) fn leave(office: &Office, me: &str) -> anyhow::Result<()> {
    let me = me.to_owned();
    office.db.write_blocking(move |conn| workers::sign_out(conn, &me))?;
    Ok(())
}
