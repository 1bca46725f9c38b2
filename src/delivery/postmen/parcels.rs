//! From what was taken out of the bag to a message ready to go, and from its fate to what is written down.

use chrono::{NaiveDateTime, TimeDelta};

use crate::{
    delivery::{
        WhenUncertain,
        letters::decide::{self, Verdict},
        messages::message::Parcel,
        relays::{relay::Trouble, replies::Said},
        steps::{
            claim::{ClaimedLetter, Delivery},
            fence::{self, Fence, Stamp},
            hot_native::{Passing, Taken},
            poison::{Poison, guarded},
            retry::{self, Next, Patience, Tried},
            settle::{self, Outcome, Talk},
        },
    },
    mail::{Address, Content, Envelope, Fate, Offer},
    subscribers::Status,
};

use super::{
    bag::Task,
    domains::{Admission, asks_to_slow_down},
    entries::{Asked, Ended},
    meters::{Fates, Meters},
    postman::Postman,
};

/// Why somebody is skipped who is no reader any more.
const LEFT: &str = "left";

/// What became of a task.
pub(super) enum Made {
    Ready(Box<Ready>),
    /// It is in the bag again, and waits for others to the same domain.
    Parked,
    Ended(Box<Ended>),
}

/// A task that could not be looked into, because the database was away.
pub(super) struct Unmade {
    pub task: Task,
    pub error: diesel::result::Error,
}

/// A message ready to go.
pub(super) struct Ready {
    about: About,
    tried: Tried,
    envelope: Envelope,
    /// Gone once it is handed over.
    content: Option<Content>,
    size: usize,
    is_ascii: bool,
    stamp: Stamp,
    /// The pseudonym of the recipient's domain, where that matters.
    pub domain: String,
    /// Whether the relay was in trouble when the message was made. One that was on its way when the trouble began does
    /// not tell that it is over.
    pub had_failed: bool,
}

enum About {
    Letter { row: Box<ClaimedLetter>, verdict: Verdict },
    Delivery { delivery: Box<Delivery>, reader_updated_at: NaiveDateTime },
}

impl Postman {
    /// Makes the message of a task, or says why it does not go.
    pub(super) async fn make(&self, task: Task) -> Result<Made, Unmade> {
        match task {
            Task::Letter(row) => self.make_letter(row).await,
            Task::Delivery(delivery) => self.make_delivery(delivery).await,
        }
    }

    async fn make_letter(&self, row: Box<ClaimedLetter>) -> Result<Made, Unmade> {
        let now = self.crew.office.clock.now();
        let tried = Tried::of(row.attempts, row.message_date, row.uncertain, now);
        let asked = row.clone();
        let looked = self.crew.office.db.read(move |conn| decide::facts(conn, &fence::asked(&asked), now));
        let (facts, subscriber) = match looked.await {
            Ok(found) => found,
            Err(error) => return Err(Unmade { task: Task::Letter(row), error }),
        };
        let verdict = decide::decide(row.gate, &facts, now);
        let ended = |outcome| Made::Ended(Box::new(Ended::Letter { id: row.id, outcome, talk: None }));
        if let Verdict::Skip(why) = verdict {
            return Ok(ended(Outcome::skipped(tried, why, now)));
        }
        match guarded(|| self.crew.office.letter(&row, verdict, subscriber.as_ref(), now)) {
            Ok(parcel) => Ok(ready(About::Letter { row, verdict }, tried, parcel, String::new())),
            Err(poison) => {
                let (id, name) = (row.public_id.as_str(), row.name.as_str());
                tracing::error!(letter = id, name, error = poison.said, "A letter could not be made");
                Ok(ended(poison.outcome(tried, now)))
            }
        }
    }

    async fn make_delivery(&self, delivery: Box<Delivery>) -> Result<Made, Unmade> {
        let now = self.crew.office.clock.now();
        let row = &delivery.row;
        let tried = Tried::of(row.attempts, row.message_date, row.uncertain, now);
        let Some(reader) = delivery.subscriber.as_deref().filter(|reader| reader.status == Status::Active)
        else {
            return Ok(Made::Ended(Box::new(delivery.ended(Outcome::skipped(tried, LEFT, now), None))));
        };
        let edition = match self.crew.office.edition(row.edition_id).await {
            Ok(edition) => edition,
            Err(error) => return Err(Unmade { task: Task::Delivery(delivery), error }),
        };
        let to = match guarded(|| Ok(reader.email(&self.crew.office.vault)?.as_str().parse::<Address>()?)) {
            Ok(to) => to,
            Err(poison) => return Ok(poisoned(&delivery, &poison, tried, now)),
        };
        let domain = self.crew.office.domain_key(&to);
        // Before the message is made: what has to wait costs little, however much of it there is.
        match self.crew.bag.domains.admit(&self.crew.office, self.number, &domain, now).await {
            Ok(Admission::Now) => (),
            Ok(Admission::Next) => {
                return Ok(match self.crew.bag.park(&domain, delivery) {
                    None => Made::Parked,
                    Some(delivery) => {
                        self.later(&delivery, tried, self.crew.bag.domains.later(&domain, now), now)
                    }
                });
            }
            Ok(Admission::At(time)) => return Ok(self.later(&delivery, tried, time, now)),
            Err(error) => return Err(Unmade { task: Task::Delivery(delivery), error }),
        }
        match guarded(|| self.crew.office.delivery(&delivery, &edition, reader, &to, now)) {
            Ok(parcel) => {
                let reader_updated_at = reader.updated_at;
                Ok(ready(About::Delivery { delivery, reader_updated_at }, tried, parcel, domain))
            }
            Err(poison) => {
                self.crew.bag.domains.left(self.number, &domain);
                Ok(poisoned(&delivery, &poison, tried, now))
            }
        }
    }

    fn later(&self, delivery: &Delivery, tried: Tried, time: NaiveDateTime, now: NaiveDateTime) -> Made {
        self.crew.bag.rate_waits.domain((time - now).to_std().unwrap_or_default());
        let later = Outcome::of(Next::Release(time - now), tried, None, now);
        Made::Ended(Box::new(delivery.ended(later, None)))
    }
}

fn poisoned(delivery: &Delivery, poison: &Poison, tried: Tried, now: NaiveDateTime) -> Made {
    tracing::error!(delivery = delivery.row.id, error = poison.said, "A message could not be made");
    Made::Ended(Box::new(delivery.ended(poison.outcome(tried, now), None)))
}

fn ready(about: About, tried: Tried, parcel: Parcel, domain: String) -> Made {
    let Parcel { envelope, content, stamp } = parcel;
    let (size, is_ascii) = (content.size(), content.is_ascii());
    let content = Some(content);
    let had_failed = false;
    Made::Ready(Box::new(Ready {
        about,
        tried,
        envelope,
        content,
        size,
        is_ascii,
        stamp,
        domain,
        had_failed,
    }))
}

impl Ready {
    /// As the server is asked to take it.
    pub fn offer(&self) -> Offer<'_> {
        Offer { envelope: &self.envelope, size: self.size, is_ascii: self.is_ascii }
    }

    /// What is handed over, and what is left for writing down how that went.
    pub fn into_content(mut self) -> (Ready, Content) {
        let content = self.content.take().unwrap_or_else(|| Content::of(b""));
        (self, content)
    }

    /// Whether no try counted before.
    pub fn is_first_try(&self) -> bool {
        self.tried.attempts == 0
    }

    /// Where its tries are counted.
    pub fn fates<'a>(&self, meters: &'a Meters) -> &'a Fates {
        match &self.about {
            About::Letter { .. } => &meters.letters,
            About::Delivery { .. } => &meters.issues,
        }
    }

    /// What the fence is asked.
    pub fn asked(&self) -> Asked {
        match &self.about {
            About::Letter { row, verdict } => {
                Asked::Letter { row: row.clone(), verdict: *verdict, stamp: self.stamp.clone() }
            }
            About::Delivery { delivery, reader_updated_at } => Asked::Delivery(Passing {
                id: delivery.row.id,
                dispatch_id: delivery.row.dispatch_id,
                subscriber_id: delivery.row.subscriber_id.unwrap_or_default(),
                reader_updated_at: *reader_updated_at,
                date: self.stamp.date,
            }),
        }
    }

    /// What is written down of a message that the fence held back; nothing if it is somebody else's by now.
    pub fn held_back(self, fence: Option<Fence>, now: NaiveDateTime) -> Option<Ended> {
        let outcome = match fence {
            Some(Fence::Lost) => return None,
            Some(Fence::Gone) => Outcome::skipped(self.tried, LEFT, now),
            _ => Outcome::of(Next::Release(TimeDelta::zero()), self.tried, None, now),
        };
        Some(self.about.ended(outcome, None))
    }

    /// What is written down of a message that was talked about with a server.
    pub fn ended(self, talk: Talk, letters_when_uncertain: WhenUncertain, now: NaiveDateTime) -> Ended {
        let patience = match &self.about {
            About::Letter { .. } => Patience::of_letters(letters_when_uncertain),
            About::Delivery { delivery, .. } => Patience::of_issues(delivery.when_uncertain),
        };
        let next = match talk.trouble {
            // It was never offered, so it is not what broke the connection: another relay may take it at once.
            Some(Trouble::NoConnection) => Next::Release(TimeDelta::zero()),
            _ => retry::next(&talk.fate, self.tried, patience, rand::random(), now),
        };
        if let (About::Delivery { delivery, .. }, Fate::Accepted(reply), false) =
            (&self.about, &talk.fate, talk.had_failed)
        {
            return Ended::Taken(Taken {
                id: delivery.row.id,
                dispatch_id: delivery.row.dispatch_id,
                reply_code: i32::from(reply.code),
                reply_status: reply.enhanced.clone(),
            });
        }
        let outcome = Outcome::of(next, self.tried, settle::reply(&talk.fate), now);
        let slow = match &talk.fate {
            Fate::Transient(reply) if asks_to_slow_down(reply) => Some(self.domain.clone()),
            _ => None,
        };
        let outcome = Outcome { slow: slow.filter(|domain| !domain.is_empty()), ..outcome };
        let said = Said::of(&talk.fate, &self.envelope.to).map(Box::new);
        match self.about.ended(outcome, Some(talk)) {
            Ended::Delivery { id, dispatch_id, subscriber_id, outcome, talk, .. } => {
                Ended::Delivery { id, dispatch_id, subscriber_id, outcome, talk, said }
            }
            letter => letter,
        }
    }
}

impl About {
    fn ended(self, outcome: Outcome, talk: Option<Talk>) -> Ended {
        match self {
            About::Letter { row, .. } => Ended::Letter { id: row.id, outcome, talk },
            About::Delivery { delivery, .. } => delivery.ended(outcome, talk),
        }
    }
}

impl Delivery {
    fn ended(&self, outcome: Outcome, talk: Option<Talk>) -> Ended {
        Ended::Delivery {
            id: self.row.id,
            dispatch_id: self.row.dispatch_id,
            subscriber_id: self.row.subscriber_id,
            outcome,
            talk,
            said: None,
        }
    }
}
