//! From a letter's row to its message: what is sealed is opened and rendered at the last moment.

use chrono::NaiveDateTime;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::{
    delivery::{
        Gate, Verp,
        letters::{
            decide::{ALREADY_WITH_US, Verdict},
            letter::{RECIPIENT, VALUES, Words},
        },
        outbox::Office,
        steps::claim::ClaimedLetter,
    },
    mail::Kind,
    subscribers::Subscriber,
};

use super::message::{Addressed, Parcel, Site};

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
        let domain = self.mailer.sender().domain();
        let stamp = self.stamp(verp, domain, &row.message_id, row.message_date, now);
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
}

fn wiped() -> anyhow::Error {
    anyhow::anyhow!("the letter's words are wiped")
}
