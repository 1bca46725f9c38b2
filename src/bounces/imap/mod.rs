//! Fetching returned mail from a mailbox: a job for every two minutes.

mod connect;
mod poll;
mod url;

use std::{thread, time::Duration};

use anyhow::Context;

use crate::app::App;

use url::Mailbox;

/// How long one round may take. The next one goes on where it ended.
const ROUND: Duration = Duration::from_secs(110);

/// Reads the mailbox in a thread of its own, if there is one: other jobs need not wait for its server.
pub fn poll_aside(app: &App) -> anyhow::Result<()> {
    if app.config.bounce_imap_url.is_none() {
        return Ok(());
    }
    let app = app.clone();
    thread::Builder::new().name("bounces".to_owned()).spawn(move || {
        if let Err(error) = poll(&app) {
            tracing::error!(error = format!("{error:#}"), "The mailbox of returned mail could not be read");
        }
    })?;
    Ok(())
}

/// Reads the mailbox, if there is one. How many mails were read.
pub fn poll(app: &App) -> anyhow::Result<usize> {
    let Some(setting) = &app.config.bounce_imap_url else { return Ok(0) };
    let mailbox: Mailbox = setting.expose().parse()?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let round = async { tokio::time::timeout(ROUND, poll::round(app, &mailbox)).await };
    runtime.block_on(round).context("the mailbox's server took too long")?
}
