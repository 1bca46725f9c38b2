//! An issue as programs and commands see it.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;
use serde::Serialize;

use crate::{
    db::{Conn, PublicId, schema::articles},
    delivery::Outbox,
    i18n::Language,
    issues::{Issue, Missing, ProgressView, Status, Words, progress::progress_of},
    subscribers::{Cadence, audience::Audience},
};

/// One number of the newsletter.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct IssueView {
    #[schema(value_type = String)]
    pub id: PublicId,
    pub number: i64,
    pub slug: String,
    pub status: Status,
    #[schema(value_type = String)]
    pub cadence: Cadence,
    /// Ids in their order.
    #[schema(value_type = Vec<String>)]
    pub articles: Vec<PublicId>,
    /// By language.
    #[schema(value_type = BTreeMap<String, Words>)]
    pub texts: BTreeMap<Language, Words>,
    #[schema(value_type = Object)]
    pub audience: Audience,
    pub missing: Missing,
    /// Name it in a PATCH, and no change of somebody else is lost.
    pub revision: i64,
    pub send_at: Option<DateTime<Utc>>,
    pub started_at: Option<DateTime<Utc>>,
    pub finished_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    /// Where everybody's mail is, once it was started; lists do without.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub progress: Option<ProgressView>,
}

/// Issues with the public ids of their articles.
pub fn views(conn: &mut Conn, issues: Vec<Issue>) -> QueryResult<Vec<IssueView>> {
    let wanted: BTreeSet<i64> = issues.iter().flat_map(|issue| &issue.articles).copied().collect();
    let known: Vec<(i64, PublicId)> = articles::table
        .filter(articles::id.eq_any(wanted))
        .select((articles::id, articles::public_id))
        .load(conn)?;
    let known: BTreeMap<i64, PublicId> = known.into_iter().collect();
    Ok(issues.into_iter().map(|issue| view(issue, &known)).collect())
}

/// One issue, and where everybody's mail is if it was started.
pub fn view_with_progress(
    conn: &mut Conn,
    outbox: &Outbox,
    issue: Issue,
    now: NaiveDateTime,
) -> QueryResult<IssueView> {
    views_with_progress(conn, outbox, vec![issue], now)?.pop().ok_or(diesel::result::Error::NotFound)
}

/// The same of several issues.
pub fn views_with_progress(
    conn: &mut Conn,
    outbox: &Outbox,
    issues: Vec<Issue>,
    now: NaiveDateTime,
) -> QueryResult<Vec<IssueView>> {
    let of_one =
        |issue: &Issue| issue.row.started_at.map(|_| progress_of(conn, outbox, &issue.row, now)).transpose();
    let progress: Vec<Option<ProgressView>> = issues.iter().map(of_one).collect::<QueryResult<_>>()?;
    let views = views(conn, issues)?.into_iter().zip(progress);
    Ok(views.map(|(view, progress)| IssueView { progress, ..view }).collect())
}

fn view(issue: Issue, known: &BTreeMap<i64, PublicId>) -> IssueView {
    let row = issue.row;
    IssueView {
        id: row.public_id,
        number: row.number,
        slug: row.slug,
        status: row.status,
        cadence: row.cadence,
        articles: issue.articles.iter().filter_map(|id| known.get(id)).cloned().collect(),
        texts: issue.texts,
        audience: issue.audience,
        missing: row.missing,
        revision: row.revision,
        send_at: row.send_at.map(|at| at.and_utc()),
        started_at: row.started_at.map(|at| at.and_utc()),
        finished_at: row.finished_at.map(|at| at.and_utc()),
        created_at: row.created_at.and_utc(),
        updated_at: row.updated_at.and_utc(),
        progress: None,
    }
}
