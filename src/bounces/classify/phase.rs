//! How far a conversation had come when the answer was given, as programs write it beside the answer.

use super::Said;

/// What the server had heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase {
    /// Our name and our return path at most.
    BeforeTheReader,
    /// The reader's address, or nobody says.
    Reader,
    /// The message.
    BehindTheMessage,
}

const BEFORE: [&str; 10] = [
    "does not like sender",
    "reply to mail from",
    "reply to helo",
    "reply to ehlo",
    "reply to end of mail from",
    "refused to talk to me",
    "after mail from",
    "after sending mail from",
    "initial connection",
    "initial greeting",
];
const READER: [&str; 4] =
    ["does not like recipient", "reply to rcpt to", "after rcpt to", "after sending rcpt to"];
const BEHIND: [&str; 6] = [
    "end of data",
    "reply to data",
    "after data",
    "after end-of-data",
    "data command",
    "after i sent the message",
];

impl Phase {
    /// Beside one answer stands one phase; beside several, nothing is known of this one.
    pub(super) fn of(said: Said<'_>) -> Phase {
        let answer = joined(said.answer);
        let says = |text: &str, phrases: &[&str]| phrases.iter().any(|phrase| text.contains(phrase));
        if says(&answer, &BEHIND) {
            return Phase::BehindTheMessage;
        }
        let around = joined(said.around);
        let before = says(&answer, &BEFORE) || says(&around, &BEFORE);
        let later = says(&answer, &READER) || says(&around, &READER) || says(&around, &BEHIND);
        if before && !later { Phase::BeforeTheReader } else { Phase::Reader }
    }
}

fn joined(text: &str) -> String {
    text.split_whitespace().map(str::to_ascii_lowercase).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_say_what_was_answered_to() {
        fn check(answer: &str, around: &str, expected: Phase) {
            assert_eq!(Phase::of(Said { status: None, answer, around }), expected, "{answer} {around}");
        }
        check("550 no", "said: 550 no (in reply to\n    MAIL FROM command)", Phase::BeforeTheReader);
        check("550 no", "host a refused to talk to me: 550 no", Phase::BeforeTheReader);
        check("550 no", "said: 550 no (in reply to RCPT TO command)", Phase::Reader);
        check("550 no (in reply to end of DATA command)", "", Phase::BehindTheMessage);
        check("550 no", "(in reply to MAIL FROM command) b: (in reply to RCPT TO command)", Phase::Reader);
        check("550 no", "", Phase::Reader);
    }
}
