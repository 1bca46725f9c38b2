//! A new issue, made of new articles or of those that somebody chose.

use chrono::{NaiveDateTime, TimeDelta};
use diesel::prelude::*;
use serde::Serialize;
use serde_json::json;

use crate::{
    access::{Actor, audit, notices},
    articles::one_at_a_time,
    db::{Conn, PublicId, schema::articles},
    i18n::Language,
    issues::{
        Missing, Piece, Refusal, Texts, WordsChange, compose,
        gather::gather,
        piece,
        store::{self, Content},
        valid,
    },
    subscribers::{Cadence, Mistake, Mistakes, audience::Audience},
};

/// A machine that asks every hour tells the editors once in a while.
const SILENCE: TimeDelta = TimeDelta::days(6);

/// What somebody wants of a new issue.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Chosen articles in their order; without them what is new is gathered.
    pub articles: Option<Vec<String>>,
    /// Reaches back to what was published since.
    pub since: Option<NaiveDateTime>,
    pub cadence: Cadence,
    pub texts: Vec<(Language, WordsChange)>,
    pub audience: Audience,
    pub missing: Missing,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Drafted {
    Issue(PublicId),
    /// Nothing is new, so there is no issue.
    Nothing(NothingNew),
}

/// Why there is no issue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NothingNew {
    /// No article came that no issue of this cadence carried.
    NoNewArticles,
    /// None was published since the day that was asked for.
    NoneSince,
}

impl NothingNew {
    /// The sentence that says so.
    pub fn key(self) -> &'static str {
        match self {
            NothingNew::NoNewArticles => "issue-nothing-new",
            NothingNew::NoneSince => "issue-nothing-since",
        }
    }
}

/// Makes a draft with subject and preheader filled in every language of the site. If nothing is new, there is none; and
/// where no editor sees that, they are told.
pub fn draft(
    conn: &mut Conn,
    site: &[Language],
    wanted: &Wanted,
    actor: &Actor,
    now: NaiveDateTime,
) -> Result<Drafted, Refusal> {
    valid::audience(conn, &wanted.audience, site)?;
    for (language, _) in &wanted.texts {
        valid::language(language, site)?;
    }
    one_at_a_time(conn)?;
    let public_id = PublicId::random();
    let pieces = match &wanted.articles {
        Some(chosen) => chosen_articles(conn, chosen)?,
        None => gather(conn, wanted.cadence, wanted.since)?,
    };
    if pieces.is_empty() && wanted.articles.is_none() {
        if !matches!(actor, Actor::Admin(_)) {
            let detail = json!({ "cadence": wanted.cadence.as_str() });
            notices::tell_now_and_then(conn, "nothing_new", &detail, SILENCE, now)?;
        }
        return Ok(Drafted::Nothing(match wanted.since {
            Some(_) => NothingNew::NoneSince,
            None => NothingNew::NoNewArticles,
        }));
    }
    // Takes the lock under which numbers are given out.
    audit::append(conn, actor, "issue.draft", public_id.as_str(), wanted.cadence.as_str(), now)?;
    let content = Content {
        cadence: wanted.cadence,
        missing: wanted.missing,
        audience: wanted.audience.clone(),
        texts: texts(&pieces, wanted, site)?,
        articles: pieces.iter().map(|piece| piece.id).collect(),
    };
    let id = store::insert(conn, &public_id, &content, now)?;
    store::note_editor(conn, id, 1, &author(wanted, actor), now)?;
    Ok(Drafted::Issue(public_id))
}

/// A draft that a command gathered by itself has no author yet: cron made it. Whoever chose or wrote something is one.
fn author(wanted: &Wanted, actor: &Actor) -> Actor {
    let by_itself = *actor == Actor::Command && wanted.articles.is_none() && wanted.texts.is_empty();
    if by_itself { Actor::System } else { actor.clone() }
}

fn texts(pieces: &[Piece], wanted: &Wanted, site: &[Language]) -> Result<Texts, Refusal> {
    let mut texts: Texts = site
        .iter()
        .map(|language| (language.clone(), compose::words(pieces, language, wanted.missing, site)))
        .collect();
    for (language, change) in &wanted.texts {
        let words = texts.entry(language.clone()).or_default();
        *words = valid::words(change.applied_to(words))?;
    }
    Ok(texts)
}

/// The articles of these public ids, in their order.
pub fn chosen_articles(conn: &mut Conn, chosen: &[String]) -> Result<Vec<Piece>, Refusal> {
    let rows: Vec<(i64, String)> = articles::table
        .filter(articles::public_id.eq_any(chosen))
        .select((articles::id, articles::public_id))
        .load(conn)?;
    let mut ids = Vec::new();
    for public_id in chosen {
        let Some((id, _)) = rows.iter().find(|(_, known)| known == public_id) else {
            let mistake = Mistake::new("issue-mistake-article").mentioning("id", public_id.as_str());
            return Err(Refusal::Invalid(Mistakes::one("articles", mistake)));
        };
        if !ids.contains(id) {
            ids.push(*id);
        }
    }
    Ok(piece::load(conn, &ids)?)
}
