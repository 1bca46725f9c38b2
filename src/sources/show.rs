//! Sources and reports as commands and the API show them.

use chrono::{NaiveDateTime, SecondsFormat};
use serde::Serialize;
use utoipa::ToSchema;

use super::read::Report;
use super::store::Source;

/// A source and how it fares.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct SourceView {
    pub id: String,
    pub url: String,
    /// `rss`, `atom`, `json`, or `unknown` before its first reading.
    pub kind: String,
    pub language: String,
    pub title: String,
    pub fetched_at: Option<String>,
    pub next_fetch_at: String,
    /// How often in a row it could not be read.
    pub failures: i32,
    /// What was wrong the last time.
    pub problem: Option<String>,
    pub created_at: String,
}

/// What a reading brought.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ReportView {
    /// The source's id.
    pub source: String,
    pub url: String,
    /// Translations that were not here before.
    pub new: usize,
    /// Translations whose text has changed.
    pub updated: usize,
    /// Pairs that were found for certain.
    pub paired: usize,
    /// Pairs that an editor has to decide.
    pub undecided: usize,
    pub problems: Vec<String>,
}

impl From<&Source> for SourceView {
    fn from(source: &Source) -> Self {
        SourceView {
            id: source.public_id.to_string(),
            url: source.url.clone(),
            kind: source.kind.clone(),
            language: source.language.to_string(),
            title: source.title.clone(),
            fetched_at: source.fetched_at.map(rfc3339),
            next_fetch_at: rfc3339(source.next_fetch_at),
            failures: source.failures,
            problem: source.last_problem().map(|problem| problem.to_string()),
            created_at: rfc3339(source.created_at),
        }
    }
}

impl From<&Report> for ReportView {
    fn from(report: &Report) -> Self {
        ReportView {
            source: report.source.to_string(),
            url: report.url.clone(),
            new: report.new,
            updated: report.updated,
            paired: report.paired,
            undecided: report.undecided,
            problems: report.problems.iter().map(ToString::to_string).collect(),
        }
    }
}

fn rfc3339(time: NaiveDateTime) -> String {
    time.and_utc().to_rfc3339_opts(SecondsFormat::Secs, true)
}
