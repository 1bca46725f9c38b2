//! In which language, or languages, somebody wants to read.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::{i18n::Language, subscribers::EditionName};

/// One language, or all languages of the site with the subscriber's first language on top.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum ReadingChoice {
    One(Language),
    Both,
}

/// The word for all languages of the site.
const BOTH: &str = "both";

impl ReadingChoice {
    /// A language's code, or `both`.
    pub fn as_str(&self) -> &str {
        match self {
            ReadingChoice::One(language) => language.as_str(),
            ReadingChoice::Both => BOTH,
        }
    }

    /// Which edition of an issue this reader gets.
    pub fn edition(&self, first: &Language, site: &[Language]) -> EditionName {
        match self {
            ReadingChoice::One(language) => EditionName::one(language.clone()),
            ReadingChoice::Both => EditionName::all(first, site),
        }
    }
}

impl FromStr for ReadingChoice {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        if word == BOTH {
            return Ok(ReadingChoice::Both);
        }
        word.parse().map(ReadingChoice::One).map_err(|_| format!("no such reading choice: {word}"))
    }
}

impl TryFrom<String> for ReadingChoice {
    type Error = String;

    fn try_from(word: String) -> Result<Self, String> {
        word.parse()
    }
}

impl From<ReadingChoice> for String {
    fn from(choice: ReadingChoice) -> String {
        choice.as_str().to_owned()
    }
}

crate::db::text_column!(ReadingChoice);
