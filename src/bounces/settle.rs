//! Settling a report in a transaction of its own.

use metrics::counter;

use crate::{app::App, telemetry::metrics::BOUNCES};

use super::{Kind, Outcome, about, act::act, read::Report, store};

/// Settles what a report means. When this returns it is durable.
pub fn settle(app: &App, report: &Report) -> anyhow::Result<Outcome> {
    let (vault, read, now) = (app.vault.clone(), report.clone(), app.clock.now());
    let outcome = app.db.write_blocking(move |conn| act(conn, &vault, &read, now))?;
    count(report.kind, outcome);
    Ok(outcome)
}

/// Counts a report that was settled, and says so.
pub(super) fn count(kind: Kind, outcome: Outcome) {
    counter!(BOUNCES, "kind" => kind.as_str()).increment(1);
    tracing::info!(kind = kind.as_str(), ?outcome, "Read a mail that came back");
}

/// Whether a report is about a message of ours, or from a reader who leaves.
pub fn is_about_somebody(app: &App, report: &Report) -> anyhow::Result<bool> {
    let (vault, report) = (app.vault.clone(), report.clone());
    let found = app.db.read_blocking(move |conn| -> diesel::QueryResult<bool> {
        let returned = about::returned(conn, &vault, &report)?;
        Ok(returned.is_some() || about::leaving(conn, &vault, &report)?.is_some())
    })?;
    Ok(found)
}

/// Forgets what has served.
pub fn forget(app: &App) -> anyhow::Result<()> {
    let now = app.clock.now();
    app.db.write_blocking(move |conn| store::forget(conn, now))?;
    Ok(())
}
