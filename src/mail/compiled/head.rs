//! The headers of a message, cut where they differ between its recipients: made by the slow way for somebody who does
//! not exist, and cut at what belongs to nobody else.

use chrono::{DateTime, NaiveDateTime};
use memchr::memmem;

use super::Personal;
use crate::mail::{CannotBuild, Message, Signer};

/// Said in the sample, and found again.
const TO: &str = "placeholder.of.the.recipient@placeholder.invalid";
const MESSAGE_ID: &str = "placeholderofthemessageid@placeholder.invalid";
const BY_WEB: &str = "https://placeholder.invalid/of/the/address/to/leave/by/that/is/long";
const BY_MAIL: &str = "placeholder.of.leaving@placeholder.invalid";

#[derive(Debug)]
pub(super) struct Head(Vec<Cut>);

#[derive(Debug)]
enum Cut {
    Fixed(Vec<u8>),
    Place(Place),
}

#[derive(Debug, Clone, Copy)]
enum Place {
    To,
    Date,
    MessageId,
    ByWeb,
    ByMail,
}

impl Head {
    /// The headers of `sample` with their places. Nothing if one of them can't be found, or stands twice.
    pub(super) fn new(sample: &Message) -> Result<Option<Head>, CannotBuild> {
        let parse = |text: &str| text.parse().ok();
        let Some(to) = parse(TO) else { return Ok(None) };
        let mut message = Message {
            to,
            message_id: MESSAGE_ID.to_owned(),
            date: DateTime::UNIX_EPOCH.naive_utc(),
            text: String::new(),
            html: String::new(),
            ..sample.clone()
        };
        let mut places = vec![
            (Place::To, TO.to_owned()),
            (Place::Date, date(message.date)),
            (Place::MessageId, MESSAGE_ID.to_owned()),
        ];
        if let Some(list) = &mut message.list {
            list.unsubscribe_url = BY_WEB.to_owned();
            places.push((Place::ByWeb, BY_WEB.to_owned()));
            if list.unsubscribe_by_mail.is_some() {
                list.unsubscribe_by_mail = parse(BY_MAIL);
                places.push((Place::ByMail, BY_MAIL.to_owned()));
            }
        }
        let bytes = message.to_bytes(&Signer::off())?;
        let Some(end) = memmem::find(&bytes, b"\r\n\r\n") else { return Ok(None) };
        Ok(cut(&bytes[..end + 4], &places))
    }

    pub(super) fn len(&self) -> usize {
        let length = |cut: &Cut| match cut {
            Cut::Fixed(bytes) => bytes.len(),
            Cut::Place(_) => 128,
        };
        self.0.iter().map(length).sum()
    }

    pub(super) fn fill(&self, personal: &Personal<'_>, message: &mut Vec<u8>) {
        for cut in &self.0 {
            match cut {
                Cut::Fixed(bytes) => message.extend_from_slice(bytes),
                Cut::Place(Place::To) => message.extend_from_slice(personal.to.as_str().as_bytes()),
                Cut::Place(Place::Date) => message.extend_from_slice(date(personal.date).as_bytes()),
                Cut::Place(Place::MessageId) => message.extend_from_slice(personal.message_id.as_bytes()),
                Cut::Place(Place::ByWeb) => message.extend_from_slice(personal.unsubscribe_url.as_bytes()),
                Cut::Place(Place::ByMail) => {
                    let to = personal.unsubscribe_by_mail.map(|to| to.as_str()).unwrap_or_default();
                    message.extend_from_slice(to.as_bytes());
                }
            }
        }
    }
}

fn cut(head: &[u8], places: &[(Place, String)]) -> Option<Head> {
    let mut found = Vec::new();
    for (place, text) in places {
        let mut at = memmem::find_iter(head, text.as_bytes());
        let (first, second) = (at.next()?, at.next());
        if second.is_some() {
            return None;
        }
        found.push((first, text.len(), *place));
    }
    found.sort_by_key(|(at, ..)| *at);
    let (mut cuts, mut done) = (Vec::new(), 0);
    for (at, length, place) in found {
        cuts.push(Cut::Fixed(head.get(done..at)?.to_vec()));
        cuts.push(Cut::Place(place));
        done = at + length;
    }
    cuts.push(Cut::Fixed(head.get(done..)?.to_vec()));
    Some(Head(cuts))
}

/// A date as RFC 5322 (3.3) writes it, in UTC.
fn date(date: NaiveDateTime) -> String {
    date.format("%a, %d %b %Y %H:%M:%S +0000").to_string()
}
