//! Choices in words.

use crate::{
    i18n::{Args, Catalogue, Language},
    subscribers::{Cadence, ReadingChoice},
};

/// A reading choice as a reader of `language` says it, in the words of the form to join.
pub fn reading(catalogue: &Catalogue, language: &Language, choice: &ReadingChoice) -> String {
    match choice {
        ReadingChoice::One(one) => catalogue.name(one).to_owned(),
        ReadingChoice::Both => {
            let count = catalogue.languages().len();
            catalogue.plain(language, "reading-all", &Args::new().with("count", count))
        }
    }
}

/// A cadence as a reader of `language` says it.
pub fn cadence(catalogue: &Catalogue, language: &Language, cadence: Cadence) -> String {
    catalogue.plain(language, &format!("cadence-{}", cadence.as_str()), &Args::new())
}
