//! The built-in mailbox.

mod kept;
mod letter;
