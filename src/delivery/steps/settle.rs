//! Writing down how a try ended, and what follows from it for others.

use std::sync::Arc;

use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde_json::json;

use crate::{
    db::{
        Conn,
        schema::{deliveries, letters},
    },
    delivery::{
        State,
        dispatches::{breaker, tally_native},
        letters::forgetting,
        notices,
        relays::{
            pace,
            relay::{self, Trouble},
        },
    },
    mail::{Fate, Reply},
    subscribers::store,
    vault::Sealed,
};

use super::retry::{Next, Tried};

/// What is written into a settled row.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    pub state: State,
    pub attempts: i32,
    pub due_at: NaiveDateTime,
    pub uncertain: bool,
    pub reply_code: Option<i32>,
    pub reply_status: Option<String>,
    /// Why a letter does not go.
    pub why: Option<&'static str>,
    /// When it was first tried, if this try counted. A server that refuses before the fence leaves no other trace of
    /// when that was, and the patience with it counts from there.
    pub first_at: Option<NaiveDateTime>,
    /// Whose domain asked us to come more slowly, by its pseudonym.
    pub slow: Option<String>,
}

impl Outcome {
    /// What a decision means for a row.
    pub fn of(next: Next, tried: Tried, reply: Option<&Reply>, now: NaiveDateTime) -> Outcome {
        let (state, due_at, counted, uncertain) = match next {
            Next::Sent => (State::Sent, now, 1, tried.uncertain),
            Next::Failed => (State::Failed, now, 1, tried.uncertain),
            Next::Retry(wait) => (State::Due, now + wait, 1, tried.uncertain),
            Next::Resend(wait) => (State::Due, now + wait, 1, true),
            Next::Hold => (State::Held, now, 1, true),
            Next::Release(wait) => (State::Due, now + wait, 0, tried.uncertain),
        };
        Outcome {
            state,
            attempts: tried.attempts + counted,
            due_at,
            uncertain,
            reply_code: reply.map(|reply| i32::from(reply.code)),
            reply_status: reply.and_then(|reply| reply.enhanced.clone()),
            why: None,
            first_at: (counted == 1).then_some(tried.first_at),
            slow: None,
        }
    }

    /// It does not go.
    pub fn skipped(tried: Tried, why: &'static str, now: NaiveDateTime) -> Outcome {
        let released = Outcome::of(Next::Release(chrono::TimeDelta::zero()), tried, None, now);
        Outcome { state: State::Skipped, why: Some(why), ..released }
    }

    /// Whether a mail server was asked to take it.
    fn was_tried(&self) -> bool {
        self.first_at.is_some()
    }

    /// The status of what could not be made.
    pub const POISONED: &'static str = "render";

    /// It could not be made.
    pub fn poisoned(tried: Tried, now: NaiveDateTime) -> Outcome {
        Outcome {
            reply_status: Some(Outcome::POISONED.to_owned()),
            ..Outcome::of(Next::Failed, tried, None, now)
        }
    }
}

/// The answer in a fate, if there was one.
pub fn reply(fate: &Fate) -> Option<&Reply> {
    match fate {
        Fate::Accepted(reply) | Fate::Permanent(reply) | Fate::Transient(reply) | Fate::OurFault(reply) => {
            Some(reply)
        }
        Fate::Unreachable(_) | Fate::Broken(_) | Fate::Uncertain(_) | Fate::NotSent => None,
    }
}

/// Settles a letter in `owner`'s hand. False, and nothing changes, if it is somebody else's now. What is over keeps
/// neither address nor words, unless an admin may send it again; of somebody who was erased nothing is kept.
pub fn letter(conn: &mut Conn, owner: &str, id: i64, outcome: &Outcome) -> QueryResult<bool> {
    let mine = letters::table
        .find(id)
        .filter(letters::owner.eq(owner))
        .filter(letters::state.eq_any(State::IN_HAND));
    let sent_at = (outcome.state == State::Sent).then_some(outcome.due_at);
    let settled: Option<String> = diesel::update(mine)
        .set((
            letters::state.eq(outcome.state),
            letters::attempts.eq(outcome.attempts),
            letters::due_at.eq(outcome.due_at),
            letters::uncertain.eq(outcome.uncertain),
            letters::reply_code.eq(outcome.reply_code),
            letters::reply_status.eq(&outcome.reply_status),
            letters::skipped_why.eq(outcome.why),
            letters::sent_at.eq(sent_at),
            letters::owner.eq(None::<String>),
        ))
        .returning(letters::cause)
        .get_result(conn)
        .optional()?;
    let Some(cause) = settled else { return Ok(false) };
    if forgetting::must_vanish(&cause, outcome.state) {
        diesel::delete(letters::table.find(id)).execute(conn)?;
        return Ok(true);
    }
    if outcome.state == State::Due {
        diesel::update(letters::table.find(id).filter(letters::message_date.is_null()))
            .set(letters::message_date.eq(outcome.first_at))
            .execute(conn)?;
    }
    if matches!(outcome.state, State::Sent | State::Skipped) {
        diesel::update(letters::table.find(id))
            .set((letters::recipient.eq(None::<Sealed>), letters::body_values.eq(None::<Sealed>)))
            .execute(conn)?;
    }
    Ok(true)
}

/// Settles a delivery in `owner`'s hand. False, and nothing changes, if it is somebody else's now.
pub fn delivery(
    conn: &mut Conn,
    owner: &str,
    id: i64,
    dispatch_id: i64,
    outcome: &Outcome,
    now: NaiveDateTime,
) -> QueryResult<bool> {
    let mine = deliveries::table
        .find(id)
        .filter(deliveries::owner.eq(owner))
        .filter(deliveries::state.eq_any(State::IN_HAND));
    let changed = diesel::update(mine)
        .set((
            deliveries::state.eq(outcome.state),
            deliveries::attempts.eq(outcome.attempts),
            deliveries::due_at.eq(outcome.due_at),
            deliveries::uncertain.eq(outcome.uncertain),
            deliveries::reply_code.eq(outcome.reply_code),
            deliveries::reply_status.eq(&outcome.reply_status),
            deliveries::owner.eq(None::<String>),
        ))
        .execute(conn)?;
    if let Some(domain) = &outcome.slow {
        pace::slow_down(conn, domain, now)?;
    }
    if changed == 1 && outcome.state == State::Sent {
        tally_native::add_sent(conn, dispatch_id, owner, 1, now)?;
    }
    if changed == 1 && !outcome.was_tried() {
        pace::untried(conn, 1, now)?;
    }
    if changed == 1 && outcome.state == State::Due {
        diesel::update(deliveries::table.find(id).filter(deliveries::message_date.is_null()))
            .set(deliveries::message_date.eq(outcome.first_at))
            .execute(conn)?;
    }
    Ok(changed == 1)
}

/// How a conversation with a relay ended.
#[derive(Debug, Clone)]
pub struct Talk {
    pub relay: Arc<RelayName>,
    pub fate: Fate,
    pub trouble: Option<Trouble>,
    /// Whether the relay failed the last time, so that its next answer is worth a note.
    pub had_failed: bool,
}

/// What the end of a delivery means for its issue and its reader. Policy and trouble of our own never touch a reader.
pub fn follow_delivery(
    conn: &mut Conn,
    dispatch_id: i64,
    subscriber_id: Option<i64>,
    fate: Option<&Fate>,
    outcome: &Outcome,
    now: NaiveDateTime,
) -> QueryResult<()> {
    if let (Some(Fate::Permanent(reply)), Some(subscriber_id)) = (fate, subscriber_id)
        && reply.mailbox_is_gone()
    {
        store::mark_unreachable(conn, subscriber_id, now)?;
    }
    if outcome.state == State::Failed {
        breaker::failed(conn, dispatch_id, outcome, now)?;
    }
    Ok(())
}

/// What the end of a try means for everybody who waits for the relay.
pub fn follow_relay(conn: &mut Conn, talk: &Talk, now: NaiveDateTime) -> QueryResult<()> {
    match (talk.trouble, &talk.fate) {
        (Some(trouble), fate) => {
            let name = talk.relay.name.as_str();
            if relay::failed(conn, name, trouble, now)?.is_none() {
                return Ok(());
            }
            if trouble == Trouble::Refused {
                let said = reply(fate).map(Reply::to_string).unwrap_or_default();
                notices::tell(conn, notices::MAIL_REFUSED, &json!({"reply": said}), now)?;
            }
            match relay::common_trouble(conn, &talk.relay.all, now)? {
                Some(reason) => breaker::pause_all(conn, reason, now),
                None => Ok(()),
            }
        }
        (None, Fate::Accepted(_) | Fate::Permanent(_) | Fate::Transient(_)) if talk.had_failed => {
            relay::is_well(conn, &talk.relay.name)
        }
        _ => Ok(()),
    }
}

/// A relay among all that this process sends through.
#[derive(Debug)]
pub struct RelayName {
    pub name: String,
    pub all: Vec<String>,
}
