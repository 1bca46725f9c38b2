//! A person as the console's pages show them: the address masked, words instead of codes.

use chrono::NaiveDateTime;
use serde::Serialize;

use crate::{
    app::App,
    db::PublicId,
    i18n::{Args, Language},
    subscribers::{Cadence, Country, ReadingChoice, Status, Subscriber},
    vault::VaultError,
    web::Choice,
};

/// What a row of a list says.
#[derive(Serialize)]
pub struct Person {
    pub id: PublicId,
    pub masked: String,
    pub status: Status,
    /// `ok`, `look` or `bad`, for the colour of the status.
    pub tone: &'static str,
    pub reading: String,
    pub cadence: String,
    pub country: Option<String>,
    pub joined_at: NaiveDateTime,
}

impl Person {
    /// The row of a subscriber, in words of a language.
    ///
    /// # Errors
    /// The address lies under a key that is not there.
    pub fn of(app: &App, language: &Language, subscriber: &Subscriber) -> Result<Person, VaultError> {
        Ok(Person {
            id: subscriber.public_id.clone(),
            masked: subscriber.email(&app.vault)?.masked(),
            status: subscriber.status,
            tone: tone(subscriber.status),
            reading: reading(app, language, &subscriber.reading),
            cadence: cadence(app, language, subscriber.cadence),
            country: subscriber.country.map(|country| country_name(app, language, country)),
            joined_at: subscriber.confirmed_at,
        })
    }
}

/// All statuses.
pub fn statuses(app: &App, language: &Language) -> Vec<Choice> {
    let label =
        |status: Status| app.catalogue.plain(language, &format!("status-{}", status.as_str()), &Args::new());
    Status::ALL.map(|status| Choice::new(status.as_str(), label(status))).to_vec()
}

/// A reading choice in words.
pub fn reading(app: &App, language: &Language, choice: &ReadingChoice) -> String {
    match choice {
        ReadingChoice::One(one) => app.catalogue.name(one).to_owned(),
        ReadingChoice::Both => {
            let count = app.catalogue.languages().len() as i64;
            app.catalogue.plain(language, "reading-all", &Args::new().with("count", count))
        }
    }
}

fn cadence(app: &App, language: &Language, cadence: Cadence) -> String {
    app.catalogue.plain(language, &format!("cadence-{}", cadence.as_str()), &Args::new())
}

fn country_name(app: &App, language: &Language, country: Country) -> String {
    app.catalogue.plain(language, &format!("country-{}", country.as_str()), &Args::new())
}

fn tone(status: Status) -> &'static str {
    match status {
        Status::Active => "ok",
        Status::Paused => "look",
        Status::Left => "",
        Status::Unreachable | Status::Complained => "bad",
    }
}
