//! Where articles come from: other people's feeds are fetched, read, and their entries paired.

mod adding;
pub mod api;
mod candidates;
mod console;
pub mod feed;
pub mod fetch;
mod page;
mod pair;
mod problem;
mod read;
mod removing;
mod schedule;
mod show;
pub mod store;
mod tags;
mod visit;
mod wanted;

pub use adding::add;
pub use problem::Problem;
pub use read::{Report, Tried, TriedEntry, look, look_at};
pub use removing::remove;
pub use show::{ReportView, SourceView};

use crate::app::App;
use actix_web::web::ServiceConfig;
use fetch::Fetcher;
use store::Source;

/// Every URL of sources.
pub fn routes(config: &mut ServiceConfig) {
    config.configure(api::routes).configure(console::routes);
}

/// Reads a source at once, due or not. Until that is over no worker reads it too.
pub async fn read_now(app: &App, source: Source) -> anyhow::Result<Report> {
    let fetcher = Fetcher::new(&app.config.allow_private_hosts)?;
    let (id, now) = (source.id, app.clock.now());
    app.db.write(move |conn| store::hold(conn, id, now)).await?;
    read::read(app, &fetcher, source).await
}

/// Reads all sources that are due, one after the other.
pub async fn read_due(app: &App) -> anyhow::Result<Vec<Report>> {
    let mut reports = Vec::new();
    let mut fetcher = None;
    loop {
        let now = app.clock.now();
        let Some(source) = app.db.write(move |conn| store::claim_due(conn, now)).await? else {
            return Ok(reports);
        };
        let fetcher = match &mut fetcher {
            Some(fetcher) => fetcher,
            none => none.insert(Fetcher::new(&app.config.allow_private_hosts)?),
        };
        reports.push(read::read(app, fetcher, source).await?);
    }
}

/// Reads what is due in a thread of its own, if anything is: other jobs need not wait for other people's servers.
/// Who stops meanwhile loses nothing: what was being read is due again when its lease ends.
pub fn read_due_aside(app: &App) -> anyhow::Result<()> {
    let now = app.clock.now();
    if !app.db.read_blocking(move |conn| store::is_due(conn, now))? {
        return Ok(());
    }
    let app = app.clone();
    std::thread::Builder::new().name("sources".to_owned()).spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let read = runtime.map_err(anyhow::Error::new).and_then(|runtime| runtime.block_on(read_due(&app)));
        if let Err(error) = read {
            tracing::error!(error = format!("{error:#}"), "Sources could not be read");
        }
    })?;
    Ok(())
}
