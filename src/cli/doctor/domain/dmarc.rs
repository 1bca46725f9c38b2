//! DMARC (RFC 7489): what receivers do with mails in your name that neither SPF nor DKIM vouches for.

use super::dns::Answer;
use super::tags::tags;
use super::{Finding, Record};

/// The domains that must fit together.
#[derive(Debug, Clone)]
pub struct Domains {
    /// Behind the @ of the From line.
    pub from: String,
    /// Behind the @ of the return path.
    pub returns: String,
    /// What the signature says, if we sign.
    pub signs: Option<String>,
}

/// Where the policy of a domain may stand: its own, then that of each domain above it that has a dot.
pub fn places(domain: &str) -> Vec<String> {
    let mut places = Vec::new();
    let mut rest = domain;
    loop {
        places.push(format!("_dmarc.{rest}"));
        match rest.split_once('.') {
            Some((_, above)) if above.contains('.') => rest = above,
            _ => return places,
        }
    }
}

/// What is to be said of the policy; `answers` are those of [`places`], in order.
pub fn judge(domains: &Domains, answers: &[Answer]) -> Vec<Finding> {
    let what = format!("DMARC of {}", domains.from);
    let is_dmarc = |record: &&String| tags(record).get("v").is_some_and(|version| version == "DMARC1");
    let place = format!("_dmarc.{}", domains.from);
    let wanted = Record::text(&place, &format!("v=DMARC1; p=none; rua=mailto:postmaster@{}", domains.from));
    for answer in answers {
        if let Answer::Failed(why) = answer {
            return vec![Finding::unanswered(what, why)];
        }
        let records: Vec<&String> = answer.records().iter().filter(is_dmarc).collect();
        match records.as_slice() {
            [] => (),
            [record] => {
                let mut found = of_policy(&what, record, &wanted);
                found.extend(of_alignment(&what, record, domains));
                if found.is_empty() {
                    found.push(Finding::right(what, &format!("says what to do with forgeries: {record}")));
                }
                return found;
            }
            several => {
                let text = format!("has {} records: receivers then ignore them all. Keep one", several.len());
                return vec![Finding::wrong(what, &text)];
            }
        }
    }
    let text = "is missing: Gmail, Yahoo and Outlook ask it of everybody who writes to many";
    vec![Finding::wrong(what, text).with(wanted)]
}

fn of_policy(what: &str, record: &str, wanted: &Record) -> Vec<Finding> {
    let tags = tags(record);
    let mut found = Vec::new();
    match tags.get("p").map(|policy| policy.to_ascii_lowercase()).as_deref() {
        Some("reject" | "quarantine") => (),
        Some("none") => found.push(Finding::remark(
            what.to_owned(),
            "has p=none, which only watches: a good beginning. When the reports show only your own servers for some weeks, write p=quarantine",
        )),
        _ => {
            let text = "has no policy: p= must be none, quarantine or reject";
            return vec![Finding::wrong(what.to_owned(), text).with(wanted.clone())];
        }
    }
    if !tags.contains_key("rua") {
        let text = "has no rua=, so nobody tells you who sends in your name: add rua=mailto: and an address that you read";
        found.push(Finding::remark(what.to_owned(), text));
    }
    found
}

/// A mail passes if SPF or DKIM vouches for the domain of its From line.
fn of_alignment(what: &str, record: &str, domains: &Domains) -> Vec<Finding> {
    let tags = tags(record);
    let is_strict = |tag: &str| tags.get(tag).is_some_and(|mode| mode.eq_ignore_ascii_case("s"));
    let fits = |other: &str, strict: bool| match strict {
        true => other == domains.from,
        false => is_near(other, &domains.from),
    };
    let spf = fits(&domains.returns, is_strict("aspf"));
    let signed = domains.signs.as_deref().map(|signs| fits(signs, is_strict("adkim")));
    match (spf, signed) {
        (_, Some(true)) | (true, None) => Vec::new(),
        (true, Some(false)) => {
            let text = format!(
                "does not fit what we sign with: mails come from {}, and HUDHUD_DKIM_DOMAIN is {}",
                domains.from,
                domains.signs.as_deref().unwrap_or_default()
            );
            vec![Finding::remark(what.to_owned(), &text)]
        }
        (false, _) => {
            let text = format!(
                "fails for every mail: the From line says {}, but neither the return path ({}) nor a signature of ours belongs to it",
                domains.from, domains.returns
            );
            vec![Finding::wrong(what.to_owned(), &text)]
        }
    }
}

/// Whether one of them is the other or lies below it. Sisters below a name are not told apart from strangers: which
/// names are for everybody is a list that changes every week.
fn is_near(one: &str, other: &str) -> bool {
    let below = |low: &str, high: &str| {
        low.strip_suffix(high).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    };
    below(one, other) || below(other, one)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::doctor::finding::State;

    fn domains(from: &str, returns: &str, signs: Option<&str>) -> Domains {
        Domains { from: from.to_owned(), returns: returns.to_owned(), signs: signs.map(str::to_owned) }
    }

    #[test]
    fn a_policy_is_looked_for_here_and_above() {
        let check = |domain: &str, expected: &[&str]| assert_eq!(places(domain), expected);
        check("example.org", &["_dmarc.example.org"]);
        check("news.example.org", &["_dmarc.news.example.org", "_dmarc.example.org"]);
    }

    #[test]
    fn a_policy_is_there_says_something_and_fits() {
        let ours = domains("example.org", "bounce.example.org", Some("example.org"));
        let check = |domains: &Domains, records: &[&str], expected: State, told: &str| {
            let found = judge(domains, &[Answer::of_texts(records)]);
            let worst = found.iter().map(|one| one.state).max().unwrap();
            assert_eq!(worst, expected, "{records:?}: {}", found[0].text);
            assert!(found.iter().any(|one| one.text.contains(told)), "{records:?}: {}", found[0].text);
        };
        let good = "v=DMARC1; p=quarantine; rua=mailto:dmarc@example.org";
        check(&ours, &[good], State::Right, "forgeries");
        check(&ours, &["hello", good], State::Right, "forgeries");
        check(&ours, &["v=DMARC1; p=none; rua=mailto:a@example.org"], State::Remark, "only watches");
        check(&ours, &["v=DMARC1; p=reject"], State::Remark, "no rua=");
        check(&ours, &["v=DMARC1; p=maybe"], State::Wrong, "no policy");
        check(&ours, &["v=DMARC1"], State::Wrong, "no policy");
        check(&ours, &[], State::Wrong, "is missing");
        check(&ours, &[good, good], State::Wrong, "2 records");
        let relay = domains("example.org", "relay.example", None);
        check(&relay, &[good], State::Wrong, "fails for every mail");
        check(
            &domains("example.org", "relay.example", Some("example.org")),
            &[good],
            State::Right,
            "forgeries",
        );
        check(
            &domains("example.org", "example.org", Some("relay.example")),
            &[good],
            State::Remark,
            "relay.example",
        );
        let strict = "v=DMARC1; p=reject; rua=mailto:a@example.org; aspf=s";
        check(
            &domains("example.org", "bounce.example.org", None),
            &[strict],
            State::Wrong,
            "fails for every mail",
        );
        check(&domains("example.org", "badexample.org", None), &[good], State::Wrong, "fails for every mail");
    }

    #[test]
    fn the_policy_of_the_domain_above_counts() {
        let answers = [Answer::Nothing, Answer::of_texts(&["v=DMARC1; p=reject; rua=mailto:a@example.org"])];
        let found = judge(&domains("news.example.org", "news.example.org", None), &answers);
        assert!(found.len() == 1 && found[0].state == State::Right, "{}", found[0].text);
    }
}
