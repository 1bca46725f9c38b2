//! Choices in words.

use crate::{
    i18n::{Args, Catalogue, Language},
    subscribers::{Cadence, ReadingChoice},
};

/// A reading choice as a reader of `language` says it. Names of languages are isolated: they run both ways.
pub fn reading(catalogue: &Catalogue, language: &Language, choice: &ReadingChoice) -> String {
    match choice {
        ReadingChoice::One(one) => catalogue.name(one).to_owned(),
        ReadingChoice::Both => {
            let names: Vec<&str> = catalogue.languages().iter().map(|one| catalogue.name(one)).collect();
            match names.as_slice() {
                [first, second] => {
                    let args = Args::new().with("first", *first).with("second", *second);
                    catalogue.text(language, "reading-pair", &args)
                }
                _ => catalogue.plain(language, "reading-all", &Args::new().with("count", names.len())),
            }
        }
    }
}

/// A cadence as a reader of `language` says it.
pub fn cadence(catalogue: &Catalogue, language: &Language, cadence: Cadence) -> String {
    catalogue.plain(language, &format!("cadence-{}", cadence.as_str()), &Args::new())
}
