//! Messages and how they reach a mail server: what is to be said becomes RFC 5322 bytes, signed when a key is
//! set, and goes over one connection to an SMTP server or into the built-in mailbox. Each try ends in a [`Fate`].
//!
//! Connections are asynchronous: one thread keeps many of them going, and finds several ready whenever it wakes.

mod address;
mod clean;
mod content;
mod message;

mod dkim;

mod fate;
mod reply;
mod scrub;

mod compiled;
mod connection;
mod folder;
mod mailer;
mod relay;
mod timeouts;
mod transport;
mod url;

pub use address::{Address, Envelope, NotAnAddress, ReturnAddress, Sender};
pub use compiled::{Compiled, Pattern, Personal, Piece};
pub use connection::{Connection, HandedOver, Offer, Ridden};
pub use content::Content;
pub use dkim::{KeyError, Signer};
pub use fate::{Fate, Phase};
pub use mailer::{Mailer, mailbox_folder};
pub use message::{CannotBuild, Kind, ListHeaders, Message, boundary};
pub use relay::{Relay, RelayLimits};
pub use reply::Reply;
pub use timeouts::Timeouts;
pub use transport::Undelivered;
pub use url::{Security, Server, ServerUrlError};
