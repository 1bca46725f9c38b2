//! Enhanced status codes (RFC 3463 and the registry of IANA), and what each means for a reader.

use std::{fmt, str::FromStr};

use crate::bounces::Kind;

/// `class.subject.detail`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EnhancedStatus {
    pub class: u8,
    pub subject: u16,
    pub detail: u16,
}

impl EnhancedStatus {
    /// Whether it says more than its class.
    pub fn is_specific(self) -> bool {
        !matches!((self.subject, self.detail), (0, _) | (1..=5, 0))
    }

    /// What it means by itself; none if it says too little.
    pub fn kind(self) -> Option<Kind> {
        match (self.class, self.subject, self.detail) {
            (2, ..) => Some(Kind::Ignored),
            // RFC 7372: what we are signed with; and how much unwanted mail comes from us.
            (4, 7, 20..=29) => Some(Kind::Policy),
            // Our own address, however long it is doubted.
            (4, 1, 7 | 8) => Some(Kind::Policy),
            (4, ..) => Some(Kind::Soft),
            (5, 1, 7 | 8) => Some(Kind::Policy),
            (5, 1, _) => Some(Kind::Hard),
            (5, 2, 1) => Some(Kind::Hard),
            (5, 2, 3) => Some(Kind::Policy),
            (5, 2, 2 | 4..) => Some(Kind::Soft),
            (5, 3, 3 | 4) => Some(Kind::Policy),
            (5, 3, 1 | 2 | 5..) => Some(Kind::Soft),
            // Unable to route: no such domain, or nothing there that takes mail. 5.4.310 is Microsoft's.
            (5, 4, 4 | 310) => Some(Kind::Hard),
            (5, 4, 1..) => Some(Kind::Soft),
            (5, 5, 1..) => Some(Kind::Policy),
            (5, 6, _) => Some(Kind::Policy),
            // RFC 7293: the mailbox or the domain belongs to somebody else now.
            (5, 7, 17 | 18) => Some(Kind::Hard),
            (5, 7, _) => Some(Kind::Policy),
            _ => None,
        }
    }

    /// Whether it says that the message is too large for the mailbox or the system.
    pub fn is_of_size(self) -> bool {
        matches!((self.class, self.subject, self.detail), (5, 2, 3) | (5, 3, 4))
    }

    /// Whether it says that we spoke wrongly, or that something is wrong with the message. 5.7.1 is said of anything.
    pub fn is_about_our_message(self) -> bool {
        matches!(
            (self.class, self.subject, self.detail),
            (5, 5, 1..) | (5, 6, _) | (5, 7, 2..=16) | (5, 7, 19..)
        )
    }
}

impl FromStr for EnhancedStatus {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let number = |part: &str, longest: usize| {
            let fits = (1..=longest).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
            if fits { part.parse::<u16>().map_err(|_| ()) } else { Err(()) }
        };
        let mut parts = text.split('.');
        let mut next = |longest| number(parts.next().unwrap_or_default(), longest);
        let (class, subject, detail) = (next(1)?, next(3)?, next(3)?);
        match (class, parts.next()) {
            (2 | 4 | 5, None) => Ok(EnhancedStatus { class: class as u8, subject, detail }),
            _ => Err(()),
        }
    }
}

impl fmt::Display for EnhancedStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.class, self.subject, self.detail)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_three_numbers() {
        fn check(text: &str, expected: bool) {
            let read = text.parse::<EnhancedStatus>();
            assert_eq!(read.is_ok(), expected, "{text}");
            assert!(read.is_ok_and(|read| read.to_string() == text) || !expected);
        }
        check("5.1.1", true);
        check("4.4.7", true);
        check("5.7.515", true);
        check("2.0.0", true);
        check("3.1.1", false);
        check("5.1", false);
        check("5.1.1.1", false);
        check("5.1.1234", false);
        check("5..1", false);
        check("5.a.1", false);
        check("", false);
    }

    #[test]
    fn each_code_has_its_meaning() {
        fn check(code: &str, expected: Option<Kind>) {
            assert_eq!(code.parse::<EnhancedStatus>().unwrap().kind(), expected, "{code}");
        }
        for dead in ["5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1", "5.4.4", "5.7.17"] {
            check(dead, Some(Kind::Hard));
        }
        for passing in ["5.2.2", "4.2.2", "4.4.7", "4.7.1", "5.4.6", "5.4.7", "5.3.2", "4.0.0"] {
            check(passing, Some(Kind::Soft));
        }
        for ours in
            ["4.7.26", "4.7.28", "5.7.1", "5.7.26", "5.2.3", "5.3.4", "5.6.1", "5.5.2", "5.1.8", "5.7.0"]
        {
            check(ours, Some(Kind::Policy));
        }
        for vague in ["5.0.0", "5.5.0", "5.3.0", "5.2.0", "5.4.0"] {
            check(vague, None);
        }
        check("2.1.5", Some(Kind::Ignored));
    }
}
