//! A topic as somebody wants it, and what is wrong with that.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::{
    i18n::Catalogue,
    subscribers::{Mistake, Mistakes},
};

/// A short name for links, and a name in every language.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
pub struct TopicWanted {
    /// Small Latin letters, digits and hyphens.
    pub slug: String,
    /// By language.
    pub names: BTreeMap<String, String>,
}

impl TopicWanted {
    /// Whether the topic can be kept like this: every language of the site needs its name, and no other has one.
    pub fn check(&self, catalogue: &Catalogue) -> Result<(), Mistakes> {
        let mut mistakes = Mistakes::new();
        if !is_slug(&self.slug) {
            mistakes.add("slug", Mistake::new("topics-mistake-slug"));
        }
        let is_named = |language: &str| self.names.get(language).is_some_and(|name| is_name(name));
        let all_named = catalogue.languages().iter().all(|language| is_named(language.as_str()));
        if !all_named || self.names.keys().any(|tag| catalogue.find(tag).is_none()) {
            mistakes.add("names", Mistake::new("topics-mistake-name"));
        }
        if mistakes.is_empty() { Ok(()) } else { Err(mistakes) }
    }
}

fn is_slug(slug: &str) -> bool {
    let plain = slug.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'));
    plain && (1..=64).contains(&slug.len()) && !slug.starts_with('-')
}

fn is_name(name: &str) -> bool {
    (1..=80).contains(&name.trim().chars().count()) && !name.chars().any(char::is_control)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_topic_has_a_short_name_and_a_name_in_every_language() {
        let catalogue = Catalogue::load(&["ar".into(), "en".into()], None).unwrap();
        let check = |slug: &str, names: &[(&str, &str)], wrong: &[&str]| {
            let names = names.iter().map(|(tag, name)| (tag.to_string(), name.to_string())).collect();
            let result = TopicWanted { slug: slug.to_owned(), names }.check(&catalogue);
            let fields: Vec<_> =
                result.err().iter().flat_map(Mistakes::iter).map(|(field, _)| field).collect();
            assert_eq!(fields, wrong, "{slug}");
        };
        let both = [("ar", "حقوق"), ("en", "Rights")];
        check("rights", &both, &[]);
        check("rights-2", &both, &[]);
        for slug in ["", "-x", "Rights", "حقوق", "a b", "../x"] {
            check(slug, &both, &["slug"]);
        }
        check("rights", &[("en", "Rights")], &["names"]);
        check("rights", &[("ar", " "), ("en", "Rights")], &["names"]);
        check("rights", &[("ar", "حقوق"), ("en", "Rights"), ("fr", "Droits")], &["names"]);
    }
}
