//! When too much of an issue went wrong.

use crate::delivery::steps::settle::Outcome;

use super::breaker::{MESSAGE_REFUSED, TOO_MANY_FAILURES};

/// What an issue came to since it was started or resumed.
#[derive(Debug, Clone, Copy)]
pub struct Results {
    pub sent: i64,
    pub failed: i64,
    /// Of those that failed: for a reason that lies with us or with the message.
    pub refused: i64,
}

impl Results {
    /// Why the issue is to pause. What servers say of us or of the message, they say of it for every reader, so fewer of
    /// that are enough; a list may be shorter than fifty.
    pub fn trip(self) -> Option<&'static str> {
        let ended = self.sent + self.failed;
        let nobody_took_it = self.sent == 0 && self.refused >= 3;
        if nobody_took_it || self.refused > 5 && self.refused * 10 > ended {
            return Some(MESSAGE_REFUSED);
        }
        (ended >= 50 && self.failed * 10 > ended).then_some(TOO_MANY_FAILURES)
    }
}

/// Whether what was sent is counted for this failure. To count it costs the more the longer an issue runs, so the more
/// failed already, the more must be added before it is counted again: a sixteenth or less.
pub fn is_time_to_look(n_failed: i64) -> bool {
    let step = 1_i64 << (n_failed / 16).max(1).ilog2();
    n_failed % step == 0
}

/// Whether an answer is about us, our rights and our reputation, or about the message, its size and its form (RFC 3463),
/// or whether the message could not even be made.
pub fn is_about_us(outcome: &Outcome) -> bool {
    match outcome.reply_status.as_deref() {
        Some("5.2.3") => true,
        Some(status) => {
            ["5.3.", "5.5.", "5.6.", "5.7.", Outcome::POISONED].iter().any(|start| status.starts_with(start))
        }
        None => outcome.reply_code == Some(554),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trip(sent: i64, failed: i64, refused: i64) -> Option<&'static str> {
        Results { sent, failed, refused }.trip()
    }

    #[test]
    fn a_tenth_of_fifty_may_fail_and_no_more() {
        assert_eq!(trip(0, 49, 0), None);
        assert_eq!(trip(45, 5, 0), None);
        assert_eq!(trip(44, 6, 0), Some(TOO_MANY_FAILURES));
        assert_eq!(trip(900, 100, 0), None);
        assert_eq!(trip(899, 101, 0), Some(TOO_MANY_FAILURES));
    }

    #[test]
    fn what_is_said_of_the_message_counts_at_once() {
        assert_eq!(trip(0, 2, 2), None);
        assert_eq!(trip(0, 3, 3), Some(MESSAGE_REFUSED));
        assert_eq!(trip(1, 5, 5), None, "one domain's taste");
        assert_eq!(trip(10, 6, 6), Some(MESSAGE_REFUSED));
        assert_eq!(trip(60, 6, 6), None);
        assert_eq!(trip(49, 10, 6), Some(MESSAGE_REFUSED));
    }

    #[test]
    fn it_is_looked_at_seldom_where_much_failed_and_always_where_little_did() {
        assert!((1..=31).all(is_time_to_look));
        let looks = (1..=100_000).filter(|n| is_time_to_look(*n)).count();
        assert!(looks < 400, "{looks}");
        let late = (1_000..=1_100).position(is_time_to_look).unwrap();
        assert!(late <= 1_000 / 16);
    }
}
