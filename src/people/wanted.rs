//! What a form, a program or a row of a file wants somebody's choices to be, as words, and what is wrong with them.

use crate::{
    i18n::{Args, Catalogue, Language},
    subscribers::{Cadence, Choices, Country, Mistake, Mistakes, PersonName, ReadingChoice, topics::Topic},
};

/// The words. What is not said stays as it is.
#[derive(Clone, Default, PartialEq, Eq)]
#[cfg_attr(test, derive(Debug))]
pub struct Wanted {
    pub reading: Option<String>,
    pub first_language: Option<String>,
    pub cadence: Option<String>,
    pub country: Option<String>,
    pub name: Option<String>,
    pub topics: Option<Vec<String>>,
}

impl Wanted {
    /// These words applied to what was chosen until now.
    pub fn applied_to(
        &self,
        before: &Choices,
        catalogue: &Catalogue,
        topics: &[Topic],
    ) -> Result<Choices, Mistakes> {
        let mut mistakes = Mistakes::new();
        let mut choices = before.clone();
        if let Some(name) = &self.name {
            choices.name = PersonName::clean(name);
        }
        match self.reading.as_deref().map(|word| reading(word, catalogue)) {
            Some(Some(reading)) => choices.reading = reading,
            Some(None) => mistakes.add("reading", Mistake::new("mistake-reading")),
            None => (),
        }
        match self.first_language.as_deref().map(|word| language(word, catalogue)) {
            Some(Some(first)) => choices.first_language = first,
            Some(None) => mistakes.add("first_language", Mistake::new("mistake-first-language")),
            None => (),
        }
        if let ReadingChoice::One(only) = &choices.reading {
            choices.first_language = only.clone();
        }
        match self.cadence.as_deref().map(|word| cadence(word, catalogue)) {
            Some(Some(cadence)) => choices.cadence = cadence,
            Some(None) => mistakes.add("cadence", Mistake::new("mistake-cadence")),
            None => (),
        }
        match self.country.as_deref().map(|word| (word, word.parse::<Country>())) {
            Some(("", _)) => choices.country = None,
            Some((_, Ok(country))) => choices.country = Some(country),
            Some((_, Err(_))) => mistakes.add("country", Mistake::new("mistake-country")),
            None => (),
        }
        if let Some(wanted) = &self.topics {
            if !wanted.iter().all(|slug| topics.iter().any(|topic| topic.slug == *slug)) {
                mistakes.add("topics", Mistake::new("mistake-topics"));
            }
            choices.topics.clone_from(wanted);
        }
        if mistakes.is_empty() { Ok(choices) } else { Err(mistakes) }
    }
}

/// What somebody gets who said nothing: letters in one language, every issue, all topics.
pub fn unspoken(language: &Language) -> Choices {
    Choices {
        reading: ReadingChoice::One(language.clone()),
        first_language: language.clone(),
        cadence: Cadence::default(),
        country: None,
        name: None,
        topics: Vec::new(),
    }
}

fn reading(word: &str, catalogue: &Catalogue) -> Option<ReadingChoice> {
    let both = ReadingChoice::Both;
    if word == both.as_str() || is_said(word, "reading-all", catalogue) {
        return Some(both);
    }
    language(word, catalogue).map(ReadingChoice::One)
}

/// By its tag, or by its own name as a spreadsheet may say it.
fn language(word: &str, catalogue: &Catalogue) -> Option<Language> {
    let by_name = || catalogue.languages().iter().find(|language| catalogue.name(language) == word).cloned();
    catalogue.find(word).or_else(by_name)
}

fn cadence(word: &str, catalogue: &Catalogue) -> Option<Cadence> {
    let keys = [
        (Cadence::Every, "cadence-every"),
        (Cadence::Weekly, "cadence-weekly"),
        (Cadence::Monthly, "cadence-monthly"),
    ];
    let said = || keys.into_iter().find(|(_, key)| is_said(word, key, catalogue)).map(|(cadence, _)| cadence);
    word.parse().ok().or_else(said)
}

fn is_said(word: &str, key: &str, catalogue: &Catalogue) -> bool {
    let args = Args::new().with("count", catalogue.languages().len() as i64);
    catalogue.languages().iter().any(|language| catalogue.plain(language, key, &args) == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn catalogue() -> Catalogue {
        Catalogue::load(&["ar".into(), "en".into()], None).unwrap()
    }

    fn topic(slug: &str) -> Topic {
        Topic { id: 1, slug: slug.into(), names: Default::default() }
    }

    fn apply(wanted: Wanted) -> Result<Choices, Vec<&'static str>> {
        let before = unspoken(&"ar".parse().unwrap());
        let applied = wanted.applied_to(&before, &catalogue(), &[topic("rights")]);
        applied.map_err(|mistakes| mistakes.iter().map(|(field, _)| field).collect())
    }

    fn said(word: &str) -> Option<String> {
        Some(word.to_owned())
    }

    #[test]
    fn what_is_not_said_stays() {
        assert_eq!(apply(Wanted::default()), Ok(unspoken(&"ar".parse().unwrap())));
    }

    #[test]
    fn a_reader_of_one_language_has_it_first() {
        let choices =
            apply(Wanted { reading: said("en"), first_language: said("ar"), ..Wanted::default() }).unwrap();
        assert_eq!((choices.reading.as_str(), choices.first_language.as_str()), ("en", "en"));
        let choices =
            apply(Wanted { reading: said("both"), first_language: said("en"), ..Wanted::default() }).unwrap();
        assert_eq!((choices.reading.as_str(), choices.first_language.as_str()), ("both", "en"));
        let choices = apply(Wanted { reading: said("English"), ..Wanted::default() }).unwrap();
        assert_eq!(choices.reading.as_str(), "en");
    }

    #[test]
    fn a_country_and_a_name_can_be_taken_back() {
        let choices =
            apply(Wanted { country: said("lb"), name: said(" ليلى "), ..Wanted::default() }).unwrap();
        assert_eq!(choices.country.map(|country| country.as_str()), Some("LB"));
        assert_eq!(choices.name.as_ref().map(PersonName::as_str), Some("ليلى"));
        let choices = apply(Wanted { country: said(""), name: said(""), ..Wanted::default() }).unwrap();
        assert_eq!((choices.country, choices.name), (None, None));
    }

    #[test]
    fn every_wrong_word_is_named() {
        let wrong = Wanted {
            reading: said("fr"),
            first_language: said("xx"),
            cadence: said("daily"),
            country: said("Atlantis"),
            topics: Some(vec!["rights".into(), "nonsense".into()]),
            name: None,
        };
        assert_eq!(apply(wrong), Err(vec!["reading", "first_language", "cadence", "country", "topics"]));
    }
}
