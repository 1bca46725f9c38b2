//! What may be said of what, and what that means.

use crate::bounces::Kind;

/// What a sentence may be about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Thing {
    /// The reader's: mailbox, user, address, account.
    Mailbox,
    /// A domain, or the host that takes its mail.
    Host,
    /// Us.
    Sender,
    /// What is ours: the sender's account, your address.
    Ours,
    Message,
    /// How much may go in a while.
    Rate,
    /// What joins two servers, and what waits for it.
    Line,
}

/// What may be said of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Saying {
    Gone,
    Full,
    Refused,
    Large,
    /// Deleted: an account that is no more, or a message that nobody keeps.
    Removed,
    /// Ended: an account, or a line by whoever is at its other end.
    Closed,
    /// Over: an account, or the time that a message may wait.
    Expired,
    Passing,
}

/// What a saying means when it is said of one of these: the first that is said counts. The mistake of giving somebody up
/// is the worst one, so what speaks against it comes first.
pub(super) const MEANINGS: [(Saying, &[Thing], Kind); 16] = [
    (Saying::Gone, &[Thing::Sender, Thing::Ours], Kind::Policy),
    (Saying::Full, &[Thing::Mailbox], Kind::Soft),
    (Saying::Full, &[Thing::Rate], Kind::Policy),
    (Saying::Large, &[Thing::Message], Kind::Policy),
    (Saying::Expired, &[Thing::Message, Thing::Line], Kind::Soft),
    (Saying::Gone, &[Thing::Mailbox, Thing::Host], Kind::Hard),
    (Saying::Removed, &[Thing::Mailbox, Thing::Host], Kind::Hard),
    (Saying::Closed, &[Thing::Mailbox], Kind::Hard),
    (Saying::Closed, &[Thing::Host, Thing::Line], Kind::Soft),
    (Saying::Expired, &[Thing::Mailbox, Thing::Host], Kind::Hard),
    (Saying::Refused, &[Thing::Sender, Thing::Ours, Thing::Message], Kind::Policy),
    (Saying::Passing, &[Thing::Mailbox, Thing::Host, Thing::Line], Kind::Soft),
    (Saying::Refused, &[Thing::Line], Kind::Soft),
    (Saying::Gone, &[Thing::Line], Kind::Soft),
    (Saying::Full, &[Thing::Line], Kind::Soft),
    (Saying::Large, &[Thing::Line], Kind::Soft),
];

/// Whether a saying may be about this at all, and so is not about something else: a message is never unknown, and a host
/// is never full.
pub(super) fn may_be_about(thing: Thing, saying: Saying) -> bool {
    match saying {
        Saying::Gone | Saying::Passing => !matches!(thing, Thing::Message | Thing::Rate),
        Saying::Full | Saying::Large => !matches!(thing, Thing::Host | Thing::Sender | Thing::Ours),
        Saying::Removed | Saying::Closed | Saying::Expired | Saying::Refused => thing != Thing::Rate,
    }
}
