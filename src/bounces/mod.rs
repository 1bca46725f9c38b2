//! What comes back: returned mail, complaints, and mails of those who leave by writing one.
//!
//! Reading is pure (`read`, `classify`); acting on what was read is one transaction for each report (`act`). Where a
//! report comes from (the command, a mailbox, a webhook) makes no difference to what it does.

mod about;
mod act;
mod fates;
mod imap;
mod kind;
mod refused;
mod settle;
mod store;
mod webhooks;

pub mod classify;
pub mod read;

pub use act::Outcome;
pub use imap::{poll, poll_aside};
pub use kind::Kind;
pub use refused::{EVERY as LOOK_EVERY, give_up_refused};
pub use settle::{foresee, forget, settle};
pub use store::counts;
pub use webhooks::routes;
