//! Where words stand in a sentence, and which belong together.

use super::{
    gone,
    meanings::{Saying, Thing, may_be_about},
    others, things,
};

/// How far apart the two may stand, in bytes.
const WITHIN: usize = 60;
/// How many of each are looked at in a sentence.
const MOST: usize = 200;

/// Where a word stands, and what it is.
type Place<T> = (usize, usize, T);

/// Every saying of a sentence with what it is said of.
pub(super) fn pairs(sentence: &str) -> Vec<(Thing, Saying)> {
    let things = with_senders(sentence, places(sentence, things::ALL));
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

/// What nobody but the reader is called.
const READERS: [&str; 3] = ["recip", "rcpt", "destinat"];

/// "The sender's address" is the sender's, whatever is said of it.
fn with_senders(sentence: &str, mut things: Vec<Place<Thing>>) -> Vec<Place<Thing>> {
    things.sort_by_key(|place| place.0);
    for at in 1..things.len() {
        let (before, this) = (things[at - 1], &mut things[at]);
        let is_owned = before.2 == Thing::Sender
            && matches!(this.2, Thing::Mailbox | Thing::Host)
            && !READERS.iter().any(|reader| sentence[this.0..].starts_with(reader));
        if is_owned && this.0 <= before.1 + "'s e-mail ".len() {
            this.2 = Thing::Ours;
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
