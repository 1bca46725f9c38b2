//! The words of the editors, in one language.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{i18n::Language, web::emptied};

/// What editors write around the articles. Opening and closing are Markdown.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Words {
    pub subject: String,
    #[serde(default)]
    pub preheader: String,
    #[serde(default)]
    pub opening: String,
    #[serde(default)]
    pub closing: String,
}

/// An issue's words in every language.
pub type Texts = BTreeMap<Language, Words>;

/// What is to be changed in the words of one language; what is not named stays, and `null` empties.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WordsChange {
    #[serde(default, deserialize_with = "emptied")]
    pub subject: Option<String>,
    #[serde(default, deserialize_with = "emptied")]
    pub preheader: Option<String>,
    #[serde(default, deserialize_with = "emptied")]
    pub opening: Option<String>,
    #[serde(default, deserialize_with = "emptied")]
    pub closing: Option<String>,
}

impl WordsChange {
    /// The words after the change.
    pub fn applied_to(&self, words: &Words) -> Words {
        let line = |new: &Option<String>, old: &str| new.as_deref().map_or_else(|| old.to_owned(), one_line);
        let text = |new: &Option<String>, old: &str| new.as_deref().map_or_else(|| old.to_owned(), lines);
        Words {
            subject: line(&self.subject, &words.subject),
            preheader: line(&self.preheader, &words.preheader),
            opening: text(&self.opening, &words.opening),
            closing: text(&self.closing, &words.closing),
        }
    }
}

/// Subject and preheader are one line each, whatever was pasted.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Browsers send CR LF.
fn lines(text: &str) -> String {
    text.replace("\r\n", "\n").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_named_stays() {
        let words = Words { subject: "One".into(), opening: "Hello".into(), ..Words::default() };
        let change = WordsChange { subject: Some(" A\r\n  new\tone ".into()), ..WordsChange::default() };
        let changed = change.applied_to(&words);
        assert_eq!((changed.subject.as_str(), changed.opening.as_str()), ("A new one", "Hello"));
        let change = WordsChange { opening: Some("a\r\n\r\nb\r\n".into()), ..WordsChange::default() };
        assert_eq!(change.applied_to(&words).opening, "a\n\nb");
    }
}
