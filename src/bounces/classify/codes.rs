//! Codes inside a server's words.

use super::EnhancedStatus;

/// What a piece of text says in numbers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Codes {
    pub reply: Option<u16>,
    pub status: Option<EnhancedStatus>,
    /// Whether any number says "never", be it only of what another server answered.
    pub lasts: bool,
}

/// Replies that mail servers really give. Other numbers between 400 and 600 are sizes, ports and hours.
const REPLIES: [u16; 40] = [
    421, 422, 431, 432, 441, 442, 446, 447, 449, 450, 451, 452, 454, 455, 471, 500, 501, 502, 503, 504, 510,
    511, 512, 521, 523, 530, 535, 540, 541, 550, 551, 552, 553, 554, 555, 556, 557, 570, 571, 577,
];

/// What may stand behind a number that counts something.
const UNITS: [&str; 12] = [
    "kb",
    "mb",
    "k",
    "bytes",
    "byte",
    "hours",
    "days",
    "minutes",
    "seconds",
    "messages",
    "recipients",
    "characters",
];

/// The first reply code and the first enhanced status; of several statuses the first that says more than its class.
pub fn find(text: &str) -> Codes {
    let mut codes = Codes::default();
    let mut words = pieces(text).peekable();
    while let Some(word) = words.next() {
        if let Ok(status) = word.parse::<EnhancedStatus>() {
            codes.lasts |= status.class == 5;
            let better = codes.status.is_none_or(|known| !known.is_specific() && status.is_specific());
            if status.class != 2 && better {
                codes.status = Some(status);
            }
        } else if word.len() == 3 {
            let counts =
                words.peek().is_some_and(|next| UNITS.iter().any(|unit| next.eq_ignore_ascii_case(unit)));
            let reply = word.parse().ok().filter(|code| REPLIES.contains(code) && !counts);
            codes.lasts |= reply.is_some_and(|code| code >= 500);
            codes.reply = codes.reply.or(reply);
        }
    }
    codes
}

/// Runs of letters, digits and dots. What hangs together by other signs, such as `550-5.1.1` and `#5.1.1`, falls
/// apart; what belongs to a host, an address or a path does not count.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    text.split_whitespace()
        .filter(|word| !word.contains(['@', '/']) || word.starts_with("smtp;"))
        .flat_map(|word| word.split(|c: char| !(c.is_ascii_alphanumeric() || c == '.')))
        .map(|piece| piece.trim_matches('.'))
        .filter(|piece| !piece.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_found_among_words() {
        fn check(text: &str, reply: Option<u16>, status: Option<&str>) {
            let status = status.map(|status| status.parse().unwrap());
            let found = find(text);
            assert_eq!((found.reply, found.status), (reply, status), "{text}");
        }
        check("smtp; 550 5.1.1 <a@b.example>... User unknown", Some(550), Some("5.1.1"));
        check("550-5.1.1 The email account", Some(550), Some("5.1.1"));
        check("host mx.example[192.0.2.1] said: 452 4.2.2 full", Some(452), Some("4.2.2"));
        check("Sorry, no mailbox here by that name. (#5.1.1)", None, Some("5.1.1"));
        check("#550 5.1.1 RESOLVER.ADR.RecipNotFound; not found ##", Some(550), Some("5.1.1"));
        check("<mx.example #5.0.0 smtp;550 5.7.1 no>", Some(550), Some("5.7.1"));
        check("550-\"5.1.1", Some(550), Some("5.1.1"));
        check("SMTP error: 550 unknown", Some(550), None);
        check("the limit is 500 KB, not 450 recipients", None, None);
        check("from 10.5.1.1 by host 5.1.1.9", None, None);
        check("250 2.1.5 ok", None, None);
        check("<550@example.org> at 5:50", None, None);
        check("Status: 5.0.0 (permanent) 5.2.2", None, Some("5.2.2"));
        check("", None, None);
        assert!(find("450 4.1.1 host mx.example said: 550 no").lasts && !find("450 4.1.1 no").lasts);
    }
}
