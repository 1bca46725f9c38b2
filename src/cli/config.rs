//! `hudhud config`

use super::Cli;
use crate::mail::Mailer;
use crate::{
    config::{Config, Printed, SettingsError},
    i18n::Catalogue,
};
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
        match self.what {
            What::Print => cli.print_items(&cli.config()?.printed(), line),
            What::Check => {
                let (config, mut problems) = cli.inspect()?;
                problems.extend(wrong_together(&config, &problems));
                match problems.is_empty() {
                    true => cli.print(&json!({ "status": "ok" }), || "The settings are right.".to_owned()),
                    false => Err(SettingsError(problems).into()),
                }
            }
        }
    }
}

/// What is wrong with settings of which each can be read; what could not be read is not looked at.
fn wrong_together(config: &Config, unread: &[String]) -> Vec<String> {
    let is_read = |name: &str| !unread.iter().any(|problem| problem.to_lowercase().contains(name));
    let mut problems = Vec::new();
    if is_read("smtp_url") && is_read("base_url") {
        problems.extend(config.check_serving().err().map(|error| error.to_string()));
    }
    problems.extend(Mailer::mistakes(config).iter().map(|error| format!("{error:#}")));
    if is_read("languages") {
        let sentences = Catalogue::load(&config.languages, Some(&config.data_dir.join("locales")));
        problems.extend(sentences.err().map(|error| format!("{error:#}")));
    }
    problems.iter().map(|problem| config.in_their_words(problem)).collect()
}

fn line(printed: &Printed) -> String {
    format!("{} = {}  ({})", printed.name, printed.value, printed.origin)
}
