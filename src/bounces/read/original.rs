//! Where a notice ends and the message that it returns begins, if both are one text.

use super::fences::FENCES;

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

/// The text without the lines that it quotes. `>>>` is what a program sent to another.
pub fn unquoted(text: &str) -> String {
    let is_quoted = |line: &&str| {
        let line = line.trim_start();
        line.starts_with('>') && !line.starts_with(">>")
    };
    let own: Vec<&str> = text.lines().filter(|line| !is_quoted(line)).collect();
    own.join("\n")
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

    #[test]
    fn what_is_quoted_is_left_out() {
        assert_eq!(
            unquoted("No.\n> user unknown\n >also\n>>> RCPT TO\n<<< 550"),
            "No.\n>>> RCPT TO\n<<< 550"
        );
    }
}
