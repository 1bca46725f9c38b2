//! One way to hand messages over, one after the other.

use std::time::Duration;

use super::{Address, Content, Envelope, Fate, Reply, folder::Folder, transport::SmtpConnection};

/// A message as a server is asked to take it, before it sees the content.
#[derive(Debug, Clone, Copy)]
pub struct Offer<'a> {
    pub envelope: &'a Envelope,
    /// In bytes, without the final dot.
    pub size: usize,
    pub is_ascii: bool,
}

impl<'a> Offer<'a> {
    /// The offer of a message with this content.
    pub fn new(envelope: &'a Envelope, content: &Content) -> Offer<'a> {
        Offer { envelope, size: content.size(), is_ascii: content.is_ascii() }
    }
}

/// How a message ended, and whether the next one's offer went along with it. One that did is to be heard of.
#[derive(Debug)]
pub struct HandedOver {
    pub fate: Fate,
    pub rides: bool,
}

/// What became of an offer that went along with another message.
#[derive(Debug)]
pub enum Ridden {
    /// The server has not answered yet.
    Late,
    /// It did not get as far as being answered: it may be offered anew.
    Unheard,
    Answered(Result<(), Fate>),
}

/// A connection, over which one message follows the other.
///
/// ```text
/// offer ── accepted ──▶ hand over | withdraw
///              ▲             │ (the next one's offer rides along)
///              └──── hear ◀──┘
/// ```
pub struct Connection(Way);

/// Where messages go.
enum Way {
    Mailbox(Folder),
    Smtp(Box<SmtpConnection>),
}

impl Connection {
    pub(super) fn to_mailbox(folder: Folder) -> Connection {
        Connection(Way::Mailbox(folder))
    }

    pub(super) fn over_smtp(connection: SmtpConnection) -> Connection {
        Connection(Way::Smtp(Box::new(connection)))
    }

    /// Asks whether mail from this sender would be taken, and sends nothing. On success the server's answer.
    pub async fn try_sender(&mut self, from: &Address) -> Result<Reply, Fate> {
        match &mut self.0 {
            Way::Mailbox(_) => Ok(Reply::ours(250, "2.0.0", "the built-in mailbox takes it")),
            Way::Smtp(connection) => connection.try_sender(from).await,
        }
    }

    /// Asks whether the message may come. On success its content is waited for.
    pub async fn offer(&mut self, offer: Offer<'_>) -> Result<(), Fate> {
        match &mut self.0 {
            Way::Mailbox(_) => Ok(()),
            Way::Smtp(connection) => connection.offer(offer).await,
        }
    }

    /// Hands over the content of the message that was `offered`, and offers the next one where that costs no further
    /// round trip.
    pub async fn hand_over(
        &mut self,
        offered: Offer<'_>,
        content: Content,
        next: Option<Offer<'_>>,
    ) -> HandedOver {
        match &mut self.0 {
            Way::Mailbox(folder) => HandedOver { fate: folder.take(&content), rides: next.is_some() },
            Way::Smtp(connection) => connection.hand_over(offered, content, next).await,
        }
    }

    /// Hears what became of the offer that rode along, for no longer than `patience`.
    pub async fn hear(&mut self, next: Offer<'_>, patience: Duration) -> Ridden {
        match &mut self.0 {
            Way::Mailbox(_) => Ridden::Answered(Ok(())),
            Way::Smtp(connection) => connection.hear(next, patience).await,
        }
    }

    /// Takes back what was offered. The connection may not survive it.
    pub fn withdraw(&mut self) {
        match &mut self.0 {
            Way::Mailbox(_) => (),
            Way::Smtp(connection) => connection.withdraw(),
        }
    }

    /// False if only a new connection can send again.
    pub fn is_alive(&self) -> bool {
        match &self.0 {
            Way::Mailbox(_) => true,
            Way::Smtp(connection) => connection.is_alive(),
        }
    }

    /// Says goodbye. Dropped without it, a connection just ends.
    pub async fn close(mut self) {
        match &mut self.0 {
            Way::Mailbox(_) => (),
            Way::Smtp(connection) => connection.close().await,
        }
    }

    /// Brings one message alone. `fence` is asked after the recipient was accepted and right before the content goes;
    /// if it says no, nothing is sent.
    pub async fn send(
        &mut self,
        envelope: &Envelope,
        message: &[u8],
        fence: &mut dyn FnMut() -> bool,
    ) -> Fate {
        let content = Content::of(message);
        let offer = Offer::new(envelope, &content);
        if let Err(fate) = self.offer(offer).await {
            return fate;
        }
        if !fence() {
            self.withdraw();
            return Fate::NotSent;
        }
        self.hand_over(offer, content, None).await.fate
    }
}
