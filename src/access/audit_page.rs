//! The owners' page of the audit, and whether its chain holds.

use actix_web::{
    HttpResponse,
    web::{Data, Query, ServiceConfig, resource},
};
use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};

use crate::{
    access::{
        Role, Screen, Session, audit,
        audit_check::{self, Verdict},
        audit_words::{self, Words},
        console,
    },
    app::App,
    web::{Failure, Listing, read},
};

/// Entries on one page.
const PAGE: i64 = 50;

/// `/admin/audit`.
pub fn routes(config: &mut ServiceConfig) {
    config.service(resource("/admin/audit").route(read().to(show)));
}

#[derive(Deserialize)]
struct Position {
    before: Option<i64>,
}

#[derive(Serialize)]
struct AuditPage {
    entries: Vec<Row>,
    /// How many entries the whole chain has, if it holds.
    whole: Option<i64>,
    /// Up to which entry it was read through some time ago, and when; what came since was read now.
    read_to: Option<i64>,
    read_at: Option<NaiveDateTime>,
    /// The first entry that does not follow from those before it.
    broken: Option<i64>,
    older: Option<String>,
}

#[derive(Serialize)]
struct Row {
    id: i64,
    at: NaiveDateTime,
    actor: Words,
    action: Words,
    subject: String,
    detail: Words,
}

async fn show(app: Data<App>, session: Session, position: Query<Position>) -> Result<HttpResponse, Failure> {
    session.require(Role::Owner)?;
    let before = position.before;
    let (verdict, entries) = app
        .db
        .read(move |conn| -> diesel::QueryResult<_> {
            let entries = audit::page(conn, before, PAGE + 1)?;
            Ok((audit_check::verdict(conn, &entries)?, entries))
        })
        .await?;
    let Listing { items: entries, next: older } =
        Listing::cut(entries, PAGE, |last| format!("/admin/audit?before={}", last.id));
    let rows = entries.into_iter().map(|entry| Row {
        id: entry.id,
        at: entry.at,
        actor: audit_words::actor(&entry.actor),
        action: audit_words::action(&entry.action),
        detail: audit_words::detail(&entry),
        subject: entry.subject,
    });
    let entries: Vec<Row> = rows.collect();
    let page = match verdict {
        Verdict::Broken(entry) => {
            AuditPage { entries, whole: None, read_to: None, read_at: None, broken: Some(entry), older }
        }
        Verdict::Whole { n_entries, read } => AuditPage {
            entries,
            whole: Some(n_entries),
            read_to: read.as_ref().map(|read| read.last),
            read_at: read.map(|read| read.at),
            broken: None,
            older,
        },
    };
    console(&app, &session, Screen::Audit, "access/audit.html", &page)
}
