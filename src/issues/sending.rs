//! An issue on its way: started now or later, paused, resumed, cancelled.

use chrono::{DateTime, NaiveDateTime, Utc};
use serde::Serialize;

use crate::{
    access::{Actor, audit},
    app::App,
    db::{Conn, PublicId},
    delivery::{self, Held, NewDispatch, NewEdition, Outbox},
    issues::{
        HeldBackView, Issue, Piece, Refusal, Status, approval,
        check::{self, Readers},
        edition, piece,
        progress::{ProgressView, progress_of, status_of},
        store::{self, advance},
    },
    subscribers::{EditionName, Mistake, Mistakes},
    web::Web,
};

/// What is done to an issue that is under way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Steer {
    Pause,
    Resume,
    Cancel,
}

/// When an issue is to start.
#[derive(Debug, Clone, Copy)]
enum When {
    Now,
    At(NaiveDateTime),
    /// Now, if it is scheduled and its hour has come.
    Due,
}

/// What became of a wish to send.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct SentView {
    #[schema(value_type = String)]
    pub id: PublicId,
    pub status: Status,
    /// How many people will get it, as far as the list of readers is drawn up; `progress` counts on.
    pub selected: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub send_at: Option<DateTime<Utc>>,
    /// Said while all sending is held since a restore: nobody gets it until an owner lets sending go on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub held_back: Option<HeldBackView>,
}

/// Checks an issue and starts it, or says when it is to start. A time that is over is a mistake.
pub async fn send(
    app: &App,
    id: PublicId,
    at: Option<NaiveDateTime>,
    actor: Actor,
) -> Result<SentView, Refusal> {
    let app = app.clone();
    let sent = tokio::task::spawn_blocking(move || send_blocking(&app, &id, at, &actor));
    sent.await.map_err(anyhow::Error::new)?
}

/// The same for commands.
pub fn send_blocking(
    app: &App,
    id: &PublicId,
    at: Option<NaiveDateTime>,
    actor: &Actor,
) -> Result<SentView, Refusal> {
    let now = app.clock.now();
    if at.is_some_and(|at| at <= now) {
        return Err(Refusal::Invalid(Mistakes::one("at", Mistake::new("issue-mistake-time"))));
    }
    carry_out(app, id, at.map_or(When::Now, When::At), actor, now)
}

/// Starts a scheduled issue whose hour has come; the job's way. Refused if somebody took it back meanwhile, or gave it
/// a later hour.
pub fn start_due(app: &App, id: &PublicId) -> Result<SentView, Refusal> {
    carry_out(app, id, When::Due, &Actor::System, app.clock.now())
}

fn carry_out(
    app: &App,
    id: &PublicId,
    when: When,
    actor: &Actor,
    now: NaiveDateTime,
) -> Result<SentView, Refusal> {
    let (own, issue, actor) = (app.clone(), id.clone(), actor.clone());
    let readers = app.db.write_blocking(move |conn| decide(conn, &own, &issue, when, &actor, now))?;
    let at = match when {
        When::At(at) => Some(at),
        When::Now | When::Due => {
            freeze(app, id)?;
            app.outbox.ring();
            None
        }
    };
    let (issue, outbox) = (id.clone(), app.outbox.clone());
    let (progress, held_back) = app.db.read_blocking(move |conn| {
        Ok::<_, Refusal>((progress(conn, &outbox, &issue, now)?, HeldBackView::of_restore(conn)?))
    })?;
    Ok(SentView {
        id: id.clone(),
        status: progress.status,
        selected: if at.is_some() { readers } else { progress.selected },
        send_at: at.map(|at| at.and_utc()),
        held_back,
    })
}

/// Draws up the list of readers, in units of work that nobody waits for. A worker would do the same.
fn freeze(app: &App, id: &PublicId) -> Result<(), Refusal> {
    let issue = id.clone();
    let dispatch = app.db.read_blocking(move |conn| {
        let issue = store::find(conn, &issue)?.ok_or(Refusal::NotFound)?;
        Ok::<_, Refusal>(delivery::find_by_issue(conn, issue.row.id)?)
    })?;
    let Some(dispatch) = dispatch else { return Ok(()) };
    let now = app.clock.now();
    while app.db.write_blocking(move |conn| delivery::freeze_step(conn, dispatch.id, now))? {}
    Ok(())
}

/// How many people are selected for an issue that starts, or will start then.
fn decide(
    conn: &mut Conn,
    app: &App,
    id: &PublicId,
    when: When,
    actor: &Actor,
    now: NaiveDateTime,
) -> Result<i64, Refusal> {
    let issue = store::find(conn, id)?.ok_or(Refusal::NotFound)?;
    let pieces = piece::load(conn, &issue.articles)?;
    let readers = sendable(conn, &app.web, &issue, &pieces, now)?;
    let row = &issue.row;
    let is_moved = match when {
        When::Now => advance(conn, row, &Status::OPEN, Status::Sending, now)?,
        When::At(_) => advance(conn, row, &Status::OPEN, Status::Scheduled, now)?,
        When::Due => store::advance_due(conn, row, Status::Sending, now)?,
    };
    if !is_moved {
        return Err(Refusal::Changed);
    }
    match when {
        When::At(at) => schedule(conn, &issue, at, actor, now)?,
        When::Now | When::Due => start(conn, app, &issue, &pieces, &readers, actor, now)?,
    }
    Ok(readers.total())
}

/// Goes on only with an issue that may go: complete, with readers, and approved where somebody can be asked.
fn sendable(
    conn: &mut Conn,
    web: &Web,
    issue: &Issue,
    pieces: &[Piece],
    now: NaiveDateTime,
) -> Result<Readers, Refusal> {
    if !issue.row.status.is_open() {
        return Err(Refusal::NotNow(issue.row.status));
    }
    let readers = Readers::of(conn, issue, web.catalogue.languages(), now)?;
    if readers.total() == 0 {
        return Err(Refusal::NoReaders);
    }
    let report = check::check(web, issue, pieces, &readers)?;
    if !report.is_ready() {
        return Err(Refusal::NotReady(report.problems));
    }
    if !approval::goes_without(conn)? && !approval::is_approved(conn, issue, pieces)? {
        return Err(Refusal::NotApproved);
    }
    Ok(readers)
}

fn schedule(
    conn: &mut Conn,
    issue: &Issue,
    at: NaiveDateTime,
    actor: &Actor,
    now: NaiveDateTime,
) -> Result<(), Refusal> {
    store::set_send_at(conn, issue.row.id, Some(at))?;
    Ok(audit::append(
        conn,
        actor,
        "issue.schedule",
        issue.row.public_id.as_str(),
        &at.and_utc().to_rfc3339(),
        now,
    )?)
}

/// Freezes audience and editions, and lets the postmen have them.
fn start(
    conn: &mut Conn,
    app: &App,
    issue: &Issue,
    pieces: &[Piece],
    readers: &Readers,
    actor: &Actor,
    now: NaiveDateTime,
) -> Result<(), Refusal> {
    store::set_started(conn, issue.row.id, now)?;
    // Every edition, also those without readers now: who changes their reading choice meanwhile finds theirs.
    let mut editions = Vec::new();
    for name in EditionName::every(app.catalogue.languages()) {
        let mail = edition::render(&app.web, issue, pieces, &name)?;
        editions.push(NewEdition { name, mail });
    }
    let dispatch = NewDispatch {
        issue_id: issue.row.id,
        audience: &issue.audience,
        cadence: issue.row.cadence,
        editions: &editions,
        when_uncertain: app.config.uncertain.into(),
        message_domain: app.mailer.sender().domain(),
    };
    delivery::start(conn, &dispatch, now)?;
    let detail = format!("{} readers", readers.total());
    Ok(audit::append(conn, actor, "issue.send", issue.row.public_id.as_str(), &detail, now)?)
}

/// Pauses, resumes or cancels.
pub fn steer(
    conn: &mut Conn,
    id: &PublicId,
    how: Steer,
    actor: &Actor,
    now: NaiveDateTime,
) -> Result<(), Refusal> {
    follow(conn, now)?;
    let issue = store::find(conn, id)?.ok_or(Refusal::NotFound)?;
    let row = &issue.row;
    let done = match how {
        Steer::Pause => {
            advance(conn, row, &[Status::Sending], Status::Paused, now)? && delivery::pause(conn, row.id)?
        }
        Steer::Resume => {
            if row.status == Status::Paused && delivery::undecided(conn, row.id)?.is_all_that_waits {
                return Err(Refusal::Undecided);
            }
            advance(conn, row, &[Status::Paused], Status::Sending, now)?
                && delivery::resume(conn, row.id, now)?
        }
        Steer::Cancel if row.status.is_open() => advance(conn, row, &Status::OPEN, Status::Cancelled, now)?,
        Steer::Cancel => {
            let over = if row.went_out() { Status::Sent } else { Status::Cancelled };
            advance(conn, row, &Status::UNDER_WAY, over, now)? && delivery::cancel(conn, row.id)?
        }
    };
    if !done {
        return Err(Refusal::NotNow(row.status));
    }
    if how == Steer::Cancel && !row.went_out() {
        store::set_finished(conn, row.id, now)?;
    }
    let action = match how {
        Steer::Pause => "issue.pause",
        Steer::Resume => "issue.resume",
        Steer::Cancel => "issue.cancel",
    };
    Ok(audit::append(conn, actor, action, id.as_str(), "", now)?)
}

/// Decides about the mails of which nobody knows whether they arrived, and goes on if the issue is paused.
pub fn release_held(
    conn: &mut Conn,
    id: &PublicId,
    held: Held,
    actor: &Actor,
    now: NaiveDateTime,
) -> Result<(), Refusal> {
    follow(conn, now)?;
    let issue = store::find(conn, id)?.ok_or(Refusal::NotFound)?;
    let row = &issue.row;
    let is_decided = delivery::decide_held(conn, row.id, held, now)?;
    let resumed = row.status == Status::Paused
        && advance(conn, row, &[Status::Paused], Status::Sending, now)?
        && delivery::resume(conn, row.id, now)?;
    if !(is_decided || resumed) {
        return Err(Refusal::NotNow(row.status));
    }
    Ok(audit::append(conn, actor, "issue.release", id.as_str(), &format!("{held:?}"), now)?)
}

/// Brings issues to the state that their dispatch has: a postman finishes it, the breaker pauses it.
pub fn follow(conn: &mut Conn, now: NaiveDateTime) -> diesel::QueryResult<()> {
    for row in store::in_states(conn, &Status::UNDER_WAY)? {
        let Some(dispatch) = delivery::find_by_issue(conn, row.id)? else { continue };
        let to = status_of(dispatch.state);
        if to != row.status && advance(conn, &row, &[row.status], to, now)? && !to.is_under_way() {
            store::set_finished(conn, row.id, dispatch.finished_at.unwrap_or(now))?;
        }
    }
    Ok(())
}

/// Where everybody's mail is.
pub fn progress(
    conn: &mut Conn,
    outbox: &Outbox,
    id: &PublicId,
    now: NaiveDateTime,
) -> Result<ProgressView, Refusal> {
    let issue = store::find(conn, id)?.ok_or(Refusal::NotFound)?;
    Ok(progress_of(conn, outbox, &issue.row, now)?)
}

/// Makes an open issue a draft again; its words stay.
pub fn redraft(conn: &mut Conn, id: &PublicId, actor: &Actor, now: NaiveDateTime) -> Result<(), Refusal> {
    let issue = store::find(conn, id)?.ok_or(Refusal::NotFound)?;
    if !advance(conn, &issue.row, &Status::OPEN, Status::Draft, now)? {
        return Err(Refusal::NotNow(issue.row.status));
    }
    store::set_send_at(conn, issue.row.id, None)?;
    Ok(audit::append(conn, actor, "issue.redraft", id.as_str(), "", now)?)
}
