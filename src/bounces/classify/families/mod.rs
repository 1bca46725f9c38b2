//! What is said of what: nobody can list every sentence of every mail server, but all of them speak of a mailbox, a host,
//! a sender or a message, and say of it that it is not there, full, refused or too large, in whatever order.
//!
//! Of every saying the nearest thing in the same sentence counts. A thing and a saying are beginnings of words; one that
//! ends with a space is a whole word. Scripts that glue articles to words, or have no spaces, are matched anywhere.

mod gone;
mod others;
mod sentences;
mod things;

use super::Words;
use crate::bounces::Kind;
use sentences::sentences;

/// What a sentence may be about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Thing {
    /// The reader's: mailbox, user, address, account.
    Mailbox,
    /// A domain, or the host that takes its mail.
    Host,
    /// Us.
    Sender,
    Message,
}

/// What may be said of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Saying {
    Gone,
    Full,
    Refused,
    Large,
    Passing,
}

/// How far apart the two may stand, in bytes.
const WITHIN: usize = 60;
/// How many of each are looked at in a sentence.
const MOST: usize = 200;
/// The mistake of giving somebody up is the worst one, so what speaks against it comes first.
const ORDER: [(Saying, Kind); 5] = [
    (Saying::Full, Kind::Soft),
    (Saying::Large, Kind::Policy),
    (Saying::Gone, Kind::Hard),
    (Saying::Refused, Kind::Policy),
    (Saying::Passing, Kind::Soft),
];

/// Where a word stands, and what it is.
type Place<T> = (usize, usize, T);

/// What the sentences mean together.
pub fn kind(words: &Words) -> Option<Kind> {
    let said: Vec<(Thing, Saying)> = sentences(words).iter().flat_map(|sentence| pairs(sentence)).collect();
    if said.contains(&(Thing::Sender, Saying::Gone)) {
        return Some(Kind::Policy);
    }
    let is_said = |saying| said.iter().any(|(thing, of)| *of == saying && fits(*thing, saying));
    ORDER.iter().find(|(saying, _)| is_said(*saying)).map(|(_, kind)| *kind)
}

/// Whether a saying means anything when it is said of this.
fn fits(thing: Thing, saying: Saying) -> bool {
    match saying {
        Saying::Full => thing == Thing::Mailbox,
        Saying::Gone | Saying::Passing => matches!(thing, Thing::Mailbox | Thing::Host),
        Saying::Large => thing == Thing::Message,
        Saying::Refused => matches!(thing, Thing::Sender | Thing::Message),
    }
}

/// Whether a saying may be about this at all: a message is never unknown, and a host is never full.
fn may_be_about(thing: Thing, saying: Saying) -> bool {
    match saying {
        Saying::Gone | Saying::Passing => thing != Thing::Message,
        Saying::Full | Saying::Large => matches!(thing, Thing::Mailbox | Thing::Message),
        Saying::Refused => true,
    }
}

/// Every saying of a sentence with what it is said of.
fn pairs(sentence: &str) -> Vec<(Thing, Saying)> {
    let things = with_senders(places(sentence, things::ALL));
    let sayings = [places(sentence, gone::ALL), places(sentence, others::ALL)].concat();
    let of = |(start, end, saying): &Place<Saying>| {
        let distance = |(from, to, _): &Place<Thing>| {
            if from >= end { from - end + 1 } else { start.saturating_sub(*to) }
        };
        let about = things.iter().filter(|place| may_be_about(place.2, *saying));
        let nearest = about.min_by_key(|place| distance(place))?;
        (distance(nearest) <= WITHIN).then_some((nearest.2, *saying))
    };
    sayings.iter().filter_map(of).collect()
}

/// "The sender's address" is the sender's, whatever is said of it.
fn with_senders(mut things: Vec<Place<Thing>>) -> Vec<Place<Thing>> {
    things.sort_by_key(|place| place.0);
    for at in 1..things.len() {
        let (before, this) = (things[at - 1], &mut things[at]);
        if before.2 == Thing::Sender && this.2 != Thing::Sender && this.0 <= before.1 + "'s e-mail ".len() {
            this.2 = Thing::Sender;
        }
    }
    things
}

/// Where the words of a table stand.
fn places<T: Copy>(sentence: &str, table: &[(T, &[&str])]) -> Vec<Place<T>> {
    let all = table.iter().flat_map(|(what, words)| words.iter().map(move |word| (*what, *word)));
    let found = all.flat_map(|(what, word)| {
        let begins = move |at: &usize| is_beginning(sentence, *at, word);
        sentence
            .match_indices(word)
            .map(|(at, _)| at)
            .filter(begins)
            .map(move |at| (at, at + word.len(), what))
    });
    found.take(MOST).collect()
}

/// Whether a word begins there, or belongs to a script in which that cannot be seen.
fn is_beginning(sentence: &str, at: usize, word: &str) -> bool {
    let is_glued = word.chars().next().is_some_and(|first| first >= '\u{590}');
    is_glued || !sentence[..at].ends_with(char::is_alphanumeric)
}

#[cfg(test)]
mod tests;
