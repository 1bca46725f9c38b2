//! `hudhud worker`

use super::Cli;
use crate::{server, worker};

/// Background work only: postmen, sources, schedules, retention, until SIGTERM
///
/// Any number may share a PostgreSQL; on SQLite one works and the others wait.
#[derive(clap::Args)]
#[command(after_help = "Example:\n  hudhud worker")]
pub(super) struct Work {}

impl Work {
    pub(super) fn run(&self, cli: &Cli) -> anyhow::Result<()> {
        let app = cli.open()?;
        app.config.check_serving()?;
        cli.wait_for(worker::work_until_asked_to_stop(&app, server::asked_to_stop()))
    }
}
