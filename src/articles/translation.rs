//! Articles as they are stored: one piece of writing, and its texts by language.

use std::collections::BTreeMap;

use chrono::NaiveDateTime;
use diesel::prelude::*;

use crate::db::PublicId;
use crate::db::schema::{articles, translations};
use crate::i18n::Language;

/// One text of an article.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable)]
#[diesel(table_name = translations)]
pub struct Translation {
    pub id: i64,
    pub article_id: i64,
    pub language: Language,
    pub slug: String,
    pub title: String,
    pub summary: String,
    /// HTML, sanitised when it was stored.
    pub body: String,
    pub body_markdown: Option<String>,
    pub link: Option<String>,
    pub author: Option<String>,
    pub image: Option<String>,
    pub published_at: NaiveDateTime,
    pub first_seen_at: NaiveDateTime,
    pub updated_at: NaiveDateTime,
    pub source_id: Option<i64>,
    /// Came with the first successful read of its source; never mailed by itself.
    pub baseline: bool,
}

impl Translation {
    /// Where everybody can read it here.
    pub fn path(&self) -> String {
        path(&self.language, &self.slug)
    }

    /// Tells whether editors may change it: what a source gives comes from there again.
    pub fn is_own(&self) -> bool {
        self.source_id.is_none()
    }
}

/// The address of a translation's page, percent-encoded.
pub fn path(language: &Language, slug: &str) -> String {
    let slug = percent_encoding::utf8_percent_encode(slug, percent_encoding::NON_ALPHANUMERIC).to_string();
    format!("/{language}/articles/{}", slug.replace("%2D", "-").replace("%5F", "_"))
}

/// A row of `articles`.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable)]
#[diesel(table_name = articles)]
pub struct ArticleRow {
    pub id: i64,
    pub public_id: PublicId,
    pub created_at: NaiveDateTime,
    pub updated_at: NaiveDateTime,
}

/// An article with all its translations, by language.
#[derive(Debug, Clone, PartialEq)]
pub struct Article {
    pub row: ArticleRow,
    pub translations: BTreeMap<Language, Translation>,
}

impl Article {
    /// When it was published first, in whichever language.
    pub fn published_at(&self) -> NaiveDateTime {
        let times = self.translations.values().map(|translation| translation.published_at);
        times.min().unwrap_or(self.row.created_at)
    }
}
