//! One postman: takes what is due, and brings it over a connection of their own.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use chrono::TimeDelta;

use crate::{
    db::Conn,
    mail::{Connection, Fate},
    subscribers::Status,
    vault::VaultError,
};

use super::{
    WhenUncertain,
    claim::{self, ClaimedDelivery, ClaimedLetter},
    decide::{self, Verdict},
    fence::{self, Fence, Passing},
    message::Parcel,
    outbox::Office,
    relay::Trouble,
    retry::{self, Next, Patience, Tried},
    settle::{self, Outcome},
};

/// How many messages a postman takes at once: few, so that a pause and a letter are not kept waiting.
const HANDFUL: i64 = 4;

pub(super) struct Postman {
    office: Arc<Office>,
    me: String,
    line: Option<Box<dyn Connection>>,
    relay_failed: bool,
}

/// How a try went.
struct Try {
    fate: Fate,
    trouble: Option<Trouble>,
    fence: Option<Fence>,
}

impl Postman {
    pub fn new(office: Arc<Office>, me: String) -> Postman {
        Postman { office, me, line: None, relay_failed: false }
    }

    /// Takes a handful and brings it. False if nothing was due.
    pub fn round(&mut self, stop: &AtomicBool) -> anyhow::Result<bool> {
        let (me, now) = (self.me.clone(), self.office.clock.now());
        let claimed = self.office.db.write_blocking(move |conn| claim::claim(conn, &me, HANDFUL, now))?;
        if claimed.is_empty() {
            return Ok(false);
        }
        self.relay_failed = claimed.relay_failed;
        for letter in &claimed.letters {
            self.unless(stop, |postman| postman.letter(letter))?;
        }
        for (delivery, when_uncertain) in &claimed.deliveries {
            self.unless(stop, |postman| {
                postman.letters_first()?;
                postman.delivery(delivery, *when_uncertain)
            })?;
        }
        Ok(true)
    }

    /// Hangs up.
    pub fn hang_up(&mut self) {
        self.line = None;
    }

    fn unless(
        &mut self,
        stop: &AtomicBool,
        bring: impl FnOnce(&mut Postman) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        if stop.load(Ordering::Relaxed) { Ok(()) } else { bring(self) }
    }

    /// Letters overtake issues, even those that are in hand.
    fn letters_first(&mut self) -> anyhow::Result<()> {
        loop {
            let now = self.office.clock.now();
            if !self.office.db.read_blocking(|conn| claim::is_a_letter_due(conn, now))? {
                return Ok(());
            }
            let me = self.me.clone();
            let letters =
                self.office.db.write_blocking(move |conn| claim::claim_letters(conn, &me, HANDFUL, now))?;
            if letters.is_empty() {
                return Ok(());
            }
            for letter in &letters {
                self.letter(letter)?;
            }
        }
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
        let made = guarded(|| self.office.letter(row, verdict, subscriber.as_ref(), now));
        let parcel = match made {
            Ok(parcel) => parcel,
            Err(poison) => {
                tracing::error!(
                    letter = row.public_id.as_str(),
                    name = row.name,
                    error = poison.said,
                    "A letter could not be made"
                );
                return self.settle_letter(row, poison.outcome(tried, now), None);
            }
        };
        let (office, me, stamp) = (Arc::clone(&self.office), self.me.clone(), parcel.stamp.clone());
        let letter = row.clone();
        let outcome = self.bring(&parcel, move || {
            let (me, letter, stamp, now) = (me.clone(), letter.clone(), stamp.clone(), office.clock.now());
            office.db.write_blocking(move |conn| {
                fence::of_letter(conn, &me, &fence::asked(&letter), verdict, &stamp, now)
            })
        });
        let now = self.office.clock.now();
        let patience = Patience::of_letters(self.office.when_uncertain);
        match outcome.fence {
            Some(Fence::Lost) => Ok(()),
            _ => {
                let next = retry::next(&outcome.fate, tried, patience, rand::random(), now);
                let settled = Outcome::of(next, tried, settle::reply(&outcome.fate), now);
                self.settle_letter(row, settled, Some(outcome))
            }
        }
    }

    fn delivery(&mut self, row: &ClaimedDelivery, when_uncertain: WhenUncertain) -> anyhow::Result<()> {
        let now = self.office.clock.now();
        let tried = tried(row.attempts, row.message_date, row.uncertain, now);
        let (dispatch_id, subscriber_id) = (row.dispatch_id, row.subscriber_id);
        let (runs, subscriber) = self.office.db.read_blocking(|conn| {
            let runs = fence::runs(conn, dispatch_id)?;
            let subscriber = subscriber_id.map(|id| decide::find_subscriber(conn, id)).transpose()?;
            diesel::QueryResult::Ok((runs, subscriber.flatten()))
        })?;
        if !runs {
            let released = Outcome::of(Next::Release(TimeDelta::zero()), tried, None, now);
            return self.settle_delivery(row, released, None);
        }
        let Some(subscriber) = subscriber.filter(|subscriber| subscriber.status == Status::Active) else {
            return self.settle_delivery(row, Outcome::skipped(tried, "left", now), None);
        };
        let edition = self.office.shelf.take(&self.office.db, row.edition_id)?;
        let parcel = match guarded(|| self.office.delivery(row, &edition, &subscriber, now)) {
            Ok(parcel) => parcel,
            Err(poison) => {
                tracing::error!(delivery = row.id, error = poison.said, "A message could not be made");
                return self.settle_delivery(row, poison.outcome(tried, now), None);
            }
        };
        let (office, me, stamp) = (Arc::clone(&self.office), self.me.clone(), parcel.stamp.clone());
        let passing = Passing { id: row.id, dispatch_id: row.dispatch_id, subscriber_id: subscriber.id };
        let outcome = self.bring(&parcel, move || {
            let (me, stamp, now) = (me.clone(), stamp.clone(), office.clock.now());
            office.db.write_blocking(move |conn| fence::of_delivery(conn, &me, passing, &stamp, now))
        });
        let now = self.office.clock.now();
        match outcome.fence {
            Some(Fence::Lost) => Ok(()),
            Some(Fence::Gone) => {
                self.settle_delivery(row, Outcome::skipped(tried, "left", now), Some(outcome))
            }
            _ => {
                let patience = Patience::of_issues(when_uncertain);
                let next = retry::next(&outcome.fate, tried, patience, rand::random(), now);
                let settled = Outcome::of(next, tried, settle::reply(&outcome.fate), now);
                self.settle_delivery(row, settled, Some(outcome))
            }
        }
    }

    /// Brings a parcel. A connection that was used before may have been closed since; a fresh one gets its chance, as
    /// long as the fence was not passed.
    fn bring(&mut self, parcel: &Parcel, fence: impl Fn() -> diesel::QueryResult<Fence>) -> Try {
        loop {
            let fresh = self.line.is_none();
            let mut line = match self.line.take().map_or_else(|| self.office.mailer.connect(), Ok) {
                Ok(line) => line,
                Err(fate) => {
                    let trouble = match fate {
                        Fate::OurFault(_) => Trouble::Refused,
                        _ => Trouble::NoConnection,
                    };
                    return Try { fate, trouble: Some(trouble), fence: None };
                }
            };
            let mut found = None;
            let mut ask = || match fence() {
                Ok(answer) => *found.insert(answer) == Fence::Holds,
                Err(error) => {
                    tracing::error!(error = %error, "The fence could not be asked");
                    false
                }
            };
            let sent =
                catch_unwind(AssertUnwindSafe(|| line.send(&parcel.envelope, &parcel.bytes, &mut ask)));
            let fate = match sent {
                Ok(fate) => fate,
                Err(_) if found == Some(Fence::Holds) => Fate::Uncertain("the postman stumbled".to_owned()),
                Err(_) => Fate::Unreachable("the postman stumbled".to_owned()),
            };
            let broken = matches!(fate, Fate::Unreachable(_));
            if !broken && line.is_alive() {
                self.line = Some(line);
            }
            if broken && !fresh && found.is_none() {
                continue;
            }
            let trouble = match fate {
                Fate::OurFault(_) => Some(Trouble::Refused),
                Fate::Unreachable(_) => Some(Trouble::Broken),
                _ => None,
            };
            return Try { fate, trouble, fence: found };
        }
    }

    fn settle_letter(
        &mut self,
        row: &ClaimedLetter,
        outcome: Outcome,
        tried: Option<Try>,
    ) -> anyhow::Result<()> {
        let (id, now) = (row.id, self.office.clock.now());
        self.settle(outcome, tried, now, move |conn, me, outcome, _| settle::letter(conn, me, id, outcome))
    }

    fn settle_delivery(
        &mut self,
        row: &ClaimedDelivery,
        outcome: Outcome,
        tried: Option<Try>,
    ) -> anyhow::Result<()> {
        let (id, dispatch_id, subscriber_id) = (row.id, row.dispatch_id, row.subscriber_id);
        let now = self.office.clock.now();
        self.settle(outcome, tried, now, move |conn, me, outcome, fate| {
            let mine = settle::delivery(conn, me, id, outcome)?;
            if mine {
                settle::follow_delivery(conn, dispatch_id, subscriber_id, fate, outcome, now)?;
            }
            Ok(mine)
        })
    }

    /// Settles in one transaction with all that follows. What was sent must be written down, so a database that is
    /// busy or full is asked again; if that does not help, the row stays `in_data`, and whoever takes it over knows
    /// that it is uncertain.
    fn settle(
        &mut self,
        outcome: Outcome,
        tried: Option<Try>,
        now: chrono::NaiveDateTime,
        write: impl Fn(&mut Conn, &str, &Outcome, &Fate) -> diesel::QueryResult<bool> + Clone + Send + 'static,
    ) -> anyhow::Result<()> {
        let talked = tried.is_some();
        let (fate, trouble) = tried.map_or((Fate::NotSent, None), |tried| (tried.fate, tried.trouble));
        let had_failed = self.relay_failed;
        let mut patience = 30;
        let mine = loop {
            let (me, outcome, fate, write) = (self.me.clone(), outcome.clone(), fate.clone(), write.clone());
            let written: diesel::QueryResult<bool> = self.office.db.write_blocking(move |conn| {
                let mine = write(conn, &me, &outcome, &fate)?;
                if talked {
                    settle::follow_relay(conn, &fate, trouble, had_failed, now)?;
                }
                Ok(mine)
            });
            match written {
                Ok(mine) => break mine,
                Err(error) if patience > 0 => {
                    tracing::warn!(error = %error, "A message could not be settled yet");
                    patience -= 1;
                    std::thread::sleep(Duration::from_secs(1));
                }
                Err(error) => return Err(error.into()),
            }
        };
        if talked && trouble.is_none() {
            self.relay_failed = false;
        }
        if !mine {
            tracing::warn!("A message was settled by somebody else: this worker was taken for dead");
        }
        match &fate {
            Fate::Unreachable(why) | Fate::Uncertain(why) => tracing::warn!(why, "The mail server"),
            Fate::OurFault(reply) => tracing::error!(%reply, "The mail server takes nothing from us"),
            _ => (),
        }
        Ok(())
    }
}

fn tried(
    attempts: i32,
    first_at: Option<chrono::NaiveDateTime>,
    uncertain: bool,
    now: chrono::NaiveDateTime,
) -> Tried {
    Tried { attempts, first_at: first_at.unwrap_or(now), uncertain }
}

/// Why a message could not be made.
struct Poison {
    said: String,
    /// A key is missing, which is nobody's fault but ours, and may be mended.
    locked: bool,
}

impl Poison {
    fn outcome(&self, tried: Tried, now: chrono::NaiveDateTime) -> Outcome {
        match self.locked {
            true => Outcome::of(Next::Release(TimeDelta::minutes(5)), tried, None, now),
            false => Outcome::poisoned(tried, now),
        }
    }
}

/// Makes a message; what panics, or fails, spoils that message alone.
fn guarded(make: impl FnOnce() -> anyhow::Result<Parcel>) -> Result<Parcel, Poison> {
    match catch_unwind(AssertUnwindSafe(make)) {
        Ok(Ok(parcel)) => Ok(parcel),
        Ok(Err(error)) => Err(Poison {
            locked: matches!(error.downcast_ref::<VaultError>(), Some(VaultError::UnknownKey(_))),
            said: format!("{error:#}"),
        }),
        Err(_) => Err(Poison { said: "panicked".to_owned(), locked: false }),
    }
}
