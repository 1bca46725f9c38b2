//! Somebody says which articles are one, and which are not.

use chrono::NaiveDateTime;
use diesel::QueryResult;

use super::{Evidence, Joined, join, separate};
use crate::access::{Actor, audit};
use crate::articles::{Article, one_at_a_time, store};
use crate::db::Conn;
use crate::i18n::Language;

/// Makes two articles one, and writes down who did. None if one of them has no text.
pub fn pair(
    conn: &mut Conn,
    left: &Article,
    right: &Article,
    actor: &Actor,
    now: NaiveDateTime,
) -> QueryResult<Option<Joined>> {
    one_at_a_time(conn)?;
    let first_text = |article: &Article| article.translations.values().next().map(|text| text.id);
    let (Some(one), Some(other)) = (first_text(left), first_text(right)) else { return Ok(None) };
    let joined = join(conn, one, other, Evidence::Hand, now)?;
    let (left, right) = (&left.row.public_id, &right.row.public_id);
    if joined == Joined::Paired {
        audit::append(conn, actor, "article.pair", left.as_str(), right.as_str(), now)?;
    }
    Ok(Some(joined))
}

/// Gives the text of one language an article of its own; without a language every text but the first. What was done is
/// written down; nothing is if none left.
pub fn unpair(
    conn: &mut Conn,
    article: &Article,
    language: Option<&Language>,
    actor: &Actor,
    now: NaiveDateTime,
) -> QueryResult<()> {
    one_at_a_time(conn)?;
    // As it is now: before our turn it may have got or lost a text.
    let Some(article) = store::of_any_text(conn, article)? else { return Ok(()) };
    let texts = article.translations.values().enumerate();
    let leaving = texts.filter(|(at, text)| language.map_or(*at > 0, |language| *language == text.language));
    let mut is_apart = false;
    for (_, text) in leaving {
        is_apart |= separate(conn, text.id, now)?;
    }
    if is_apart {
        audit::append(conn, actor, "article.unpair", article.row.public_id.as_str(), "", now)?;
    }
    Ok(())
}
