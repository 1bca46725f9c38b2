//! Settling a report in a transaction of its own.

use crate::app::App;

use super::{Kind, Outcome, about, act::act, read::Report, store};

/// Settles what a report means. When this returns it is durable.
pub fn settle(app: &App, report: &Report) -> anyhow::Result<Outcome> {
    let (vault, read, now) = (app.vault.clone(), report.clone(), app.clock.now());
    let outcome = app.db.write_blocking(move |conn| act(conn, &vault, &read, now))?;
    tell(outcome.kind(report), outcome);
    Ok(outcome)
}

/// Says what a report was, and what came of it.
pub(super) fn tell(kind: Kind, outcome: Outcome) {
    tracing::info!(kind = kind.as_str(), ?outcome, "Read a mail that came back");
}

/// Whom a report would be about, if it were settled now; nothing changes.
pub fn foresee(app: &App, report: &Report) -> anyhow::Result<Outcome> {
    let (vault, report) = (app.vault.clone(), report.clone());
    let outcome = app.db.read_blocking(move |conn| -> diesel::QueryResult<Outcome> {
        if about::leaving(conn, &vault, &report)?.is_some() {
            return Ok(Outcome::Left);
        }
        let returned = about::returned(conn, &vault, &report)?;
        Ok(returned.map_or(Outcome::Nobody, |_| Outcome::Nothing))
    })?;
    Ok(outcome)
}

/// Forgets what has served, in units of work that nobody waits for.
pub fn forget(app: &App) -> anyhow::Result<()> {
    let now = app.clock.now();
    while app.db.write_blocking(move |conn| store::forget(conn, now))? {}
    Ok(())
}
