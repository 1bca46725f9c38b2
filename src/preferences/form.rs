//! What a subscriber typed on the preferences page, and what it means.

use chrono::{NaiveDateTime, TimeDelta};

use crate::{
    i18n::{Catalogue, Language},
    subscribers::{
        Cadence, Mistake, Mistakes, PersonName, ReadingChoice, Status, Subscriber, topics::Topic,
        wishes::Pause,
    },
    web::FormFields,
};

/// Breaks that can be taken, in days.
pub const PAUSES: [i64; 2] = [30, 90];

/// The fields as text.
#[derive(Clone, Default)]
pub struct PreferenceFields {
    pub reading: String,
    pub first_language: String,
    pub cadence: String,
    pub topics: Vec<String>,
    pub paused_days: String,
    pub name: String,
    /// "yes" if the name is to be forgotten.
    pub forget_name: String,
    /// Where to write instead.
    pub email: String,
}

/// Everything that the save button saves.
#[derive(Debug, PartialEq)]
pub struct Saved {
    pub reading: ReadingChoice,
    pub first_language: Language,
    pub cadence: Cadence,
    /// Slugs; none means all.
    pub topics: Vec<String>,
    pub pause: Pause,
    pub name: Naming,
}

/// What becomes of the name.
#[derive(Debug, PartialEq)]
pub enum Naming {
    Keep,
    Forget,
    Call(PersonName),
}

impl Naming {
    /// The name afterwards.
    pub fn applied_to(self, kept: Option<PersonName>) -> Option<PersonName> {
        match self {
            Naming::Keep => kept,
            Naming::Forget => None,
            Naming::Call(name) => Some(name),
        }
    }
}

impl PreferenceFields {
    /// What is kept now; the name is never shown.
    pub fn of(subscriber: &Subscriber, topics: Vec<String>) -> PreferenceFields {
        PreferenceFields {
            reading: subscriber.reading.as_str().to_owned(),
            first_language: subscriber.first_language.as_str().to_owned(),
            cadence: subscriber.cadence.as_str().to_owned(),
            paused_days: if subscriber.status == Status::Paused { "keep" } else { "0" }.to_owned(),
            topics,
            ..PreferenceFields::default()
        }
    }

    /// What was sent; a field that was not sent stays as it is kept. Of topics, as of all boxes to tick, those that
    /// were not sent are not wanted.
    pub fn read(form: &FormFields, subscriber: &Subscriber) -> PreferenceFields {
        let kept = PreferenceFields::of(subscriber, Vec::new());
        let sent = |name: &str, kept: String| form.find(name).map_or(kept, str::to_owned);
        PreferenceFields {
            reading: sent("reading", kept.reading),
            first_language: sent("first_language", kept.first_language),
            cadence: sent("cadence", kept.cadence),
            topics: form.all("topics"),
            paused_days: sent("paused_days", "keep".to_owned()),
            name: sent("name", String::new()),
            forget_name: sent("forget_name", String::new()),
            email: sent("email", String::new()),
        }
    }

    /// Checks what the save button saves.
    pub fn parse(
        &self,
        catalogue: &Catalogue,
        topics: &[Topic],
        now: NaiveDateTime,
    ) -> Result<Saved, Mistakes> {
        let mut mistakes = Mistakes::new();
        let reading = match self.reading.parse() {
            Ok(ReadingChoice::One(one)) if catalogue.languages().contains(&one) => {
                Some(ReadingChoice::One(one))
            }
            Ok(ReadingChoice::Both) => Some(ReadingChoice::Both),
            _ => None,
        };
        let first = match &reading {
            Some(ReadingChoice::One(one)) => Some(one.clone()),
            _ => catalogue.find(&self.first_language),
        };
        let cadence = self.cadence.parse().ok();
        let pause = pause(&self.paused_days, now);
        let known = |slug: &String| topics.iter().any(|topic| topic.slug == *slug);
        for (field, key, is_right) in [
            ("reading", "mistake-reading", reading.is_some()),
            ("first_language", "mistake-first-language", first.is_some()),
            ("cadence", "mistake-cadence", cadence.is_some()),
            ("topics", "mistake-topics", self.topics.iter().all(known)),
            ("paused_days", "mistake-pause", pause.is_some()),
        ] {
            if !is_right {
                mistakes.add(field, Mistake::new(key));
            }
        }
        match (reading, first, cadence, pause) {
            (Some(reading), Some(first_language), Some(cadence), Some(pause)) if mistakes.is_empty() => {
                Ok(Saved {
                    reading,
                    first_language,
                    cadence,
                    topics: self.topics.clone(),
                    pause,
                    name: self.naming(),
                })
            }
            _ => Err(mistakes),
        }
    }

    /// A name that was typed counts, whatever is ticked.
    fn naming(&self) -> Naming {
        match PersonName::clean(&self.name) {
            Some(name) => Naming::Call(name),
            None if self.forget_name == "yes" => Naming::Forget,
            None => Naming::Keep,
        }
    }
}

fn pause(typed: &str, now: NaiveDateTime) -> Option<Pause> {
    match typed {
        "keep" => Some(Pause::Keep),
        "0" => Some(Pause::None),
        _ => {
            let days = typed.parse().ok().filter(|days| PAUSES.contains(days))?;
            Some(Pause::Until(now + TimeDelta::days(days)))
        }
    }
}

/// The language a letter to this person is in: the one they read, or the first of them.
pub fn language_of(subscriber: &Subscriber) -> &Language {
    match &subscriber.reading {
        ReadingChoice::One(language) => language,
        ReadingChoice::Both => &subscriber.first_language,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(change: fn(&mut PreferenceFields)) -> Result<Saved, Vec<&'static str>> {
        let catalogue = Catalogue::load(&["ar".into(), "en".into()], None).unwrap();
        let mut fields = PreferenceFields {
            reading: "ar".into(),
            first_language: "en".into(),
            cadence: "weekly".into(),
            paused_days: "0".into(),
            ..PreferenceFields::default()
        };
        change(&mut fields);
        let now = chrono::DateTime::from_timestamp(1_900_000_000, 0).unwrap().naive_utc();
        fields
            .parse(&catalogue, &[], now)
            .map_err(|mistakes| mistakes.iter().map(|(field, _)| field).collect())
    }

    #[test]
    fn the_first_language_is_asked_only_of_those_who_read_all() {
        let first = |saved: Saved| saved.first_language.as_str().to_owned();
        assert_eq!(first(read(|_| ()).unwrap()), "ar");
        assert_eq!(first(read(|it| it.reading = "both".into()).unwrap()), "en");
        assert_eq!(
            read(|it| {
                it.reading = "both".into();
                it.first_language = "tlh".into();
            }),
            Err(vec!["first_language"])
        );
    }

    #[test]
    fn a_break_is_one_of_those_offered() {
        assert_eq!(read(|_| ()).unwrap().pause, Pause::None);
        assert_eq!(read(|it| it.paused_days = "keep".into()).unwrap().pause, Pause::Keep);
        assert!(matches!(read(|it| it.paused_days = "90".into()).unwrap().pause, Pause::Until(_)));
        for days in ["", "7", "-30", "30000000000000000000"] {
            assert_eq!(pause(days, NaiveDateTime::MIN), None, "{days}");
        }
    }

    #[test]
    fn what_is_not_offered_is_a_mistake() {
        assert_eq!(read(|it| it.reading = "fr".into()), Err(vec!["reading"]));
        assert_eq!(read(|it| it.cadence = "hourly".into()), Err(vec!["cadence"]));
        assert_eq!(read(|it| it.topics = vec!["cats".into()]), Err(vec!["topics"]));
    }
}
