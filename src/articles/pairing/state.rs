//! What has been decided about two translations.

use std::str::FromStr;

/// ```text
/// suggested ── an editor says yes, or surer evidence comes ──▶ decided ── unpaired ──▶ refused
///     └─────────────────── an editor says no ─────────────────────────────────────────────▲
/// ```
/// What was refused is never paired by itself again; by hand it can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    Suggested,
    Decided,
    Refused,
}

impl State {
    /// The word that is stored.
    pub fn as_str(&self) -> &'static str {
        match self {
            State::Suggested => "suggested",
            State::Decided => "decided",
            State::Refused => "refused",
        }
    }
}

impl FromStr for State {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        [State::Suggested, State::Decided, State::Refused]
            .into_iter()
            .find(|state| state.as_str() == text)
            .ok_or_else(|| format!("no state of a pairing: {text}"))
    }
}

crate::db::text_column!(State);
