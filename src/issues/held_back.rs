//! What holds an issue back, as pages, programs and commands are told.

use chrono::{DateTime, Utc};
use diesel::QueryResult;
use serde::Serialize;

use crate::{
    db::Conn,
    delivery::{self, Brake, HeldBack},
    i18n::{Args, Catalogue, Language},
};

/// What holds an issue back.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct HeldBackView {
    /// `restore` (all sending, until `hudhud resume-sending`), `relay` (the mail server is waited for), `today` (what may
    /// go in a day has gone), `rate` (as fast as it may), `retries` (mail servers said "later"), `takeover` (a process that
    /// was sending has died, and another takes over what it held), `nobody` (no process sends), `domains` (providers
    /// that take only so many in a while).
    #[schema(value_type = String, example = "today")]
    pub why: Brake,
    /// When it goes on by itself; `null` if it goes on all the time, or waits for somebody.
    pub until: Option<DateTime<Utc>>,
    /// With `today` and `rate`: how many messages may go in a day, or in a second.
    pub most: Option<i64>,
}

impl From<HeldBack> for HeldBackView {
    fn from(HeldBack { why, until, most }: HeldBack) -> HeldBackView {
        HeldBackView { why, until: until.map(|at| at.and_utc()), most }
    }
}

impl HeldBackView {
    /// The hold on all sending after a restore, if there is one.
    pub fn of_restore(conn: &mut Conn) -> QueryResult<Option<HeldBackView>> {
        let held = delivery::held_since(conn)?;
        Ok(held.map(|_| HeldBackView { why: Brake::Restore, until: None, most: None }))
    }

    /// The same as a word.
    pub fn restore(conn: &mut Conn) -> QueryResult<Option<Brake>> {
        Ok(HeldBackView::of_restore(conn)?.map(|held| held.why))
    }

    /// The key of its sentence.
    pub fn key(&self) -> String {
        format!("issue-held-{}", self.why.as_str())
    }

    /// What it says in a terminal.
    pub fn plain(&self, catalogue: &Catalogue, language: &Language) -> String {
        let count = Args::new().with("count", self.most.unwrap_or_default());
        let why = catalogue.plain(language, &self.key(), &count);
        let Some(until) = self.until else { return why };
        let date = Args::new().with("date", catalogue.date_time(language, until.naive_utc()));
        format!("{why} {}", catalogue.plain(language, "issue-held-until", &date))
    }
}
