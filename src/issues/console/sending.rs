//! Approving and sending, and how it goes.

use actix_web::{
    HttpResponse,
    http::header::{self, HeaderValue},
    web::{Data, Path, Query},
};
use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};

use super::{
    editor::{page::ReadersView, refused},
    id_of,
    list::tag_kind,
    place,
};
use crate::{
    access::{Flash, Role, Screen, Session, console},
    app::App,
    clock,
    db::PublicId,
    delivery::Held,
    issues::{
        ProgressView, Refusal, Status, Words, approval,
        check::Readers,
        sending::{self, Steer},
        store,
    },
    web::{Failure, LongForm},
};

#[derive(Serialize)]
struct ConfirmPage {
    id: PublicId,
    number: i64,
    subjects: Vec<Subject>,
    readers: ReadersView,
    now: NaiveDateTime,
}

#[derive(Serialize)]
struct Subject {
    lang: crate::i18n::Language,
    name: String,
    words: Words,
}

#[derive(Serialize)]
struct ProgressPage {
    id: PublicId,
    number: i64,
    kind: &'static str,
    progress: ProgressView,
    settled: i64,
    speed: i64,
    /// Whether something still moves, so that there is more to see.
    moves: bool,
    /// Whether the page is to stay as it is (WCAG 2.2.1: whoever needs longer to read can stop it).
    still: bool,
    held: bool,
}

/// Whether the page of the progress looks again by itself.
#[derive(Deserialize)]
pub struct Watching {
    #[serde(default)]
    still: bool,
}

/// Seconds after which the page of the progress looks again.
const REFRESH: &str = "3";

/// Says that the issue waits for somebody to approve it.
pub async fn ask(app: Data<App>, session: Session, path: Path<String>) -> Result<HttpResponse, Failure> {
    session.require(Role::Editor)?;
    let (id, web, actor, now) = (id_of(&path)?, app.web.clone(), session.actor(), app.clock.now());
    let issue = id.clone();
    let done = app.db.write(move |conn| approval::make_ready(conn, &web, &issue, &actor, now)).await;
    answer(&session, &place(&id), done, "issue-said-ready")
}

/// Says that the issue may go as it is.
pub async fn approve(app: Data<App>, session: Session, path: Path<String>) -> Result<HttpResponse, Failure> {
    session.require(Role::Editor)?;
    let (id, web, actor, now) = (id_of(&path)?, app.web.clone(), session.actor(), app.clock.now());
    let issue = id.clone();
    let done = app.db.write(move |conn| approval::approve(conn, &web, &issue, &actor, now)).await;
    answer(&session, &place(&id), done, "issue-said-approved")
}

/// Repeats subjects and numbers before anything leaves.
pub async fn confirm(app: Data<App>, session: Session, path: Path<String>) -> Result<HttpResponse, Failure> {
    session.require(Role::Editor)?;
    let (id, now, site) = (id_of(&path)?, app.clock.now(), app.catalogue.languages().to_vec());
    let wanted = id.clone();
    let (issue, readers) = app
        .db
        .read(move |conn| {
            let issue = store::find(conn, &wanted)?.ok_or(Refusal::NotFound)?;
            let readers = Readers::of(conn, &issue, &site, now)?;
            Ok::<_, Refusal>((issue, readers))
        })
        .await?;
    if !issue.row.status.is_open() {
        return Ok(session.to(&place(&id), Flash::bad("issue-refused-not-now")));
    }
    let subject = |language: &crate::i18n::Language| Subject {
        lang: language.clone(),
        name: app.catalogue.name(language).to_owned(),
        words: issue.words(language),
    };
    let page = ConfirmPage {
        number: issue.row.number,
        subjects: app.catalogue.languages().iter().map(subject).collect(),
        readers: ReadersView::of(&app, &readers),
        now,
        id,
    };
    console(&app, &session, Screen::Issues, "issues/send.html", &page)
}

/// Starts the issue, or says when it is to start.
pub async fn send(
    app: Data<App>,
    session: Session,
    path: Path<String>,
    form: LongForm,
) -> Result<HttpResponse, Failure> {
    session.require(Role::Editor)?;
    let id = id_of(&path)?;
    let at = match (form.one("when"), form.typed("at").and_then(clock::parse)) {
        ("later", Some(at)) if at > app.clock.now() => Some(at),
        ("later", _) => {
            return Ok(session.to(&format!("{}/send", place(&id)), Flash::bad("issue-mistake-time")));
        }
        _ => None,
    };
    let sent = sending::send(&app, id.clone(), at, session.actor()).await;
    let progress = format!("{}/progress", place(&id));
    match sent {
        Ok(_) if at.is_some() => Ok(session.to(&place(&id), Flash::good("issue-said-scheduled"))),
        Ok(_) => Ok(session.to(&progress, Flash::good("issue-said-sending"))),
        Err(refusal) => refused(&session, &place(&id), refusal),
    }
}

/// A button of an issue that is on its way, or waits to be.
enum Press {
    Steer(Steer),
    Release(Held),
    Redraft,
}

/// Pauses, resumes, cancels, makes a draft again, or decides about mails whose fate is unknown.
pub async fn steer(
    app: Data<App>,
    session: Session,
    path: Path<String>,
    form: LongForm,
) -> Result<HttpResponse, Failure> {
    session.require(Role::Editor)?;
    let (id, actor, now) = (id_of(&path)?, session.actor(), app.clock.now());
    let (press, said) = match form.one("action") {
        "pause" => (Press::Steer(Steer::Pause), "issue-said-paused"),
        "resume" => (Press::Steer(Steer::Resume), "issue-said-resumed"),
        "cancel" => (Press::Steer(Steer::Cancel), "issue-said-cancelled"),
        "resend" => (Press::Release(Held::Resend), "issue-said-resumed"),
        "drop" => (Press::Release(Held::Drop), "issue-said-resumed"),
        "draft" => (Press::Redraft, "issue-said-unscheduled"),
        _ => return Err(Failure::BadRequest),
    };
    let issue = id.clone();
    let done = app.db.write(move |conn| match press {
        Press::Steer(how) => sending::steer(conn, &issue, how, &actor, now),
        Press::Release(held) => sending::release_held(conn, &issue, held, &actor, now),
        Press::Redraft => sending::redraft(conn, &issue, &actor, now),
    });
    let back = if form.one("from") == "progress" { format!("{}/progress", place(&id)) } else { place(&id) };
    answer(&session, &back, done.await, said)
}

/// Shows where everybody's mail is.
pub async fn progress(
    app: Data<App>,
    session: Session,
    path: Path<String>,
    watching: Query<Watching>,
) -> Result<HttpResponse, Failure> {
    let (id, now) = (id_of(&path)?, app.clock.now());
    let wanted = id.clone();
    let (issue, progress) = app
        .db
        .read(move |conn| {
            let issue = store::find(conn, &wanted)?.ok_or(Refusal::NotFound)?;
            Ok::<_, Refusal>((issue, sending::progress(conn, &wanted, now)?))
        })
        .await?;
    let page = ProgressPage {
        number: issue.row.number,
        kind: tag_kind(progress.status),
        settled: progress.selected - progress.waiting,
        speed: progress.per_second.round() as i64,
        moves: progress.status == Status::Sending,
        still: watching.still,
        held: progress.reason.as_deref() == Some("held"),
        progress,
        id,
    };
    let mut shown = console(&app, &session, Screen::Issues, "issues/progress.html", &page)?;
    if page.moves && !page.still {
        shown.headers_mut().insert(header::REFRESH, HeaderValue::from_static(REFRESH));
    }
    Ok(shown)
}

fn answer(
    session: &Session,
    back: &str,
    done: Result<(), Refusal>,
    said: &str,
) -> Result<HttpResponse, Failure> {
    match done {
        Ok(()) => Ok(session.to(back, Flash::good(said))),
        Err(refusal) => refused(session, back, refusal),
    }
}
