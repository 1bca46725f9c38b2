//! One way to hand messages over, one after the other.

use std::time::Duration;

use super::{Content, Envelope, Fate};

/// A message as a server is asked to take it, before it sees the content.
#[derive(Debug, Clone, Copy)]
pub struct Offer<'a> {
    pub envelope: &'a Envelope,
    /// In bytes, without the final dot.
    pub size: usize,
    pub is_ascii: bool,
}

impl<'a> Offer<'a> {
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

/// A connection, over which one message follows the other. It closes itself when dropped.
///
/// ```text
/// offer ── accepted ──▶ hand over | withdraw
///              ▲             │ (the next one's offer rides along)
///              └──── hear ◀──┘
/// ```
pub trait Connection: Send {
    /// Asks whether the message may come. On success its content is waited for.
    fn offer(&mut self, offer: Offer<'_>) -> Result<(), Fate>;

    /// Hands over the content of the message that was `offered`, and offers the next one where that costs no further
    /// round trip.
    fn hand_over(&mut self, offered: Offer<'_>, content: Content, next: Option<Offer<'_>>) -> HandedOver;

    /// Hears what became of the offer that rode along, for no longer than `patience`.
    fn hear(&mut self, next: Offer<'_>, patience: Duration) -> Ridden;

    /// Takes back what was offered. The connection may not survive it.
    fn withdraw(&mut self);

    /// False if only a new connection can send again.
    fn is_alive(&self) -> bool;

    /// Brings one message alone. `fence` is asked after the recipient was accepted and right before the content goes;
    /// if it says no, nothing is sent.
    fn send(&mut self, envelope: &Envelope, message: &[u8], fence: &mut dyn FnMut() -> bool) -> Fate {
        let content = Content::of(message);
        let offer = Offer::new(envelope, &content);
        if let Err(fate) = self.offer(offer) {
            return fate;
        }
        if !fence() {
            self.withdraw();
            return Fate::NotSent;
        }
        self.hand_over(offer, content, None).fate
    }
}
