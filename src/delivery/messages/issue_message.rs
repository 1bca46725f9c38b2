//! From a delivery to its message. An edition is compiled once; for each reader only their name, their links and their
//! address are filled in. What cannot be compiled is made the slow way.

#[cfg(test)]
mod tests;

use std::cell::OnceCell;

use chrono::NaiveDateTime;

use crate::{
    delivery::{
        Verp,
        outbox::Office,
        steps::{claim::Delivery, fence::Stamp},
    },
    mail::{self, Address, Compiled, Envelope, Kind, ListHeaders, Message, Personal},
    render::RenderedMail,
    subscribers::Subscriber,
};

use super::{
    editions::Edition,
    holes::{self, Garbled, Hole, Medium},
    message::{Addressed, Parcel},
};

/// An edition's message without what differs between its readers, and what differs: stretches with marks, to be filled
/// for each.
#[derive(Debug)]
pub struct Cut {
    message: Compiled,
    text: Vec<String>,
    html: Vec<String>,
}

/// One reader's own words and links, each made when it is first asked for.
struct Own<'a> {
    office: &'a Office,
    reader: &'a Subscriber,
    name: Option<String>,
    preferences: OnceCell<String>,
    leave: OnceCell<String>,
}

impl Own<'_> {
    fn link(&self, hole: &Hole) -> String {
        let links = &self.office.links;
        match hole {
            Hole::Name => String::new(),
            Hole::Preferences(language) => {
                let token = self.preferences.get_or_init(|| links.preferences_token(self.reader));
                links.to_preferences(language, token)
            }
            Hole::Leave(language) => {
                let token = self.leave.get_or_init(|| links.leave_token(self.reader));
                links.to_leave(language, token)
            }
        }
    }

    fn fill(&self, text: &str, medium: Medium) -> Result<String, Garbled> {
        holes::fill(text, medium, self.name.as_deref(), &|hole| self.link(hole))
    }

    fn fill_all(&self, stretches: &[String], medium: Medium) -> Result<Vec<String>, Garbled> {
        stretches.iter().map(|stretch| self.fill(stretch, medium)).collect()
    }
}

impl Office {
    /// Compiles an edition. Nothing if each of its messages must be made by itself: they are signed, or the subject
    /// differs.
    pub fn cut(&self, edition: &Edition) -> Option<Cut> {
        if holes::is_holed(&edition.mail.subject) {
            return None;
        }
        let (text, text_stretches) = holes::cut(&edition.mail.text);
        let (html, html_stretches) = holes::cut(&edition.mail.html);
        if holes::is_garbled(&text) || holes::is_garbled(&html) {
            return None;
        }
        let first = edition.name.first();
        let sender = self.mailer.sender().address();
        let sample = Message {
            kind: Kind::Issue,
            from: self.mailer.sender().clone(),
            to: sender.clone(),
            return_path: None,
            reply_to: None,
            subject: edition.mail.subject.clone(),
            text: String::new(),
            html: String::new(),
            languages: edition.name.languages().iter().map(|language| language.as_str().to_owned()).collect(),
            message_id: String::new(),
            boundary: mail::boundary(&format!("edition {}", edition.id)),
            date: NaiveDateTime::default(),
            list: Some(ListHeaders {
                unsubscribe_by_mail: self.mailer.returns().map(|_| sender.clone()),
                ..self.list_headers(first, String::new(), None)
            }),
        };
        match Compiled::new(&sample, &text, &html, self.mailer.signer()) {
            Ok(message) => Some(Cut { message: message?, text: text_stretches, html: html_stretches }),
            Err(error) => {
                tracing::warn!(%error, edition = edition.id, "An edition is not compiled");
                None
            }
        }
    }

    /// Makes a reader's message of an edition.
    pub fn delivery(
        &self,
        delivery: &Delivery,
        edition: &Edition,
        reader: &Subscriber,
        to: &Address,
        now: NaiveDateTime,
    ) -> anyhow::Result<Parcel> {
        let name = reader.name(&self.vault)?.map(|name| name.as_str().to_owned());
        let own = Own { office: self, reader, name, preferences: OnceCell::new(), leave: OnceCell::new() };
        let verp = Verp::Delivery(delivery.row.id);
        let stamp = self.stamp(verp, &delivery.message_domain, &None, delivery.row.message_date, now);
        match &edition.cut {
            Some(cut) => self.filled(cut, &own, edition, self.envelope(verp, to.clone())?, stamp),
            None => self.made_the_slow_way(&own, edition, to, verp, stamp),
        }
    }

    fn filled(
        &self,
        cut: &Cut,
        own: &Own<'_>,
        edition: &Edition,
        envelope: Envelope,
        stamp: Stamp,
    ) -> anyhow::Result<Parcel> {
        let content = cut.message.fill(&Personal {
            to: &envelope.to,
            date: stamp.date,
            message_id: &stamp.message_id,
            unsubscribe_url: &own.link(&Hole::Leave(edition.name.first().clone())),
            unsubscribe_by_mail: self.leave_by_mail(own.reader).as_ref(),
            text: &own.fill_all(&cut.text, Medium::Text)?,
            html: &own.fill_all(&cut.html, Medium::Html)?,
        });
        Ok(Parcel { envelope, content, stamp })
    }

    fn made_the_slow_way(
        &self,
        own: &Own<'_>,
        edition: &Edition,
        to: &Address,
        verp: Verp,
        stamp: Stamp,
    ) -> anyhow::Result<Parcel> {
        let mail = RenderedMail {
            subject: own.fill(&edition.mail.subject, Medium::Text)?,
            text: own.fill(&edition.mail.text, Medium::Text)?,
            html: own.fill(&edition.mail.html, Medium::Html)?,
        };
        let first = edition.name.first();
        let list = self.list_headers(first, own.link(&Hole::Leave(first.clone())), Some(own.reader));
        let to = Addressed { kind: Kind::Issue, address: to.as_str(), verp };
        self.parcel(to, mail, edition.name.languages(), stamp, Some(list))
    }
}
