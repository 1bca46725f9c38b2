//! A text is stored once: the same entry, file or link again is the same translation.

use std::collections::HashSet;

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::slugs;
use crate::articles::slug;
use crate::articles::writing::{Origin, Writing};
use crate::db::schema::{articles, translations};
use crate::db::{Conn, PublicId};

/// What became of a text; the id is its translation's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recorded {
    New(i64),
    Updated(i64),
    Unchanged(i64),
}

impl Recorded {
    /// The translation.
    pub fn id(self) -> i64 {
        match self {
            Recorded::New(id) | Recorded::Updated(id) | Recorded::Unchanged(id) => id,
        }
    }
}

/// Whether a new text is news.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arrival {
    News,
    /// It came with the first reading of its source, and is never mailed by itself.
    Baseline,
}

/// Stores a text as a translation, in an article of its own when it is new. `present` are the ids of all entries that
/// came with it: a link that two of them share says nothing about which is which.
pub fn record(
    conn: &mut Conn,
    writing: &Writing,
    arrival: Arrival,
    present: &HashSet<String>,
    now: NaiveDateTime,
) -> QueryResult<Recorded> {
    let Some(known) = find_known(conn, writing, present)? else {
        let article_id = new_article(conn, now)?;
        return insert(conn, article_id, writing, arrival, now).map(Recorded::New);
    };
    let belongs_here = match &writing.origin {
        Origin::Entry { source_id, external_id, .. } => {
            known.source_id == Some(*source_id) && {
                remember_entry(conn, known.id, external_id)?;
                true
            }
        }
        Origin::File { .. } | Origin::Hand => known.source_id.is_none(),
    };
    if !belongs_here || known.content_hash == writing.content_hash() {
        return Ok(Recorded::Unchanged(known.id));
    }
    edit(conn, known.id, writing, now)?;
    Ok(Recorded::Updated(known.id))
}

/// Gives a translation a new text. Its address stays, since others have linked to it.
pub fn edit(conn: &mut Conn, id: i64, writing: &Writing, now: NaiveDateTime) -> QueryResult<()> {
    let this = translations::table.find(id);
    diesel::update(this)
        .set((
            translations::title.eq(&writing.title),
            translations::summary.eq(&writing.summary),
            translations::body.eq(&writing.body),
            translations::body_markdown.eq(&writing.body_markdown),
            translations::link.eq(&writing.link),
            translations::author.eq(&writing.author),
            translations::image.eq(&writing.image),
            translations::content_hash.eq(writing.content_hash()),
            translations::updated_at.eq(now),
        ))
        .execute(conn)?;
    if let Some(published_at) = writing.published_at {
        diesel::update(this).set(translations::published_at.eq(published_at)).execute(conn)?;
    }
    if let Origin::File { translation_of, .. } = &writing.origin {
        diesel::update(this).set(translations::translation_of.eq(translation_of)).execute(conn)?;
    }
    let article = translations::table.find(id).select(translations::article_id);
    let article_id: i64 = article.first(conn)?;
    diesel::update(articles::table.find(article_id)).set(articles::updated_at.eq(now)).execute(conn)?;
    Ok(())
}

/// An article without a text yet.
pub fn new_article(conn: &mut Conn, now: NaiveDateTime) -> QueryResult<i64> {
    let row = (
        articles::public_id.eq(PublicId::random()),
        articles::created_at.eq(now),
        articles::updated_at.eq(now),
    );
    diesel::insert_into(articles::table)
        .values(row)
        .returning((articles::id,))
        .get_result(conn)
        .map(|(id,)| id)
}

/// Stores a new text in an article that has none in its language.
pub fn insert(
    conn: &mut Conn,
    article_id: i64,
    writing: &Writing,
    arrival: Arrival,
    now: NaiveDateTime,
) -> QueryResult<i64> {
    let (mut source, mut external, mut file, mut translation_of) = (None, None, None, None);
    let (mut alternates, mut links) = ("{}".to_owned(), "[]".to_owned());
    match &writing.origin {
        Origin::Entry { source_id, external_id, alternates: named, links: linked } => {
            (source, external) = (Some(*source_id), Some(external_id.clone()));
            alternates = serde_json::json!(named).to_string();
            links = serde_json::json!(linked).to_string();
        }
        Origin::File { path, translation_of: of } => {
            (file, translation_of) = (Some(path.clone()), of.clone());
        }
        Origin::Hand => {}
    }
    let hash = writing.content_hash();
    let wanted = slug::choose(writing.link.as_deref(), file.as_deref(), &writing.title);
    let row = (
        translations::article_id.eq(article_id),
        translations::language.eq(&writing.language),
        translations::slug.eq(slugs::free(conn, &writing.language, &wanted, &hash)?),
        translations::title.eq(&writing.title),
        translations::summary.eq(&writing.summary),
        translations::body.eq(&writing.body),
        translations::body_markdown.eq(&writing.body_markdown),
        translations::link.eq(&writing.link),
        translations::author.eq(&writing.author),
        translations::image.eq(&writing.image),
        translations::alternates.eq(alternates),
        translations::links.eq(links),
        translations::published_at.eq(writing.published_at.unwrap_or(now)),
        translations::first_seen_at.eq(now),
        translations::updated_at.eq(now),
        translations::source_id.eq(source),
        translations::external_id.eq(external),
        translations::origin.eq(file),
        translations::translation_of.eq(translation_of),
        translations::content_hash.eq(hash),
        translations::baseline.eq(arrival == Arrival::Baseline),
    );
    diesel::insert_into(translations::table)
        .values(row)
        .returning((translations::id,))
        .get_result(conn)
        .map(|(id,)| id)
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = translations)]
struct Known {
    id: i64,
    source_id: Option<i64>,
    external_id: Option<String>,
    content_hash: Vec<u8>,
}

/// By the entry's id in its source or by the file's path; else by the link, for a source may give an entry a new id.
fn find_known(conn: &mut Conn, writing: &Writing, present: &HashSet<String>) -> QueryResult<Option<Known>> {
    let in_language = translations::table.filter(translations::language.eq(&writing.language));
    let by_origin = match &writing.origin {
        Origin::Entry { source_id, external_id, .. } => translations::table
            .filter(translations::source_id.eq(source_id).and(translations::external_id.eq(external_id)))
            .select(Known::as_select())
            .first(conn)
            .optional()?,
        Origin::File { path, .. } => in_language
            .filter(translations::origin.eq(path))
            .select(Known::as_select())
            .first(conn)
            .optional()?,
        Origin::Hand => return Ok(None),
    };
    let (None, Some(link)) = (&by_origin, &writing.link) else {
        return Ok(by_origin);
    };
    let by_link: Vec<Known> = in_language
        .filter(translations::link.eq(link))
        .order(translations::id)
        .select(Known::as_select())
        .load(conn)?;
    Ok(by_link.into_iter().find(|known| !known.external_id.as_ref().is_some_and(|id| present.contains(id))))
}

fn remember_entry(conn: &mut Conn, id: i64, external_id: &str) -> QueryResult<usize> {
    let changed = translations::table.find(id).filter(translations::external_id.ne(external_id));
    diesel::update(changed).set(translations::external_id.eq(external_id)).execute(conn)
}
