//! What the body of a POST to a confirm link says.

use actix_web::http::StatusCode;

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

/// Why a page with a button is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asking {
    /// Somebody followed a link.
    Plainly,
    /// A body came that no button sends.
    SinceUnclear,
}

impl Asking {
    /// 422 if what came was not understood.
    pub fn status(self) -> StatusCode {
        match self {
            Asking::Plainly => StatusCode::OK,
            Asking::SinceUnclear => StatusCode::UNPROCESSABLE_ENTITY,
        }
    }

    /// Whether the page says that what came was not understood.
    pub fn is_unclear(self) -> bool {
        self == Asking::SinceUnclear
    }
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
