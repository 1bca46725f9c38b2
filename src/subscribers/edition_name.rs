//! Which languages an edition has, in which order: `ar`, `en`, `ar+en`, `en+ar`.

use std::{fmt, str::FromStr};

use crate::i18n::Language;

/// The languages of an edition, first on top; never empty, none twice.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EditionName(Vec<Language>);

impl EditionName {
    /// An edition in one language.
    pub fn one(language: Language) -> EditionName {
        EditionName(vec![language])
    }

    /// An edition in all languages of the site, `first` on top.
    pub fn all(first: &Language, site: &[Language]) -> EditionName {
        let rest = site.iter().filter(|language| *language != first);
        EditionName(std::iter::once(first).chain(rest).cloned().collect())
    }

    /// Every edition that a reader of this site may have chosen.
    pub fn every(site: &[Language]) -> Vec<EditionName> {
        let single = site.iter().cloned().map(EditionName::one);
        let mixed = site.iter().filter(|_| site.len() > 1).map(|first| EditionName::all(first, site));
        single.chain(mixed).collect()
    }

    /// Its languages, the one on top first.
    pub fn languages(&self) -> &[Language] {
        &self.0
    }

    /// The language on top.
    pub fn first(&self) -> &Language {
        &self.0[0]
    }
}

impl fmt::Display for EditionName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let codes: Vec<&str> = self.0.iter().map(Language::as_str).collect();
        f.write_str(&codes.join("+"))
    }
}

impl FromStr for EditionName {
    type Err = String;

    /// `+`, a space (what a `+` becomes in a query) or a comma separates.
    fn from_str(raw: &str) -> Result<Self, String> {
        let mut languages: Vec<Language> = Vec::new();
        for code in raw.split(['+', ' ', ',']) {
            let language: Language = code.parse().map_err(|_| format!("no such edition: {raw}"))?;
            if languages.contains(&language) {
                return Err(format!("no such edition: {raw}"));
            }
            languages.push(language);
        }
        Ok(EditionName(languages))
    }
}
