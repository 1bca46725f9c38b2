//! Where everybody's mail is.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::QueryResult;
use serde::Serialize;

use crate::{
    db::Conn,
    delivery::{self, DispatchState, Outbox, ReplyCount},
    issues::{HeldBackView, Status, store::Row},
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
    /// When it will be done if all goes well, never earlier than `held_back` allows; `null` if nobody knows.
    pub eta: Option<DateTime<Utc>>,
    /// Why it does not go as fast as it could, and when it goes on; `null` if nothing holds it back.
    pub held_back: Option<HeldBackView>,
    /// Why it paused by itself: `too_many_failures`, `message_refused`, `no_connection`, `refused`, `held`, `restored`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// What mail servers said of mails that did not go well at once, the latest first.
    pub replies: Vec<ReplyView>,
}

/// How often a mail server said something.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct ReplyView {
    /// A big provider's (`gmail.com`, `yahoo.*`), `other` for all others, or `relay` for the server that we send through.
    #[schema(example = "gmail.com")]
    pub domain: String,
    /// `null` if there was no answer.
    #[schema(example = 452)]
    pub code: Option<i32>,
    /// The enhanced status code, where the answer had one.
    #[schema(example = "4.2.2")]
    pub status: Option<String>,
    pub n: i64,
    /// As it was said last, without addresses.
    pub text: String,
    pub last_at: DateTime<Utc>,
}

impl From<ReplyCount> for ReplyView {
    fn from(count: ReplyCount) -> ReplyView {
        let ReplyCount { domain, code, status, n, text, last_at } = count;
        ReplyView { domain, code, status, n, text, last_at: last_at.and_utc() }
    }
}

/// The progress of an issue; all zero if it did not start.
pub fn progress_of(
    conn: &mut Conn,
    outbox: &Outbox,
    row: &Row,
    now: NaiveDateTime,
) -> QueryResult<ProgressView> {
    let Some(dispatch) = delivery::find_by_issue(conn, row.id)? else { return Ok(not_started(row)) };
    let progress = delivery::progress(conn, dispatch.id, now)?;
    let outlook = delivery::outlook(conn, outbox, dispatch.id, &progress, now)?;
    Ok(ProgressView {
        // Of an issue that was sent only the trying again can be cancelled.
        status: if row.status == Status::Sent { row.status } else { status_of(progress.status) },
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
        eta: outlook.eta.map(|at| at.and_utc()),
        held_back: outlook.held_back.map(HeldBackView::from),
        reason: progress.reason,
        replies: progress.replies.into_iter().map(ReplyView::from).collect(),
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
        held_back: None,
        reason: None,
        replies: Vec::new(),
    }
}
