//! Messages ready to go: addressed, known by the same Message-ID and date on every try.

use chrono::NaiveDateTime;
use serde::Serialize;

use crate::{
    delivery::{SiteWords, Verp, outbox::Office, steps::fence::Stamp},
    i18n::Language,
    mail::{self, Address, Content, Envelope, Kind, ListHeaders, Message},
    render::RenderedMail,
    subscribers::Subscriber,
};

/// A message ready to go.
pub struct Parcel {
    pub envelope: Envelope,
    pub content: Content,
    pub stamp: Stamp,
}

/// What a message is, to whom it goes, and how it is known when it comes back.
pub struct Addressed<'a> {
    pub kind: Kind,
    pub address: &'a str,
    pub verp: Verp,
}

/// What mails say of the site, in one language.
#[derive(Serialize)]
pub struct Site<'a> {
    pub name: &'a str,
    pub postal_address: &'a str,
}

impl Office {
    /// The Message-ID tells nothing to others and is the same on every try; the date is that of the first.
    pub fn stamp(
        &self,
        verp: Verp,
        domain: &str,
        message_id: &Option<String>,
        date: Option<NaiveDateTime>,
        now: NaiveDateTime,
    ) -> Stamp {
        let made = || format!("{}@{domain}", verp.token(&self.vault));
        Stamp { message_id: message_id.clone().unwrap_or_else(made), date: date.unwrap_or(now) }
    }

    /// What lets a mail program offer to leave. A mail to leave by is for readers alone.
    pub fn list_headers(
        &self,
        language: &Language,
        unsubscribe_url: String,
        reader: Option<&Subscriber>,
    ) -> ListHeaders {
        ListHeaders {
            unsubscribe_by_mail: reader.and_then(|reader| self.leave_by_mail(reader)),
            name: self.site.of(language).name.to_owned(),
            id: format!("news.{}", self.mailer.sender().domain()),
            unsubscribe_url,
        }
    }

    /// The address that a reader leaves by, if mails to us are read.
    pub fn leave_by_mail(&self, reader: &Subscriber) -> Option<Address> {
        let generation = u16::try_from(reader.link_generation).unwrap_or(u16::MAX);
        let verp = Verp::Leave { subscriber_id: reader.id, generation };
        self.mailer.returns()?.leave(&verp.token(&self.vault)).ok()
    }

    /// Whom the mail server is told.
    pub fn envelope(&self, verp: Verp, to: Address) -> anyhow::Result<Envelope> {
        let from = match self.mailer.returns() {
            Some(returns) => returns.bounce(&verp.token(&self.vault))?,
            None => self.mailer.sender().address().clone(),
        };
        Ok(Envelope { from, to })
    }

    /// Makes a message the slow way, which can make any.
    pub fn parcel(
        &self,
        to: Addressed<'_>,
        mail: RenderedMail,
        languages: &[Language],
        stamp: Stamp,
        list: Option<ListHeaders>,
    ) -> anyhow::Result<Parcel> {
        let envelope = self.envelope(to.verp, to.address.parse()?)?;
        let message = Message {
            kind: to.kind,
            from: self.mailer.sender().clone(),
            to: envelope.to.clone(),
            return_path: Some(envelope.from.clone()),
            reply_to: None,
            subject: mail.subject,
            text: mail.text,
            html: mail.html,
            languages: languages.iter().map(|language| language.as_str().to_owned()).collect(),
            boundary: mail::boundary(&stamp.message_id),
            message_id: stamp.message_id.clone(),
            date: stamp.date,
            list,
        };
        let content = Content::of(&message.to_bytes(self.mailer.signer())?);
        Ok(Parcel { envelope, content, stamp })
    }
}

impl SiteWords {
    pub fn of(&self, language: &Language) -> Site<'_> {
        Site { name: self.name(language), postal_address: &self.postal_address }
    }
}
