//! Tokens of ours in a mail: in the address that it came to, in the message that it returns, or anywhere.

use crate::delivery::TOKEN_LENGTH;

use super::Mail;

/// How many are tried. A mail that returns one message holds one; a forged one may hold thousands.
const MOST: usize = 50;
/// Headers that say to which address a mail came.
const ADDRESSED: [&str; 8] = [
    "delivered-to",
    "x-original-to",
    "envelope-to",
    "x-envelope-to",
    "x-delivered-to",
    "to",
    "cc",
    "apparently-to",
];

/// Everything that looks like a token, as it is written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tokens {
    /// In the addresses that the mail came to: the likeliest first.
    pub addressed: Vec<String>,
    /// Anywhere else.
    pub mentioned: Vec<String>,
}

impl Tokens {
    pub fn is_empty(&self) -> bool {
        self.addressed.is_empty() && self.mentioned.is_empty()
    }
}

/// Finds all that look like tokens.
pub fn find(mail: &Mail, bytes: &[u8]) -> Tokens {
    let mut tokens = Tokens::default();
    for name in ADDRESSED {
        mail.all(name).for_each(|value| gather(value.as_bytes(), &mut tokens.addressed));
    }
    let parts = mail.delivery_fields.iter().chain(&mail.feedback_fields).chain(&mail.texts);
    parts.for_each(|text| gather(text.as_bytes(), &mut tokens.mentioned));
    mail.inner.iter().for_each(|inner| gather(inner, &mut tokens.mentioned));
    gather(&bytes[..bytes.len().min(super::MOST)], &mut tokens.mentioned);
    tokens
}

/// Adds the runs of letters and digits that are as long as a token. Folded lines break no header that we write.
pub fn gather(text: &[u8], found: &mut Vec<String>) {
    for run in text.split(|byte| !byte.is_ascii_alphanumeric()) {
        // `%2B` and `=2B` are a plus in a URL and in quoted-printable.
        let run = match run.len().checked_sub(TOKEN_LENGTH) {
            Some(2) if run[..2].eq_ignore_ascii_case(b"2b") => &run[2..],
            _ => run,
        };
        let is_one = run.len() == TOKEN_LENGTH && found.len() < MOST;
        if let (true, Ok(token)) = (is_one, std::str::from_utf8(run)) {
            let token = token.to_ascii_lowercase();
            if !found.contains(&token) {
                found.push(token);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_found_wherever_they_stand() {
        let (one, two) = ("a".repeat(TOKEN_LENGTH), "b2".repeat(TOKEN_LENGTH / 2) + "c");
        let text = format!(
            "Delivered-To: bounce+{}@a.example\r\nTo: x@a.example\r\n\r\nMessage-ID: <{two}@a.example>\r\n{}\r\n",
            one.to_uppercase(),
            "d".repeat(TOKEN_LENGTH + 1)
        );
        let tokens = find(&Mail::parse(text.as_bytes()), text.as_bytes());
        assert_eq!(tokens.addressed, std::slice::from_ref(&one));
        assert_eq!(tokens.mentioned, [two, one]);
        let mut found = Vec::new();
        gather(format!("bounce=2B{}=40a.example", "e".repeat(TOKEN_LENGTH)).as_bytes(), &mut found);
        assert_eq!(found, ["e".repeat(TOKEN_LENGTH)]);
    }

    #[test]
    fn thousands_are_not_tried() {
        let many: String = (0..5_000).map(|n| format!("{n:0>width$} ", width = TOKEN_LENGTH)).collect();
        let mut found = Vec::new();
        gather(many.as_bytes(), &mut found);
        assert_eq!(found.len(), MOST);
    }
}
