//! How far a message is.

use std::str::FromStr;

/// The state of a letter or of a delivery.
///
/// ```text
/// due ── claim ──▶ leased ── fence ──▶ in_data ──▶ sent | due (later) | failed
/// due, leased ── leaving, erasing, cancelling ──▶ skipped
/// leased, holder dead ──▶ due: it cannot have been sent
/// in_data, holder dead, or no answer after the final dot ──▶ due once more, uncertain; or held, as the owner chose
/// held ── an admin ──▶ due | skipped
/// ```
///
/// No message goes before `in_data` is durable, and only its owner takes a row out of `leased` or `in_data` while that
/// owner lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum State {
    Due,
    Leased,
    InData,
    Sent,
    Failed,
    Skipped,
    Held,
}

impl State {
    const ALL: [State; 7] =
        [State::Due, State::Leased, State::InData, State::Sent, State::Failed, State::Skipped, State::Held];

    /// What a postman has in hand.
    pub const IN_HAND: [State; 2] = [State::Leased, State::InData];

    /// What has not come to its end.
    pub const WAITING: [State; 4] = [State::Due, State::Leased, State::InData, State::Held];

    /// The word in the database.
    pub fn as_str(&self) -> &'static str {
        match self {
            State::Due => "due",
            State::Leased => "leased",
            State::InData => "in_data",
            State::Sent => "sent",
            State::Failed => "failed",
            State::Skipped => "skipped",
            State::Held => "held",
        }
    }
}

impl FromStr for State {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        State::ALL
            .into_iter()
            .find(|state| state.as_str() == word)
            .ok_or_else(|| format!("no such state: {word}"))
    }
}

crate::db::text_column!(State);
