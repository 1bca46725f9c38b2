//! What mail servers and their programs write, by what it means.
//!
//! A phrase is a piece of text in lower case and without marks; a `*` in it stands for up to sixty bytes of anything. Tables are asked in
//! an order: a full mailbox comes before one that is gone, since the mistake of giving somebody up is the worse one; what
//! is about the sender does too, since "user unknown" may be said of our own return path.

mod full;
mod gone;
mod gone_elsewhere;
mod letters;
mod nowhere;
mod ours;
mod passing;
mod policy;
mod policy_elsewhere;
mod vague;
mod words;

pub use words::Words;

use crate::bounces::Kind;

/// What is said in so many words, whatever the code beside it.
pub fn plainly(words: &Words) -> Option<Kind> {
    first(
        words,
        &[
            (ours::RATE, Kind::Policy),
            (full::PLAIN, Kind::Soft),
            (ours::SENDER, Kind::Policy),
            (ours::FOUND, Kind::Policy),
            (passing::EXPIRED, Kind::Soft),
            (policy::TOO_BIG, Kind::Policy),
            (gone::PLAIN, Kind::Hard),
            (nowhere::PLAIN, Kind::Hard),
            (gone_elsewhere::PLAIN, Kind::Hard),
            (policy::PLAIN, Kind::Policy),
            (policy_elsewhere::PLAIN, Kind::Policy),
            (ours::TOO_MUCH, Kind::Policy),
            (passing::PLAIN, Kind::Soft),
        ],
    )
}

/// Whether it is said of the name that we have with others, and not of how much we sent, nor for the first time.
pub fn standing(words: &Words) -> bool {
    words.say_any(ours::STANDING) && !words.say_any(passing::FIRST_TIME)
}

/// Whether it is said that no such host exists, and not that it could not be looked up.
pub fn for_good(words: &Words) -> bool {
    words.say_any(nowhere::FOR_GOOD)
}

/// Whether a size is spoken of at all.
pub fn speak_of_size(words: &Words) -> bool {
    words.say_any(&["larg", "too big", "message size", "size of the message", "message length"])
}

/// What words only hint at: a code beside them that says something weighs more.
pub fn vaguely(words: &Words) -> Option<Kind> {
    first(words, &[(vague::GONE, Kind::Hard), (vague::REFUSED, Kind::Policy), (vague::PASSING, Kind::Soft)])
}

fn first(words: &Words, tables: &[(&[&str], Kind)]) -> Option<Kind> {
    tables.iter().find(|(phrases, _)| words.say_any(phrases)).map(|(_, kind)| *kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_written_as_they_are_compared() {
        for table in [
            ours::RATE,
            ours::SENDER,
            ours::FOUND,
            ours::TOO_MUCH,
            policy::TOO_BIG,
            ours::STANDING,
            passing::FIRST_TIME,
            policy::PLAIN,
            policy_elsewhere::PLAIN,
            vague::REFUSED,
            full::PLAIN,
            gone::PLAIN,
            gone_elsewhere::PLAIN,
            nowhere::PLAIN,
            nowhere::FOR_GOOD,
            vague::GONE,
            passing::EXPIRED,
            passing::PLAIN,
            vague::PASSING,
        ] {
            for phrase in table {
                assert_eq!(letters::plain(phrase), *phrase);
                assert!(!phrase.contains("  ") && !phrase.contains('’') && phrase.len() >= 4, "{phrase}");
            }
        }
    }

    #[test]
    fn what_servers_say() {
        fn check(text: &str, expected: Kind) {
            let words = Words::of(text);
            assert_eq!(plainly(&words).or_else(|| vaguely(&words)), Some(expected), "{text}");
        }
        check("550 5.1.0 <b@a.example>: Sender address rejected: User unknown", Kind::Policy);
        check("550 5.7.1 <a@b.example>: Recipient address rejected: User unknown", Kind::Hard);
        check("550-5.1.1 The email account that you tried to reach does\r\n550-5.1.1 not exist.", Kind::Hard);
        check("552 5.2.2 The email account that you tried to reach is over quota", Kind::Soft);
        check(
            "554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.example",
            Kind::Policy,
        );
        check("Host or domain name not found. Name service error for name=b.example type=A", Kind::Hard);
        check("connect to mx.b.example[192.0.2.1]:25: Connection timed out", Kind::Soft);
        check("retry time not reached for any host after a long failure period", Kind::Soft);
        check("552 5.3.4 Message size exceeds fixed limit", Kind::Policy);
        check("Requested action not taken: mailbox unavailable", Kind::Hard);
        check("Benutzer unbekannt", Kind::Hard);
        check("Адресат не найден: почтовый ящик переполнен", Kind::Soft);
        assert_eq!(plainly(&Words::of("carefully and successfully sent to <full@spam.example>")), None);
    }
}
