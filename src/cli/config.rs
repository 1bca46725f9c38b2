//! `hudhud config`

use super::Cli;
use crate::mail::Mailer;
use crate::{clock::Clock, config::Printed, i18n::Catalogue};
use serde_json::json;

/// The settings as they are
#[derive(clap::Args)]
pub(super) struct Settings {
    #[command(subcommand)]
    what: What,
}

#[derive(clap::Subcommand)]
enum What {
    /// Prints every setting and who set it; secrets are redacted
    #[command(after_help = "Example:\n  hudhud config print")]
    Print,
    /// Says what is wrong with the settings, all of it at once
    #[command(after_help = "Example:\n  hudhud config check --config /etc/hudhud.toml")]
    Check,
}

impl Settings {
    pub(super) fn run(&self, cli: &Cli) -> anyhow::Result<()> {
        let config = cli.config()?;
        match self.what {
            What::Print => cli.print_items(&config.printed(), line),
            What::Check => {
                config.check_serving()?;
                Mailer::from_config(&config, Clock::system())?;
                Catalogue::load(&config.languages, Some(&config.data_dir.join("locales")))?;
                cli.print(&json!({ "status": "ok" }), || "The settings are right.".to_owned())
            }
        }
    }
}

fn line(printed: &Printed) -> String {
    format!("{} = {}  ({})", printed.name, printed.value, printed.origin)
}
