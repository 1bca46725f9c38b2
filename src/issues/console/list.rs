//! The list of issues, and a new one.

use actix_web::{
    HttpResponse,
    web::{Data, Query},
};
use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};

use super::place;
use crate::{
    access::{Flash, Role, Screen, Session, console},
    app::App,
    clock,
    db::PublicId,
    delivery::{self, Brake},
    issues::{Drafted, HeldBackView, Issue, Reach, StatusTag, Wanted, draft, store},
    subscribers::Cadence,
    web::{Failure, Listing, LongForm},
};

const SHOWN: i64 = 50;

#[derive(Serialize)]
struct ListPage {
    issues: Vec<Line>,
    cadences: Vec<Cadence>,
    older: String,
    newer: String,
}

#[derive(Serialize)]
struct Line {
    id: PublicId,
    number: i64,
    subject: String,
    tag: StatusTag,
    cadence: Cadence,
    at: NaiveDateTime,
}

/// Where a page of the list ends.
#[derive(Deserialize)]
pub struct Before {
    before: Option<i64>,
}

/// Shows the issues, the newest first.
pub async fn show(app: Data<App>, session: Session, query: Query<Before>) -> Result<HttpResponse, Failure> {
    let before = query.before;
    let (issues, reached, brake) = app
        .db
        .read(move |conn| {
            let issues = store::list(conn, before, SHOWN + 1)?;
            let ids: Vec<i64> = issues.iter().map(|issue| issue.row.id).collect();
            let reached = delivery::reached(conn, &ids)?;
            Ok::<_, Failure>((issues, reached, HeldBackView::restore(conn)?))
        })
        .await?;
    let Listing { items: issues, next: older } =
        Listing::cut(issues, SHOWN, |last| format!("/admin/issues?before={}", last.row.number));
    let page = ListPage {
        issues: issues
            .iter()
            .map(|issue| line(issue, Reach::among(&reached, issue.row.id), brake, &session))
            .collect(),
        cadences: Cadence::ALL.to_vec(),
        older: older.unwrap_or_default(),
        newer: if before.is_some() { "/admin/issues".to_owned() } else { String::new() },
    };
    console(&app, &session, Screen::Issues, "issues/list.html", &page)
}

fn line(issue: &Issue, reach: Reach, brake: Option<Brake>, session: &Session) -> Line {
    let row = &issue.row;
    Line {
        id: row.public_id.clone(),
        number: row.number,
        subject: issue.words(&session.language).subject,
        tag: StatusTag::of(row.status, reach, brake),
        cadence: row.cadence,
        at: row.finished_at.or(row.started_at).or(row.send_at).unwrap_or(row.updated_at),
    }
}

/// Gathers what is new into a draft.
pub async fn draft(app: Data<App>, session: Session, form: LongForm) -> Result<HttpResponse, Failure> {
    session.require(Role::Editor)?;
    let since = match form.typed("since").map(clock::parse) {
        Some(None) => return Ok(session.to("/admin/issues", Flash::bad("issue-mistake-value"))),
        since => since.flatten(),
    };
    let wanted =
        Wanted { since, cadence: form.one("cadence").parse().unwrap_or_default(), ..Wanted::default() };
    let (site, actor, now) = (app.catalogue.languages().to_vec(), session.actor(), app.clock.now());
    let drafted = app.db.write(move |conn| draft::draft(conn, &site, &wanted, &actor, now)).await?;
    Ok(match drafted {
        Drafted::Issue(id) => session.to(&place(&id), Flash::good("issue-said-drafted")),
        Drafted::Nothing(why) => session.to("/admin/issues", Flash::bad(why.key())),
    })
}
