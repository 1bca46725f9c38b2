//! A text on its way into the store, from a feed, a file or an editor.

use std::collections::BTreeMap;

use chrono::NaiveDateTime;
use sha2::{Digest, Sha256};

use crate::i18n::Language;

/// What somebody wrote in one language. The body is sanitised HTML.
#[derive(Debug, Clone, PartialEq)]
pub struct Writing {
    pub language: Language,
    pub title: String,
    pub summary: String,
    pub body: String,
    pub body_markdown: Option<String>,
    pub link: Option<String>,
    pub author: Option<String>,
    pub image: Option<String>,
    pub published_at: Option<NaiveDateTime>,
    pub origin: Origin,
}

/// Where a text came from, and by what it is known when it comes again.
#[derive(Debug, Clone, PartialEq)]
pub enum Origin {
    /// An entry of a source, known by its id there, with what its feed calls its translations.
    Entry { source_id: i64, external_id: String, alternates: BTreeMap<String, String>, links: Vec<String> },
    /// A file, known by its path; it may name the other's slug or file.
    File { path: String, translation_of: Option<String> },
    /// An editor's own hand, in the console or by the API.
    Hand,
}

impl Writing {
    /// Changes when the text does. The date of a source's entry does not count: what is dated in the future is dated
    /// anew with every reading.
    pub fn content_hash(&self) -> Vec<u8> {
        let is_entry = matches!(self.origin, Origin::Entry { .. });
        let published = self.published_at.filter(|_| !is_entry).map(|time| time.to_string());
        let parts = [
            Some(&self.title),
            Some(&self.summary),
            Some(&self.body),
            self.body_markdown.as_ref(),
            self.link.as_ref(),
            self.author.as_ref(),
            self.image.as_ref(),
            published.as_ref(),
        ];
        let mut hash = Sha256::new();
        for part in parts {
            let part = part.map_or("", String::as_str);
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
        hash.finalize().to_vec()
    }
}
