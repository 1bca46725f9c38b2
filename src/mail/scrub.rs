//! Takes addresses out of what mail servers say, before it is stored, logged or shown.

use super::Envelope;

/// Longest text kept of an answer, in characters.
const LONGEST: usize = 300;

const HIDDEN: &str = "<address>";

/// The text on one line, without controls and without anything that looks like an address, and without the
/// recipient of `envelope`, however the server wrote it.
pub(super) fn text(said: &str, envelope: Option<&Envelope>) -> String {
    let words = said.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty());
    let scrubbed: Vec<&str> =
        words.map(|word| if tells_an_address(word, envelope) { HIDDEN } else { word }).collect();
    scrubbed.join(" ").chars().take(LONGEST).collect()
}

fn tells_an_address(word: &str, envelope: Option<&Envelope>) -> bool {
    let lower = word.to_lowercase();
    let looks_like_one = lower.contains('@') || lower.contains("%40") || lower.contains("=40");
    looks_like_one
        || envelope.is_some_and(|envelope| {
            let local = envelope.to.local().to_lowercase();
            lower
                .split(|c: char| !(c.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c)))
                .any(|piece| piece.trim_matches(['.', '\'']) == local)
                || lower.contains(&format!("{local}="))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_address_is_left_in_what_a_server_said() {
        let envelope =
            Envelope { from: "news@example.org".parse().unwrap(), to: "ada.l@example.net".parse().unwrap() };
        let check =
            |said: &str, expected: &str| assert_eq!(text(said, Some(&envelope)), expected, "{said:?}");
        check("<ada.l@example.net>: Recipient rejected", "<address> Recipient rejected");
        check("user Ada.L unknown", "user <address> unknown");
        check("\"ada.l\", who?", "<address> who?");
        check("see https://x.example/?e=eve%40example.com", "see <address>");
        check("bounce+ada.l=example.net refused", "<address> refused");
        check("mailbox\0 full\u{1b}[31m\r\n", "mailbox full [31m");
        check("the adage holds", "the adage holds");
    }

    #[test]
    fn a_long_answer_is_cut() {
        assert_eq!(text(&"x".repeat(10_000), None).len(), LONGEST);
    }
}
