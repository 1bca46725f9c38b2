//! Reads a source: asks, stores what is new, visits its pages, pairs. Nothing waits for the network inside a unit of
//! work of the database.

use std::collections::HashSet;
use std::time::Duration;

use chrono::NaiveDateTime;
use diesel::QueryResult;
use serde::Serialize;
use serde_json::json;
use url::Url;

use super::feed::{self, Entry, Feed, Found};
use super::fetch::{Answer, Document, Fetcher, Known, Limits};
use super::pair::{self, Match};
use super::store::{self, Source};
use super::visit::{self, Visited};
use super::{Problem, candidates, page};
use crate::access::notices;
use crate::app::App;
use crate::articles::pairing::{self, Joined};
use crate::articles::store::{Arrival, Recorded, record};
use crate::articles::{Origin, Writing, html, one_at_a_time, turn};
use crate::db::{Conn, PublicId};
use crate::i18n::Language;

/// All visits of one reading.
const VISITING: Duration = Duration::from_secs(20);

/// After so many readings in a row that failed, more than half a day, the admins are told, once.
const FAILURES_TOLD: i32 = 4;

/// What a reading brought.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    pub source: PublicId,
    pub url: String,
    pub new: usize,
    pub updated: usize,
    pub paired: usize,
    pub undecided: usize,
    pub problems: Vec<Problem>,
    /// The source itself could not be read.
    pub failed: bool,
}

/// What a source would give, without storing anything.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Tried {
    pub kind: &'static str,
    pub language: Option<String>,
    pub title: String,
    pub entries: Vec<TriedEntry>,
    pub problems: Vec<String>,
}

/// An entry as `source try` shows it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TriedEntry {
    pub id: String,
    pub title: String,
    pub link: Option<String>,
    pub published: Option<String>,
    pub summary: String,
}

/// Looks at a feed, or at the feed that a page names.
pub async fn look(fetcher: &Fetcher, url: &Url, now: NaiveDateTime) -> Result<Tried, Problem> {
    match ask(fetcher, url, &Known::default(), now).await? {
        Some(asked) => Ok(tried(asked.feed)),
        None => Err(Problem::NotAFeed),
    }
}

/// Looks at a feed that somebody has at hand.
pub async fn look_at(body: Vec<u8>, now: NaiveDateTime) -> Result<Tried, Problem> {
    let reading = move || feed::parse(&body, None, None, now);
    match tokio::task::spawn_blocking(reading).await.unwrap_or(Err(Problem::Ours))? {
        Found::Feed(feed) => Ok(tried(feed)),
        Found::Page(_) => Err(Problem::NotAFeed),
    }
}

/// Reads a source that the caller has claimed, and settles when it is read again.
pub async fn read(app: &App, fetcher: &Fetcher, source: Source) -> anyhow::Result<Report> {
    let mut report = Report {
        source: source.public_id.clone(),
        url: source.url.clone(),
        new: 0,
        updated: 0,
        paired: 0,
        undecided: 0,
        problems: Vec::new(),
        failed: false,
    };
    match fetch(app, fetcher, &source, &mut report).await? {
        Ok(()) => {
            visit_pages(app, fetcher, &source, &mut report).await?;
            pair(app, &mut report).await?;
        }
        Err(problem) => {
            report.failed = true;
            report.problems.push(problem);
        }
    }
    let (failed, problem, now) = (report.failed, report.problems.first().cloned(), app.clock.now());
    let settle = move |conn: &mut Conn| -> QueryResult<()> {
        let failures = store::settle(conn, source.id, failed, problem.as_ref(), now)?;
        if failures == FAILURES_TOLD {
            let detail = json!({ "source": source.public_id, "url": source.url });
            notices::tell(conn, "source_failing", &detail, now)?;
        }
        Ok(())
    };
    app.db.write(settle).await?;
    tracing::info!(
        source.id = %report.source,
        report.new,
        report.updated,
        report.paired,
        problems = report.problems.len(),
        failed,
        "Read a source"
    );
    Ok(report)
}

struct Asked {
    feed: Feed,
    known: Known,
    /// The feed that the page at the source's URL names.
    named: Option<Url>,
}

/// Asks for a feed; None if it has not changed.
async fn ask(
    fetcher: &Fetcher,
    url: &Url,
    known: &Known,
    now: NaiveDateTime,
) -> Result<Option<Asked>, Problem> {
    let Answer::Document(document) = fetcher.get(url, known, Limits::FEED).await? else {
        return Ok(None);
    };
    let known = document.known.clone();
    let named = match feed::read(document, now).await? {
        Found::Feed(feed) => return Ok(Some(Asked { feed, known, named: None })),
        Found::Page(named) => named,
    };
    let answer = fetcher.get(&named, &Known::default(), Limits::FEED).await?;
    let Answer::Document(document @ Document { .. }) = answer else { return Err(Problem::NotAFeed) };
    let known = document.known.clone();
    match feed::read(document, now).await? {
        Found::Feed(feed) => Ok(Some(Asked { feed, known, named: Some(named) })),
        Found::Page(_) => Err(Problem::NotAFeed),
    }
}

async fn fetch(
    app: &App,
    fetcher: &Fetcher,
    source: &Source,
    report: &mut Report,
) -> anyhow::Result<Result<(), Problem>> {
    let now = app.clock.now();
    let Ok(url) = Url::parse(&source.url) else { return Ok(Err(Problem::NotHttp)) };
    let asked = match ask(fetcher, &url, &source.known(), now).await {
        Ok(Some(asked)) => asked,
        Ok(None) => return Ok(Ok(())),
        Err(problem) => return Ok(Err(problem)),
    };
    if let Some(named) = asked.named {
        let (id, named) = (source.id, named.to_string());
        let url = named.clone();
        if !app.db.write(move |conn| store::move_to(conn, id, &url)).await? {
            return Ok(Err(Problem::KnownFeed { url: named }));
        }
    }
    report.problems.extend(asked.feed.problems.iter().cloned());
    report.problems.extend(other_language(app, source, &asked.feed));
    let (id, language, entries) = (source.id, source.language.clone(), asked.feed.entries.clone());
    let writings = tokio::task::spawn_blocking(move || writings(id, &language, entries)).await?;
    let (feed, known, source, clock) = (asked.feed, asked.known, source.clone(), app.clock.clone());
    let store = move |conn: &mut Conn| {
        let now = turn(conn, &clock)?;
        let recorded = store_all(conn, &source, &writings, now)?;
        store::describe(conn, source.id, &feed, &known, now)?;
        Ok::<_, diesel::result::Error>(recorded)
    };
    let recorded = app.db.write(store).await?;
    report.new = recorded.iter().filter(|what| matches!(what, Recorded::New(_))).count();
    report.updated = recorded.iter().filter(|what| matches!(what, Recorded::Updated(_))).count();
    Ok(Ok(()))
}

fn store_all(
    conn: &mut Conn,
    source: &Source,
    writings: &[Writing],
    now: NaiveDateTime,
) -> diesel::QueryResult<Vec<Recorded>> {
    let present: HashSet<String> = writings
        .iter()
        .filter_map(|writing| match &writing.origin {
            Origin::Entry { external_id, .. } => Some(external_id.clone()),
            _ => None,
        })
        .collect();
    let arrival = if source.baseline_at.is_none() { Arrival::Baseline } else { Arrival::News };
    writings.iter().map(|writing| record(conn, writing, arrival, &present, now)).collect()
}

/// Feeds whose language is another one of the site's are most likely under the wrong language here.
fn other_language(app: &App, source: &Source, feed: &Feed) -> Option<Problem> {
    let found = feed.language.as_ref()?;
    let is_other = |language: &&Language| {
        **language != source.language && pair::address::names(found, language.as_str())
    };
    app.catalogue.languages().iter().find(is_other)?;
    Some(Problem::OtherLanguage { found: found.clone(), expected: source.language.to_string() })
}

fn writings(source_id: i64, language: &Language, entries: Vec<Entry>) -> Vec<Writing> {
    entries.into_iter().map(|entry| writing(source_id, language, entry)).collect()
}

fn writing(source_id: i64, language: &Language, entry: Entry) -> Writing {
    let body = html::sanitised(&entry.body, entry.link.as_ref());
    let linked = entry.link.as_ref().map(|link| page::parse(&body, link).links).unwrap_or_default();
    Writing {
        language: language.clone(),
        title: entry.title,
        summary: entry.summary,
        body,
        body_markdown: None,
        link: entry.link.map(String::from),
        author: entry.author.filter(|author| !author.is_empty()),
        image: entry.image.map(String::from),
        published_at: entry.published,
        origin: Origin::Entry {
            source_id,
            external_id: entry.id,
            alternates: entry.alternates,
            links: linked,
        },
    }
}

async fn visit_pages(
    app: &App,
    fetcher: &Fetcher,
    source: &Source,
    report: &mut Report,
) -> anyhow::Result<()> {
    let (id, n_languages, now) = (source.id, app.catalogue.languages().len(), app.clock.now());
    let visits = app.db.read(move |conn| candidates::unvisited(conn, id, n_languages, now)).await?;
    let Visited { pages, failed, problems } = visit::visit(fetcher, visits, VISITING).await;
    report.problems.extend(problems);
    let remember = move |conn: &mut Conn| {
        pages.iter().try_for_each(|(id, page)| candidates::remember(conn, *id, page, now))?;
        failed.iter().try_for_each(|id| candidates::count_failure(conn, *id))
    };
    Ok(app.db.write::<_, diesel::result::Error>(remember).await?)
}

/// Finds what belongs together while nobody waits, and writes it only if nobody has refused it meanwhile.
async fn pair(app: &App, report: &mut Report) -> anyhow::Result<()> {
    let (n_languages, now) = (app.catalogue.languages().len(), app.clock.now());
    let find = move |conn: &mut Conn| {
        let candidates = candidates::load(conn, n_languages)?;
        QueryResult::Ok(pair::matches(&candidates, &pairing::refused(conn)?))
    };
    let mut matches = app.db.read(find).await?;
    let pair_all = move |conn: &mut Conn| {
        one_at_a_time(conn)?;
        let refused = pairing::refused(conn)?;
        matches.retain(|it| !refused.contains(&(it.left.min(it.right), it.left.max(it.right))));
        follow(conn, &matches, now)
    };
    let (paired, undecided) = app.db.write(pair_all).await?;
    report.paired += paired;
    report.undecided += undecided;
    Ok(())
}

/// Joins what is certain and suggests the rest; says how many of each were new.
fn follow(conn: &mut Conn, matches: &[Match], now: NaiveDateTime) -> diesel::QueryResult<(usize, usize)> {
    let (mut paired, mut undecided) = (0, 0);
    for Match { left, right, evidence } in matches.iter().copied() {
        if !evidence.is_certain() {
            undecided += usize::from(pairing::suggest(conn, left, right, now)?);
        } else if pairing::join(conn, left, right, evidence, now)? == Joined::Paired {
            paired += 1;
        }
    }
    Ok((paired, undecided))
}

fn tried(feed: Feed) -> Tried {
    let entry = |entry: Entry| TriedEntry {
        id: entry.id,
        title: entry.title,
        link: entry.link.map(String::from),
        published: entry
            .published
            .map(|time| time.and_utc().to_rfc3339_opts(chrono::SecondsFormat::Secs, true)),
        summary: entry.summary,
    };
    Tried {
        kind: feed.kind.as_str(),
        language: feed.language,
        title: feed.title,
        entries: feed.entries.into_iter().map(entry).collect(),
        problems: feed.problems.iter().map(Problem::to_string).collect(),
    }
}
