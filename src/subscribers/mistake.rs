//! What is wrong with something that a person typed, as a sentence of the catalogue.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer, ser::SerializeMap};

use crate::i18n::{Arg, Args, Catalogue, Language};

/// One thing that is wrong: the key of a sentence in `locales/`, and what it mentions.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Mistake {
    pub key: &'static str,
    pub mentions: Args,
}

impl Mistake {
    /// A mistake that mentions nothing.
    pub fn new(key: &'static str) -> Mistake {
        Mistake { key, mentions: Args::new() }
    }

    /// The same, mentioning `value` where the sentence says `{ $name }`.
    pub fn mentioning(self, name: &'static str, value: impl Into<Arg>) -> Mistake {
        Mistake { mentions: self.mentions.with(name, value), ..self }
    }

    /// The sentence in a person's language, without isolating marks: programs show it where they like.
    pub fn text(&self, catalogue: &Catalogue, language: &Language) -> String {
        catalogue.plain(language, self.key, &self.mentions)
    }
}

/// What is wrong with a form, field by field, in the order of the form.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Mistakes(Vec<Noted>);

#[derive(Debug, Clone, PartialEq)]
struct Noted {
    /// Where in a program's JSON the field lies, with a dot at its end; empty at the top.
    part: String,
    field: &'static str,
    mistake: Mistake,
}

/// As a map in the order of the form, which is how templates take it.
impl Serialize for Mistakes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (field, mistake) in self.iter() {
            map.serialize_entry(field, mistake)?;
        }
        map.end()
    }
}

impl Mistakes {
    /// Nothing is wrong so far.
    pub fn new() -> Mistakes {
        Mistakes::default()
    }

    /// A single mistake.
    pub fn one(field: &'static str, mistake: Mistake) -> Mistakes {
        Mistakes(vec![Noted { part: String::new(), field, mistake }])
    }

    /// Notes a mistake beside a field; the first of a field stands.
    pub fn add(&mut self, field: &'static str, mistake: Mistake) {
        if !self.0.iter().any(|known| known.part.is_empty() && known.field == field) {
            self.0.push(Noted { part: String::new(), field, mistake });
        }
    }

    /// Notes what is wrong with the fields of a part of the whole, such as `translations.ar`.
    pub fn add_within(&mut self, part: &str, mistakes: Mistakes) {
        let within = |noted: Noted| Noted { part: format!("{part}.{}", noted.part), ..noted };
        self.0.extend(mistakes.0.into_iter().map(within));
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Each field, without the part that it lies in, and what is wrong with it.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &Mistake)> {
        self.0.iter().map(|noted| (noted.field, &noted.mistake))
    }

    /// Field to sentence, as `application/problem+json` shows them; a field of a part has its whole path.
    pub fn texts(&self, catalogue: &Catalogue, language: &Language) -> BTreeMap<String, String> {
        let text = |noted: &Noted| {
            (format!("{}{}", noted.part, noted.field), noted.mistake.text(catalogue, language))
        };
        self.0.iter().map(text).collect()
    }
}
