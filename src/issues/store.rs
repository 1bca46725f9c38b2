//! Issues as rows.

use std::collections::BTreeMap;

use chrono::NaiveDateTime;
use diesel::{dsl::max, prelude::*};

use crate::{
    access::Actor,
    db::{
        Conn, PublicId,
        schema::{issue_articles, issue_edits, issue_texts, issues},
    },
    i18n::Language,
    issues::{Missing, Status, Texts, Words},
    subscribers::{Cadence, audience::Audience},
};

/// One number of the newsletter, without its words and articles.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = issues)]
pub struct Row {
    pub id: i64,
    pub public_id: PublicId,
    pub number: i64,
    pub slug: String,
    pub status: Status,
    pub cadence: Cadence,
    audience: String,
    pub missing: Missing,
    /// Rises with every edit.
    pub revision: i64,
    pub send_at: Option<NaiveDateTime>,
    pub started_at: Option<NaiveDateTime>,
    pub finished_at: Option<NaiveDateTime>,
    pub created_at: NaiveDateTime,
    pub updated_at: NaiveDateTime,
}

impl Row {
    /// Whether it was sent to its end once; since then it is at most tried again where it failed.
    pub fn went_out(&self) -> bool {
        self.finished_at.is_some() && self.status != Status::Cancelled
    }
}

/// An issue with its words and the ids of its articles in their order.
#[derive(Debug, Clone)]
pub struct Issue {
    pub row: Row,
    pub audience: Audience,
    pub texts: Texts,
    pub articles: Vec<i64>,
}

impl Issue {
    /// The words in a language; empty ones where nobody wrote any.
    pub fn words(&self, language: &Language) -> Words {
        self.texts.get(language).cloned().unwrap_or_default()
    }
}

/// What an issue is made of.
#[derive(Debug, Clone)]
pub struct Content {
    pub cadence: Cadence,
    pub missing: Missing,
    pub audience: Audience,
    pub texts: Texts,
    pub articles: Vec<i64>,
}

/// The issue of this public id.
pub fn find(conn: &mut Conn, public_id: &PublicId) -> QueryResult<Option<Issue>> {
    let row = issues::table
        .filter(issues::public_id.eq(public_id))
        .select(Row::as_select())
        .first(conn)
        .optional()?;
    row.map(|row| with_content(conn, row)).transpose()
}

/// The issue of this id inside.
pub fn find_by_id(conn: &mut Conn, id: i64) -> QueryResult<Option<Issue>> {
    let row = issues::table.find(id).select(Row::as_select()).first(conn).optional()?;
    row.map(|row| with_content(conn, row)).transpose()
}

/// The public id of the issue of this number.
pub fn find_by_number(conn: &mut Conn, number: i64) -> QueryResult<Option<PublicId>> {
    issues::table.filter(issues::number.eq(number)).select(issues::public_id).first(conn).optional()
}

/// The issue of this slug that somebody got already.
pub fn find_published(conn: &mut Conn, slug: &str) -> QueryResult<Option<Issue>> {
    let published = issues::table.filter(issues::slug.eq(slug)).filter(issues::started_at.is_not_null());
    let row = published.select(Row::as_select()).first(conn).optional()?;
    row.map(|row| with_content(conn, row)).transpose()
}

/// Up to `limit` issues with numbers below `before`, the newest first.
pub fn list(conn: &mut Conn, before: Option<i64>, limit: i64) -> QueryResult<Vec<Issue>> {
    let rows: Vec<Row> = issues::table
        .filter(issues::number.lt(before.unwrap_or(i64::MAX)))
        .order(issues::number.desc())
        .limit(limit)
        .select(Row::as_select())
        .load(conn)?;
    rows.into_iter().map(|row| with_content(conn, row)).collect()
}

/// Up to `limit` issues that people have, with numbers below `before`, the newest first. One is there as soon as it is on
/// its way: a mailbox that takes days to answer keeps nobody else from reading it.
pub fn list_sent(conn: &mut Conn, before: Option<i64>, limit: i64) -> QueryResult<Vec<Issue>> {
    let rows: Vec<Row> = issues::table
        .filter(issues::status.eq_any([Status::Sent, Status::Sending, Status::Paused]))
        .filter(issues::started_at.is_not_null())
        .filter(issues::number.lt(before.unwrap_or(i64::MAX)))
        .order(issues::number.desc())
        .limit(limit)
        .select(Row::as_select())
        .load(conn)?;
    rows.into_iter().map(|row| with_content(conn, row)).collect()
}

/// Rows in any of these states.
pub fn in_states(conn: &mut Conn, states: &[Status]) -> QueryResult<Vec<Row>> {
    issues::table.filter(issues::status.eq_any(states)).order(issues::id).select(Row::as_select()).load(conn)
}

/// Adds an issue with the next number. The caller holds the audit's lock, so that no two take the same.
pub fn insert(
    conn: &mut Conn,
    public_id: &PublicId,
    content: &Content,
    now: NaiveDateTime,
) -> QueryResult<i64> {
    let last: Option<i64> = issues::table.select(max(issues::number)).first(conn)?;
    let number = last.unwrap_or(0) + 1;
    let id = diesel::insert_into(issues::table)
        .values((
            issues::public_id.eq(public_id),
            issues::number.eq(number),
            issues::slug.eq(number.to_string()),
            issues::status.eq(Status::Draft),
            issues::cadence.eq(content.cadence),
            issues::audience.eq(as_json(&content.audience)?),
            issues::missing.eq(content.missing),
            issues::created_at.eq(now),
            issues::updated_at.eq(now),
        ))
        .returning(issues::id)
        .get_result(conn)?;
    put_texts(conn, id, &content.texts)?;
    put_articles(conn, id, &content.articles)?;
    Ok(id)
}

/// Replaces what an issue is made of and makes it a draft again, if it is still at this revision and open. False if
/// it is not, and nothing changed.
pub fn rewrite(conn: &mut Conn, row: &Row, content: &Content, now: NaiveDateTime) -> QueryResult<bool> {
    let this = issues::table
        .filter(issues::id.eq(row.id))
        .filter(issues::revision.eq(row.revision))
        .filter(issues::status.eq_any(Status::OPEN));
    let changed = diesel::update(this)
        .set((
            issues::revision.eq(row.revision + 1),
            issues::status.eq(Status::Draft),
            issues::send_at.eq(None::<NaiveDateTime>),
            issues::cadence.eq(content.cadence),
            issues::audience.eq(as_json(&content.audience)?),
            issues::missing.eq(content.missing),
            issues::updated_at.eq(now),
        ))
        .execute(conn)?;
    if changed == 0 {
        return Ok(false);
    }
    put_texts(conn, row.id, &content.texts)?;
    put_articles(conn, row.id, &content.articles)?;
    Ok(true)
}

/// Moves an issue from one of `from` to `to`. False if it is in none of them any more.
pub fn advance(
    conn: &mut Conn,
    row: &Row,
    from: &[Status],
    to: Status,
    now: NaiveDateTime,
) -> QueryResult<bool> {
    let this = issues::table
        .filter(issues::id.eq(row.id))
        .filter(issues::revision.eq(row.revision))
        .filter(issues::status.eq_any(from));
    Ok(diesel::update(this).set((issues::status.eq(to), issues::updated_at.eq(now))).execute(conn)? == 1)
}

/// Moves a scheduled issue whose hour has come to `to`. False if somebody took it back or gave it a later hour.
pub fn advance_due(conn: &mut Conn, row: &Row, to: Status, now: NaiveDateTime) -> QueryResult<bool> {
    let this = issues::table
        .filter(issues::id.eq(row.id))
        .filter(issues::revision.eq(row.revision))
        .filter(issues::status.eq(Status::Scheduled))
        .filter(issues::send_at.le(now));
    Ok(diesel::update(this).set((issues::status.eq(to), issues::updated_at.eq(now))).execute(conn)? == 1)
}

/// Says when an issue is to start, or that it is not.
pub fn set_send_at(conn: &mut Conn, id: i64, at: Option<NaiveDateTime>) -> QueryResult<usize> {
    diesel::update(issues::table.find(id)).set(issues::send_at.eq(at)).execute(conn)
}

/// Writes down when an issue started; its time in the archive.
pub fn set_started(conn: &mut Conn, id: i64, at: NaiveDateTime) -> QueryResult<usize> {
    diesel::update(issues::table.find(id)).set(issues::started_at.eq(at)).execute(conn)
}

/// Writes down when an issue ended.
pub fn set_finished(conn: &mut Conn, id: i64, at: NaiveDateTime) -> QueryResult<usize> {
    diesel::update(issues::table.find(id)).set(issues::finished_at.eq(at)).execute(conn)
}

/// Writes down who wrote a revision.
pub fn note_editor(
    conn: &mut Conn,
    id: i64,
    revision: i64,
    actor: &Actor,
    now: NaiveDateTime,
) -> QueryResult<usize> {
    diesel::insert_into(issue_edits::table)
        .values((
            issue_edits::issue_id.eq(id),
            issue_edits::revision.eq(revision),
            issue_edits::edited_by.eq(actor.to_string()),
            issue_edits::created_at.eq(now),
        ))
        .execute(conn)
}

/// Who wrote the last revision.
pub fn last_editor(conn: &mut Conn, id: i64) -> QueryResult<Option<String>> {
    let edits = issue_edits::table.filter(issue_edits::issue_id.eq(id)).order(issue_edits::revision.desc());
    edits.select(issue_edits::edited_by).first(conn).optional()
}

fn with_content(conn: &mut Conn, row: Row) -> QueryResult<Issue> {
    let audience = serde_json::from_str(&row.audience)
        .map_err(|error| diesel::result::Error::DeserializationError(Box::new(error)))?;
    let texts: Vec<(Language, String, String, String, String)> = issue_texts::table
        .filter(issue_texts::issue_id.eq(row.id))
        .select((
            issue_texts::language,
            issue_texts::subject,
            issue_texts::preheader,
            issue_texts::opening,
            issue_texts::closing,
        ))
        .load(conn)?;
    let texts: BTreeMap<_, _> = texts
        .into_iter()
        .map(|(language, subject, preheader, opening, closing)| {
            (language, Words { subject, preheader, opening, closing })
        })
        .collect();
    let articles = issue_articles::table
        .filter(issue_articles::issue_id.eq(row.id))
        .order(issue_articles::position)
        .select(issue_articles::article_id)
        .load(conn)?;
    Ok(Issue { row, audience, texts, articles })
}

fn put_texts(conn: &mut Conn, id: i64, texts: &Texts) -> QueryResult<()> {
    diesel::delete(issue_texts::table.filter(issue_texts::issue_id.eq(id))).execute(conn)?;
    for (language, words) in texts {
        diesel::insert_into(issue_texts::table)
            .values((
                issue_texts::issue_id.eq(id),
                issue_texts::language.eq(language),
                issue_texts::subject.eq(&words.subject),
                issue_texts::preheader.eq(&words.preheader),
                issue_texts::opening.eq(&words.opening),
                issue_texts::closing.eq(&words.closing),
            ))
            .execute(conn)?;
    }
    Ok(())
}

fn put_articles(conn: &mut Conn, id: i64, articles: &[i64]) -> QueryResult<()> {
    diesel::delete(issue_articles::table.filter(issue_articles::issue_id.eq(id))).execute(conn)?;
    for (position, article) in (0i32..).zip(articles) {
        diesel::insert_into(issue_articles::table)
            .values((
                issue_articles::issue_id.eq(id),
                issue_articles::article_id.eq(article),
                issue_articles::position.eq(position),
            ))
            .execute(conn)?;
    }
    Ok(())
}

fn as_json(audience: &Audience) -> QueryResult<String> {
    serde_json::to_string(audience)
        .map_err(|error| diesel::result::Error::SerializationError(Box::new(error)))
}
