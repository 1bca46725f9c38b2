//! Where a notice ends and the message that it returns begins, if both are one text.

/// Lines that programs write in front of the message, in lower case.
const FENCES: &[&str] = &[
    "--- below this line is a copy of the message",
    "------ this is a copy of the message",
    "------ this is a copy of your message",
    "--- the body of the message is",
    "--- the header of the original message",
    "-------original message",
    "included is a copy of the message",
    "--- returned message",
    "--- undelivered message follows",
    "--- message header follows",
    "--- headers only follow",
    "--- this is a copy of the headers",
    "----- original message",
    "-----original message",
    "----- message header",
    "----- unsent message",
    "----- returned message",
    "----- message follows",
    "----- begin of original",
    "------ original message",
    "--- original message",
    "---original message",
    "original message follows",
    "original message headers",
    "original headers follow",
    "original message header",
    "original mail follows",
    "the original message follows",
    "received message headers",
    "returned message follows",
    "unsent message follows",
    "message headers follow",
    "message header follows",
    "message text follows",
    "your original message follows",
    "your message follows",
    "your original message is",
    "the text of the original message",
    "the first 50 lines of the original message",
    "here is your message",
    "here is a copy",
    "start of returned message",
    "begin original message",
    "content-type: message/rfc822",
    "content-type: text/rfc822-headers",
    "*** original",
    "> received: from",
    "ursprüngliche nachricht",
    "texte du message original",
];

/// The text in front of the returned message.
pub fn before(text: &str) -> &str {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if at > 0 && begins_the_original(line) {
            return &text[..at];
        }
        at += line.len();
    }
    text
}

fn begins_the_original(line: &str) -> bool {
    let start: String = line.trim_start().chars().take(70).collect::<String>().to_lowercase();
    let is_header =
        ["received: from", "received: by", "return-path: <", "dkim-signature: v=", "message-id: <"];
    FENCES.iter().any(|fence| start.starts_with(fence))
        || is_header.iter().any(|header| line_starts(line, header))
}

fn line_starts(line: &str, header: &str) -> bool {
    line.get(..header.len()).is_some_and(|start| start.eq_ignore_ascii_case(header))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_notice_stands_in_front() {
        fn check(text: &str, expected: &str) {
            assert_eq!(before(text), expected);
        }
        check("No.\n--- Below this line is a copy of the message.\nspam", "No.\n");
        check("No.\nReceived: from a\nspam", "No.\n");
        check("No.\n   ----- Unsent message follows -----\nspam", "No.\n");
        check(
            "The original message was received at noon\nNo.",
            "The original message was received at noon\nNo.",
        );
        check("Received: from a", "Received: from a");
        check("", "");
    }
}
