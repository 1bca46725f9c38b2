//! Our mailer behind lettre's `Transport`, for whatever is built on that trait.

use lettre::{Transport, address};

use crate::mail::{Address, Envelope, Fate, Mailer, NotAnAddress, Reply};

/// Why a message did not go out by way of lettre's trait.
#[derive(Debug, thiserror::Error)]
pub enum Undelivered {
    #[error("the envelope names no sender")]
    NoSender,
    #[error("no mail server is set")]
    NoRelay,
    #[error(transparent)]
    NotAnAddress(#[from] NotAnAddress),
    #[error("the mail server did not take the message: {0:?}")]
    Fate(Fate),
}

impl Transport for Mailer {
    type Ok = Vec<Reply>;
    type Error = Undelivered;

    /// One transaction for each recipient, over one connection; it ends at the first that is not accepted.
    fn send_raw(&self, envelope: &address::Envelope, message: &[u8]) -> Result<Vec<Reply>, Undelivered> {
        let from = envelope.from().ok_or(Undelivered::NoSender)?.to_string().parse::<Address>()?;
        let mut connection =
            self.relays().first().ok_or(Undelivered::NoRelay)?.connect().map_err(Undelivered::Fate)?;
        envelope
            .to()
            .iter()
            .map(|to| {
                let envelope = Envelope { from: from.clone(), to: to.to_string().parse()? };
                match connection.send(&envelope, message, &mut || true) {
                    Fate::Accepted(reply) => Ok(reply),
                    fate => Err(Undelivered::Fate(fate)),
                }
            })
            .collect()
    }
}
