//! People as programs send and get them.

use chrono::{DateTime, NaiveDateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    db::PublicId,
    i18n::Language,
    people::Wanted,
    subscribers::{Cadence, Choices, Status, Subscriber},
    vault::{Vault, VaultError},
    web::{emptied, kept},
};

/// Somebody who is to be added.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewBody {
    pub email: String,
    /// When, where and how the person agreed, in up to 1,000 letters: kept as their consent.
    #[serde(default)]
    pub consent_basis: String,
    pub name: Option<String>,
    /// A language, or `both`.
    pub reading: Option<String>,
    /// Stands on top for those who read both.
    pub first_language: Option<String>,
    pub cadence: Option<String>,
    pub country: Option<String>,
    pub topics: Option<Vec<String>>,
}

/// What is to change; what is not named stays. `null` takes a name or a country away.
#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeBody {
    #[serde(default, deserialize_with = "emptied")]
    pub name: Option<String>,
    #[serde(default, deserialize_with = "kept")]
    pub reading: Option<String>,
    #[serde(default, deserialize_with = "kept")]
    pub first_language: Option<String>,
    #[serde(default, deserialize_with = "kept")]
    pub cadence: Option<String>,
    #[serde(default, deserialize_with = "emptied")]
    pub country: Option<String>,
    #[serde(default, deserialize_with = "kept")]
    pub topics: Option<Vec<String>>,
}

impl NewBody {
    /// The choices that it names.
    pub fn wanted(&self) -> Wanted {
        Wanted {
            reading: self.reading.clone(),
            first_language: self.first_language.clone(),
            cadence: self.cadence.clone(),
            country: self.country.clone(),
            name: self.name.clone(),
            topics: self.topics.clone(),
        }
    }
}

impl ChangeBody {
    /// The choices that it names.
    pub fn wanted(&self) -> Wanted {
        Wanted {
            reading: self.reading.clone(),
            first_language: self.first_language.clone(),
            cadence: self.cadence.clone(),
            country: self.country.clone(),
            name: self.name.clone(),
            topics: self.topics.clone(),
        }
    }
}

/// A subscriber.
#[derive(Serialize, ToSchema)]
pub struct SubscriberView {
    #[schema(value_type = String)]
    id: PublicId,
    email: String,
    name: Option<String>,
    #[schema(value_type = String)]
    status: Status,
    #[schema(value_type = Option<String>, format = "date-time")]
    paused_until: Option<DateTime<Utc>>,
    /// A language, or `both`.
    reading: String,
    #[schema(value_type = String)]
    first_language: Language,
    #[schema(value_type = String)]
    cadence: Cadence,
    country: Option<&'static str>,
    /// Nothing chosen is all of them.
    topics: Vec<String>,
    came_from: Option<String>,
    #[schema(value_type = String, format = "date-time")]
    confirmed_at: DateTime<Utc>,
    #[schema(value_type = Option<String>, format = "date-time")]
    left_at: Option<DateTime<Utc>>,
    #[schema(value_type = String, format = "date-time")]
    created_at: DateTime<Utc>,
    #[schema(value_type = String, format = "date-time")]
    updated_at: DateTime<Utc>,
}

impl SubscriberView {
    /// What programs are told of a subscriber.
    ///
    /// # Errors
    /// The address lies under a key that is not there.
    pub fn of(
        vault: &Vault,
        subscriber: &Subscriber,
        choices: Choices,
    ) -> Result<SubscriberView, VaultError> {
        let utc = |time: NaiveDateTime| time.and_utc();
        Ok(SubscriberView {
            id: subscriber.public_id.clone(),
            email: subscriber.email(vault)?.as_str().to_owned(),
            name: choices.name.map(|name| name.as_str().to_owned()),
            status: subscriber.status,
            paused_until: subscriber.paused_until.map(utc),
            reading: choices.reading.as_str().to_owned(),
            first_language: choices.first_language,
            cadence: choices.cadence,
            country: choices.country.map(|country| country.as_str()),
            topics: choices.topics,
            came_from: subscriber.came_from.as_ref().map(|from| from.as_str().to_owned()),
            confirmed_at: subscriber.confirmed_at.and_utc(),
            left_at: subscriber.left_at.map(utc),
            created_at: subscriber.created_at.and_utc(),
            updated_at: subscriber.updated_at.and_utc(),
        })
    }

    /// One line for somebody at the command line.
    pub fn in_words(&self) -> String {
        let (reading, cadence, since) =
            (&self.reading, self.cadence.as_str(), self.confirmed_at.date_naive());
        format!("{}: {}, reads {reading}, {cadence}, since {since}", self.id, self.status.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn null_empties_and_absence_says_nothing() {
        let wanted = |json: &str| serde_json::from_str::<ChangeBody>(json).unwrap().wanted();
        assert_eq!(wanted("{}"), Wanted::default());
        assert_eq!(wanted(r#"{"name": null}"#).name.as_deref(), Some(""));
        assert_eq!(wanted(r#"{"country": "LB"}"#).country.as_deref(), Some("LB"));
        assert!(serde_json::from_str::<ChangeBody>(r#"{"status": "active"}"#).is_err());
        assert!(serde_json::from_str::<ChangeBody>(r#"{"reading": null}"#).is_err());
    }
}
