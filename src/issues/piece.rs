//! An article as an issue carries it.

use std::collections::BTreeMap;

use chrono::NaiveDateTime;
use diesel::prelude::*;

use crate::{
    db::{
        Conn, PublicId,
        schema::{articles, translations},
    },
    i18n::Language,
    issues::Missing,
};

/// One article with all of its translations.
#[derive(Debug, Clone, PartialEq)]
pub struct Piece {
    pub id: i64,
    pub public_id: PublicId,
    pub translations: BTreeMap<Language, Translation>,
}

/// The text of an article in one language, as far as a letter shows it.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable)]
#[diesel(table_name = translations)]
pub struct Translation {
    pub article_id: i64,
    pub language: Language,
    pub slug: String,
    pub title: String,
    pub summary: String,
    pub link: Option<String>,
    pub published_at: NaiveDateTime,
    pub first_seen_at: NaiveDateTime,
    /// It came with the first reading of its source: it was there before us.
    pub baseline: bool,
}

/// What readers of one language see of an article.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shown<'a> {
    pub text: &'a Translation,
    /// Whether it is in another language than theirs, and says so.
    pub borrowed: bool,
}

impl Piece {
    /// What readers of `language` see of this article; nothing if it is left out for them. `site` says which other
    /// language comes first.
    pub fn shown(&self, language: &Language, missing: Missing, site: &[Language]) -> Option<Shown<'_>> {
        if let Some(text) = self.translations.get(language) {
            return Some(Shown { text, borrowed: false });
        }
        if missing == Missing::LeaveOut {
            return None;
        }
        let known = site.iter().find_map(|other| self.translations.get(other));
        known.or_else(|| self.translations.values().next()).map(|text| Shown { text, borrowed: true })
    }

    /// When it was last published in any language.
    pub fn published_at(&self) -> Option<NaiveDateTime> {
        self.translations.values().map(|text| text.published_at).max()
    }

    /// Its title for those who write the issue: in this language, else in any.
    pub fn title(&self, language: &Language, site: &[Language]) -> &str {
        self.shown(language, Missing::OtherLanguage, site).map_or("", |shown| &shown.text.title)
    }
}

/// The articles of these ids that still have a text, in the order of `ids`.
pub fn load(conn: &mut Conn, ids: &[i64]) -> QueryResult<Vec<Piece>> {
    let known: Vec<(i64, PublicId)> = articles::table
        .filter(articles::id.eq_any(ids))
        .select((articles::id, articles::public_id))
        .load(conn)?;
    let mut texts: BTreeMap<i64, BTreeMap<Language, Translation>> = BTreeMap::new();
    let rows = translations::table.filter(translations::article_id.eq_any(ids));
    for text in rows.select(Translation::as_select()).load::<Translation>(conn)? {
        texts.entry(text.article_id).or_default().insert(text.language.clone(), text);
    }
    let mut public_ids: BTreeMap<i64, PublicId> = known.into_iter().collect();
    let pieces = ids.iter().filter_map(|id| {
        let translations = texts.remove(id)?;
        Some(Piece { id: *id, public_id: public_ids.remove(id)?, translations })
    });
    Ok(pieces.collect())
}

/// The articles that were published last, the newest first.
pub fn latest(conn: &mut Conn, limit: i64) -> QueryResult<Vec<Piece>> {
    let rows = translations::table.order((translations::published_at.desc(), translations::id.desc()));
    let newest: Vec<i64> = rows.limit(limit * 2).select(translations::article_id).load(conn)?;
    let mut ids: Vec<i64> = Vec::new();
    for id in newest {
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    load(conn, &ids)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A piece with a title in each of these languages.
    pub fn piece(id: i64, titles: &[(&str, &str)]) -> Piece {
        let seen: NaiveDateTime = "2026-11-01T08:00:00".parse().unwrap();
        let text = |(language, title): &(&str, &str)| {
            let language: Language = language.parse().unwrap();
            let text = Translation {
                article_id: id,
                language: language.clone(),
                slug: format!("piece-{id}"),
                title: (*title).to_owned(),
                summary: format!("About {title}"),
                link: None,
                published_at: seen,
                first_seen_at: seen,
                baseline: false,
            };
            (language, text)
        };
        Piece { id, public_id: PublicId::random(), translations: titles.iter().map(text).collect() }
    }

    pub fn languages(tags: &[&str]) -> Vec<Language> {
        tags.iter().map(|tag| tag.parse().unwrap()).collect()
    }

    #[test]
    fn a_missing_translation_is_borrowed_or_left_out() {
        let site = languages(&["ar", "en", "fa"]);
        let both = piece(1, &[("ar", "عنوان"), ("en", "Title")]);
        let check = |of: &Piece, language: usize, missing, expected: Option<(&str, bool)>| {
            let shown = of.shown(&site[language], missing, &site);
            assert_eq!(shown.map(|it| (it.text.title.as_str(), it.borrowed)), expected);
        };
        check(&both, 1, Missing::LeaveOut, Some(("Title", false)));
        check(&both, 2, Missing::OtherLanguage, Some(("عنوان", true)));
        check(&both, 2, Missing::LeaveOut, None);
        check(&piece(2, &[("de", "Titel")]), 0, Missing::OtherLanguage, Some(("Titel", true)));
    }
}
