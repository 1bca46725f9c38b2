//! What a subscriber chose, and may choose again at any time.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use crate::{
    db::{Conn, schema::subscribers},
    i18n::Language,
    subscribers::{Cadence, Country, PersonName, ReadingChoice, Subscriber, store, topics},
    vault::{Vault, VaultError},
};

/// All that a subscriber decides about their letters, and what we call them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choices {
    pub reading: ReadingChoice,
    /// Which language stands on top when they read all; else the language that they read.
    pub first_language: Language,
    pub cadence: Cadence,
    pub country: Option<Country>,
    pub name: Option<PersonName>,
    /// Slugs; none is all of them.
    pub topics: Vec<String>,
}

/// Why somebody's choices cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum Unreadable {
    #[error(transparent)]
    Database(#[from] diesel::result::Error),
    #[error(transparent)]
    Vault(#[from] VaultError),
}

impl Choices {
    /// What somebody chose until now.
    pub fn of(conn: &mut Conn, vault: &Vault, subscriber: &Subscriber) -> Result<Choices, Unreadable> {
        Ok(Choices::with(topics::chosen_by(conn, subscriber.id)?, vault, subscriber)?)
    }

    /// The same of up to about 1,000 subscribers, each beside theirs.
    pub fn of_all(
        conn: &mut Conn,
        vault: &Vault,
        subscribers: Vec<Subscriber>,
    ) -> Result<Vec<(Subscriber, Choices)>, Unreadable> {
        let mut chosen = topics::chosen_by_all(conn, subscribers.iter().map(|one| one.id))?;
        let with_choices = subscribers.into_iter().map(|one| {
            let choices = Choices::with(chosen.remove(&one.id).unwrap_or_default(), vault, &one)?;
            Ok((one, choices))
        });
        with_choices.collect()
    }

    fn with(topics: Vec<String>, vault: &Vault, subscriber: &Subscriber) -> Result<Choices, VaultError> {
        Ok(Choices {
            reading: subscriber.reading.clone(),
            first_language: subscriber.first_language.clone(),
            cadence: subscriber.cadence,
            country: subscriber.country,
            name: subscriber.name(vault)?,
            topics,
        })
    }

    /// Makes these the choices of somebody. Their status and address stay as they are.
    pub fn save(
        &self,
        conn: &mut Conn,
        vault: &Vault,
        subscriber: &Subscriber,
        now: NaiveDateTime,
    ) -> QueryResult<()> {
        let name =
            self.name.as_ref().map(|name| vault.seal(store::NAME, &subscriber.public_id, name.as_str()));
        diesel::update(subscribers::table.find(subscriber.id))
            .set((
                subscribers::reading.eq(&self.reading),
                subscribers::first_language.eq(&self.first_language),
                subscribers::cadence.eq(self.cadence),
                subscribers::country.eq(self.country),
                subscribers::name.eq(name),
                subscribers::updated_at.eq(now),
            ))
            .execute(conn)?;
        topics::choose(conn, subscriber.id, &self.topics)
    }
}
