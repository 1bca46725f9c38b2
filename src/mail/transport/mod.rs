//! The only place that opens SMTP connections. lettre's commands, answers and mechanisms on a connection of our own,
//! because lettre's writes the final dot apart from the body, drops the connection after every refusal, and cannot
//! tell where it broke.
//!
//! A connection is opened ([`opening`]), then carries one message after the other ([`session`]) over a [`wire`].
//! Whatever goes wrong leaves a trace of the phase, from which [`Fate`] follows.

mod auth;
mod capabilities;
mod dots;
mod opening;
mod session;
mod socket;
pub(super) mod tls;
mod wire;
mod with_lettre;

use std::sync::Arc;

use super::{Connection, Envelope, Fate, Phase, Server};

use session::Session;

pub use with_lettre::Undelivered;

/// A connection to one SMTP server. When the server has closed a connection that carried messages before, a new one
/// takes its place: servers close those that are idle, or that carried enough.
pub(super) struct SmtpConnection {
    server: Arc<Server>,
    hello: String,
    session: Session,
}

impl SmtpConnection {
    /// Connects and gets ready to send. `hello` is the domain that we say we are.
    pub(super) fn open(server: Arc<Server>, hello: &str) -> Result<SmtpConnection, Fate> {
        let session = opening::open(&server, hello)?;
        Ok(SmtpConnection { server, hello: hello.to_owned(), session })
    }
}

impl Connection for SmtpConnection {
    fn send(&mut self, envelope: &Envelope, message: &[u8], fence: &mut dyn FnMut() -> bool) -> Fate {
        let was_used = self.session.was_used();
        match self.session.send(envelope, message, fence) {
            Err(stop) if was_used && stop.was_before(Phase::Rcpt) => {
                self.session = match opening::open(&self.server, &self.hello) {
                    Ok(session) => session,
                    Err(fate) => return fate,
                };
                self.session.send(envelope, message, fence)
            }
            end => end,
        }
        .map_or_else(|stop| stop.fate(envelope), Fate::Accepted)
    }

    fn is_alive(&self) -> bool {
        self.session.is_alive()
    }
}
