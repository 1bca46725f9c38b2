//! Our mailer behind lettre's `Transport`, for whatever is built on that trait.

use std::{io, panic::resume_unwind, thread};

use lettre::{Transport, address};
use tokio::runtime::Builder;

use crate::mail::{Address, Envelope, Fate, Mailer, NotAnAddress, Reply};

/// Why a message did not go out by way of lettre's trait.
#[derive(Debug, thiserror::Error)]
pub enum Undelivered {
    #[error("the envelope names no sender")]
    NoSender,
    #[error("no mail server is set")]
    NoRelay,
    #[error(transparent)]
    NoRuntime(#[from] io::Error),
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
        let runtime = Builder::new_current_thread().enable_all().build()?;
        // In a thread of its own: whoever calls this may be asynchronous.
        thread::scope(|scope| {
            let sent = scope.spawn(|| runtime.block_on(send(self, envelope, message)));
            sent.join().unwrap_or_else(|panic| resume_unwind(panic))
        })
    }
}

async fn send(
    mailer: &Mailer,
    envelope: &address::Envelope,
    message: &[u8],
) -> Result<Vec<Reply>, Undelivered> {
    let from = envelope.from().ok_or(Undelivered::NoSender)?.to_string().parse::<Address>()?;
    let relay = mailer.relays().first().ok_or(Undelivered::NoRelay)?;
    let mut connection = relay.connect().await.map_err(Undelivered::Fate)?;
    let mut replies = Vec::new();
    for to in envelope.to() {
        let envelope = Envelope { from: from.clone(), to: to.to_string().parse()? };
        match connection.send(&envelope, message, &mut || true).await {
            Fate::Accepted(reply) => replies.push(reply),
            fate => return Err(Undelivered::Fate(fate)),
        }
    }
    connection.close().await;
    Ok(replies)
}
