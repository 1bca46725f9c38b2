//! What a page says of an issue's state: a word, and its colour.

use serde::Serialize;

use crate::{
    delivery::Brake,
    issues::{ProgressView, Status},
};

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
    /// An issue is "sent" only if somebody got it, and "being sent" only if sending is not held altogether.
    pub fn of(status: Status, reach: Reach, brake: Option<Brake>) -> StatusTag {
        let (word, kind) = match (status, reach, brake) {
            (Status::Sent, Reach::Nobody, _) => ("nobody", "bad"),
            (Status::Sending, _, Some(Brake::Restore)) => ("held", "bad"),
            (Status::Draft | Status::Cancelled, ..) => (status.as_str(), ""),
            (Status::Ready | Status::Scheduled | Status::Paused, ..) => (status.as_str(), "look"),
            (Status::Approved | Status::Sending | Status::Sent, ..) => (status.as_str(), "ok"),
        };
        StatusTag { key: format!("issue-status-{word}"), kind }
    }

    /// Of an issue that was started.
    pub fn of_progress(progress: &ProgressView) -> StatusTag {
        let brake = progress.held_back.as_ref().map(|held| held.why);
        StatusTag::of(progress.status, Reach::of(progress.sent), brake)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_issue_that_nobody_got_is_not_sent_and_one_that_is_held_is_not_being_sent() {
        let check = |status, n_sent, brake, key: &str, kind: &str| {
            let tag = StatusTag::of(status, Reach::of(n_sent), brake);
            assert_eq!((tag.key.as_str(), tag.kind), (key, kind));
        };
        check(Status::Sent, 1, None, "issue-status-sent", "ok");
        check(Status::Sent, 0, None, "issue-status-nobody", "bad");
        check(Status::Sending, 0, None, "issue-status-sending", "ok");
        check(Status::Sending, 1, Some(Brake::Today), "issue-status-sending", "ok");
        check(Status::Sending, 1, Some(Brake::Restore), "issue-status-held", "bad");
        check(Status::Paused, 0, Some(Brake::Restore), "issue-status-paused", "look");
        check(Status::Cancelled, 0, None, "issue-status-cancelled", "");
    }
}
