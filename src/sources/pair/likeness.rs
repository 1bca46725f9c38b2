//! Two translations that came out at about the same time and have a picture or numbers in common may be one article.
//! An editor decides.

use chrono::TimeDelta;

use super::{Candidate, Pair, Pairing};

/// What is further apart than this is not compared.
const WINDOW: TimeDelta = TimeDelta::days(3);
const ENOUGH: usize = 3;

/// Likely pairs, the likeliest first.
pub(super) fn pairs<'a>(candidates: &'a [Candidate], pairing: &Pairing<'_>) -> Vec<Pair<'a>> {
    let mut by_time: Vec<&Candidate> = candidates.iter().collect();
    by_time.sort_by_key(|candidate| (candidate.published_at, candidate.id));
    let mut likely = Vec::new();
    for (at, left) in by_time.iter().enumerate() {
        let near =
            by_time[at + 1..].iter().take_while(|right| right.published_at - left.published_at <= WINDOW);
        for right in near.filter(|right| right.language != left.language && pairing.may_join(left, right)) {
            let likeness = likeness(left, right) + usize::from(alone_in_the_hour(&by_time, left, right));
            if likeness >= ENOUGH {
                likely.push((likeness, *left, *right));
            }
        }
    }
    likely.sort_by_key(|(likeness, left, right)| (usize::MAX - likeness, left.id, right.id));
    likely.into_iter().map(|(_, left, right)| (left, right)).collect()
}

fn likeness(left: &Candidate, right: &Candidate) -> usize {
    let apart = (left.published_at - right.published_at).abs();
    let time = if apart <= TimeDelta::hours(1) { 2 } else { usize::from(apart <= TimeDelta::days(1)) };
    let picture = if left.image.is_some() && left.image == right.image { 3 } else { 0 };
    let numbers = left.numbers.intersection(&right.numbers).count().min(2) * 2;
    time + picture + numbers
}

/// Nothing else came out in either language within the hour: what was published together was written together.
fn alone_in_the_hour(by_time: &[&Candidate], left: &Candidate, right: &Candidate) -> bool {
    let hour = TimeDelta::hours(1);
    let near = |other: &Candidate| {
        (other.published_at - left.published_at).abs() <= hour
            || (other.published_at - right.published_at).abs() <= hour
    };
    right.published_at - left.published_at <= hour
        && by_time.iter().filter(|other| near(other)).all(|other| other.id == left.id || other.id == right.id)
}
