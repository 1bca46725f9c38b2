//! After a restore all sending is held, until an owner says go.

use actix_web::{
    HttpResponse,
    web::{Data, ServiceConfig, post, resource},
};
use chrono::NaiveDateTime;
use diesel::QueryResult;

use crate::{
    access::{Actor, Flash, Role, Session, audit},
    app::App,
    db::Conn,
    delivery,
    issues::{self, Issue},
    web::Failure,
};

/// `/admin/resume-sending`.
pub(super) fn routes(config: &mut ServiceConfig) {
    config.service(resource("/admin/resume-sending").route(post().to(resume)));
}

async fn resume(app: Data<App>, session: Session) -> Result<HttpResponse, Failure> {
    session.require(Role::Owner)?;
    let (actor, now) = (session.actor(), app.clock.now());
    let paused = app.db.write(move |conn| resume_sending(conn, &actor, now)).await?;
    app.outbox.ring();
    // Somebody else may have said it a moment before: it goes on either way.
    let said = match paused.unwrap_or_default().as_slice() {
        [] => "admin-held-over",
        _ => "admin-held-over-paused",
    };
    Ok(session.to("/admin/", Flash::good(said)))
}

/// Lets sending go on, but for the issues that are paused: these. Nothing if it was not held.
pub fn resume_sending(conn: &mut Conn, actor: &Actor, now: NaiveDateTime) -> QueryResult<Option<Vec<Issue>>> {
    if !delivery::release(conn)? {
        return Ok(None);
    }
    audit::append(conn, actor, "sending.resume", "", "", now)?;
    paused(conn, now).map(Some)
}

fn paused(conn: &mut Conn, now: NaiveDateTime) -> QueryResult<Vec<Issue>> {
    issues::sending::follow(conn, now)?;
    let rows = issues::store::in_states(conn, &[issues::Status::Paused])?;
    let found = rows.iter().map(|row| issues::store::find(conn, &row.public_id));
    Ok(found.collect::<QueryResult<Vec<_>>>()?.into_iter().flatten().collect())
}
