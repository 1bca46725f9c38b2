//! How far an issue is.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// ```text
/// draft ─▶ ready ─▶ approved ─▶ scheduled ─▶ sending ⇄ paused ─▶ sent | cancelled
///   ▲        │          │           │
///   └────────┴── edit ──┴───────────┘     before it starts, an issue may be cancelled at any time
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    Draft,
    /// It passed its check, and waits for somebody to approve it.
    Ready,
    Approved,
    Scheduled,
    Sending,
    Paused,
    Sent,
    Cancelled,
}

impl Status {
    /// Every state, in the order of the picture.
    pub const ALL: [Status; 8] = [
        Status::Draft,
        Status::Ready,
        Status::Approved,
        Status::Scheduled,
        Status::Sending,
        Status::Paused,
        Status::Sent,
        Status::Cancelled,
    ];

    /// Nobody got it yet, so that it may still be written.
    pub const OPEN: [Status; 4] = [Status::Draft, Status::Ready, Status::Approved, Status::Scheduled];

    /// Its audience is frozen and its mails go out, now or after a pause.
    pub const UNDER_WAY: [Status; 2] = [Status::Sending, Status::Paused];

    /// The word in the database and the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Status::Draft => "draft",
            Status::Ready => "ready",
            Status::Approved => "approved",
            Status::Scheduled => "scheduled",
            Status::Sending => "sending",
            Status::Paused => "paused",
            Status::Sent => "sent",
            Status::Cancelled => "cancelled",
        }
    }

    /// Whether it may still be written.
    pub fn is_open(self) -> bool {
        Status::OPEN.contains(&self)
    }

    /// Whether nothing more happens to it by itself.
    pub fn is_over(self) -> bool {
        matches!(self, Status::Sent | Status::Cancelled)
    }

    /// Whether its mails go out, now or after a pause.
    pub fn is_under_way(self) -> bool {
        Status::UNDER_WAY.contains(&self)
    }
}

/// What was read is none of the states.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("no such status of an issue")]
pub struct NotAStatus;

impl FromStr for Status {
    type Err = NotAStatus;

    fn from_str(word: &str) -> Result<Self, NotAStatus> {
        Status::ALL.into_iter().find(|status| status.as_str() == word).ok_or(NotAStatus)
    }
}

crate::db::text_column!(Status);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_has_one_spelling_and_one_phase() {
        for status in Status::ALL {
            assert_eq!(status.as_str().parse(), Ok(status));
            assert!(!(status.is_open() && status.is_under_way()), "{status:?}");
        }
        assert_eq!("Draft".parse::<Status>(), Err(NotAStatus));
        assert!(Status::Scheduled.is_open() && !Status::Sent.is_under_way());
    }
}
