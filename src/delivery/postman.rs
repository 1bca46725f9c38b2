//! One postman: takes what is due, and brings it over a connection of their own.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use chrono::{NaiveDateTime, TimeDelta};
use diesel::QueryResult;

use crate::subscribers::Status;

use super::{
    WhenUncertain,
    claim::{self, Claimed, ClaimedDelivery, ClaimedLetter},
    decide::{self, Verdict},
    fence::{self, Fence, Passing},
    line::{Line, Try},
    outbox::Office,
    poison::guarded,
    retry::{self, Next, Patience, Tried},
    settle::{self, Outcome},
};

/// How many messages a postman takes at once: few, so that a pause and a letter are not kept waiting.
const HANDFUL: i64 = 4;

pub(super) struct Postman<'a> {
    pub(super) office: Arc<Office>,
    pub(super) me: String,
    pub(super) stop: &'a AtomicBool,
    /// Whether the mail server failed the last time that anybody tried.
    pub(super) relay_failed: bool,
    line: Line,
}

impl<'a> Postman<'a> {
    pub fn new(office: Arc<Office>, me: String, stop: &'a AtomicBool) -> Postman<'a> {
        Postman { office, me, stop, relay_failed: false, line: Line::default() }
    }

    /// Takes a handful and brings it. False if nothing was due. What it could not begin, it gives back.
    pub fn round(&mut self) -> anyhow::Result<bool> {
        let (me, now) = (self.me.clone(), self.office.clock.now());
        let claimed = self.office.db.write_blocking(move |conn| claim::claim(conn, &me, HANDFUL, now))?;
        if claimed.is_empty() {
            return Ok(false);
        }
        self.relay_failed = claimed.relay_failed;
        let brought = self.bring_all(&claimed);
        if brought.is_err() || self.is_stopped() {
            self.give_back(claimed)?;
        }
        brought.map(|()| true)
    }

    /// Hangs up.
    pub fn hang_up(&mut self) {
        self.line = Line::default();
    }

    pub(super) fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    fn bring_all(&mut self, claimed: &Claimed) -> anyhow::Result<()> {
        for letter in &claimed.letters {
            if self.is_stopped() {
                return Ok(());
            }
            self.letter(letter)?;
        }
        for (delivery, when_uncertain) in &claimed.deliveries {
            self.letters_first()?;
            if self.is_stopped() {
                return Ok(());
            }
            self.delivery(delivery, *when_uncertain)?;
        }
        Ok(())
    }

    /// Letters overtake issues, even those that are in hand.
    fn letters_first(&mut self) -> anyhow::Result<()> {
        while !self.is_stopped() {
            let now = self.office.clock.now();
            if !self.office.db.read_blocking(|conn| claim::is_a_letter_due(conn, now))? {
                return Ok(());
            }
            let me = self.me.clone();
            let taken =
                self.office.db.write_blocking(move |conn| claim::claim_letters(conn, &me, HANDFUL, now))?;
            if taken.is_empty() {
                return Ok(());
            }
            let claimed = Claimed { letters: taken, ..Claimed::default() };
            let brought = self.bring_all(&claimed);
            if brought.is_err() || self.is_stopped() {
                self.give_back(claimed)?;
            }
            brought?;
        }
        Ok(())
    }

    fn give_back(&self, claimed: Claimed) -> QueryResult<()> {
        let me = self.me.clone();
        self.office.db.write_blocking(move |conn| claim::give_back(conn, &me, &claimed))
    }

    fn letter(&mut self, row: &ClaimedLetter) -> anyhow::Result<()> {
        let now = self.office.clock.now();
        let tried = tried(row.attempts, row.message_date, row.uncertain, now);
        let asked = fence::asked(row);
        let (facts, subscriber) = self.office.db.read_blocking(|conn| decide::facts(conn, &asked, now))?;
        let verdict = decide::decide(row.gate, &facts, now);
        if let Verdict::Skip(why) = verdict {
            return self.settle_letter(row, Outcome::skipped(tried, why, now), None);
        }
        let parcel = match guarded(|| self.office.letter(row, verdict, subscriber.as_ref(), now)) {
            Ok(parcel) => parcel,
            Err(poison) => {
                let (id, name) = (row.public_id.as_str(), row.name.as_str());
                tracing::error!(letter = id, name, error = poison.said, "A letter could not be made");
                return self.settle_letter(row, poison.outcome(tried, now), None);
            }
        };
        let (office, me) = (&self.office, &self.me);
        let result = self.line.bring(&office.mailer, &parcel, || {
            let (me, letter, stamp, now) =
                (me.clone(), row.clone(), parcel.stamp.clone(), office.clock.now());
            office.db.write_blocking(move |conn| {
                fence::of_letter(conn, &me, &fence::asked(&letter), verdict, &stamp, now)
            })
        });
        let patience = Patience::of_letters(self.office.when_uncertain);
        match self.judge(&result, tried, patience) {
            Some(outcome) => self.settle_letter(row, outcome, Some(result)),
            None => Ok(()),
        }
    }

    fn delivery(&mut self, row: &ClaimedDelivery, when_uncertain: WhenUncertain) -> anyhow::Result<()> {
        let now = self.office.clock.now();
        let tried = tried(row.attempts, row.message_date, row.uncertain, now);
        let (dispatch_id, subscriber_id) = (row.dispatch_id, row.subscriber_id);
        let (runs, subscriber) = self.office.db.read_blocking(|conn| {
            let runs = fence::runs(conn, dispatch_id)?;
            let subscriber = subscriber_id.map(|id| decide::find_subscriber(conn, id)).transpose()?;
            QueryResult::Ok((runs, subscriber.flatten()))
        })?;
        if !runs {
            let released = Outcome::of(Next::Release(TimeDelta::zero()), tried, None, now);
            return self.settle_delivery(row, released, None);
        }
        let Some(subscriber) = subscriber.filter(|subscriber| subscriber.status == Status::Active) else {
            return self.settle_delivery(row, Outcome::skipped(tried, LEFT, now), None);
        };
        let edition = self.office.shelf.take(&self.office.db, row.edition_id)?;
        let parcel = match guarded(|| self.office.delivery(row, &edition, &subscriber, now)) {
            Ok(parcel) => parcel,
            Err(poison) => {
                tracing::error!(delivery = row.id, error = poison.said, "A message could not be made");
                return self.settle_delivery(row, poison.outcome(tried, now), None);
            }
        };
        let passing = Passing { id: row.id, dispatch_id, subscriber_id: subscriber.id };
        let (office, me) = (&self.office, &self.me);
        let result = self.line.bring(&office.mailer, &parcel, || {
            let (me, stamp, now) = (me.clone(), parcel.stamp.clone(), office.clock.now());
            office.db.write_blocking(move |conn| fence::of_delivery(conn, &me, passing, &stamp, now))
        });
        match self.judge(&result, tried, Patience::of_issues(when_uncertain)) {
            Some(outcome) => self.settle_delivery(row, outcome, Some(result)),
            None => Ok(()),
        }
    }

    /// What becomes of a row after a try; nothing if it is somebody else's by now.
    fn judge(&self, result: &Try, tried: Tried, patience: Patience) -> Option<Outcome> {
        let now = self.office.clock.now();
        match result.fence {
            Some(Fence::Lost) => None,
            Some(Fence::Gone) => Some(Outcome::skipped(tried, LEFT, now)),
            _ => {
                let next = retry::next(&result.fate, tried, patience, rand::random(), now);
                Some(Outcome::of(next, tried, settle::reply(&result.fate), now))
            }
        }
    }
}

/// Why somebody is skipped who is no reader any more.
const LEFT: &str = "left";

fn tried(attempts: i32, first_at: Option<NaiveDateTime>, uncertain: bool, now: NaiveDateTime) -> Tried {
    Tried { attempts, first_at: first_at.unwrap_or(now), uncertain }
}
