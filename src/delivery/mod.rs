//! The outbox and the postmen: letters to one person, and issues to everybody, on their way to the mail server.
//!
//! A letter is a row of the transaction that caused it. An issue is a dispatch: editions, and a delivery for each
//! reader. Both take the same way: claimed, rendered, sent behind a fence, settled. No conversation with a mail server
//! goes on while a transaction is open, and no message goes before the row that says so is durable.

mod bell;
mod dispatches;
mod hold;
mod letters;
mod messages;
mod outbox;
mod postmen;
mod queue;
mod received;
mod relays;
mod returned;
mod rounds;
mod state;
mod steps;
mod verp;
mod workers;

pub mod notices;
pub mod replaced_native;

pub use bell::Bell;
pub use dispatches::again::{n_retryable, retry_failed};
pub use dispatches::dispatch::{
    Dispatch, DispatchState, Held, NewDispatch, Undecided, cancel, decide_held, find_by_issue, pause, resume,
    start, undecided,
};
pub use dispatches::freeze::{freeze_step, is_frozen};
pub use dispatches::outlook::{Brake, HeldBack, Outlook, outlook};
pub use dispatches::progress::{Progress, progress};
pub use dispatches::tally::{has_reached_anybody, reached};
pub use hold::{count_all_readers, held_since, hold, release};
pub use letters::forgetting::{ERASED, forget_person};
pub use letters::gate::Gate;
pub use letters::intake::{Intake, NotKept, SealedSignup};
pub use letters::letter::{Letter, NewLetter, Recipient, RecipientKind, SealedLetter, enqueue};
pub use letters::retention::forget;
pub use letters::stuck::{
    LetterFate, StuckLetter, TriedLetter, fates_of, reseal, send_again, stuck_letters, tried_letters,
};
pub use messages::editions::NewEdition;
pub use messages::holes;
pub use outbox::{DomainLimits, Limits, Outbox, OutboxParts, SiteWords};
pub use postmen::Postmen;
pub use queue::{Queue, queues};
pub use received::received_by;
pub use relays::refusing::is_refused;
pub use relays::relay::{WaitingRelay, are_well as try_all_relays, waiting_relays};
pub use relays::replies::ReplyCount;
pub use returned::{Handed, find_handed, find_last_handed};
pub use state::State;
pub use steps::retry::WhenUncertain;
pub use verp::{TOKEN_LENGTH, Verp};
