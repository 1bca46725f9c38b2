//! Approving and sending, pausing and trying again.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use chrono::NaiveDateTime;
use serde::Serialize;

use super::{
    editor::{page::ReadersView, refused},
    place,
};
use crate::{
    access::{Flash, Role, Screen, Session, console},
    app::App,
    clock,
    db::PublicId,
    delivery::{self, Held},
    issues::{
        Refusal, Words, approval,
        check::Readers,
        retrying,
        sending::{self, Steer},
        store,
    },
    web::{Failure, LongForm, path_id},
};

/// What is said of an issue that was paused or undecided.
const RESUMED: &str = "issue-said-resumed";

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

/// Says that the issue waits for somebody to approve it.
pub async fn ask(app: Data<App>, session: Session, path: Path<String>) -> Result<HttpResponse, Failure> {
    session.require(Role::Editor)?;
    let (id, web, actor, now) = (path_id(&path)?, app.web.clone(), session.actor(), app.clock.now());
    let issue = id.clone();
    let done = app.db.write(move |conn| approval::make_ready(conn, &web, &issue, &actor, now)).await;
    answer(&session, &place(&id), done, "issue-said-ready")
}

/// Says that the issue may go as it is.
pub async fn approve(app: Data<App>, session: Session, path: Path<String>) -> Result<HttpResponse, Failure> {
    session.require(Role::Editor)?;
    let (id, web, actor, now) = (path_id(&path)?, app.web.clone(), session.actor(), app.clock.now());
    let issue = id.clone();
    let done = app.db.write(move |conn| approval::approve(conn, &web, &issue, &actor, now)).await;
    answer(&session, &place(&id), done, "issue-said-approved")
}

/// Repeats subjects and numbers before anything leaves.
pub async fn confirm(app: Data<App>, session: Session, path: Path<String>) -> Result<HttpResponse, Failure> {
    session.require(Role::Editor)?;
    let (id, now, site) = (path_id(&path)?, app.clock.now(), app.catalogue.languages().to_vec());
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
    let id = path_id(&path)?;
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
        Ok(_) => Ok(session.to(&progress, goes_on(&app, "issue-said-sending").await?)),
        Err(refusal) => refused(&session, &place(&id), refusal),
    }
}

/// A button of an issue that is on its way, or waits to be.
enum Press {
    Steer(Steer),
    Release(Held),
    Redraft,
}

/// Pauses, resumes, cancels, tries again what failed, makes a draft again, or decides about mails whose fate is unknown.
pub async fn steer(
    app: Data<App>,
    session: Session,
    path: Path<String>,
    form: LongForm,
) -> Result<HttpResponse, Failure> {
    session.require(Role::Editor)?;
    let (id, actor, now) = (path_id(&path)?, session.actor(), app.clock.now());
    let (press, said) = match form.one("action") {
        "pause" => (Press::Steer(Steer::Pause), "issue-said-paused"),
        "resume" => (Press::Steer(Steer::Resume), RESUMED),
        "cancel" => (Press::Steer(Steer::Cancel), "issue-said-cancelled"),
        "resend" => (Press::Release(Held::Resend), RESUMED),
        "drop" => (Press::Release(Held::Drop), RESUMED),
        "retry" => return retry(&app, &session, id).await,
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
    match done.await {
        Ok(()) if said == RESUMED => Ok(session.to(&back, goes_on(&app, said).await?)),
        done => answer(&session, &back, done, said),
    }
}

/// What is said of an issue that goes on now; while all sending is held it does not.
async fn goes_on(app: &App, said: &'static str) -> Result<Flash, Failure> {
    Ok(match app.db.read(delivery::held_since).await? {
        None => Flash::good(said),
        Some(_) => Flash::bad("issue-said-held"),
    })
}

async fn retry(app: &App, session: &Session, id: PublicId) -> Result<HttpResponse, Failure> {
    let back = format!("{}/progress", place(&id));
    match retrying::retry(app, id, session.actor()).await {
        Ok(_) => Ok(session.to(&back, goes_on(app, "issue-said-retried").await?)),
        Err(refusal) => refused(session, &back, refusal),
    }
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
