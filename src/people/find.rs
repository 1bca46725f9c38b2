//! What we know of an address: a subscriber, a signup that waits, letters and their fates, or that it is suppressed.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::QueryResult;
use serde::Serialize;

use crate::{
    db::Conn,
    delivery::{self, LetterFate},
    subscribers::{
        EmailAddress, Subscriber,
        links::CONFIRM_LIFE,
        signups::{self, SignupState},
        store,
        suppression::{self, Reason},
    },
    vault::Vault,
};

/// Letters of one person on a page.
const LETTERS: i64 = 20;

/// Everything about one address.
pub struct Found {
    pub subscriber: Option<Subscriber>,
    pub signup: Option<SignupShown>,
    pub letters: Vec<LetterShown>,
    pub suppressed: Vec<Reason>,
}

/// The last time somebody asked to join with this address.
#[derive(Debug, Clone, Serialize)]
pub struct SignupShown {
    /// `pending`, `confirmed`, `declined` or `expired`.
    pub state: &'static str,
    pub asked_at: DateTime<Utc>,
}

/// A letter and how it fared.
#[derive(Debug, Clone, Serialize)]
pub struct LetterShown {
    pub id: String,
    pub name: String,
    pub state: String,
    pub attempts: i32,
    /// What the mail server said last.
    pub reply: Option<String>,
    pub skipped_why: Option<String>,
    pub written_at: DateTime<Utc>,
    pub sent_at: Option<DateTime<Utc>>,
}

/// What a page says of an address that no subscriber has.
#[derive(Serialize)]
pub struct FoundShown {
    signup: Option<SignupShown>,
    letters: Vec<LetterShown>,
    suppressed: Vec<&'static str>,
}

impl Found {
    /// Whether nothing at all is known.
    pub fn is_nobody(&self) -> bool {
        self.subscriber.is_none()
            && self.signup.is_none()
            && self.suppressed.is_empty()
            && self.letters.is_empty()
    }

    /// The same as a page shows it.
    pub fn shown(self) -> FoundShown {
        FoundShown {
            signup: self.signup,
            letters: self.letters,
            suppressed: self.suppressed.iter().map(Reason::as_str).collect(),
        }
    }
}

/// Looks an address up, in whatever way it is spelled.
pub fn by_address(
    conn: &mut Conn,
    vault: &Vault,
    email: &EmailAddress,
    now: NaiveDateTime,
) -> QueryResult<Found> {
    let index = vault.index(email.as_str());
    let signup = signups::find_latest(conn, &index)?;
    Ok(Found {
        subscriber: store::find_by_index(conn, &index)?,
        signup: signup.map(|signup| SignupShown {
            state: state_of(signup.state, signup.created_at, now),
            asked_at: signup.created_at.and_utc(),
        }),
        letters: delivery::fates_of(conn, &index, LETTERS)?.into_iter().map(LetterShown::from).collect(),
        suppressed: suppression::find(conn, &index, now)?,
    })
}

/// The letters to a subscriber, the newest first.
pub fn letters_of(conn: &mut Conn, subscriber: &Subscriber) -> QueryResult<Vec<LetterShown>> {
    let fates = delivery::fates_of(conn, &subscriber.email_index, LETTERS)?;
    Ok(fates.into_iter().map(LetterShown::from).collect())
}

fn state_of(state: SignupState, asked_at: NaiveDateTime, now: NaiveDateTime) -> &'static str {
    match state {
        SignupState::Pending if asked_at + CONFIRM_LIFE <= now => "expired",
        _ => state.as_str(),
    }
}

impl From<LetterFate> for LetterShown {
    fn from(fate: LetterFate) -> LetterShown {
        LetterShown {
            id: fate.public_id.as_str().to_owned(),
            name: fate.name,
            state: fate.state.as_str().to_owned(),
            attempts: fate.attempts,
            reply: reply(fate.reply_code, fate.reply_status.as_deref()),
            skipped_why: fate.skipped_why,
            written_at: fate.created_at.and_utc(),
            sent_at: fate.sent_at.map(|at| at.and_utc()),
        }
    }
}

/// A reply of a mail server as its two numbers.
pub fn reply(code: Option<i32>, status: Option<&str>) -> Option<String> {
    match (code, status) {
        (Some(code), Some(status)) => Some(format!("{code} {status}")),
        (Some(code), None) => Some(code.to_string()),
        (None, status) => status.map(str::to_owned),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signup_that_waits_too_long_is_stale() {
        let noon: NaiveDateTime = "2026-11-23T12:00:00".parse().unwrap();
        let check = |state: SignupState, days: i64, expected: &str| {
            assert_eq!(state_of(state, noon, noon + chrono::TimeDelta::days(days)), expected);
        };
        check(SignupState::Pending, 6, "pending");
        check(SignupState::Pending, 7, "expired");
        check(SignupState::Declined, 7, "declined");
        check(SignupState::Confirmed, 7, "confirmed");
    }

    #[test]
    fn a_reply_is_its_numbers() {
        assert_eq!(reply(Some(550), Some("5.1.1")).as_deref(), Some("550 5.1.1"));
        assert_eq!(reply(Some(450), None).as_deref(), Some("450"));
        assert_eq!(reply(None, None), None);
    }
}
