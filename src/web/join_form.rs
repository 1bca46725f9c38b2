//! The form to join, which several pages show.

use chrono::NaiveDateTime;
use serde::Serialize;

use crate::{
    i18n::{Args, Language},
    subscribers::{Cadence, Mistakes, ReadingChoice, topics::Topic},
    web::{FormFields, Web, form_stamp},
};

/// The most characters of an offer to help.
pub const HELP_LENGTH: usize = 1000;

/// What a visitor typed, as it came.
#[derive(Clone, Default, Serialize)]
pub struct JoinFields {
    pub email: String,
    pub name: String,
    pub country: String,
    pub reading: String,
    pub cadence: String,
    pub topics: Vec<String>,
    pub help: String,
    pub consent: bool,
    pub source: String,
    /// The address that the visitor was asked about and sends again: it is meant so.
    pub kept_email: String,
    /// When the form was shown.
    pub stamp: String,
    /// People never see this field.
    pub website: String,
}

impl JoinFields {
    /// Reads the fields of a posted form.
    pub fn read(form: &FormFields) -> JoinFields {
        let one = |name| form.one(name).to_owned();
        JoinFields {
            email: one("email"),
            name: one("name"),
            country: one("country"),
            reading: one("reading"),
            cadence: one("cadence"),
            topics: form.all("topics"),
            help: one("help"),
            consent: form.one("consent") == "yes",
            source: one("source"),
            kept_email: one("kept_email"),
            stamp: one("stamp"),
            website: one("website"),
        }
    }
}

/// One of a few, as `templates/parts/forms.html` shows it.
#[derive(Debug, Clone, Serialize)]
pub struct Choice {
    pub value: String,
    pub label: String,
    /// Whose name the label is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lang: Option<Language>,
    pub checked: bool,
}

impl Choice {
    /// A choice that is not made.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Choice {
        Choice { value: value.into(), label: label.into(), lang: None, checked: false }
    }

    /// The languages of the site, each by its own name, and all of them together where there are several.
    pub fn readings(web: &Web, language: &Language) -> Vec<Choice> {
        let count = web.catalogue.languages().len();
        let mut choices = Choice::languages(web);
        if count > 1 {
            let label = web.catalogue.plain(language, "reading-all", &Args::new().with("count", count));
            choices.push(Choice::new(ReadingChoice::Both.as_str(), label));
        }
        choices
    }

    /// The languages of the site, each by its own name.
    pub fn languages(web: &Web) -> Vec<Choice> {
        web.catalogue.languages().iter().map(|one| Choice::language(web, one)).collect()
    }

    /// A language by its own name.
    pub fn language(web: &Web, one: &Language) -> Choice {
        Choice { lang: Some(one.clone()), ..Choice::new(one.as_str(), web.catalogue.name(one)) }
    }

    /// How often to write.
    pub fn cadences(web: &Web, language: &Language) -> Vec<Choice> {
        let label = |cadence: Cadence| {
            web.catalogue.plain(language, &format!("cadence-{}", cadence.as_str()), &Args::new())
        };
        Cadence::ALL.into_iter().map(|cadence| Choice::new(cadence.as_str(), label(cadence))).collect()
    }

    /// All topics, those of `chosen` ticked.
    pub fn topics(topics: &[Topic], language: &Language, chosen: &[String]) -> Vec<Choice> {
        let choice = |topic: &Topic| Choice {
            checked: chosen.contains(&topic.slug),
            ..Choice::new(topic.slug.clone(), topic.name(language))
        };
        topics.iter().map(choice).collect()
    }
}

/// The context of `templates/parts/join_form.html`, as `join` of a page.
#[derive(Serialize)]
pub struct JoinForm {
    action: String,
    stamp: String,
    typed: JoinFields,
    mistakes: Mistakes,
    countries: Vec<Choice>,
    readings: Vec<Choice>,
    cadences: Vec<Choice>,
    topics: Vec<Choice>,
    help_length: usize,
}

impl JoinForm {
    /// The form before anybody typed. `source` is a page or a campaign code.
    pub fn blank(web: &Web, language: &Language, topics: &[Topic], source: &str) -> JoinForm {
        let typed = JoinFields { source: source.to_owned(), ..JoinFields::default() };
        JoinForm::again(web, language, topics, typed, Mistakes::new())
    }

    /// The form with all that was typed, and what is wrong with it.
    pub fn again(
        web: &Web,
        language: &Language,
        topics: &[Topic],
        mut typed: JoinFields,
        mistakes: Mistakes,
    ) -> JoinForm {
        let now: NaiveDateTime = web.clock.now();
        if typed.reading.is_empty() {
            typed.reading = language.as_str().to_owned();
        }
        if typed.cadence.is_empty() {
            typed.cadence = Cadence::default().as_str().to_owned();
        }
        JoinForm {
            action: format!("/{}/join", language.as_str()),
            stamp: form_stamp::stamp(&web.vault, now),
            mistakes,
            countries: web.countries.choices(language),
            readings: Choice::readings(web, language),
            cadences: Choice::cadences(web, language),
            topics: Choice::topics(topics, language, &typed.topics),
            help_length: HELP_LENGTH,
            typed,
        }
    }
}
