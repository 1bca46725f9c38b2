//! What somebody wants who asks to join, once it is known to make sense.

use serde::{Deserialize, Serialize};

use crate::{
    i18n::Language,
    subscribers::{
        Cadence, CameFrom, Country, EmailAddress, PersonName, ReadingChoice,
        signups::{Signup, WANTED},
    },
    vault::{Vault, VaultError},
    web::Failure,
};

/// A signup whose every field was checked. Kept sealed until it is confirmed, declined or stale.
#[derive(Clone, PartialEq)]
#[cfg_attr(test, derive(Debug))]
pub struct Wanted {
    pub email: EmailAddress,
    pub name: Option<PersonName>,
    pub country: Option<Country>,
    pub reading: ReadingChoice,
    pub first_language: Language,
    pub cadence: Cadence,
    /// Slugs; none means all.
    pub topics: Vec<String>,
    pub help: Option<String>,
    pub came_from: Option<CameFrom>,
    pub consent: Agreed,
}

/// The words that were agreed to, and where they stood.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Agreed {
    pub text: String,
    pub language: String,
    pub page: String,
}

/// The same as text, for the vault.
#[derive(Serialize, Deserialize)]
struct Kept {
    email: String,
    name: Option<String>,
    country: Option<Country>,
    reading: ReadingChoice,
    first_language: String,
    cadence: Cadence,
    topics: Vec<String>,
    help: Option<String>,
    came_from: Option<CameFrom>,
    consent: Agreed,
}

impl Wanted {
    /// As text that [`Wanted::from_text`] reads back.
    pub fn to_text(&self) -> String {
        let kept = Kept {
            email: self.email.as_str().to_owned(),
            name: self.name.as_ref().map(|name| name.as_str().to_owned()),
            country: self.country,
            reading: self.reading.clone(),
            first_language: self.first_language.as_str().to_owned(),
            cadence: self.cadence,
            topics: self.topics.clone(),
            help: self.help.clone(),
            came_from: self.came_from.clone(),
            consent: self.consent.clone(),
        };
        serde_json::to_string(&kept).expect("strings and words become JSON")
    }

    /// What a signup wants that is not decided yet.
    pub fn of(vault: &Vault, signup: &Signup) -> Result<Wanted, Failure> {
        let sealed = signup.wanted.as_ref().ok_or(Failure::NotFound)?;
        Ok(Wanted::from_text(&vault.unseal(WANTED, &signup.public_id, sealed)?)?)
    }

    /// What was kept.
    pub fn from_text(text: &str) -> Result<Wanted, VaultError> {
        let kept: Kept = serde_json::from_str(text).map_err(|_| VaultError::Garbled)?;
        Ok(Wanted {
            email: kept.email.parse().map_err(|_| VaultError::Garbled)?,
            name: kept.name.as_deref().and_then(PersonName::clean),
            country: kept.country,
            reading: kept.reading,
            first_language: kept.first_language.parse().map_err(|_| VaultError::Garbled)?,
            cadence: kept.cadence,
            topics: kept.topics,
            help: kept.help,
            came_from: kept.came_from,
            consent: kept.consent,
        })
    }
}
