//! From a row to a message: what is sealed is opened, rendered and addressed, at the last moment.

use chrono::NaiveDateTime;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::{
    i18n::Language,
    mail::{Envelope, Kind, ListHeaders, Message},
    render::RenderedMail,
    subscribers::Subscriber,
};

use super::{
    Gate, Verp,
    claim::{ClaimedDelivery, ClaimedLetter},
    decide::{ALREADY_WITH_US, Verdict},
    editions::Edition,
    fence::Stamp,
    holes::{self, Hole, Medium},
    letter::{RECIPIENT, VALUES, Words},
    outbox::Office,
};

/// A message ready to go.
pub(super) struct Parcel {
    pub envelope: Envelope,
    pub bytes: Vec<u8>,
    pub stamp: Stamp,
}

/// What every letter may say, beside its own values.
#[derive(Serialize)]
struct Letterhead<'a> {
    site: Site<'a>,
    sender: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    preferences_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    leave_url: Option<String>,
    #[serde(flatten)]
    own: Map<String, Value>,
}

/// What a message is, to whom it goes, and how it is known when it comes back.
struct Addressed<'a> {
    kind: Kind,
    address: &'a str,
    verp: Verp,
}

#[derive(Serialize)]
struct Site<'a> {
    name: &'a str,
    postal_address: &'a str,
}

impl Office {
    /// Makes a letter's message, by the name that the verdict gives it.
    pub fn letter(
        &self,
        row: &ClaimedLetter,
        verdict: Verdict,
        subscriber: Option<&Subscriber>,
        now: NaiveDateTime,
    ) -> anyhow::Result<Parcel> {
        let (recipient, words) = row.recipient.as_ref().zip(row.body_values.as_ref()).ok_or_else(wiped)?;
        let address = self.vault.unseal(RECIPIENT, &row.public_id, recipient)?;
        let words: Words<Map<String, Value>> =
            serde_json::from_str(&self.vault.unseal(VALUES, &row.public_id, words)?)?;
        let verp = Verp::Letter(row.id);
        let stamp = self.stamp(verp, &row.message_id, row.message_date, now);
        let (name, own, one_click) = match verdict {
            Verdict::SendInstead(other) => (other, Map::new(), None),
            _ => (row.name.as_str(), words.values, words.one_click),
        };
        // A second copy of what may have arrived says the same as the first.
        let written_at = if row.uncertain { stamp.date } else { now };
        let letterhead = self.letterhead(row, name, subscriber, own, written_at);
        let mail = self.renderer.letter(name, &row.language, &letterhead)?;
        let list = one_click.map(|url| self.list_headers(&row.language, url, None));
        let addressed = Addressed { kind: Kind::Letter, address: &address, verp };
        self.parcel(addressed, mail, std::slice::from_ref(&row.language), stamp, list)
    }

    /// Makes a reader's message of an edition.
    pub fn delivery(
        &self,
        row: &ClaimedDelivery,
        edition: &Edition,
        subscriber: &Subscriber,
        now: NaiveDateTime,
    ) -> anyhow::Result<Parcel> {
        let address = subscriber.email(&self.vault)?;
        let name = subscriber.name(&self.vault)?;
        let link = |hole: &Hole| match hole {
            Hole::Preferences(language) => self.links.preferences(language, subscriber),
            Hole::Leave(language) => self.links.leave(language, subscriber),
            Hole::Name => String::new(),
        };
        let name = name.as_ref().map(|name| name.as_str());
        let fill = |text: &str, medium| holes::fill(text, medium, name, &link);
        let mail = RenderedMail {
            subject: fill(&edition.mail.subject, Medium::Text)?,
            text: fill(&edition.mail.text, Medium::Text)?,
            html: fill(&edition.mail.html, Medium::Html)?,
        };
        let verp = Verp::Delivery(row.id);
        let stamp = self.stamp(verp, &row.message_id, row.message_date, now);
        let first = edition.name.first();
        let list = Some(self.list_headers(first, self.links.leave(first, subscriber), Some(subscriber)));
        let addressed = Addressed { kind: Kind::Issue, address: address.as_str(), verp };
        self.parcel(addressed, mail, edition.name.languages(), stamp, list)
    }

    fn letterhead<'a>(
        &'a self,
        row: &ClaimedLetter,
        name: &str,
        subscriber: Option<&Subscriber>,
        own: Map<String, Value>,
        now: NaiveDateTime,
    ) -> Letterhead<'a> {
        let language = &row.language;
        let preferences = |subscriber: &Subscriber| match row.gate {
            Gate::OnTheList => self.links.fresh_preferences(language, subscriber, now),
            _ => self.links.preferences(language, subscriber),
        };
        // To somebody who only says that this address is theirs, nothing of a subscriber is told.
        let known = subscriber.filter(|_| row.gate != Gate::Newcomer || name == ALREADY_WITH_US);
        let given = |key: &str| own.contains_key(key);
        Letterhead {
            site: self.site.of(language),
            sender: self.mailer.sender().address().as_str(),
            preferences_url: known.filter(|_| !given("preferences_url")).map(preferences),
            leave_url: known.filter(|_| !given("leave_url")).map(|s| self.links.leave(language, s)),
            own: own.into_iter().filter(|(key, _)| !matches!(key.as_str(), "site" | "sender")).collect(),
        }
    }

    /// The Message-ID tells nothing to others and is the same on every try; the date is that of the first.
    fn stamp(
        &self,
        verp: Verp,
        message_id: &Option<String>,
        date: Option<NaiveDateTime>,
        now: NaiveDateTime,
    ) -> Stamp {
        let made = || format!("{}@{}", verp.token(&self.vault), self.mailer.sender().domain());
        Stamp { message_id: message_id.clone().unwrap_or_else(made), date: date.unwrap_or(now) }
    }

    fn list_headers(
        &self,
        language: &Language,
        unsubscribe_url: String,
        reader: Option<&Subscriber>,
    ) -> ListHeaders {
        let unsubscribe_by_mail = self.mailer.returns().zip(reader).and_then(|(returns, reader)| {
            let generation = u16::try_from(reader.link_generation).unwrap_or(u16::MAX);
            let verp = Verp::Leave { subscriber_id: reader.id, generation };
            returns.leave(&verp.token(&self.vault)).ok()
        });
        ListHeaders {
            unsubscribe_by_mail,
            name: self.site.of(language).name.to_owned(),
            id: format!("news.{}", self.mailer.sender().domain()),
            unsubscribe_url,
        }
    }

    fn parcel(
        &self,
        to: Addressed<'_>,
        mail: RenderedMail,
        languages: &[Language],
        stamp: Stamp,
        list: Option<ListHeaders>,
    ) -> anyhow::Result<Parcel> {
        let returns = self.mailer.returns();
        let return_path = returns.map(|returns| returns.bounce(&to.verp.token(&self.vault))).transpose()?;
        let message = Message {
            kind: to.kind,
            from: self.mailer.sender().clone(),
            to: to.address.parse()?,
            return_path,
            reply_to: None,
            subject: mail.subject,
            text: mail.text,
            html: mail.html,
            languages: languages.iter().map(|language| language.as_str().to_owned()).collect(),
            message_id: stamp.message_id.clone(),
            date: stamp.date,
            list,
        };
        let bytes = message.to_bytes(self.mailer.signer())?;
        Ok(Parcel { envelope: message.envelope(), bytes, stamp })
    }
}

fn wiped() -> anyhow::Error {
    anyhow::anyhow!("the letter's words are wiped")
}

impl super::SiteWords {
    fn of(&self, language: &Language) -> Site<'_> {
        let name = self.names.get(language.as_str()).or_else(|| self.names.values().next());
        Site { name: name.map(String::as_str).unwrap_or_default(), postal_address: &self.postal_address }
    }
}
