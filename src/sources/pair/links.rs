//! A link from one translation to another. Pages link to much else too: menus, related articles, the newest ones. So
//! a link counts where it is the only one of its kind, or is answered.

use std::collections::HashMap;

use super::{Candidate, Pair, Pairing, by_path};

/// Pairs that a link makes certain, and those that it only makes likely.
pub(super) fn pairs<'a>(
    candidates: &'a [Candidate],
    pairing: &Pairing<'_>,
) -> (Vec<Pair<'a>>, Vec<Pair<'a>>) {
    let linked = linked(candidates, pairing);
    let twins = twins(candidates);
    let twin_elsewhere = |left: &Candidate, right: &Candidate| {
        twins.get(&(left.id, right.language.as_str())).is_some_and(|twin| *twin != right.id)
    };
    let (mut sure, mut in_doubt) = (Vec::new(), Vec::new());
    for ((from, language), targets) in &linked {
        let [target] = targets[..] else { continue };
        let (left, right) = (&candidates[*from], &candidates[target]);
        let answers = linked.get(&(target, left.language.as_str()));
        let n_others = linked
            .iter()
            .filter(|((other, to), targets)| {
                other != from
                    && to == language
                    && candidates[*other].language == left.language
                    && targets[..] == [target]
            })
            .count();
        let answered = answers.is_some_and(|answers| answers.contains(from));
        let alone = answers.is_none() && n_others == 0;
        if answered || (alone && !twin_elsewhere(left, right) && !twin_elsewhere(right, left)) {
            sure.push((left, right));
        } else {
            in_doubt.push((left, right));
        }
    }
    let by_id = |pair: &Pair<'a>| (pair.0.id, pair.1.id);
    sure.sort_by_key(by_id);
    in_doubt.sort_by_key(by_id);
    (sure, in_doubt)
}

type Linked<'a> = HashMap<(usize, &'a str), Vec<usize>>;

/// From each candidate, by language, to which others it links that are not paired yet.
fn linked<'a>(candidates: &'a [Candidate], pairing: &Pairing<'_>) -> Linked<'a> {
    let mut at: HashMap<&str, Vec<usize>> = HashMap::new();
    for (index, candidate) in candidates.iter().enumerate() {
        candidate.addresses.iter().for_each(|address| at.entry(address).or_default().push(index));
    }
    let mut linked = Linked::new();
    for (from, left) in candidates.iter().enumerate() {
        let targets = left.links.iter().filter_map(|link| at.get(link.as_str())).flatten();
        for &to in targets {
            let right = &candidates[to];
            if right.language != left.language
                && pairing.may_join(left, right)
                && !left.denies(right)
                && !right.denies(left)
            {
                let found = linked.entry((from, right.language.as_str())).or_default();
                if !found.contains(&to) {
                    found.push(to);
                }
            }
        }
    }
    linked
}

/// By candidate and language, which other has the same path.
fn twins(candidates: &[Candidate]) -> HashMap<(i64, &str), i64> {
    by_path(candidates)
        .into_iter()
        .flat_map(|[left, right]| {
            [((left.id, right.language.as_str()), right.id), ((right.id, left.language.as_str()), left.id)]
        })
        .collect()
}
