//! How often a subscriber wants to hear from us, and which readers an issue is for.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// How often somebody gets issues; for an issue, whose turn it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Cadence {
    /// Each regular issue.
    #[default]
    Every,
    Weekly,
    Monthly,
}

impl Cadence {
    /// All of them, the most frequent first.
    pub const ALL: [Cadence; 3] = [Cadence::Every, Cadence::Weekly, Cadence::Monthly];

    /// The word in the database, the API and forms.
    pub fn as_str(&self) -> &'static str {
        match self {
            Cadence::Every => "every",
            Cadence::Weekly => "weekly",
            Cadence::Monthly => "monthly",
        }
    }
}

impl FromStr for Cadence {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        Cadence::ALL
            .into_iter()
            .find(|c| c.as_str() == word)
            .ok_or_else(|| format!("no such cadence: {word}"))
    }
}

crate::db::text_column!(Cadence);
