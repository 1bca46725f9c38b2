//! The only place that opens SMTP connections. lettre's commands, answers and mechanisms on a connection of our own,
//! because lettre's writes the final dot apart from the body, drops the connection after every refusal, and cannot
//! tell where it broke.
//!
//! A connection is opened ([`opening`]), then carries one message after the other ([`session`]) over a [`wire`].
//! Whatever goes wrong leaves a trace of the phase, from which [`Fate`] follows.

mod auth;
mod capabilities;
mod opening;
mod session;
mod socket;
mod stop;
pub(super) mod tls;
mod wire;
mod with_lettre;

use std::{sync::Arc, time::Duration};

use super::{Address, Content, Envelope, Fate, HandedOver, Offer, Phase, Reply, Ridden, Server};

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
    /// Connects and gets ready to send. `hello` is the domain that we say we are, unless the server's options name
    /// another.
    pub(super) async fn open(server: Arc<Server>, hello: &str) -> Result<SmtpConnection, Fate> {
        let hello = server.hello.clone().unwrap_or_else(|| hello.to_owned());
        let session = opening::open(&server, &hello).await?;
        Ok(SmtpConnection { server, hello, session })
    }

    pub(super) async fn offer(&mut self, offer: Offer<'_>) -> Result<(), Fate> {
        let was_used = self.session.n_offered() > 0;
        if self.is_worn() {
            self.reopen().await?;
        }
        match self.session.offer(offer).await {
            Err(stop) if was_used && stop.was_before(Phase::Rcpt) => {
                self.reopen().await?;
                self.session.offer(offer).await
            }
            end => end,
        }
        .map_err(|stop| stop.fate(offer.envelope))
    }

    pub(super) async fn try_sender(&mut self, from: &Address) -> Result<Reply, Fate> {
        let envelope = Envelope { from: from.clone(), to: from.clone() };
        match self.session.try_sender(&envelope).await {
            Ok(answer) => Ok(Reply::read(&answer, Some(&envelope))),
            Err(stop) => Err(stop.fate(&envelope)),
        }
    }

    pub(super) async fn hand_over(
        &mut self,
        offered: Offer<'_>,
        content: Content,
        next: Option<Offer<'_>>,
    ) -> HandedOver {
        let next = next.filter(|_| !self.is_worn());
        let (taken, rides) = self.session.hand_over(content, next).await;
        let fate = match taken {
            Ok(answer) => Fate::Accepted(Reply::read(&answer, Some(offered.envelope))),
            Err(stop) => stop.fate(offered.envelope),
        };
        HandedOver { fate, rides }
    }

    pub(super) async fn hear(&mut self, next: Offer<'_>, patience: Duration) -> Ridden {
        match self.session.hear(patience).await {
            None => Ridden::Late,
            Some(Ok(())) => Ridden::Answered(Ok(())),
            Some(Err(stop)) if stop.was_before(Phase::Rcpt) => Ridden::Unheard,
            Some(Err(stop)) => Ridden::Answered(Err(stop.fate(next.envelope))),
        }
    }

    pub(super) fn withdraw(&mut self) {
        self.session.withdraw();
    }

    pub(super) fn is_alive(&self) -> bool {
        self.session.is_alive()
    }

    pub(super) async fn close(&mut self) {
        self.session.close().await;
    }

    async fn reopen(&mut self) -> Result<(), Fate> {
        self.session.close().await;
        self.session = opening::open(&self.server, &self.hello).await?;
        Ok(())
    }

    /// Whether the connection has carried as many messages as the owner lets it carry.
    fn is_worn(&self) -> bool {
        self.server.messages.is_some_and(|most| self.session.n_offered() >= most)
    }
}
