//! `hudhud openapi`

use super::{Cli, context::say};
use crate::server;

/// Prints the description of the API, as `/api/v1/openapi.json` gives it
#[derive(clap::Args)]
#[command(after_help = "Example:\n  hudhud openapi > openapi.json")]
pub(super) struct Openapi {}

impl Openapi {
    pub(super) fn run(&self, _: &Cli) -> anyhow::Result<()> {
        say(&server::openapi().to_pretty_json()?)
    }
}
