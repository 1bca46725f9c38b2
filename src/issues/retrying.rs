//! Trying again what failed of an issue.

use serde::Serialize;

use crate::{
    access::{Actor, audit},
    app::App,
    db::{Conn, PublicId},
    delivery,
    issues::{
        HeldBackView, Refusal, Status,
        sending::follow,
        store::{self, advance},
    },
};

/// What became of a wish to try again.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct RetriedView {
    #[schema(value_type = String)]
    pub id: PublicId,
    pub status: Status,
    /// How many mails are tried again.
    pub retried: i64,
    /// Said while all sending is held since a restore: nothing is tried until an owner lets sending go on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub held_back: Option<HeldBackView>,
}

/// An issue some of whose mails are tried again.
struct Begun {
    issue: i64,
    status: Status,
    retried: i64,
    held_back: Option<HeldBackView>,
    /// The last of those that wait again so far.
    last: i64,
}

/// Tries again what failed, except mailboxes that are gone. Nobody gets the issue twice.
pub async fn retry(app: &App, id: PublicId, actor: Actor) -> Result<RetriedView, Refusal> {
    let app = app.clone();
    let retried = tokio::task::spawn_blocking(move || retry_blocking(&app, &id, &actor));
    retried.await.map_err(anyhow::Error::new)?
}

/// The same for commands.
pub fn retry_blocking(app: &App, id: &PublicId, actor: &Actor) -> Result<RetriedView, Refusal> {
    let now = app.clock.now();
    let (own, actor) = (id.clone(), actor.clone());
    let begun = app.db.write_blocking(move |conn| begin(conn, &own, &actor, now))?;
    let (issue, mut after) = (begun.issue, begun.last);
    // In units of work that nobody waits for.
    while let Some(last) =
        app.db.write_blocking(move |conn| delivery::retry_failed(conn, issue, after, now))?
    {
        after = last;
    }
    app.outbox.ring();
    let Begun { status, retried, held_back, .. } = begun;
    Ok(RetriedView { id: id.clone(), status, retried, held_back })
}

fn begin(
    conn: &mut Conn,
    id: &PublicId,
    actor: &Actor,
    now: chrono::NaiveDateTime,
) -> Result<Begun, Refusal> {
    follow(conn, now)?;
    let row = store::find(conn, id)?.ok_or(Refusal::NotFound)?.row;
    if !(row.status == Status::Sent || row.status.is_under_way()) {
        return Err(Refusal::NotNow(row.status));
    }
    let retried = delivery::n_retryable(conn, row.id)?;
    let last = delivery::retry_failed(conn, row.id, 0, now)?.ok_or(Refusal::NothingFailed)?;
    let status = match row.status {
        Status::Sent => Status::Sending,
        status => status,
    };
    if !advance(conn, &row, &[row.status], status, now)? {
        return Err(Refusal::Changed);
    }
    audit::append(conn, actor, "issue.retry", id.as_str(), &format!("{retried} mails"), now)?;
    Ok(Begun { issue: row.id, status, retried, held_back: HeldBackView::of_restore(conn)?, last })
}
