//! The outbox and the postmen: letters to one person, and issues to everybody, on their way to the mail server.
//!
//! A letter is a row of the transaction that caused it. An issue is a dispatch: editions, and a delivery for each
//! reader. Both take the same way: claimed, rendered, sent behind a fence, settled. No conversation with a mail server
//! goes on while a transaction is open, and no message goes before the row that says so is durable.

mod again;
mod bell;
mod breaker;
mod claim;
mod claim_native;
mod decide;
mod dispatch;
mod editions;
mod fence;
mod forgetting;
mod freeze;
mod freeze_native;
mod gate;
mod hold;
mod hot_native;
mod intake;
mod issue_message;
mod letter;
mod letter_message;
mod letter_native;
mod message;
mod outbox;
mod outlook;
mod pace;
mod poison;
mod postmen;
mod progress;
mod providers;
mod queue;
mod received;
mod recover;
mod relay;
mod replies;
mod results;
mod retention;
mod retry;
mod returned;
mod rounds;
mod settle;
mod state;
mod stuck;
mod tally;
mod tally_native;
mod verp;
mod workers;

pub mod holes;
pub mod notices;
pub mod replaced_native;

pub use again::{n_retryable, retry_failed};
pub use bell::Bell;
pub use dispatch::{
    Dispatch, DispatchState, Held, NewDispatch, awaits_decision, cancel, decide_held, find_by_issue, pause,
    resume, start,
};
pub use editions::NewEdition;
pub use forgetting::{ERASED, forget_person};
pub use freeze::{freeze_step, is_frozen};
pub use gate::Gate;
pub use hold::{count_all_readers, held_since, hold, release};
pub use intake::{Intake, NotKept, SealedSignup};
pub use letter::{Letter, NewLetter, Recipient, RecipientKind, SealedLetter, enqueue};
pub use outbox::{DomainLimits, Limits, Outbox, OutboxParts, SiteWords};
pub use outlook::{Brake, HeldBack, Outlook, outlook};
pub use postmen::Postmen;
pub use progress::{Progress, progress};
pub use queue::{Queue, queues};
pub use received::received_by;
pub use relay::{WaitingRelay, are_well as try_all_relays, waiting_relays};
pub use replies::ReplyCount;
pub use retention::forget;
pub use retry::WhenUncertain;
pub use returned::{Handed, find_handed, find_last_handed};
pub use state::State;
pub use stuck::{
    LetterFate, StuckLetter, TriedLetter, fates_of, reseal, send_again, stuck_letters, tried_letters,
};
pub use tally::{has_reached_anybody, reached};
pub use verp::{TOKEN_LENGTH, Verp};
