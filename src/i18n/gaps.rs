//! What a language of the site lacks: its readers get those sentences in another language.

use std::collections::BTreeSet;
use std::path::Path;

use fluent_syntax::ast::Entry;

use super::Language;
use super::sentences::{Sentences, embedded_languages, read};

/// The keys that the binary's languages have and this one has not, with what the owner lays over it.
pub fn gaps(language: &Language, overlay: Option<&Path>) -> anyhow::Result<Vec<String>> {
    let mut all = BTreeSet::new();
    for embedded in embedded_languages() {
        all.extend(keys(&read(&embedded, None)?));
    }
    let own = keys(&read(language, overlay)?);
    Ok(all.difference(&own).cloned().collect())
}

fn keys(sentences: &Sentences) -> BTreeSet<String> {
    sentences
        .embedded
        .iter()
        .chain(&sentences.overlay)
        .flat_map(|resource| resource.entries())
        .filter_map(|entry| match entry {
            Entry::Message(message) => Some(message.id.name.to_owned()),
            _ => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_language_lacks_what_nobody_has_said_in_it_yet() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::create_dir(dir.path().join("fa")).unwrap();
        std::fs::write(dir.path().join("fa/all.ftl"), "language-name = فارسی\n").unwrap();
        let missing = gaps(&"fa".parse().unwrap(), Some(dir.path())).unwrap();
        assert!(!missing.contains(&"language-name".to_owned()));
        assert!(missing.contains(&"language-direction".to_owned()));
        for language in embedded_languages() {
            assert_eq!(gaps(&language, None).unwrap(), [""; 0]);
        }
    }
}
