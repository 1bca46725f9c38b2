//! `hudhud migrate`

use super::Cli;
use crate::db::Db;
use serde_json::json;

/// Brings the database up to date; `serve` does so itself
#[derive(clap::Args)]
#[command(after_help = "Example:\n  hudhud migrate")]
pub(super) struct Migrate {}

impl Migrate {
    pub(super) fn run(&self, cli: &Cli) -> anyhow::Result<()> {
        let db = Db::open(&cli.config()?.database_url)?;
        db.migrate()?;
        cli.print(&json!({ "status": "up_to_date" }), || "The database is up to date.".to_owned())
    }
}
