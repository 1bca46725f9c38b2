//! Relays: the mail servers that take our messages, how they fare, how much they may be given, and what they say.

pub mod pace;
pub mod providers;
pub mod refusing;
pub mod relay;
pub mod replies;
