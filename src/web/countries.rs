//! The names of all countries, as each language writes and sorts them.

use std::{collections::BTreeMap, sync::Arc};

use icu::{
    collator::{Collator, options::CollatorOptions},
    locale::Locale,
};

use crate::{
    i18n::{Args, Catalogue, Language},
    subscribers::Country,
    web::join_form::Choice,
};

/// Made once for the languages of the site, since sorting by a language's own order takes longer than a page may.
#[derive(Clone)]
pub struct Countries(Arc<BTreeMap<Language, Vec<Choice>>>);

impl Countries {
    /// Names and sorts them.
    ///
    /// # Errors
    /// A language's order is not known.
    pub fn new(catalogue: &Catalogue) -> anyhow::Result<Countries> {
        let languages = catalogue.languages().iter();
        let lists = languages.map(|language| Ok((language.clone(), sorted(catalogue, language)?)));
        Ok(Countries(Arc::new(lists.collect::<anyhow::Result<_>>()?)))
    }

    /// All of them for a list to choose from.
    pub fn choices(&self, language: &Language) -> Vec<Choice> {
        self.0.get(language).cloned().unwrap_or_default()
    }
}

fn sorted(catalogue: &Catalogue, language: &Language) -> anyhow::Result<Vec<Choice>> {
    let locale: Locale = language.as_str().parse()?;
    let order = Collator::try_new((&locale).into(), CollatorOptions::default())?;
    let mut countries: Vec<Choice> = Country::all()
        .map(|country| {
            let name = catalogue.plain(language, &format!("country-{}", country.as_str()), &Args::new());
            Choice::new(country.as_str(), name)
        })
        .collect();
    countries.sort_by(|a, b| order.compare(&a.label, &b.label));
    Ok(countries)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_country_has_its_name_and_its_place() {
        let catalogue = Catalogue::load(&["ar".into(), "en".into()], None).unwrap();
        let countries = Countries::new(&catalogue).unwrap();
        let names = |code: &str| -> Vec<String> {
            let choices = countries.choices(&catalogue.find(code).unwrap());
            choices.into_iter().map(|choice| choice.label).collect()
        };
        let check = |names: &[String], first: &str, then: &str| {
            let place = |name: &str| names.iter().position(|known| known == name).unwrap();
            assert!(place(first) < place(then), "{first} comes before {then}");
        };
        check(&names("en"), "Åland Islands", "Albania");
        check(&names("en"), "Togo", "Türkiye");
        check(&names("ar"), "إسبانيا", "أفغانستان");
        check(&names("ar"), "لبنان", "مصر");
        assert_eq!(names("ar").len(), 249);
        assert!(names("ar").iter().all(|name| !name.starts_with("country-")));
    }
}
