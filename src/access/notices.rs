//! What must reach the admins: rows that those below write, turned into letters.

use anyhow::Context;
use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde_json::{Map, Value};

use crate::{
    access::{Role, admins, letters},
    app::App,
    db::{Conn, schema::notices},
    i18n::Args,
};

pub use crate::delivery::notices::{tell, tell_now_and_then};

/// Something that happened, as the overview shows it.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = notices)]
pub struct Notice {
    pub id: i64,
    pub kind: String,
    pub detail: String,
    pub created_at: NaiveDateTime,
}

impl Notice {
    /// The keys of its title and its text.
    pub fn keys(&self) -> (&'static str, &'static str) {
        match self.kind.as_str() {
            "mail_refused" => ("access-notice-mail-refused-title", "access-notice-mail-refused-text"),
            "mail_unwanted" => ("access-notice-mail-unwanted-title", "access-notice-mail-unwanted-text"),
            "issue_paused" => ("access-notice-issue-paused-title", "access-notice-issue-paused-text"),
            "issue_missed" => ("access-notice-issue-missed-title", "access-notice-issue-missed-text"),
            "issue_not_started" => {
                ("access-notice-issue-not-started-title", "access-notice-issue-not-started-text")
            }
            "nothing_new" => ("access-notice-nothing-new-title", "access-notice-nothing-new-text"),
            "source_failing" => ("access-notice-source-failing-title", "access-notice-source-failing-text"),
            "export" => ("access-notice-export-title", "access-notice-export-text"),
            _ => ("access-notice-other-title", "access-notice-other-text"),
        }
    }

    /// What its sentences mention: the numbers and words of its detail.
    pub fn args(&self) -> Args {
        let detail: Map<String, Value> = serde_json::from_str(&self.detail).unwrap_or_default();
        let plain = detail.into_iter().filter_map(|(name, value)| match value {
            Value::Number(number) => number.as_i64().map(|number| (name, number.into())),
            Value::String(text) => Some((name, text.into())),
            _ => None,
        });
        plain.fold(Args::new(), |args, (name, value): (String, crate::i18n::Arg)| args.with(name, value))
    }
}

/// The newest that happened since a day.
pub fn since(conn: &mut Conn, day: NaiveDateTime, limit: i64) -> QueryResult<Vec<Notice>> {
    notices::table
        .filter(notices::created_at.ge(day))
        .order(notices::id.desc())
        .limit(limit)
        .select(Notice::as_select())
        .load(conn)
}

/// Writes to every owner and editor about what nobody was told yet.
pub fn sweep(app: &App) -> anyhow::Result<()> {
    if app.db.read_blocking(unswept)?.is_empty() {
        return Ok(());
    }
    let (vault, url, now) = (app.vault.clone(), app.links.absolute("/admin/"), app.clock.now());
    let swept = app.db.write_blocking(move |conn| -> QueryResult<()> {
        let told = admins::enabled_with(conn, Role::Editor)?;
        for notice in unswept(conn)? {
            // On PostgreSQL another worker may have swept it since.
            let unswept = notices::table.find(notice.id).filter(notices::swept_at.is_null());
            if diesel::update(unswept).set(notices::swept_at.eq(now)).execute(conn)? == 0 {
                continue;
            }
            let (title, text) = notice.keys();
            let letter = letters::Notice { title, text, args: notice.args(), url: url.clone() };
            for admin in &told {
                letters::write(conn, &vault, &letter, admin, format!("notice:{}", notice.id), now)?;
            }
        }
        Ok(())
    });
    swept.context("telling the admins what happened")
}

fn unswept(conn: &mut Conn) -> QueryResult<Vec<Notice>> {
    notices::table
        .filter(notices::swept_at.is_null())
        .order(notices::id)
        .limit(50)
        .select(Notice::as_select())
        .load(conn)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_notice_mentions_the_words_and_numbers_of_its_detail() {
        let at = "2026-11-23T12:00:00".parse().unwrap();
        let notice =
            |detail: &str| Notice { id: 1, kind: "export".into(), detail: detail.into(), created_at: at };
        let args = notice(r#"{"count": 3, "reply": "535 no", "issues": [1]}"#).args();
        assert_eq!(args, Args::new().with("count", 3_i64).with("reply", "535 no"));
        assert_eq!(notice("no JSON").args(), Args::new());
    }
}
