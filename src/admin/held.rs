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
    web::Failure,
};

/// `/admin/resume-sending`.
pub(super) fn routes(config: &mut ServiceConfig) {
    config.service(resource("/admin/resume-sending").route(post().to(resume)));
}

async fn resume(app: Data<App>, session: Session) -> Result<HttpResponse, Failure> {
    session.require(Role::Owner)?;
    let (actor, now) = (session.actor(), app.clock.now());
    app.db.write(move |conn| resume_sending(conn, &actor, now)).await?;
    app.outbox.ring();
    // Somebody else may have said it a moment before: it goes on either way.
    Ok(session.to("/admin/", Flash::good("admin-held-over")))
}

/// Lets sending go on. True if it was held.
pub fn resume_sending(conn: &mut Conn, actor: &Actor, now: NaiveDateTime) -> QueryResult<bool> {
    let released = delivery::release(conn)?;
    if released {
        audit::append(conn, actor, "sending.resume", "", "", now)?;
    }
    Ok(released)
}
