//! Text as phrases are looked for in it.

use super::letters::plain;

/// How much of a text is looked at: a reason is short, and stands in front.
const MOST: usize = 16 * 1024;
/// How long the start of a text is.
const START: usize = 48;
/// How far apart the two sides of a `*` may stand.
const GAP: usize = 60;

/// Hosts and pages that are named where somebody is on a list of theirs.
const LISTS: [&str; 18] = [
    "spam",
    "dnsbl",
    "rbl",
    "sorbs",
    "barracuda",
    "senderbase",
    "senderscore",
    "cloudmark",
    "proofpoint",
    "uceprotect",
    "abuseat",
    "mailspike",
    "invaluement",
    "reputation",
    "blacklist",
    "blocklist",
    "blocked",
    "abuse",
];
/// How names of hosts end, besides two letters.
const TOPS: [&str; 14] = [
    "com",
    "net",
    "org",
    "edu",
    "gov",
    "mil",
    "info",
    "biz",
    "example",
    "test",
    "local",
    "localdomain",
    "lan",
    "internal",
];

/// A text in lower case without marks, with one space between its words; without addresses and hosts, since anybody may be called
/// `full@spam.example`, and without the codes that stand in front of each line of a reply.
#[derive(Debug, Clone, Default)]
pub struct Words(String);

impl Words {
    pub fn of(text: &str) -> Words {
        let mut words = String::new();
        let mut before = "";
        for word in text.split_whitespace() {
            let answers = before.eq_ignore_ascii_case("host") || before.eq_ignore_ascii_case("mta");
            before = word;
            let word = without_code(behind_address(word));
            if word.is_empty() || is_place(word, answers) {
                continue;
            }
            if words.len() + word.len() > MOST {
                break;
            }
            words.push(' ');
            words.push_str(&plain(word));
        }
        words.push(' ');
        Words(words)
    }

    /// The text itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether any of these phrases stands in it.
    pub fn say_any(&self, phrases: &[&str]) -> bool {
        phrases.iter().any(|phrase| self.say(phrase))
    }

    /// Whether it begins with any of these phrases.
    pub fn begin_with_any(&self, phrases: &[&str]) -> bool {
        phrases.iter().any(|phrase| self.0.trim_start().starts_with(phrase))
    }

    /// Its first words: what a subject says before it quotes another.
    pub fn start(&self) -> Words {
        let end = (0..=self.0.len().min(START)).rev().find(|end| self.0.is_char_boundary(*end));
        Words(self.0[..end.unwrap_or_default()].to_owned())
    }

    fn say(&self, phrase: &str) -> bool {
        match phrase.split_once('*') {
            None => self.0.contains(phrase),
            Some((start, rest)) => self.0.match_indices(start).any(|(at, _)| {
                let behind = &self.0[at + start.len()..];
                let end =
                    (0..=behind.len().min(GAP + rest.len())).rev().find(|end| behind.is_char_boundary(*end));
                behind[..end.unwrap_or_default()].contains(rest)
            }),
        }
    }
}

/// What hangs behind an address, such as `blocked` in `(layla@reader.example:blocked)`; the word itself if it holds none.
fn behind_address(word: &str) -> &str {
    match word.split_once('@') {
        None => word,
        Some((_, rest)) => rest.split_once([':', '>', ')', ',']).map_or("", |(_, behind)| behind),
    }
}

/// Whether a word is a host or a page, which says nothing, unless it is one of those who keep lists of senders; the host
/// that answers says nothing in any case.
fn is_place(word: &str, answers: bool) -> bool {
    let lower = word.to_ascii_lowercase();
    let is_page =
        lower.contains("://") || lower.trim_start_matches(['<', '(', '"', '\'']).starts_with("www.");
    let name = lower.split(['[', '/', ':', ')', ',', ';', '>']).next().unwrap_or_default();
    let name = name.trim_matches(|c: char| !c.is_ascii_alphanumeric());
    (is_page || is_host(name)) && (answers || !LISTS.iter().any(|list| lower.contains(list)))
}

fn is_host(name: &str) -> bool {
    let labels: Vec<&str> = name.split('.').collect();
    let is_label = |label: &&str| {
        !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    let top = labels.last().copied().unwrap_or_default();
    let is_top =
        TOPS.contains(&top) || (top.len() == 2 && top.bytes().all(|byte| byte.is_ascii_alphabetic()));
    labels.len() > 1 && is_top && labels.iter().all(is_label)
}

/// `550-5.1.1`, `550-`, `5.1.1` and the like are nothing; a code stuck to a word leaves the word.
fn without_code(word: &str) -> &str {
    let is_code = |text: &str| text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_status = |text: &str| text.parse::<super::super::EnhancedStatus>().is_ok();
    match word.split_once('-') {
        Some((code, rest)) if is_code(code) && (rest.is_empty() || is_status(rest)) => "",
        Some((code, rest)) if is_code(code) => rest,
        _ if is_code(word) || is_status(word) => "",
        _ => word,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_plain_before_it_is_compared() {
        fn check(text: &str, expected: &str) {
            assert_eq!(Words::of(text).0, expected, "{text}");
        }
        check("550-5.1.1 The  User\r\n550 5.1.1 isn’t HERE", " the user isn't here ");
        check("Sorry_no_mailbox", " sorry no mailbox ");
        check("<full@b.example> User", " user ");
        check("(full@b.example:blocked)", " blocked) ");
        check("550-Requested action", " requested action ");
        check("host relay.spam.example[192.0.2.1] said: no", " host said: no ");
        check(
            "see https://a.example/user_unknown, listed at zen.spamhaus.example",
            " see listed at zen.spamhaus.example ",
        );
        check("#550 RESOLVER.ADR.NotFound; does not exist.", " #550 resolver.adr.notfound; does not exist. ");
        check("", " ");
    }

    #[test]
    fn a_star_stands_for_a_little() {
        let words = Words::of("recipient a b c rejected");
        assert!(words.say("recipient*rejected") && words.say("a b"));
        assert!(!words.say("rejected*recipient"));
        let far = Words::of(&format!("recipient {} rejected", "ab ".repeat(40)));
        assert!(!far.say("recipient*rejected"));
        assert!(Words::of("д*д").say("д*д") && Words::of(&"д".repeat(99)).say("д*д"));
    }
}
