//! Decides which translations are one article. Certain evidence pairs by itself; likeness is a suggestion.
//!
//! Invariants: never two translations of one language in one article, never what an editor has refused, and what a
//! page itself calls its translation outweighs every other sign.

pub mod address;
mod likeness;
mod links;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use chrono::NaiveDateTime;

use crate::articles::pairing::Evidence;

/// A translation as pairing sees it.
#[derive(Debug, Clone, Default)]
pub struct Candidate {
    pub id: i64,
    pub article_id: i64,
    pub language: String,
    /// Where it can be found, each as `address::same_page` spells it.
    pub addresses: Vec<String>,
    /// Its address without its language.
    pub path: Option<String>,
    /// What its page or its feed calls its translations: language to address.
    pub alternates: BTreeMap<String, String>,
    /// What its page and its text lead to.
    pub links: BTreeSet<String>,
    pub published_at: NaiveDateTime,
    pub image: Option<String>,
    /// The numbers in its title and summary.
    pub numbers: BTreeSet<String>,
}

impl Candidate {
    /// What its page calls its translation into a language.
    fn alternate(&self, language: &str) -> Option<&String> {
        self.alternates.iter().find(|(tag, _)| address::names(tag, language)).map(|(_, link)| link)
    }

    /// Tells whether its page names another translation than this one.
    fn denies(&self, other: &Candidate) -> bool {
        self.alternate(&other.language).is_some_and(|link| !other.addresses.contains(link))
    }
}

/// Two translations that belong together, by their ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Match {
    pub left: i64,
    pub right: i64,
    pub evidence: Evidence,
}

/// Finds what belongs together, the surest first. `settled` are pairs about which an editor or we have decided.
pub fn matches(candidates: &[Candidate], settled: &HashSet<(i64, i64)>) -> Vec<Match> {
    let mut pairing = Pairing::new(candidates, settled);
    let mut doubtful = pairing.by_hreflang();
    let (sure, in_doubt) = links::pairs(candidates, &pairing);
    doubtful.extend(in_doubt);
    for (left, right) in sure {
        pairing.join(left, right, Evidence::Link);
    }
    doubtful.extend(pairing.by_path());
    let likely = likeness::pairs(candidates, &pairing);
    for (left, right) in doubtful.into_iter().chain(likely) {
        pairing.suggest(left, right);
    }
    pairing.found
}

/// Articles as they grow together while evidence is weighed.
struct Pairing<'a> {
    candidates: &'a [Candidate],
    settled: &'a HashSet<(i64, i64)>,
    /// Of each article, where its translations now are and in which languages.
    article_of: HashMap<i64, i64>,
    languages_of: HashMap<i64, BTreeSet<&'a str>>,
    suggested: HashSet<(i64, String)>,
    found: Vec<Match>,
}

type Pair<'a> = (&'a Candidate, &'a Candidate);

impl<'a> Pairing<'a> {
    fn new(candidates: &'a [Candidate], settled: &'a HashSet<(i64, i64)>) -> Self {
        let mut languages_of: HashMap<i64, BTreeSet<&str>> = HashMap::new();
        for candidate in candidates {
            languages_of.entry(candidate.article_id).or_default().insert(&candidate.language);
        }
        let article_of =
            candidates.iter().map(|candidate| (candidate.article_id, candidate.article_id)).collect();
        Pairing {
            candidates,
            settled,
            article_of,
            languages_of,
            suggested: HashSet::new(),
            found: Vec::new(),
        }
    }

    /// Two translations may become one article if their articles have no language in common and nobody has refused.
    fn may_join(&self, left: &Candidate, right: &Candidate) -> bool {
        let (a, b) = (self.article_of[&left.article_id], self.article_of[&right.article_id]);
        a != b
            && !self.settled.contains(&ordered(left.id, right.id))
            && self.languages_of[&a].is_disjoint(&self.languages_of[&b])
    }

    fn join(&mut self, left: &Candidate, right: &Candidate, evidence: Evidence) {
        if !self.may_join(left, right) {
            return;
        }
        let (kept, gone) = (self.article_of[&left.article_id], self.article_of[&right.article_id]);
        let languages = self.languages_of.remove(&gone).unwrap_or_default();
        self.languages_of.entry(kept).or_default().extend(languages);
        self.article_of.values_mut().filter(|article| **article == gone).for_each(|article| *article = kept);
        self.found.push(matched(left, right, evidence));
    }

    fn suggest(&mut self, left: &Candidate, right: &Candidate) {
        let places = [(left.id, right.language.clone()), (right.id, left.language.clone())];
        if self.may_join(left, right) && places.iter().all(|place| !self.suggested.contains(place)) {
            self.suggested.extend(places);
            self.found.push(matched(left, right, Evidence::Likeness));
        }
    }

    /// Joins what one of the two pages calls the other, unless the other names somebody else.
    fn by_hreflang(&mut self) -> Vec<Pair<'a>> {
        let mut at: HashMap<&str, Vec<&Candidate>> = HashMap::new();
        for candidate in self.candidates {
            candidate.addresses.iter().for_each(|address| at.entry(address).or_default().push(candidate));
        }
        let mut doubtful = Vec::new();
        for left in self.candidates {
            let named = left.alternates.iter().flat_map(|(tag, link)| {
                at.get(link.as_str())
                    .into_iter()
                    .flatten()
                    .filter(|right| address::names(tag, &right.language))
            });
            for right in named.copied().filter(|right| right.language != left.language) {
                if right.denies(left) {
                    doubtful.push((left, right));
                } else {
                    self.join(left, right, Evidence::Hreflang);
                }
            }
        }
        doubtful
    }

    /// Joins what has the same path in two languages, unless a page says otherwise.
    fn by_path(&mut self) -> Vec<Pair<'a>> {
        let mut doubtful = Vec::new();
        for pair in by_path(self.candidates) {
            let [left, right] = pair[..] else {
                continue;
            };
            if left.denies(right) || right.denies(left) {
                doubtful.push((left, right));
            } else {
                self.join(left, right, Evidence::Path);
            }
        }
        doubtful
    }
}

/// Pairs of candidates of two languages under one path. Where a language has several there, none is meant.
fn by_path(candidates: &[Candidate]) -> Vec<[&Candidate; 2]> {
    let mut under: BTreeMap<&str, BTreeMap<&str, Vec<&Candidate>>> = BTreeMap::new();
    for candidate in candidates {
        if let Some(path) = &candidate.path {
            under.entry(path).or_default().entry(&candidate.language).or_default().push(candidate);
        }
    }
    let mut pairs = Vec::new();
    for languages in under.values() {
        let single: Vec<&Candidate> =
            languages.values().filter(|found| found.len() == 1).map(|found| found[0]).collect();
        for (at, left) in single.iter().enumerate() {
            pairs.extend(single[at + 1..].iter().map(|right| [*left, *right]));
        }
    }
    pairs
}

fn matched(left: &Candidate, right: &Candidate, evidence: Evidence) -> Match {
    let (left, right) = ordered(left.id, right.id);
    Match { left, right, evidence }
}

/// A pair has one spelling: the lower id first.
pub fn ordered(left: i64, right: i64) -> (i64, i64) {
    (left.min(right), left.max(right))
}

#[cfg(test)]
mod tests;
