//! SMTP reply codes (RFC 5321), where nothing finer is said.

use crate::bounces::Kind;

/// What a code means by itself. Behind the message 550 is a judgement of the message; before it, of the mailbox.
pub(super) fn kind(code: u16, behind_data: bool) -> Option<Kind> {
    match code {
        200..=399 => None,
        552 => Some(Kind::Soft),
        // RFC 7504: a host, and a domain, that takes no mail at all.
        521 | 556 => Some(Kind::Hard),
        550 | 551 | 553 if behind_data => Some(Kind::Policy),
        550 | 551 | 553 => Some(Kind::Hard),
        400..=499 => Some(Kind::Soft),
        500..=599 => Some(Kind::Policy),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_alone() {
        fn check(code: u16, behind_data: bool, expected: Option<Kind>) {
            assert_eq!(kind(code, behind_data), expected, "{code}");
        }
        check(550, false, Some(Kind::Hard));
        check(550, true, Some(Kind::Policy));
        check(553, false, Some(Kind::Hard));
        check(552, false, Some(Kind::Soft));
        check(554, false, Some(Kind::Policy));
        check(521, false, Some(Kind::Hard));
        check(451, true, Some(Kind::Soft));
        check(250, false, None);
    }
}
