//! What readers get for an article that has no translation into their language.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// What the editor chose for such readers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Missing {
    /// Its text in another language, labelled as such.
    #[default]
    OtherLanguage,
    LeaveOut,
}

impl Missing {
    /// All of them, the usual one first.
    pub const ALL: [Missing; 2] = [Missing::OtherLanguage, Missing::LeaveOut];

    /// The word in the database, the API and forms.
    pub fn as_str(self) -> &'static str {
        match self {
            Missing::OtherLanguage => "other_language",
            Missing::LeaveOut => "leave_out",
        }
    }
}

impl FromStr for Missing {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        Missing::ALL
            .into_iter()
            .find(|missing| missing.as_str() == word)
            .ok_or_else(|| format!("{word:?} is neither other_language nor leave_out"))
    }
}

crate::db::text_column!(Missing);
