//! What is said of what: nobody can list every sentence of every mail server, but all of them speak of a mailbox, a host,
//! a sender or a message, and say of it that it is not there, full, refused or too large, in whatever order.
//!
//! Of every saying the nearest thing in the same sentence counts. A thing and a saying are beginnings of words; one that
//! ends with a space is a whole word. Scripts that glue articles to words, or have no spaces, are matched anywhere.

mod gone;
mod meanings;
mod others;
mod places;
mod sentences;
mod things;

use super::Words;
use crate::bounces::Kind;
use meanings::{MEANINGS, Saying, Thing};
use places::pairs;
use sentences::sentences;

/// What the sentences of a text say of what.
pub struct Sayings(Vec<(Thing, Saying)>);

impl Sayings {
    pub fn of(words: &Words) -> Sayings {
        Sayings(sentences(words).iter().flat_map(|sentence| pairs(sentence)).collect())
    }

    /// What they mean together.
    pub fn kind(&self) -> Option<Kind> {
        let is_said =
            |things: &[Thing], saying| things.iter().any(|thing| self.0.contains(&(*thing, saying)));
        MEANINGS.iter().find(|(saying, things, _)| is_said(things, *saying)).map(|(.., kind)| *kind)
    }

    /// Whether it is our own account or address that is not there or not wanted, and nothing of the kind is said of the
    /// reader's.
    pub fn are_about_ours(&self) -> bool {
        let against = [Saying::Gone, Saying::Removed, Saying::Closed, Saying::Expired, Saying::Refused];
        let is_against = |thing| against.iter().any(|saying| self.0.contains(&(thing, *saying)));
        is_against(Thing::Ours) && !is_against(Thing::Mailbox)
    }
}

#[cfg(test)]
mod tests;
