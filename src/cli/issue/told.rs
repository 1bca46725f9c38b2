//! Where everybody's mail is, in words for a terminal.

use super::readers;
use crate::{
    app::App,
    i18n::Args,
    issues::{HeldBackView, ProgressView},
};

/// Nobody may take "sent" for "everybody got it".
pub(super) fn counts(progress: &ProgressView) -> String {
    let counts = [
        ("sent", progress.sent),
        ("failed", progress.failed),
        ("skipped", progress.skipped),
        ("waiting", progress.waiting),
        ("uncertain", progress.uncertain),
    ];
    let told = counts.iter().filter(|(what, count)| *count > 0 || *what == "sent");
    told.map(|(what, count)| format!("{count} {what}")).collect::<Vec<_>>().join(", ")
}

/// Lines below an issue: its figures, why it paused, what holds it back, and when it will be done.
pub(super) fn progress(app: &App, progress: &ProgressView) -> Vec<String> {
    let language = app.catalogue.for_programs();
    let mut lines = vec![format!("progress  {}, {}", readers(app, progress.selected), counts(progress))];
    if let Some(reason) = &progress.reason {
        let why = app.catalogue.plain(&language, &format!("issue-paused-{reason}"), &Args::new());
        lines.push(format!("          {why}"));
    }
    lines.extend(progress.held_back.iter().map(|held| format!("          {}", held_back(app, held))));
    if let Some(eta) = progress.eta {
        let date = Args::new().with("date", app.catalogue.date_time(&language, eta.naive_utc()));
        lines.push(format!("          {}", app.catalogue.plain(&language, "issue-progress-eta", &date)));
    }
    lines
}

/// What holds an issue back.
fn held_back(app: &App, held: &HeldBackView) -> String {
    held.plain(&app.catalogue, &app.catalogue.for_programs())
}

/// What was said, and what holds the issue back.
pub(super) fn with_what_holds(app: &App, said: String, held: Option<&HeldBackView>) -> String {
    match held {
        Some(held) => format!("{said}\n{}", held_back(app, held)),
        None => said,
    }
}
