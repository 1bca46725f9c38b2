//! What a mail server answered, without anybody's address.

use std::fmt;

use lettre::transport::smtp::response::Response;

use super::{Envelope, scrub};

/// A server's answer. Its text is shown to admins, so addresses are taken out of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// Three digits (RFC 5321).
    pub code: u16,
    /// The finer code, such as `5.1.1`, if the server gave one (RFC 3463).
    pub enhanced: Option<String>,
    pub text: String,
}

impl Reply {
    /// What a server says of a mailbox that does not exist or is closed for good (RFC 3463).
    pub const MAILBOX_IS_GONE: [&str; 6] = ["5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1"];

    /// An answer that we give ourselves, in the server's stead, because it could only refuse.
    pub fn ours(code: u16, enhanced: &str, text: &str) -> Reply {
        Reply { code, enhanced: Some(enhanced.to_owned()), text: text.to_owned() }
    }

    /// The server's answer about the message in `envelope`, if there was one yet.
    pub(super) fn read(response: &Response, envelope: Option<&Envelope>) -> Reply {
        let code = u16::from(response.code());
        let enhanced = response.first_word().filter(|word| is_enhanced(word, code)).map(str::to_owned);
        let lines: Vec<&str> = response
            .message()
            .map(|line| enhanced.as_deref().and_then(|code| line.strip_prefix(code)).unwrap_or(line).trim())
            .filter(|line| !line.is_empty())
            .collect();
        Reply { code, enhanced, text: scrub::text(&lines.join(" "), envelope) }
    }

    /// True if the server says that this mailbox does not exist or is closed for good: only then may the
    /// address be given up. Policy, size and content (5.7, 5.3, 5.6) say something about us, and so do words of policy
    /// behind whatever code.
    pub fn mailbox_is_gone(&self) -> bool {
        let says_so = self.enhanced.as_deref().is_some_and(|status| Reply::MAILBOX_IS_GONE.contains(&status));
        let text = self.text.to_lowercase();
        says_so && !WORDS_OF_POLICY.iter().any(|word| text.contains(word))
    }
}

/// How servers speak of us where their code speaks of the recipient.
const WORDS_OF_POLICY: [&str; 8] =
    ["spam", "blocked", "blocklist", "blacklist", "denylist", "reputation", "dnsbl", "policy"];

impl fmt::Display for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.code)?;
        if let Some(enhanced) = &self.enhanced {
            write!(f, " {enhanced}")?;
        }
        write!(f, " {}", self.text)
    }
}

/// `class.subject.detail`, with the class of the reply code (RFC 2034).
fn is_enhanced(word: &str, code: u16) -> bool {
    let parts: Vec<&str> = word.split('.').collect();
    let digits = |part: &&str| (1..=3).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    parts.len() == 3 && parts.iter().all(digits) && parts[0] == (code / 100).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Reply {
        Reply::read(&text.parse().unwrap(), None)
    }

    #[test]
    fn a_reply_is_taken_apart() {
        let check = |text: &str, code: u16, enhanced: Option<&str>, rest: &str| {
            let expected = Reply { code, enhanced: enhanced.map(str::to_owned), text: rest.to_owned() };
            assert_eq!(read(text), expected, "{text:?}");
        };
        check("250 2.0.0 Ok: queued as 4F\r\n", 250, Some("2.0.0"), "Ok: queued as 4F");
        check("550 No such user\r\n", 550, None, "No such user");
        check("550-5.7.25 no PTR\r\n550 5.7.25 record\r\n", 550, Some("5.7.25"), "no PTR record");
        check("550 4.7.1 odd\r\n", 550, None, "4.7.1 odd");
        check("450 4.2.x odd\r\n", 450, None, "4.2.x odd");
        check("354 \r\n", 354, None, "");
    }

    #[test]
    fn only_a_dead_mailbox_gives_an_address_up() {
        let gone = |text: &str| read(text).mailbox_is_gone();
        assert!(gone("550 5.1.1 no such user\r\n"));
        assert!(gone("550 5.1.10 null MX\r\n"));
        assert!(gone("550 5.2.1 disabled\r\n"));
        assert!(!gone("550 5.1.1 blocked using zen.spamhaus.org\r\n"));
        assert!(!gone("550 5.7.1 policy\r\n"));
        assert!(!gone("550 5.7.26 unauthenticated\r\n"));
        assert!(!gone("552 5.2.2 full\r\n"));
        assert!(!gone("550 something\r\n"));
        assert!(!gone("450 4.1.1 not yet\r\n"));
    }
}
