//! What is known of translations for pairing them, and of their pages.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::{NaiveDateTime, TimeDelta};
use diesel::prelude::*;
use url::Url;

use super::page::Page;
use super::pair::{Candidate, address};
use super::visit::Visit;
use crate::articles::text::numbers;
use crate::db::Conn;
use crate::db::schema::translations;

/// Older ones than the newest so many are left as they are.
const MOST_ARTICLES: usize = 3000;
const MOST_VISITS: usize = 60;
const MOST_TRIES: i32 = 5;

#[derive(Queryable, Selectable)]
#[diesel(table_name = translations)]
struct Row {
    id: i64,
    article_id: i64,
    language: String,
    title: String,
    summary: String,
    link: Option<String>,
    image: Option<String>,
    alternates: String,
    links: String,
    published_at: NaiveDateTime,
}

/// All translations of articles that lack a language.
pub fn load(conn: &mut Conn, n_languages: usize) -> QueryResult<Vec<Candidate>> {
    let incomplete = incomplete(conn, n_languages)?;
    let mut candidates = Vec::new();
    for articles in incomplete.chunks(500) {
        let rows: Vec<Row> = translations::table
            .filter(translations::article_id.eq_any(articles))
            .order(translations::id)
            .select(Row::as_select())
            .load(conn)?;
        candidates.extend(rows.into_iter().map(candidate));
    }
    candidates.sort_by_key(|candidate| candidate.id);
    Ok(candidates)
}

/// Pages of a source's translations that may still tell something new: of articles that lack a language.
pub fn unvisited(
    conn: &mut Conn,
    source_id: i64,
    n_languages: usize,
    now: NaiveDateTime,
) -> QueryResult<Vec<Visit>> {
    let incomplete = incomplete(conn, n_languages)?;
    let rows: Vec<(i64, i64, Option<String>)> = translations::table
        .filter(translations::source_id.eq(source_id).and(translations::page_read_at.is_null()))
        .filter(translations::page_tries.lt(MOST_TRIES))
        .filter(translations::first_seen_at.gt(now - TimeDelta::days(14)))
        .order((translations::published_at.desc(), translations::id.desc()))
        .select((translations::id, translations::article_id, translations::link))
        .load(conn)?;
    let visit = |(translation_id, _, link): (i64, i64, Option<String>)| {
        Some(Visit { translation_id, url: Url::parse(&link?).ok()? })
    };
    Ok(rows
        .into_iter()
        .filter(|row| incomplete.contains(&row.1))
        .filter_map(visit)
        .take(MOST_VISITS)
        .collect())
}

/// Keeps what a page said. What a feed calls its translations counts more than the page.
pub fn remember(conn: &mut Conn, id: i64, page: &Page, now: NaiveDateTime) -> QueryResult<()> {
    let (language, alternates, links): (String, String, String) = translations::table
        .find(id)
        .select((translations::language, translations::alternates, translations::links))
        .first(conn)?;
    let mut named = page.alternates.clone();
    named.retain(|tag, _| tag != "x-default");
    if let Some(canonical) = &page.canonical {
        named.insert(language, canonical.clone());
    }
    named.extend(of_json::<BTreeMap<String, String>>(&alternates));
    let all = with_those_of_page(of_json(&links), &page.links);
    diesel::update(translations::table.find(id))
        .set((
            translations::alternates.eq(serde_json::json!(named).to_string()),
            translations::links.eq(serde_json::json!(all).to_string()),
            translations::page_read_at.eq(now),
        ))
        .execute(conn)?;
    Ok(())
}

/// Links that are known already, and behind them those that only the page has.
fn with_those_of_page(known: Vec<String>, of_page: &[String]) -> Vec<String> {
    let here: HashSet<&String> = known.iter().collect();
    let new: Vec<String> = of_page.iter().filter(|link| !here.contains(link)).cloned().collect();
    [known, new].concat()
}

/// Counts a visit that brought nothing.
pub fn count_failure(conn: &mut Conn, id: i64) -> QueryResult<()> {
    diesel::update(translations::table.find(id))
        .set(translations::page_tries.eq(translations::page_tries + 1))
        .execute(conn)?;
    Ok(())
}

fn incomplete(conn: &mut Conn, n_languages: usize) -> QueryResult<Vec<i64>> {
    let articles: Vec<i64> = translations::table.select(translations::article_id).load(conn)?;
    let mut n_texts: HashMap<i64, usize> = HashMap::new();
    articles.into_iter().for_each(|article| *n_texts.entry(article).or_default() += 1);
    let mut incomplete: Vec<i64> =
        n_texts.into_iter().filter(|(_, texts)| *texts < n_languages).map(|(article, _)| article).collect();
    incomplete.sort_unstable_by(|left, right| right.cmp(left));
    incomplete.truncate(MOST_ARTICLES);
    Ok(incomplete)
}

fn candidate(row: Row) -> Candidate {
    let named: BTreeMap<String, String> = of_json(&row.alternates);
    let is_own = |tag: &str| address::names(tag, &row.language);
    let own = named.iter().filter(|(tag, _)| is_own(tag)).map(|(_, link)| link);
    let same_page = |link: &String| address::same_page(link);
    let others = named.iter().filter(|(tag, _)| !is_own(tag));
    let numbered = format!("{} {}", row.title, row.summary);
    Candidate {
        id: row.id,
        article_id: row.article_id,
        addresses: row.link.iter().chain(own).filter_map(same_page).collect(),
        path: row.link.as_deref().and_then(|link| address::in_any_language(link, &row.language)),
        alternates: others.filter_map(|(tag, link)| Some((tag.clone(), same_page(link)?))).collect(),
        links: of_json::<Vec<String>>(&row.links).iter().filter_map(same_page).collect(),
        published_at: row.published_at,
        image: row.image.as_ref().and_then(same_page),
        numbers: numbers(&numbered),
        language: row.language,
    }
}

/// What we wrote ourselves; should it be broken all the same, nothing is known.
fn of_json<T: Default + serde::de::DeserializeOwned>(stored: &str) -> T {
    serde_json::from_str(stored).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_that_begins_like_a_known_one_is_another() {
        let links = |paths: &[&str]| paths.iter().map(|path| format!("https://a.example/{path}")).collect();
        let check = |known: &[&str], of_page: &[&str], expected: &[&str]| {
            let of_page: Vec<String> = links(of_page);
            let expected: Vec<String> = links(expected);
            assert_eq!(with_those_of_page(links(known), &of_page), expected);
        };
        check(&["vote-abroad"], &["vote", "vote-abroad", "ar/vote"], &["vote-abroad", "vote", "ar/vote"]);
        check(&[], &["vote"], &["vote"]);
    }
}
