//! An address that mail can be sent to, in the one spelling that the blind index knows.

use std::{fmt, str::FromStr};

use unicode_normalization::UnicodeNormalization;
use validator::ValidateEmail;

use crate::i18n::marks;

/// An e-mail address that both `validator` and lettre accept (they disagree, so it must pass both): trimmed,
/// NFC, lower case, its domain in ASCII (RFC 5890 A-labels). Never printed by `Debug`.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct EmailAddress(String);

/// What was typed is not an address that we can write to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is not an e-mail address")]
pub struct NotAnEmailAddress;

impl EmailAddress {
    /// One that was read from what a person typed, and kept since.
    pub(super) fn known(address: String) -> EmailAddress {
        EmailAddress(address)
    }

    /// The normalised spelling, as it is sent to and as the blind index hashes it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What stands before the `@`.
    pub fn local(&self) -> &str {
        self.0.rsplit_once('@').map_or("", |(local, _)| local)
    }

    /// What stands behind the `@`, in ASCII.
    pub fn domain(&self) -> &str {
        self.0.rsplit_once('@').map_or("", |(_, domain)| domain)
    }

    /// Enough to be recognised by its owner and by nobody else: `l•••@e•••.org`.
    pub fn masked(&self) -> String {
        let first = |part: &str| part.chars().next().map(String::from).unwrap_or_default();
        let (name, ending) = self.domain().rsplit_once('.').unwrap_or((self.domain(), ""));
        format!("{}•••@{}•••.{ending}", first(self.local()), first(name))
    }
}

impl FromStr for EmailAddress {
    type Err = NotAnEmailAddress;

    fn from_str(raw: &str) -> Result<Self, Self::Err> {
        let typed: String = raw.trim_matches([' ', '\t', '\r', '\n']).nfc().collect();
        if typed.len() > 320 || typed.chars().any(is_hidden) {
            return Err(NotAnEmailAddress);
        }
        let (local, domain) = typed.split_once('@').ok_or(NotAnEmailAddress)?;
        let local = local.to_lowercase();
        let domain = idna::domain_to_ascii_strict(domain).map_err(|_| NotAnEmailAddress)?;
        if !is_local_part(&local) || !is_domain(&domain) {
            return Err(NotAnEmailAddress);
        }
        let address = format!("{local}@{domain}");
        // validator knows ASCII local parts only; those of other scripts were checked above.
        let judged = if local.is_ascii() { address.clone() } else { format!("x@{domain}") };
        if address.len() > 254 || !judged.validate_email() || address.parse::<lettre::Address>().is_err() {
            return Err(NotAnEmailAddress);
        }
        Ok(EmailAddress(address))
    }
}

fn is_hidden(c: char) -> bool {
    c.is_control() || c.is_whitespace() || marks::is_unseen(c) || matches!(c, '\u{200c}'..='\u{200f}')
}

/// No quotes, no source routes (`%`, `!`), and no letters of another script among Latin ones, which could
/// pass for somebody else's address.
fn is_local_part(local: &str) -> bool {
    if local.is_empty() || local.chars().count() > 64 || local.contains(['"', '%', '!', '\\', '@']) {
        return false;
    }
    local.is_ascii()
        || local.chars().all(|c| {
            c.is_ascii_digit() || matches!(c, '.' | '-' | '_' | '+') || (!c.is_ascii() && c.is_alphanumeric())
        })
}

fn is_domain(domain: &str) -> bool {
    let Some((_, ending)) = domain.rsplit_once('.') else { return false };
    ending.len() >= 2
        && ending.chars().any(|c| c.is_ascii_alphabetic())
        && !domain.contains(['_', '[', ']', ':'])
}

impl fmt::Debug for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EmailAddress(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(raw: &str, expected: Option<&str>) {
        let parsed = raw.parse::<EmailAddress>().ok();
        assert_eq!(parsed.as_ref().map(EmailAddress::as_str), expected, "{raw:?}");
    }

    #[test]
    fn one_spelling_for_each_mailbox() {
        check(" Ada@Example.ORG ", Some("ada@example.org"));
        check("ada+news@example.org", Some("ada+news@example.org"));
        check("a@مثال.شبكة", Some("a@xn--mgbh0fb.xn--ngbc5azd"));
        check("محمد@example.org", Some("محمد@example.org"));
        check("=cmd@example.org", Some("=cmd@example.org"));
        check("-f@example.org", Some("-f@example.org"));
    }

    #[test]
    fn what_cannot_be_written_to_is_refused() {
        for raw in [
            "",
            " ",
            "@",
            "a@",
            "@x.com",
            "a@localhost",
            "a@b",
            "a@[127.0.0.1]",
            "a@[IPv6:::1]",
            "a@1.2.3.4",
            "\"a b\"@x.com",
            "\"a@b\"@c.com",
            "a@x_y.com",
            "a%b@x.com",
            "a!b@x.com",
            "a..b@x.com",
            ".a@x.com",
            "a.@x.com",
            "a@x.com,b@y.com",
            "Bob <a@x.com>",
            "a@x.com\r\nRCPT TO:<b@y>",
            "a\0@x.com",
            "p\u{430}ypal@x.com",
            "a\u{200b}@x.com",
            "a\u{202e}@x.com",
            "a\u{a0}@x.com",
            "a b@x.com",
            "a@x..com",
            "a@-x.com",
            "a@x.c",
        ] {
            check(raw, None);
        }
        check(&format!("{}@x.com", "a".repeat(65)), None);
        check(&format!("a@{}.com", "b".repeat(64)), None);
        check(&format!("a@{}com", "bcdefghij.".repeat(26)), None);
        check(&"a".repeat(1_000_000), None);
    }

    #[test]
    fn an_address_is_masked_and_never_printed() {
        let address: EmailAddress = "layla@example.org".parse().unwrap();
        assert_eq!(address.masked(), "l•••@e•••.org");
        assert!(!format!("{address:?}").contains("layla"));
    }
}
