//! Two articles become one, or a translation leaves its article.

use std::collections::BTreeSet;

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::{Evidence, State, note};
use crate::articles::store;
use crate::db::Conn;
use crate::db::schema::{article_topics, articles, issue_articles, translations};

/// What came of an attempt to pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Joined {
    Paired,
    /// They were one article before.
    Already,
    /// Both articles have a text in the same language.
    SameLanguage,
}

/// Makes the articles of two translations one.
pub fn join(
    conn: &mut Conn,
    left: i64,
    right: i64,
    evidence: Evidence,
    now: NaiveDateTime,
) -> QueryResult<Joined> {
    let (kept, gone) = (article_of(conn, left)?, article_of(conn, right)?);
    if kept == gone {
        return Ok(Joined::Already);
    }
    if !languages_of(conn, kept)?.is_disjoint(&languages_of(conn, gone)?) {
        return Ok(Joined::SameLanguage);
    }
    let (kept, gone) = who_stays(conn, kept, gone)?;
    move_topics(conn, kept, gone)?;
    move_issues(conn, kept, gone)?;
    diesel::update(translations::table.filter(translations::article_id.eq(gone)))
        .set(translations::article_id.eq(kept))
        .execute(conn)?;
    diesel::delete(articles::table.find(gone)).execute(conn)?;
    diesel::update(articles::table.find(kept)).set(articles::updated_at.eq(now)).execute(conn)?;
    note(conn, left, right, evidence, State::Decided, now)?;
    Ok(Joined::Paired)
}

/// Gives a translation an article of its own. False if it has one already.
pub fn separate(conn: &mut Conn, id: i64, now: NaiveDateTime) -> QueryResult<bool> {
    let article_id = article_of(conn, id)?;
    let others: Vec<i64> = translations::table
        .filter(translations::article_id.eq(article_id).and(translations::id.ne(id)))
        .select(translations::id)
        .load(conn)?;
    if others.is_empty() {
        return Ok(false);
    }
    let own = store::new_article(conn, now)?;
    add_topics(conn, own, article_id)?;
    add_issues(conn, own, article_id)?;
    diesel::update(translations::table.find(id)).set(translations::article_id.eq(own)).execute(conn)?;
    diesel::update(articles::table.find(article_id)).set(articles::updated_at.eq(now)).execute(conn)?;
    for other in others {
        note(conn, id, other, Evidence::Hand, State::Refused, now)?;
    }
    Ok(true)
}

/// The article that an issue has carried stays, since people have links to it; else the older one.
fn who_stays(conn: &mut Conn, left: i64, right: i64) -> QueryResult<(i64, i64)> {
    let carried: Vec<i64> = issue_articles::table
        .filter(issue_articles::article_id.eq_any([left, right]))
        .select(issue_articles::article_id)
        .distinct()
        .load(conn)?;
    let older = left.min(right);
    let kept = match carried[..] {
        [only] => only,
        _ => older,
    };
    Ok((kept, if kept == left { right } else { left }))
}

fn move_topics(conn: &mut Conn, kept: i64, gone: i64) -> QueryResult<()> {
    add_topics(conn, kept, gone)?;
    diesel::delete(article_topics::table.filter(article_topics::article_id.eq(gone))).execute(conn)?;
    Ok(())
}

fn add_topics(conn: &mut Conn, to: i64, from: i64) -> QueryResult<()> {
    let topics = |conn: &mut Conn, article: i64| {
        article_topics::table
            .filter(article_topics::article_id.eq(article))
            .select(article_topics::topic_id)
            .load::<i64>(conn)
    };
    let known: BTreeSet<i64> = topics(conn, to)?.into_iter().collect();
    for topic in topics(conn, from)?.into_iter().filter(|topic| !known.contains(topic)) {
        diesel::insert_into(article_topics::table)
            .values((article_topics::article_id.eq(to), article_topics::topic_id.eq(topic)))
            .execute(conn)?;
    }
    Ok(())
}

/// An issue that carried either carries what they have become, once.
fn move_issues(conn: &mut Conn, kept: i64, gone: i64) -> QueryResult<()> {
    let with_kept: Vec<i64> = issue_articles::table
        .filter(issue_articles::article_id.eq(kept))
        .select(issue_articles::issue_id)
        .load(conn)?;
    let of_gone = issue_articles::article_id.eq(gone);
    let twice = issue_articles::issue_id.eq_any(with_kept);
    diesel::delete(issue_articles::table.filter(of_gone.and(twice))).execute(conn)?;
    diesel::update(issue_articles::table.filter(of_gone))
        .set(issue_articles::article_id.eq(kept))
        .execute(conn)?;
    Ok(())
}

/// An issue that carried the article has carried its text: nobody is to get that again for its new id.
fn add_issues(conn: &mut Conn, to: i64, from: i64) -> QueryResult<()> {
    let carried: Vec<(i64, i32)> = issue_articles::table
        .filter(issue_articles::article_id.eq(from))
        .select((issue_articles::issue_id, issue_articles::position))
        .load(conn)?;
    for (issue, position) in carried {
        let row = (
            issue_articles::issue_id.eq(issue),
            issue_articles::article_id.eq(to),
            issue_articles::position.eq(position),
        );
        diesel::insert_into(issue_articles::table).values(row).execute(conn)?;
    }
    Ok(())
}

fn article_of(conn: &mut Conn, translation: i64) -> QueryResult<i64> {
    translations::table.find(translation).select(translations::article_id).first(conn)
}

fn languages_of(conn: &mut Conn, article: i64) -> QueryResult<BTreeSet<String>> {
    let languages: Vec<String> = translations::table
        .filter(translations::article_id.eq(article))
        .select(translations::language)
        .load(conn)?;
    Ok(languages.into_iter().collect())
}
