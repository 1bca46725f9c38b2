//! Where a subscriber stands.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// ```text
/// active ⇄ paused (until a day)
/// active | paused ── leave ──▶ left
/// active | paused ── hard bounce, or 3 soft of 5 ──▶ unreachable
/// active | paused ── complaint ──▶ complained (suppressed)
/// left | unreachable ── new double opt-in ──▶ active
/// any ── erase ──▶ gone: no row, only a suppression
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    Active,
    Paused,
    Left,
    Unreachable,
    Complained,
}

impl Status {
    /// Every status.
    pub const ALL: [Status; 5] =
        [Status::Active, Status::Paused, Status::Left, Status::Unreachable, Status::Complained];

    /// The word in the database, the API and files.
    pub fn as_str(&self) -> &'static str {
        match self {
            Status::Active => "active",
            Status::Paused => "paused",
            Status::Left => "left",
            Status::Unreachable => "unreachable",
            Status::Complained => "complained",
        }
    }

    /// Whether the person is on the list, though perhaps resting.
    pub fn is_on_the_list(self) -> bool {
        matches!(self, Status::Active | Status::Paused)
    }
}

impl FromStr for Status {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        Status::ALL.into_iter().find(|s| s.as_str() == word).ok_or_else(|| format!("no such status: {word}"))
    }
}

crate::db::text_column!(Status);
