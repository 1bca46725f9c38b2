//! Letters that did not get through, those that are tried again, and sending them again.

use actix_web::{
    HttpResponse,
    web::{Data, Path, ServiceConfig, post, resource},
};
use chrono::NaiveDateTime;
use serde::Serialize;

use crate::{
    access::{Flash, Role, Screen, Session, audit, console},
    app::App,
    db::PublicId,
    delivery,
    people::find::reply,
    web::{Failure, FormFields, read},
};

/// Letters on the page.
const PAGE: i64 = 100;

/// `/admin/letters`.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(resource("/admin/letters").route(read().to(list)))
        .service(resource("/admin/letters/try").route(post().to(try_now)))
        .service(resource("/admin/letters/{id}/again").route(post().to(again)));
}

#[derive(Serialize)]
struct LettersPage {
    letters: Vec<Row>,
    /// Letters that were tried and go again by themselves.
    tried: Vec<Tried>,
    /// Mail servers that nothing goes through for the moment.
    waiting: Vec<Waiting>,
}

#[derive(Serialize)]
struct Waiting {
    server: String,
    reason: String,
    until: NaiveDateTime,
}

#[derive(Serialize)]
struct Row {
    id: PublicId,
    name: String,
    recipient: &'static str,
    state: String,
    attempts: i32,
    reply: Option<String>,
    written_at: NaiveDateTime,
}

#[derive(Serialize)]
struct Tried {
    name: String,
    recipient: &'static str,
    attempts: i32,
    reply: Option<String>,
    written_at: NaiveDateTime,
    next_at: NaiveDateTime,
}

async fn list(app: Data<App>, session: Session) -> Result<HttpResponse, Failure> {
    let now = app.clock.now();
    let (stuck, tried, relays) = app
        .db
        .read(move |conn| {
            diesel::QueryResult::Ok((
                delivery::stuck_letters(conn, PAGE)?,
                delivery::tried_letters(conn, PAGE)?,
                delivery::waiting_relays(conn, now)?,
            ))
        })
        .await?;
    let waiting = relays.into_iter().map(|relay| Waiting {
        server: relay.name,
        reason: relay.reason,
        until: relay.until,
    });
    let letters = stuck.into_iter().map(|letter| Row {
        reply: reply(letter.reply_code, letter.reply_status.as_deref()),
        id: letter.public_id,
        name: letter.name,
        recipient: letter.recipient_kind.as_str(),
        state: letter.state.as_str().to_owned(),
        attempts: letter.attempts,
        written_at: letter.created_at,
    });
    let tried = tried.into_iter().map(|letter| Tried {
        reply: reply(letter.reply_code, letter.reply_status.as_deref()),
        name: letter.name,
        recipient: letter.recipient_kind.as_str(),
        attempts: letter.attempts,
        written_at: letter.created_at,
        next_at: letter.due_at,
    });
    let page = LettersPage { letters: letters.collect(), tried: tried.collect(), waiting: waiting.collect() };
    console(&app, &session, Screen::Letters, "people/letters.html", &page)
}

/// Whoever mended the mail server need not wait for the next try.
async fn try_now(app: Data<App>, session: Session) -> Result<HttpResponse, Failure> {
    session.require(Role::Editor)?;
    let (actor, now) = (session.actor(), app.clock.now());
    app.db
        .write(move |conn| {
            delivery::try_all_relays(conn)?;
            audit::append(conn, &actor, "relay.try", "", "", now)
        })
        .await?;
    app.outbox.ring();
    Ok(session.to("/admin/letters", Flash::good("letters-trying")))
}

async fn again(
    app: Data<App>,
    session: Session,
    id: Path<PublicId>,
    fields: FormFields,
) -> Result<HttpResponse, Failure> {
    session.require(Role::Editor)?;
    let (actor, now) = (session.actor(), app.clock.now());
    let sent = app
        .db
        .write(move |conn| -> diesel::QueryResult<bool> {
            let sent = delivery::send_again(conn, &id, now)?;
            if sent {
                audit::append(conn, &actor, "letter.again", id.as_str(), "", now)?;
            }
            Ok(sent)
        })
        .await?;
    let place = match fields.one("person").parse::<PublicId>() {
        Ok(person) => format!("/admin/people/{person}"),
        Err(_) => "/admin/letters".to_owned(),
    };
    Ok(match sent {
        true => session.to(&place, Flash::good("letters-queued")),
        false => session.to(&place, Flash::bad("letters-not-again")),
    })
}
