//! An editor or a program makes an article, or changes its own texts.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::store;
use super::translation::Article;
use super::turn_native::turn;
use super::wanted::Wanted;
use crate::access::{Actor, audit};
use crate::clock::Clock;
use crate::db::schema::{article_topics, articles, topics};
use crate::db::{Conn, PublicId};
use crate::i18n::Language;
use crate::subscribers::{Mistake, Mistakes};
use crate::web::Failure;

/// Makes an article of texts that are all new.
pub fn create(conn: &mut Conn, wanted: Wanted, actor: &Actor, clock: &Clock) -> Result<Article, Failure> {
    if wanted.texts.is_empty() {
        return Err(mistake("translations", "article-mistake-empty"));
    }
    let now = turn(conn, clock)?;
    let id = store::new_article(conn, now)?;
    let article = change_texts(conn, id, None, wanted, now)?;
    audit::append(conn, actor, "article.create", article.row.public_id.as_str(), "", now)?;
    Ok(article)
}

/// Changes what is named, and adds texts in languages that were missing.
pub fn change(
    conn: &mut Conn,
    id: &PublicId,
    wanted: Wanted,
    actor: &Actor,
    clock: &Clock,
) -> Result<Article, Failure> {
    let now = turn(conn, clock)?;
    let article = store::find(conn, id)?.ok_or(Failure::NotFound)?;
    audit::append(conn, actor, "article.edit", id.as_str(), "", now)?;
    change_texts(conn, article.row.id, Some(&article), wanted, now)
}

fn change_texts(
    conn: &mut Conn,
    id: i64,
    article: Option<&Article>,
    wanted: Wanted,
    now: NaiveDateTime,
) -> Result<Article, Failure> {
    for (language, text) in wanted.texts {
        let known = article.and_then(|article| article.translations.get(&language));
        if known.is_some_and(|known| !known.is_own()) {
            return Err(Failure::Conflict(Mistake::new("article-mistake-source")));
        }
        let writing = text.over(&language, known).ok_or_else(|| without_title(&language))?;
        match known {
            Some(known) => store::edit(conn, known.id, &writing, now)?,
            None => {
                store::insert(conn, id, &writing, store::Arrival::News, now)?;
            }
        }
    }
    if let Some(slugs) = wanted.topics {
        set_topics(conn, id, &slugs)?;
    }
    diesel::update(articles::table.find(id)).set(articles::updated_at.eq(now)).execute(conn)?;
    store::find_many(conn, &[id])?.pop().ok_or(Failure::NotFound)
}

/// Replaces the topics of an article.
fn set_topics(conn: &mut Conn, id: i64, slugs: &[String]) -> Result<(), Failure> {
    let found: Vec<(i64, String)> =
        topics::table.filter(topics::slug.eq_any(slugs)).select((topics::id, topics::slug)).load(conn)?;
    if slugs.iter().any(|slug| !found.iter().any(|(_, known)| known == slug)) {
        return Err(mistake("topics", "mistake-topics"));
    }
    diesel::delete(article_topics::table.filter(article_topics::article_id.eq(id))).execute(conn)?;
    for (topic, _) in found {
        diesel::insert_into(article_topics::table)
            .values((article_topics::article_id.eq(id), article_topics::topic_id.eq(topic)))
            .execute(conn)?;
    }
    Ok(())
}

fn without_title(language: &Language) -> Failure {
    let mut mistakes = Mistakes::new();
    let own = Mistakes::one("title", Mistake::new("article-mistake-title"));
    mistakes.add_within(&format!("translations.{language}"), own);
    mistakes.into()
}

fn mistake(field: &'static str, key: &'static str) -> Failure {
    Mistakes::one(field, Mistake::new(key)).into()
}
