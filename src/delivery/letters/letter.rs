//! Letters: what one person is told about their own subscription.

use std::str::FromStr;

use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    db::{Conn, PublicId},
    delivery::Gate,
    i18n::Language,
    subscribers::EmailAddress,
    vault::{BlindIndex, Place, Sealed, Vault},
};

use super::letter_native;

pub const RECIPIENT: Place = Place::new("letters", "recipient");
pub const VALUES: Place = Place::new("letters", "body_values");

/// A letter is a struct of what its templates may say. It is stored by name and rendered when it is sent, from
/// `templates/mail/<NAME>/{subject.txt,body.txt,body.html}`.
///
/// Beside their own values the templates know `site` (`name`, `postal_address`), `sender`, and, if the letter is to
/// somebody with a row among the subscribers, `preferences_url` and `leave_url`.
pub trait Letter: Serialize {
    const NAME: &'static str;

    /// To whom it may go.
    fn gate(&self) -> Gate;

    /// Where one click refuses what the letter is about (RFC 8058): the header `List-Unsubscribe`.
    fn one_click(&self) -> Option<&str> {
        None
    }
}

/// Why an address is written to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecipientKind {
    Subscriber,
    Signup,
    NewAddress,
    Admin,
    /// Whoever an editor sends a test to.
    Stranger,
}

impl RecipientKind {
    const ALL: [RecipientKind; 5] = [
        RecipientKind::Subscriber,
        RecipientKind::Signup,
        RecipientKind::NewAddress,
        RecipientKind::Admin,
        RecipientKind::Stranger,
    ];

    /// The word in the database.
    pub fn as_str(&self) -> &'static str {
        match self {
            RecipientKind::Subscriber => "subscriber",
            RecipientKind::Signup => "signup",
            RecipientKind::NewAddress => "new_address",
            RecipientKind::Admin => "admin",
            RecipientKind::Stranger => "stranger",
        }
    }
}

impl FromStr for RecipientKind {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        let known = RecipientKind::ALL.into_iter().find(|kind| kind.as_str() == word);
        known.ok_or_else(|| format!("no such kind of recipient: {word}"))
    }
}

crate::db::text_column!(RecipientKind);

/// Whom a letter goes to.
#[derive(Debug, Clone, Copy)]
pub struct Recipient<'a> {
    kind: RecipientKind,
    address: &'a EmailAddress,
    subscriber_id: Option<i64>,
}

impl<'a> Recipient<'a> {
    /// Somebody on the list, or who was on it.
    pub fn subscriber(id: i64, address: &'a EmailAddress) -> Self {
        Recipient { kind: RecipientKind::Subscriber, address, subscriber_id: Some(id) }
    }

    /// Whoever typed this address; nothing is known of them yet.
    pub fn signup(address: &'a EmailAddress) -> Self {
        Recipient { kind: RecipientKind::Signup, address, subscriber_id: None }
    }

    /// The mailbox that a subscriber says is theirs from now on.
    pub fn new_address(subscriber_id: i64, address: &'a EmailAddress) -> Self {
        Recipient { kind: RecipientKind::NewAddress, address, subscriber_id: Some(subscriber_id) }
    }

    /// Somebody who may enter the console.
    pub fn admin(address: &'a EmailAddress) -> Self {
        Recipient { kind: RecipientKind::Admin, address, subscriber_id: None }
    }

    /// An address that somebody else named, for a test.
    pub fn stranger(address: &'a EmailAddress) -> Self {
        Recipient { kind: RecipientKind::Stranger, address, subscriber_id: None }
    }
}

/// A letter that is to be written.
pub struct NewLetter<'a, L: Letter> {
    pub letter: &'a L,
    pub language: &'a Language,
    pub to: Recipient<'a>,
    /// What caused it, such as `signup:` and a public id: its owner asks for its fate by this.
    pub cause: String,
}

/// A letter ready to be stored. Sealing takes a moment: hot paths do it before their unit of work begins.
#[derive(Debug, Clone)]
pub struct SealedLetter {
    pub public_id: PublicId,
    pub name: String,
    pub language: Language,
    pub recipient_kind: RecipientKind,
    pub recipient: Option<Sealed>,
    pub recipient_index: BlindIndex,
    pub subscriber_id: Option<i64>,
    pub body_values: Option<Sealed>,
    pub gate: Gate,
    pub cause: String,
}

/// What is sealed of a letter.
#[derive(Serialize, Deserialize)]
pub struct Words<V> {
    pub values: V,
    pub one_click: Option<String>,
}

impl SealedLetter {
    /// Seals a letter's recipient and values.
    ///
    /// # Errors
    /// If its values are no JSON object.
    pub fn seal<L: Letter>(vault: &Vault, new: NewLetter<'_, L>) -> Result<SealedLetter, serde_json::Error> {
        let public_id = PublicId::random();
        let words = Words { values: new.letter, one_click: new.letter.one_click().map(str::to_owned) };
        let words = serde_json::to_string(&words)?;
        let address = new.to.address.as_str();
        Ok(SealedLetter {
            name: L::NAME.to_owned(),
            language: new.language.clone(),
            recipient_kind: new.to.kind,
            recipient: Some(vault.seal(RECIPIENT, &public_id, address)),
            recipient_index: vault.index(address),
            subscriber_id: new.to.subscriber_id,
            body_values: Some(vault.seal(VALUES, &public_id, &words)),
            gate: new.letter.gate(),
            cause: new.cause,
            public_id,
        })
    }

    /// Puts the letter into the outbox, within the transaction that causes it.
    pub fn insert(self, conn: &mut Conn, now: NaiveDateTime) -> QueryResult<PublicId> {
        SealedLetter::insert_all(conn, &[(&self, now)])?;
        Ok(self.public_id)
    }

    /// Puts letters into the outbox, each due at its time, within the transaction that causes them.
    pub fn insert_all(conn: &mut Conn, letters: &[(&SealedLetter, NaiveDateTime)]) -> QueryResult<()> {
        letter_native::insert(conn, letters)
    }
}

/// Seals a letter and puts it into the outbox, within the transaction that causes it. Ring the outbox's bell once that
/// is committed, so that nobody waits for the next look.
pub fn enqueue<L: Letter>(
    conn: &mut Conn,
    vault: &Vault,
    new: NewLetter<'_, L>,
    now: NaiveDateTime,
) -> QueryResult<PublicId> {
    let sealed = SealedLetter::seal(vault, new)
        .map_err(|error| diesel::result::Error::SerializationError(Box::new(error)))?;
    sealed.insert(conn, now)
}
