//! What a returned mail means.

use serde::Serialize;

/// ```text
/// hard      ──▶ the address is unreachable at once
/// soft      ──▶ counted; three of the last five make it unreachable
/// policy    ──▶ the admins are told: it says something about us, not about the reader
/// complaint ──▶ suppressed at once
/// ignored   ──▶ nothing: out of office, delayed, delivered
/// unknown   ──▶ nothing
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    Hard,
    Soft,
    Policy,
    Complaint,
    Ignored,
    Unknown,
}

impl Kind {
    /// What is kept of a message, each once.
    pub const KEPT: [Kind; 4] = [Kind::Hard, Kind::Soft, Kind::Policy, Kind::Complaint];

    /// The word in answers, metrics and the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Hard => "hard",
            Kind::Soft => "soft",
            Kind::Policy => "policy",
            Kind::Complaint => "complaint",
            Kind::Ignored => "ignored",
            Kind::Unknown => "unknown",
        }
    }
}
