//! The name of a language, and the way that it runs.

use std::fmt;
use std::str::FromStr;

use icu::locale::{Locale, LocaleDirectionality};
use serde::{Deserialize, Serialize};
use unic_langid::LanguageIdentifier;

/// A language of the site, as its tag (BCP 47) in URLs, settings and the database.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Language(String);

crate::db::text_column!(Language);

/// What is no language tag.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("a language is a tag such as `fa` or `pt-BR`")]
pub struct NotALanguage;

impl Language {
    /// The tag in its canonical spelling.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Checks the spelling alone; whether the site speaks the language is for the catalogue to say.
impl FromStr for Language {
    type Err = NotALanguage;

    fn from_str(raw: &str) -> Result<Self, Self::Err> {
        let tag: LanguageIdentifier = raw.parse().map_err(|_| NotALanguage)?;
        if tag.language.is_empty() { Err(NotALanguage) } else { Ok(Language(tag.to_string())) }
    }
}

impl TryFrom<String> for Language {
    type Error = NotALanguage;

    fn try_from(raw: String) -> Result<Self, Self::Error> {
        raw.parse()
    }
}

impl From<Language> for String {
    fn from(language: Language) -> String {
        language.0
    }
}

/// Which way a script runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    Ltr,
    Rtl,
}

impl Direction {
    /// The way in which the usual script of a locale runs.
    pub fn of_script(locale: &Locale) -> Direction {
        let scripts = LocaleDirectionality::new_extended();
        if scripts.is_right_to_left(&locale.id) { Direction::Rtl } else { Direction::Ltr }
    }

    /// The value of a `dir` attribute.
    pub fn as_str(self) -> &'static str {
        match self {
            Direction::Ltr => "ltr",
            Direction::Rtl => "rtl",
        }
    }

    /// The side where a line starts. For mails: their readers do not know logical properties.
    pub fn start(self) -> &'static str {
        match self {
            Direction::Ltr => "left",
            Direction::Rtl => "right",
        }
    }

    /// The side where a line ends.
    pub fn end(self) -> &'static str {
        match self {
            Direction::Ltr => "right",
            Direction::Rtl => "left",
        }
    }
}

impl FromStr for Direction {
    type Err = String;

    fn from_str(raw: &str) -> Result<Self, Self::Err> {
        match raw {
            "ltr" => Ok(Direction::Ltr),
            "rtl" => Ok(Direction::Rtl),
            _ => Err(format!("a direction is `ltr` or `rtl`, not `{raw}`")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_a_well_formed_tag() {
        let check = |raw: &str, expected: Option<&str>| {
            let parsed = raw.parse::<Language>().ok();
            assert_eq!(parsed.as_ref().map(Language::as_str), expected, "{raw:?}");
        };
        check("fa", Some("fa"));
        check("pt-br", Some("pt-BR"));
        check("both", None);
        check("", None);
        check("und", None);
        check("../etc", None);
        check("a'b", None);
    }
}
