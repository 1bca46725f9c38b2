//! The form of somebody's choices, as the console shows it to correct or to add a person.

use serde::Serialize;

use crate::{
    app::App,
    i18n::Language,
    people::Wanted,
    subscribers::{Choices, topics::Topic},
    web::{Choice, FormFields},
};

/// What the form shows as chosen, and what else could be.
#[derive(Serialize)]
pub struct ChoicesForm {
    pub reading: String,
    pub first_language: String,
    pub cadence: String,
    pub country: String,
    /// None: the name is hidden, and the form does not change it.
    pub name: Option<String>,
    pub readings: Vec<Choice>,
    pub languages: Vec<Choice>,
    pub cadences: Vec<Choice>,
    pub countries: Vec<Choice>,
    pub topics: Vec<Choice>,
}

impl ChoicesForm {
    /// The form with these choices; the name is left out.
    pub fn of(app: &App, language: &Language, choices: &Choices, topics: &[Topic]) -> ChoicesForm {
        ChoicesForm {
            reading: choices.reading.as_str().to_owned(),
            first_language: choices.first_language.as_str().to_owned(),
            cadence: choices.cadence.as_str().to_owned(),
            country: choices.country.map_or("", |country| country.as_str()).to_owned(),
            name: None,
            readings: Choice::readings(&app.web, language),
            languages: Choice::languages(&app.web),
            cadences: Choice::cadences(&app.web, language),
            countries: app.web.countries.choices(language),
            topics: Choice::topics(topics, language, &choices.topics),
        }
    }

    /// What a sent form wants. A name that the form did not show stays as it is.
    pub fn wanted(fields: &FormFields) -> Wanted {
        let word = |name: &str| fields.find(name).map(str::to_owned);
        Wanted {
            reading: word("reading"),
            first_language: word("first_language"),
            cadence: word("cadence"),
            country: word("country"),
            name: word("name"),
            topics: Some(fields.all("topics")),
        }
    }

    /// Shows again what was typed.
    pub fn retype(&mut self, wanted: &Wanted) {
        let typed = |shown: &mut String, word: &Option<String>| {
            if let Some(word) = word {
                shown.clone_from(word);
            }
        };
        typed(&mut self.reading, &wanted.reading);
        typed(&mut self.first_language, &wanted.first_language);
        typed(&mut self.cadence, &wanted.cadence);
        typed(&mut self.country, &wanted.country);
        if wanted.name.is_some() {
            self.name.clone_from(&wanted.name);
        }
        if let Some(chosen) = &wanted.topics {
            self.topics.iter_mut().for_each(|topic| topic.checked = chosen.contains(&topic.value));
        }
    }
}
