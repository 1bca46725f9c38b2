//! What the campaign writes about. A subscriber who chose no topic gets all of them.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde::Serialize;

use crate::{
    db::{
        Conn, execute_native,
        schema::{subscriber_topics, topic_names, topics},
    },
    i18n::Language,
};

/// A topic with its name in every language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Topic {
    #[serde(skip)]
    pub id: i64,
    pub slug: String,
    pub names: BTreeMap<String, String>,
}

impl Topic {
    /// Its name in a language, else its slug.
    pub fn name(&self, language: &Language) -> &str {
        self.names.get(language.as_str()).unwrap_or(&self.slug)
    }
}

/// All topics, in the order in which they were added.
pub fn list(conn: &mut Conn) -> QueryResult<Vec<Topic>> {
    let rows: Vec<(i64, String)> =
        topics::table.order(topics::id).select((topics::id, topics::slug)).load(conn)?;
    let names: Vec<(i64, String, String)> = topic_names::table
        .select((topic_names::topic_id, topic_names::language, topic_names::name))
        .load(conn)?;
    let mut found: Vec<Topic> =
        rows.into_iter().map(|(id, slug)| Topic { id, slug, names: BTreeMap::new() }).collect();
    for (id, language, name) in names {
        if let Some(topic) = found.iter_mut().find(|topic| topic.id == id) {
            topic.names.insert(language, name);
        }
    }
    Ok(found)
}

/// Adds a topic. None if there is one of this slug, which stays as it is.
pub fn add(
    conn: &mut Conn,
    slug: &str,
    names: &BTreeMap<String, String>,
    now: NaiveDateTime,
) -> QueryResult<Option<Topic>> {
    if !insert(conn, slug, now)? {
        return Ok(None);
    }
    let id = name(conn, slug, names)?;
    Ok(Some(Topic { id, slug: slug.to_owned(), names: names.clone() }))
}

/// Adds a topic, or gives it new names.
pub fn put(
    conn: &mut Conn,
    slug: &str,
    names: &BTreeMap<String, String>,
    now: NaiveDateTime,
) -> QueryResult<i64> {
    insert(conn, slug, now)?;
    name(conn, slug, names)
}

/// True if the slug was free.
fn insert(conn: &mut Conn, slug: &str, now: NaiveDateTime) -> QueryResult<bool> {
    let row = (topics::slug.eq(slug.to_owned()), topics::created_at.eq(now));
    let insert = diesel::insert_into(topics::table).values(row).on_conflict_do_nothing();
    Ok(execute_native(conn, insert)? == 1)
}

fn name(conn: &mut Conn, slug: &str, names: &BTreeMap<String, String>) -> QueryResult<i64> {
    let id: i64 = topics::table.filter(topics::slug.eq(slug)).select(topics::id).first(conn)?;
    for (language, name) in names {
        let row = (
            topic_names::topic_id.eq(id),
            topic_names::language.eq(language.clone()),
            topic_names::name.eq(name.clone()),
        );
        execute_native(
            conn,
            diesel::insert_into(topic_names::table)
                .values(row)
                .on_conflict((topic_names::topic_id, topic_names::language))
                .do_update()
                .set(topic_names::name.eq(name.clone())),
        )?;
    }
    Ok(id)
}

/// What a subscriber chose; nothing is everything.
pub fn chosen_by(conn: &mut Conn, subscriber_id: i64) -> QueryResult<Vec<String>> {
    subscriber_topics::table
        .inner_join(topics::table)
        .filter(subscriber_topics::subscriber_id.eq(subscriber_id))
        .order(topics::id)
        .select(topics::slug)
        .load(conn)
}

/// What each of some subscribers chose, in one query; who is not in it chose nothing, which is everything.
pub fn chosen_by_all(
    conn: &mut Conn,
    subscriber_ids: impl IntoIterator<Item = i64>,
) -> QueryResult<HashMap<i64, Vec<String>>> {
    let ids: Vec<i64> = subscriber_ids.into_iter().collect();
    let rows: Vec<(i64, String)> = subscriber_topics::table
        .inner_join(topics::table)
        .filter(subscriber_topics::subscriber_id.eq_any(ids))
        .order(topics::id)
        .select((subscriber_topics::subscriber_id, topics::slug))
        .load(conn)?;
    let mut chosen: HashMap<i64, Vec<String>> = HashMap::new();
    for (id, slug) in rows {
        chosen.entry(id).or_default().push(slug);
    }
    Ok(chosen)
}

/// Replaces what a subscriber chose. Slugs that are no topic are passed over.
pub fn choose(conn: &mut Conn, subscriber_id: i64, slugs: &[String]) -> QueryResult<()> {
    diesel::delete(subscriber_topics::table.filter(subscriber_topics::subscriber_id.eq(subscriber_id)))
        .execute(conn)?;
    let ids: Vec<i64> = topics::table.filter(topics::slug.eq_any(slugs)).select(topics::id).load(conn)?;
    for id in ids {
        diesel::insert_into(subscriber_topics::table)
            .values((subscriber_topics::subscriber_id.eq(subscriber_id), subscriber_topics::topic_id.eq(id)))
            .execute(conn)?;
    }
    Ok(())
}
