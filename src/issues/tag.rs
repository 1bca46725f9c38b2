//! What a page says of an issue's state: a word, and its colour.

use serde::Serialize;

use crate::issues::Status;

/// Whether anybody got an issue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    Somebody,
    Nobody,
}

impl Reach {
    /// By how many mails were sent.
    pub fn of(n_sent: i64) -> Reach {
        if n_sent > 0 { Reach::Somebody } else { Reach::Nobody }
    }

    /// By the issues that somebody got.
    pub fn among(reached: &[i64], issue_id: i64) -> Reach {
        if reached.contains(&issue_id) { Reach::Somebody } else { Reach::Nobody }
    }
}

/// A state in a word, and the colour that says the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StatusTag {
    pub key: String,
    pub kind: &'static str,
}

impl StatusTag {
    /// An issue is "sent" only if somebody got it.
    pub fn of(status: Status, reach: Reach) -> StatusTag {
        let (word, kind) = match (status, reach) {
            (Status::Sent, Reach::Nobody) => ("nobody", "bad"),
            (Status::Draft | Status::Cancelled, _) => (status.as_str(), ""),
            (Status::Ready | Status::Scheduled | Status::Paused, _) => (status.as_str(), "look"),
            (Status::Approved | Status::Sending | Status::Sent, _) => (status.as_str(), "ok"),
        };
        StatusTag { key: format!("issue-status-{word}"), kind }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_issue_that_nobody_got_is_not_sent() {
        let check = |status, n_sent, key: &str, kind: &str| {
            let tag = StatusTag::of(status, Reach::of(n_sent));
            assert_eq!((tag.key.as_str(), tag.kind), (key, kind));
        };
        check(Status::Sent, 1, "issue-status-sent", "ok");
        check(Status::Sent, 0, "issue-status-nobody", "bad");
        check(Status::Sending, 0, "issue-status-sending", "ok");
        check(Status::Paused, 0, "issue-status-paused", "look");
        check(Status::Cancelled, 0, "issue-status-cancelled", "");
    }
}
