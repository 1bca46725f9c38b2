//! The folders of sentences: those of the binary and those that an owner lays over them.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, anyhow, bail};
use fluent_bundle::FluentResource;
use rust_embed::RustEmbed;

use super::Language;

#[derive(RustEmbed)]
#[folder = "locales"]
#[include = "*.ftl"]
struct Embedded;

/// The sentences of one language, as they were read.
#[derive(Default)]
pub struct Sentences {
    pub embedded: Vec<Arc<FluentResource>>,
    pub overlay: Vec<Arc<FluentResource>>,
}

impl Sentences {
    /// Whether anybody wrote a sentence of the language.
    pub fn is_empty(&self) -> bool {
        self.embedded.is_empty() && self.overlay.is_empty()
    }
}

/// The languages that the binary brings.
pub fn embedded_languages() -> BTreeSet<Language> {
    Embedded::iter()
        .filter_map(|path| path.split_once('/').and_then(|(folder, _)| folder.parse().ok()))
        .collect()
}

/// Reads the sentences of a language; `overlay` is the folder that holds a folder for each language.
pub fn read(language: &Language, overlay: Option<&Path>) -> anyhow::Result<Sentences> {
    let mut sentences = Sentences::default();
    for path in Embedded::iter().filter(|path| folder_of(path) == Some(language.as_str())) {
        let file = Embedded::get(&path).ok_or_else(|| anyhow!("{path} went away while it was read"))?;
        sentences.embedded.push(parse(&path, String::from_utf8(file.data.into_owned())?)?);
    }
    let Some(folder) = overlay.map(|overlay| overlay.join(language.as_str())).filter(|it| it.is_dir()) else {
        return Ok(sentences);
    };
    let entries = folder.read_dir().with_context(|| format!("reading {}", folder.display()))?;
    for entry in entries {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "ftl") {
            let source =
                std::fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
            sentences.overlay.push(parse(&path.display().to_string(), source)?);
        }
    }
    Ok(sentences)
}

fn folder_of(path: &str) -> Option<&str> {
    path.split_once('/').map(|(folder, _)| folder)
}

fn parse(name: &str, source: String) -> anyhow::Result<Arc<FluentResource>> {
    match FluentResource::try_new(source) {
        Ok(resource) => Ok(Arc::new(resource)),
        Err((resource, errors)) => {
            let first = errors.first().map(|error| {
                let line = resource.source()[..error.pos.start].lines().count().max(1);
                format!("line {line}: {error}")
            });
            bail!("{name} is no list of Fluent sentences: {}", first.unwrap_or_default())
        }
    }
}
