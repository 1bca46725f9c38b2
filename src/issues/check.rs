//! What an issue lacks before it may go.

mod articles;
mod audience;
mod letter;
mod words;

use std::collections::BTreeMap;

use chrono::NaiveDateTime;
use serde::Serialize;

use crate::{
    db::{Conn, PublicId},
    i18n::{Arg, Args, Catalogue, Language},
    issues::{Issue, Piece, edition, piece},
    subscribers::{EditionName, Mistake},
    web::Web,
};

/// One thing that was found, as a sentence of the catalogue.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// Whom it concerns; nothing: everybody.
    pub language: Option<Language>,
    pub article: Option<PublicId>,
    pub key: &'static str,
    pub mentions: Args,
}

/// What a check found: an issue with a problem does not go; a remark is worth a look.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Report {
    pub problems: Vec<Finding>,
    pub remarks: Vec<Finding>,
}

/// A finding in somebody's language.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct Told {
    /// The language that it concerns.
    #[schema(value_type = Option<String>)]
    pub language: Option<Language>,
    /// The id of the article that it concerns.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub article: Option<PublicId>,
    pub text: String,
}

/// A report in somebody's language.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct Checked {
    /// Whether nothing keeps the issue from going.
    pub ready: bool,
    pub problems: Vec<Told>,
    pub remarks: Vec<Told>,
}

/// Who would get an issue now.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Readers {
    pub editions: BTreeMap<EditionName, i64>,
    /// How many active people chose another cadence.
    pub waiting: i64,
}

impl Readers {
    /// Counts those in an issue's audience.
    pub fn of(
        conn: &mut Conn,
        issue: &Issue,
        site: &[Language],
        now: NaiveDateTime,
    ) -> diesel::QueryResult<Readers> {
        let cadence = issue.row.cadence;
        Ok(Readers {
            editions: issue.audience.count(conn, cadence, now, site)?,
            waiting: issue.audience.waiting(conn, cadence, now)?,
        })
    }

    /// All of them.
    pub fn total(&self) -> i64 {
        self.editions.values().sum()
    }
}

impl Finding {
    fn new(key: &'static str) -> Finding {
        Finding { language: None, article: None, key, mentions: Args::new() }
    }

    fn for_readers_of(self, language: &Language) -> Finding {
        Finding { language: Some(language.clone()), ..self }
    }

    fn about(self, piece: &Piece) -> Finding {
        Finding { article: Some(piece.public_id.clone()), ..self }
    }

    fn mentioning(self, name: &'static str, value: impl Into<Arg>) -> Finding {
        Finding { mentions: self.mentions.with(name, value), ..self }
    }

    /// What it concerns, and what is wrong there, for programs.
    pub fn lack(self) -> (String, Mistake) {
        let about = match (&self.article, &self.language) {
            (Some(article), _) => format!("articles.{article}"),
            (None, Some(language)) => format!("texts.{language}"),
            (None, None) => "issue".to_owned(),
        };
        (about, Mistake { key: self.key, mentions: self.mentions })
    }

    fn told(&self, catalogue: &Catalogue, language: &Language) -> Told {
        Told {
            language: self.language.clone(),
            article: self.article.clone(),
            text: catalogue.plain(language, self.key, &self.mentions),
        }
    }
}

impl Report {
    /// Whether nothing keeps the issue from going.
    pub fn is_ready(&self) -> bool {
        self.problems.is_empty()
    }

    /// In somebody's language.
    pub fn told(&self, catalogue: &Catalogue, language: &Language) -> Checked {
        let told =
            |findings: &[Finding]| findings.iter().map(|finding| finding.told(catalogue, language)).collect();
        Checked { ready: self.is_ready(), problems: told(&self.problems), remarks: told(&self.remarks) }
    }
}

/// Looks at everything: words, articles, readers, and the mails as they would go out.
pub fn check(web: &Web, issue: &Issue, pieces: &[Piece], readers: &Readers) -> anyhow::Result<Report> {
    let mut report = Report::default();
    let site = web.catalogue.languages();
    words::look(&mut report, &web.catalogue, issue, pieces);
    articles::look(&mut report, web, issue, pieces);
    audience::look(&mut report, readers);
    letter::look_at_sender(&mut report, &web.site.postal_address);
    for name in EditionName::every(site) {
        let html = edition::render(web, issue, pieces, &name)?.html;
        letter::look_at_size(&mut report, &name, html.len());
    }
    Ok(report)
}

/// Reads what a check needs, and checks.
pub fn check_now(conn: &mut Conn, web: &Web, issue: &Issue, now: NaiveDateTime) -> anyhow::Result<Report> {
    let pieces = piece::load(conn, &issue.articles)?;
    let readers = Readers::of(conn, issue, web.catalogue.languages(), now)?;
    check(web, issue, &pieces, &readers)
}
