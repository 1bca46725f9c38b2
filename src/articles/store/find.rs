//! Articles are found by their public id, by a slug in a language, or by both in the words of a command.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDateTime;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Timestamp;

use crate::articles::translation::{Article, ArticleRow, Translation};
use crate::db::schema::{articles, translations};
use crate::db::{Conn, PublicId};
use crate::i18n::Language;

/// One article.
pub fn find(conn: &mut Conn, id: &PublicId) -> QueryResult<Option<Article>> {
    let row: Option<ArticleRow> = articles::table
        .filter(articles::public_id.eq(id))
        .select(ArticleRow::as_select())
        .first(conn)
        .optional()?;
    row.map_or(Ok(None), |row| with_translations(conn, vec![row]).map(|found| found.into_iter().next()))
}

/// The articles with these ids, in this order.
pub fn find_many(conn: &mut Conn, ids: &[i64]) -> QueryResult<Vec<Article>> {
    let rows: Vec<ArticleRow> =
        articles::table.filter(articles::id.eq_any(ids)).select(ArticleRow::as_select()).load(conn)?;
    let mut found: HashMap<i64, Article> =
        with_translations(conn, rows)?.into_iter().map(|article| (article.row.id, article)).collect();
    Ok(ids.iter().filter_map(|id| found.remove(id)).collect())
}

/// The article that has this slug in this language.
pub fn find_by_slug(conn: &mut Conn, language: &Language, slug: &str) -> QueryResult<Option<Article>> {
    let article_id: Option<i64> = translations::table
        .filter(translations::language.eq(language).and(translations::slug.eq(slug)))
        .select(translations::article_id)
        .first(conn)
        .optional()?;
    article_id.map_or(Ok(None), |id| find_many(conn, &[id]).map(|found| found.into_iter().next()))
}

/// The article that a translation belongs to.
pub fn of_translation(conn: &mut Conn, translation_id: i64) -> QueryResult<Option<Article>> {
    let article_id: Option<i64> =
        translations::table.find(translation_id).select(translations::article_id).first(conn).optional()?;
    article_id.map_or(Ok(None), |id| find_many(conn, &[id]).map(|found| found.into_iter().next()))
}

/// What an article that was joined with another has become.
pub fn of_any_text(conn: &mut Conn, before: &Article) -> QueryResult<Option<Article>> {
    match before.translations.values().next() {
        Some(text) => of_translation(conn, text.id),
        None => Ok(None),
    }
}

/// A translation by its language and slug.
pub fn find_translation(
    conn: &mut Conn,
    language: &Language,
    slug: &str,
) -> QueryResult<Option<Translation>> {
    translations::table
        .filter(translations::language.eq(language).and(translations::slug.eq(slug)))
        .select(Translation::as_select())
        .first(conn)
        .optional()
}

/// All articles that have this slug, in whichever language.
pub fn all_named(conn: &mut Conn, slug: &str) -> QueryResult<Vec<Article>> {
    let ids: Vec<i64> = translations::table
        .filter(translations::slug.eq(slug))
        .order(translations::article_id)
        .select(translations::article_id)
        .distinct()
        .load(conn)?;
    find_many(conn, &ids)
}

/// The newest texts in a language.
pub fn newest(conn: &mut Conn, language: &Language, limit: i64) -> QueryResult<Vec<Translation>> {
    list_in(conn, language, None, limit)
}

/// Texts in a language, the newest first, behind the given one.
pub fn list_in(
    conn: &mut Conn,
    language: &Language,
    after: Option<&Translation>,
    limit: i64,
) -> QueryResult<Vec<Translation>> {
    let mut query = translations::table
        .filter(translations::language.eq(language))
        .order((translations::published_at.desc(), translations::id.desc()))
        .limit(limit)
        .select(Translation::as_select())
        .into_boxed();
    if let Some(last) = after {
        let earlier = translations::published_at.lt(last.published_at);
        let same_time = translations::published_at.eq(last.published_at).and(translations::id.lt(last.id));
        query = query.filter(earlier.or(same_time));
    }
    query.load(conn)
}

/// When an article was published: when its first text was.
const PUBLISHED: &str = "COALESCE((SELECT MIN(published_at) FROM translations WHERE article_id = articles.id), \
                         articles.created_at)";

/// Articles, the last published first, behind the one with this id.
pub fn list(conn: &mut Conn, after: Option<&PublicId>, limit: i64) -> QueryResult<Vec<Article>> {
    let published = || sql::<Timestamp>(PUBLISHED);
    let mut query = articles::table
        .order((published().desc(), articles::id.desc()))
        .limit(limit)
        .select(ArticleRow::as_select())
        .into_boxed();
    if let Some(after) = after {
        let last = articles::table.filter(articles::public_id.eq(after)).select((published(), articles::id));
        let last: Option<(NaiveDateTime, i64)> = last.first(conn).optional()?;
        let Some((at, id)) = last else { return Ok(Vec::new()) };
        query = query.filter(published().lt(at).or(published().eq(at).and(articles::id.lt(id))));
    }
    let rows = query.load(conn)?;
    with_translations(conn, rows)
}

fn with_translations(conn: &mut Conn, rows: Vec<ArticleRow>) -> QueryResult<Vec<Article>> {
    let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
    let mut of: HashMap<i64, BTreeMap<Language, Translation>> = HashMap::new();
    // A statement takes a limited number of values.
    for ids in ids.chunks(1000) {
        let texts: Vec<Translation> = translations::table
            .filter(translations::article_id.eq_any(ids))
            .order(translations::id)
            .select(Translation::as_select())
            .load(conn)?;
        for text in texts {
            of.entry(text.article_id).or_default().insert(text.language.clone(), text);
        }
    }
    let article = |row: ArticleRow| Article { translations: of.remove(&row.id).unwrap_or_default(), row };
    Ok(rows.into_iter().map(article).collect())
}
