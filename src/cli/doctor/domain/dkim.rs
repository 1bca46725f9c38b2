//! DKIM (RFC 6376): the key by which receivers check that nobody changed a mail on its way.

use super::dns::Answer;
use super::key::PublicKey;
use super::tags::tags;
use super::{Finding, Record};

/// Where the key of a selector stands.
pub fn name(selector: &str, domain: &str) -> String {
    format!("{selector}._domainkey.{domain}")
}

/// What is to be said of the key that stands at `name`; `ours` is the public half of the key that we sign with.
pub fn judge(name: &str, records: &Answer, ours: Option<&PublicKey>) -> Vec<Finding> {
    let what = format!("DKIM key {name}");
    let wanted = |finding: Finding| match ours {
        Some(key) => finding.with(Record::text(name, &key.record())),
        None => finding,
    };
    let record = match (records, records.records()) {
        (Answer::Failed(why), _) => return vec![Finding::unanswered(what, why)],
        (_, []) => {
            let text = match ours {
                Some(_) => "is missing: receivers can't check what we sign",
                None => "is missing: whoever signs your mails tells you in their help what to publish there",
            };
            return vec![wanted(Finding::wrong(what, text))];
        }
        (_, [record]) => record,
        (_, several) => {
            let text = format!("has {} records: keep the one that is used", several.len());
            return vec![wanted(Finding::wrong(what, &text))];
        }
    };
    let tags = tags(record);
    let tag = |name: &str| tags.get(name).map(String::as_str);
    let base64: String = tag("p").unwrap_or_default().split_whitespace().collect();
    if tag("v").is_some_and(|version| version != "DKIM1") || tag("p").is_none() {
        return vec![wanted(Finding::wrong(what, "is no DKIM key: it begins with v=DKIM1 and has a p="))];
    }
    if base64.is_empty() {
        return vec![wanted(Finding::wrong(what, "is revoked: its p= is empty"))];
    }
    let Some(key) = PublicKey::read(tag("k").unwrap_or("rsa"), &base64) else {
        let text = "can't be read: it was cut or changed when it was copied. It is one long text without quotes inside";
        return vec![wanted(Finding::wrong(what, text))];
    };
    if ours.is_some_and(|ours| *ours != key) {
        let text = "is not the key that we sign with: every mail would fail its check";
        return vec![wanted(Finding::wrong(what, text))];
    }
    let mut found = of_length(&what, &key);
    if tag("t").is_some_and(|flags| flags.split(':').any(|flag| flag.trim() == "y")) {
        let text = "says t=y, a test: some receivers then ignore it. Remove that when mails arrive signed";
        found.push(Finding::remark(what.clone(), text));
    }
    if found.is_empty() {
        let kind = key.rsa_bits().map_or("ed25519".to_owned(), |bits| format!("rsa of {bits} bits"));
        let fits = if ours.is_some() { ", and is the one that we sign with" } else { "" };
        found.push(Finding::right(what, &format!("is there ({kind}){fits}")));
    }
    found
}

fn of_length(what: &str, key: &PublicKey) -> Vec<Finding> {
    match key.rsa_bits() {
        Some(bits) if bits < 1024 => {
            let text = format!("has {bits} bits: receivers ignore keys below 1024. Make one of 2048");
            vec![Finding::wrong(what.to_owned(), &text)]
        }
        Some(bits) if bits < 2048 => {
            vec![Finding::remark(what.to_owned(), &format!("has {bits} bits; 2048 are usual now"))]
        }
        // Few receivers know it yet.
        None => {
            let text =
                "is an Ed25519 key, which Gmail and Outlook don't check yet: sign with RSA of 2048 bits";
            vec![Finding::remark(what.to_owned(), text)]
        }
        Some(_) => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::doctor::finding::State;

    fn rsa(bits: usize) -> PublicKey {
        PublicKey::Rsa { modulus: vec![0xc5; bits / 8], exponent: vec![1, 0, 1] }
    }

    #[test]
    fn a_key_is_there_long_enough_and_ours() {
        let check = |records: &[&str], ours: Option<PublicKey>, expected: State, told: &str| {
            let found = judge("mail._domainkey.example.org", &Answer::of_texts(records), ours.as_ref());
            let worst = found.iter().map(|one| one.state).max().unwrap();
            assert_eq!(worst, expected, "{records:?}: {}", found[0].text);
            assert!(found.iter().any(|one| one.text.contains(told)), "{records:?}: {}", found[0].text);
            assert_eq!(worst == State::Wrong && ours.is_some(), found[0].record.is_some(), "{records:?}");
        };
        let good = rsa(2048).record();
        check(&[&good], None, State::Right, "rsa of 2048 bits");
        check(&[&good], Some(rsa(2048)), State::Right, "the one that we sign with");
        check(&[&good.replace("v=DKIM1; k=rsa; ", "")], None, State::Right, "2048");
        check(&[&good], Some(rsa(3072)), State::Wrong, "not the key");
        check(&[], Some(rsa(2048)), State::Wrong, "can't check");
        check(&[], None, State::Wrong, "whoever signs");
        check(&[&good, &good], None, State::Wrong, "2 records");
        check(&["v=DKIM1; p="], None, State::Wrong, "revoked");
        check(&["v=DKIM1; k=rsa"], None, State::Wrong, "no DKIM key");
        check(&["v=DKIM2; p=AAAA"], None, State::Wrong, "no DKIM key");
        check(&[&good[..200]], None, State::Wrong, "cut or changed");
        check(&[&rsa(1024).record()], None, State::Remark, "1024 bits");
        check(&[&rsa(512).record()], None, State::Wrong, "512 bits");
        check(&[&good.replace("k=rsa;", "k=rsa; t=y;")], None, State::Remark, "a test");
        check(&[&PublicKey::Ed25519(vec![7; 32]).record()], None, State::Remark, "Ed25519");
    }
}
