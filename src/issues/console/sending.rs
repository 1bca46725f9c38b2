//! Approving and sending, pausing and trying again.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use chrono::NaiveDateTime;
use serde::Serialize;

use super::{
    editor::{page::ReadersView, refused},
    form::Form,
    id_of, place,
};
use crate::{
    access::{Flash, Role, Screen, Session, console},
    app::App,
    db::PublicId,
    delivery::Held,
    issues::{Refusal, Words, api::time, approval, check::Readers, retrying, sending, store},
    web::Failure,
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

/// Says that the issue waits for somebody to approve it.
pub async fn ask(app: Data<App>, session: Session, path: Path<String>) -> Result<HttpResponse, Failure> {
    session.require(Role::Editor)?;
    let (id, web, actor, now) = (id_of(&path)?, app.web.clone(), session.actor(), app.clock.now());
    let issue = id.clone();
    let done = app.db.write(move |conn| approval::make_ready(conn, &web, &issue, &actor, now)).await;
    answer(&session, &place(&id), done, "issue-said-ready")
}

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
    form: Form,
) -> Result<HttpResponse, Failure> {
    session.require(Role::Editor)?;
    let id = id_of(&path)?;
    let at = match (form.one("when"), form.typed("at").and_then(time)) {
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

/// Pauses, resumes, cancels, tries again what failed, makes a draft again, or decides about mails whose fate is unknown.
pub async fn steer(
    app: Data<App>,
    session: Session,
    path: Path<String>,
    form: Form,
) -> Result<HttpResponse, Failure> {
    session.require(Role::Editor)?;
    let (id, actor, now) = (id_of(&path)?, session.actor(), app.clock.now());
    let (how, said) = match form.one("action") {
        "pause" => (Ok(sending::Steer::Pause), "issue-said-paused"),
        "resume" => (Ok(sending::Steer::Resume), "issue-said-resumed"),
        "cancel" => (Ok(sending::Steer::Cancel), "issue-said-cancelled"),
        "resend" => (Err(Held::Resend), "issue-said-resumed"),
        "drop" => (Err(Held::Drop), "issue-said-resumed"),
        "retry" => return retry(&app, &session, id).await,
        "draft" => return redraft(&app, &session, id).await,
        _ => return Err(Failure::BadRequest),
    };
    let issue = id.clone();
    let done = app.db.write(move |conn| match how {
        Ok(how) => sending::steer(conn, &issue, how, &actor, now),
        Err(held) => sending::release_held(conn, &issue, held, &actor, now),
    });
    let back = if form.one("from") == "progress" { format!("{}/progress", place(&id)) } else { place(&id) };
    answer(&session, &back, done.await, said)
}

async fn retry(app: &App, session: &Session, id: PublicId) -> Result<HttpResponse, Failure> {
    let back = format!("{}/progress", place(&id));
    let done = retrying::retry(app, id, session.actor()).await.map(|_| ());
    answer(session, &back, done, "issue-said-retried")
}

/// An open issue is only waiting: it may be written again.
async fn redraft(app: &App, session: &Session, id: PublicId) -> Result<HttpResponse, Failure> {
    let (issue, now) = (id.clone(), app.clock.now());
    let done = app.db.write(move |conn| sending::redraft(conn, &issue, now)).await;
    answer(session, &place(&id), done, "issue-said-unscheduled")
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
