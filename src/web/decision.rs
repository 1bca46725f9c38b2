//! What the body of a POST to a confirm link says.

use super::FormFields;

/// What the owner of the mailbox wants to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    Confirm,
    /// "It wasn't me".
    Decline,
    /// The link is too old: send another.
    Renew,
}

impl Decision {
    /// Nothing, `decision=…` alone, or what mail programs send to leave with one click (RFC 8058). Anything else
    /// was not written by a page or a mail of ours.
    pub fn read(form: &FormFields) -> Option<Decision> {
        if form.is_empty() {
            return Some(Decision::Confirm);
        }
        if form.is_one_click() {
            return Some(Decision::Decline);
        }
        let mut names = form.names();
        match (names.next(), names.next(), form.one("decision")) {
            (Some("decision"), None, "confirm") => Some(Decision::Confirm),
            (Some("decision"), None, "decline") => Some(Decision::Decline),
            (Some("decision"), None, "renew") => Some(Decision::Renew),
            _ => None,
        }
    }
}
