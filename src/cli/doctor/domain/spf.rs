//! SPF (RFC 7208): which servers may send for a domain.

use std::collections::{BTreeMap, BTreeSet};

use super::dns::{Answer, Dns};
use super::{Finding, Record};

/// More questions than this, and receivers give up.
const MOST_LOOKUPS: usize = 10;

/// What the domains that a record includes say.
pub type Included = BTreeMap<String, Answer>;

/// One part of a record: how it qualifies, what it is, and what for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    pub qualifier: char,
    pub name: String,
    pub value: String,
}

/// The parts of an SPF record.
pub fn terms(record: &str) -> Vec<Term> {
    let parts = record.split_ascii_whitespace().skip(1);
    parts
        .map(|part| {
            let qualifier = part.chars().next().filter(|c| "+-~?".contains(*c));
            let rest = &part[qualifier.map_or(0, char::len_utf8)..];
            let end = rest.find([':', '=', '/']).unwrap_or(rest.len());
            let (name, value) = rest.split_at(end);
            Term {
                qualifier: qualifier.unwrap_or('+'),
                name: name.to_ascii_lowercase(),
                value: value.trim_start_matches([':', '=']).trim_end_matches('.').to_ascii_lowercase(),
            }
        })
        .collect()
}

fn is_spf(record: &str) -> bool {
    let version = record.split_ascii_whitespace().next().unwrap_or_default();
    version.eq_ignore_ascii_case("v=spf1")
}

/// The one record of SPF among those of a domain.
pub fn record_of(records: &Answer) -> Option<&str> {
    let mut spf = records.records().iter().filter(|record| is_spf(record));
    spf.next().filter(|_| spf.next().is_none()).map(String::as_str)
}

fn refers(term: &Term) -> bool {
    matches!(term.name.as_str(), "include" | "redirect")
}

/// Asks for everything that a record includes, as far as a receiver would.
pub async fn included(dns: &Dns, records: &Answer) -> Included {
    let mut known = Included::new();
    let mut open: Vec<String> = referred(records);
    while let Some(domain) = open.pop() {
        // A macro depends on the mail; it counts as a question, and is not followed.
        if known.contains_key(&domain) || known.len() > 2 * MOST_LOOKUPS || domain.contains('%') {
            continue;
        }
        let answer = dns.texts(&domain).await;
        open.extend(referred(&answer));
        known.insert(domain, answer);
    }
    known
}

fn referred(records: &Answer) -> Vec<String> {
    let spf = records.records().iter().filter(|record| is_spf(record));
    spf.flat_map(|record| terms(record)).filter(refers).map(|term| term.value).collect()
}

/// How many questions a receiver must ask to read a record to its end.
fn n_lookups(record: &str, included: &Included, above: &BTreeSet<String>) -> usize {
    let costs = |term: &Term| match term.name.as_str() {
        "a" | "mx" | "ptr" | "exists" => 1,
        "include" | "redirect" if above.contains(&term.value) || above.len() > MOST_LOOKUPS => 1,
        "include" | "redirect" => {
            let mut path = above.clone();
            path.insert(term.value.clone());
            let records = included.get(&term.value).map_or(&[][..], Answer::records);
            let inner = records.iter().find(|record| is_spf(record));
            1 + inner.map_or(0, |record| n_lookups(record, included, &path))
        }
        _ => 0,
    };
    terms(record).iter().map(costs).sum()
}

/// A domain that a record comes back to by what it includes, so that nobody ever reads it to its end. `above` are those
/// that lead to the record; what was `seen` needs no second look.
fn circle(
    record: &str,
    included: &Included,
    above: &BTreeSet<String>,
    seen: &mut BTreeSet<String>,
) -> Option<String> {
    terms(record).into_iter().filter(refers).find_map(|term| {
        if above.contains(&term.value) {
            return Some(term.value);
        }
        let inner = included.get(&term.value).and_then(record_of)?;
        if !seen.insert(term.value.clone()) {
            return None;
        }
        let mut path = above.clone();
        path.insert(term.value);
        circle(inner, included, &path, seen)
    })
}

/// What is to be said of the SPF of a domain; `sender` is what the record should name.
pub fn judge(domain: &str, sender: &str, records: &Answer, included: &Included) -> Vec<Finding> {
    let what = format!("SPF of {domain}");
    let spf: Vec<&String> = records.records().iter().filter(|record| is_spf(record)).collect();
    let wanted = Record::text(domain, &format!("v=spf1 {sender} ~all"));
    let record = match (records, spf.as_slice()) {
        (Answer::Failed(why), _) => return vec![Finding::unanswered(what, why)],
        (_, []) => {
            let text = "is missing: anybody may send in your name, and Gmail, Yahoo and Outlook refuse lists without it";
            return vec![Finding::wrong(what, text).with(wanted)];
        }
        (_, [record]) => record.as_str(),
        (_, several) => {
            let text = format!(
                "has {} records: receivers then ignore them all. Keep one, and put everything into it",
                several.len()
            );
            return vec![Finding::wrong(what, &text)];
        }
    };
    let mut found = of_record(&what, record);
    if lets_nobody(record) {
        let text = "lets nobody send, not even you: name your mail server in it, unless another domain is in your return path";
        found.push(Finding::remark(what.clone(), text).with(wanted));
    }
    let above = BTreeSet::from([domain.to_owned()]);
    if let Some(again) = circle(record, included, &above, &mut BTreeSet::new()) {
        let text =
            format!("includes {again} again inside of {again}: receivers take the whole record for broken");
        found.push(Finding::wrong(what.clone(), &text));
    }
    let lookups = n_lookups(record, included, &above);
    if lookups > MOST_LOOKUPS {
        let text = format!(
            "needs {lookups} questions to the DNS, and receivers stop at {MOST_LOOKUPS}: remove what you no longer send with"
        );
        found.push(Finding::wrong(what.clone(), &text));
    }
    for (included, answer) in included {
        if let (Answer::Nothing | Answer::Records(_), false) =
            (answer, answer.records().iter().any(|record| is_spf(record)))
        {
            let text = format!("includes {included}, which has no SPF: the whole record counts as broken");
            found.push(Finding::wrong(what.clone(), &text));
        }
    }
    if found.is_empty() {
        found.push(Finding::right(
            what,
            &format!("is one record, {lookups} of {MOST_LOOKUPS} questions: {record}"),
        ));
    }
    found
}

/// Whether a record refuses everybody: no part of it says yes, or leads to one that could.
fn lets_nobody(record: &str) -> bool {
    const NAMING: [&str; 7] = ["include", "a", "mx", "ptr", "ip4", "ip6", "exists"];
    let terms = terms(record);
    let refuses = |term: &Term| term.name == "all" && matches!(term.qualifier, '-' | '~');
    let says_yes = |term: &Term| {
        term.name == "redirect" || (term.qualifier == '+' && NAMING.contains(&term.name.as_str()))
    };
    terms.iter().any(refuses) && !terms.iter().any(says_yes)
}

fn of_record(what: &str, record: &str) -> Vec<Finding> {
    let known = ["all", "include", "a", "mx", "ptr", "ip4", "ip6", "exists", "redirect", "exp"];
    let terms = terms(record);
    let mut found = Vec::new();
    // Modifiers that nobody knows are ignored by everybody; mechanisms are not.
    for term in terms
        .iter()
        .filter(|term| !known.contains(&term.name.as_str()) && !record.contains(&format!("{}=", term.name)))
    {
        found.push(Finding::wrong(
            what.to_owned(),
            &format!("has a part that nobody understands: {}", term.name),
        ));
    }
    if terms.iter().any(|term| term.name == "ptr") {
        found.push(Finding::remark(
            what.to_owned(),
            "uses ptr, which is slow and no longer recommended: name servers by ip4, ip6, a or include",
        ));
    }
    let all = terms.iter().find(|term| term.name == "all").map(|term| term.qualifier);
    match all {
        Some('+') => found.push(Finding::wrong(
            what.to_owned(),
            "ends with +all, which lets everybody in the world send in your name: write ~all or -all",
        )),
        Some('?') => found
            .push(Finding::remark(what.to_owned(), "ends with ?all, which says nothing: write ~all or -all")),
        None if !terms.iter().any(|term| term.name == "redirect") => {
            found.push(Finding::remark(what.to_owned(), "has no end: write ~all or -all behind the rest"));
        }
        _ => (),
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::doctor::finding::State;

    #[test]
    fn a_record_is_one_ends_and_can_be_read_to_its_end() {
        let check = |records: &[&str], included: &[(&str, &str)], expected: State, told: &str| {
            let included = included
                .iter()
                .map(|(domain, text)| ((*domain).to_owned(), Answer::of_texts(&[text])))
                .collect();
            let found =
                judge("example.org", "include:spf.relay.example", &Answer::of_texts(records), &included);
            let worst = found.iter().map(|one| one.state).max().unwrap();
            assert_eq!(worst, expected, "{records:?}: {}", found[0].text);
            assert!(found.iter().any(|one| one.text.contains(told)), "{records:?}: {}", found[0].text);
        };
        let relay = ("spf.relay.example", "v=spf1 ip4:192.0.2.0/24 -all");
        check(&["v=spf1 include:spf.relay.example ~all", "other=1"], &[relay], State::Right, "1 of 10");
        check(&["V=SPF1 ip4:192.0.2.1 -all"], &[], State::Right, "0 of 10");
        check(&["v=spf1 redirect=spf.relay.example"], &[relay], State::Right, "1 of 10");
        check(&[], &[], State::Wrong, "is missing");
        check(&["v=spf10 -all"], &[], State::Wrong, "is missing");
        check(&["v=spf1 -all", "v=spf1 a -all"], &[], State::Wrong, "2 records");
        check(&["v=spf1 +all"], &[], State::Wrong, "everybody in the world");
        check(&["v=spf1 all"], &[], State::Wrong, "everybody in the world");
        check(&["v=spf1 a ?all"], &[], State::Remark, "says nothing");
        check(&["v=spf1 a"], &[], State::Remark, "has no end");
        check(&["v=spf1 ptr -all"], &[], State::Remark, "uses ptr");
        check(&["v=spf1 ipv4:192.0.2.1 -all"], &[], State::Wrong, "ipv4");
        check(&["v=spf1 a -all moo=1"], &[], State::Right, "1 of 10");
        check(
            &["v=spf1 include:gone.example -all"],
            &[("gone.example", "hello")],
            State::Wrong,
            "gone.example",
        );
        check(&["v=spf1 a mx a:a mx:b a:c a:d a:e a:f a:g a:h a:i -all"], &[], State::Wrong, "11 questions");
        check(&["v=spf1 include:x -all"], &[("x", "v=spf1 include:x -all")], State::Wrong, "again inside");
        let back = ("x", "v=spf1 include:example.org -all");
        check(&["v=spf1 include:x -all"], &[back], State::Wrong, "includes example.org again");
        check(&["v=spf1 include:example.org -all"], &[], State::Wrong, "includes example.org again");
        let twice = [("x", "v=spf1 a include:z -all"), ("z", "v=spf1 a -all")];
        check(&["v=spf1 include:x include:z -all"], &twice, State::Right, "6 of 10");
        check(&["v=spf1 -all"], &[], State::Remark, "lets nobody send");
        check(&["v=spf1 ~all exp=why.example.org"], &[], State::Remark, "lets nobody send");
        check(&["v=spf1 -ip4:192.0.2.1 -all"], &[], State::Remark, "lets nobody send");
    }

    #[test]
    fn a_server_that_fails_is_no_missing_record() {
        let found = judge("example.org", "mx", &Answer::Failed("timed out".to_owned()), &Included::new());
        assert!(
            found[0].state == State::Wrong
                && found[0].text.contains("timed out")
                && found[0].record.is_none()
        );
    }
}
