//! Where everybody's mail is.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::QueryResult;
use serde::Serialize;

use crate::{
    db::Conn,
    delivery::{self, DispatchState},
    issues::{Status, store::Row},
};

/// Selected = sent + failed + skipped + waiting; `uncertain` is a note about some of them.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct ProgressView {
    pub status: Status,
    /// Whether the list of readers is still being drawn up.
    pub freezing: bool,
    pub selected: i64,
    pub sent: i64,
    pub failed: i64,
    pub skipped: i64,
    pub waiting: i64,
    pub uncertain: i64,
    pub started_at: Option<DateTime<Utc>>,
    pub finished_at: Option<DateTime<Utc>>,
    /// Of the last ten seconds.
    pub per_second: f64,
    pub eta: Option<DateTime<Utc>>,
    /// Why it paused by itself: `too_many_failures`, `no_connection`, `refused`, `held`, `restored`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// The progress of an issue; all zero if it did not start.
pub fn progress_of(conn: &mut Conn, row: &Row, now: NaiveDateTime) -> QueryResult<ProgressView> {
    let Some(dispatch) = delivery::find_by_issue(conn, row.id)? else { return Ok(not_started(row)) };
    let progress = delivery::progress(conn, dispatch.id, now)?;
    Ok(ProgressView {
        status: status_of(progress.status),
        freezing: progress.freezing,
        selected: progress.selected,
        sent: progress.sent,
        failed: progress.failed,
        skipped: progress.skipped,
        waiting: progress.waiting,
        uncertain: progress.uncertain,
        started_at: Some(progress.started_at.and_utc()),
        finished_at: progress.finished_at.map(|at| at.and_utc()),
        per_second: progress.per_second,
        eta: progress.eta.map(|at| at.and_utc()),
        reason: progress.reason,
    })
}

/// What the state of its dispatch makes of an issue.
pub fn status_of(state: DispatchState) -> Status {
    match state {
        DispatchState::Running => Status::Sending,
        DispatchState::Paused => Status::Paused,
        DispatchState::Cancelled => Status::Cancelled,
        DispatchState::Done => Status::Sent,
    }
}

fn not_started(row: &Row) -> ProgressView {
    ProgressView {
        status: row.status,
        freezing: false,
        selected: 0,
        sent: 0,
        failed: 0,
        skipped: 0,
        waiting: 0,
        uncertain: 0,
        started_at: None,
        finished_at: row.finished_at.map(|at| at.and_utc()),
        per_second: 0.0,
        eta: None,
        reason: None,
    }
}
