//! SMTP reply codes (RFC 5321), where nothing finer is said.

use crate::bounces::Kind;

use super::phase::Phase;

/// What a code means by itself. Behind the message 550 is a judgement of the message; before it, of the mailbox.
pub(super) fn kind(code: u16, phase: Phase) -> Option<Kind> {
    match code {
        200..=399 => None,
        552 => Some(Kind::Soft),
        521 | 556 => Some(Kind::Hard),
        550 | 551 | 553 if phase == Phase::Reader => Some(Kind::Hard),
        400..=499 => Some(Kind::Soft),
        500..=599 => Some(Kind::Policy),
        _ => None,
    }
}

/// RFC 7504: a host, and a domain, that takes no mail at all. It says so before it hears for whom it is.
pub(super) fn is_of_the_host(code: Option<u16>) -> bool {
    matches!(code, Some(521 | 556))
}

/// RFC 4954: the user that is unknown there is the one that we log in as.
pub(super) fn is_about_our_login(code: Option<u16>) -> bool {
    matches!(code, Some(530 | 534 | 535 | 538))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_alone() {
        fn check(code: u16, phase: Phase, expected: Option<Kind>) {
            assert_eq!(kind(code, phase), expected, "{code}");
        }
        check(550, Phase::Reader, Some(Kind::Hard));
        check(550, Phase::BehindTheMessage, Some(Kind::Policy));
        check(550, Phase::BeforeTheReader, Some(Kind::Policy));
        check(553, Phase::Reader, Some(Kind::Hard));
        check(552, Phase::Reader, Some(Kind::Soft));
        check(554, Phase::Reader, Some(Kind::Policy));
        check(521, Phase::BeforeTheReader, Some(Kind::Hard));
        check(451, Phase::BehindTheMessage, Some(Kind::Soft));
        check(250, Phase::Reader, None);
    }
}
