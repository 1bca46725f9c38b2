//! Commands. Each capability has a file here; its struct says what can be asked, its `run` does it.

mod admin;
mod article;
mod backup;
mod bounce;
mod completions;
mod config;
mod context;
mod demo;
mod doctor;
mod file;
mod issue;
mod keys;
mod migrate;
mod openapi;
mod outcome;
mod restore;
mod serve;
mod source;
mod subscriber;
mod token;
mod topic;
mod worker;

pub use context::Cli;
pub use outcome::Misuse;

use clap::{Parser, Subcommand};
use std::path::PathBuf;
use std::process::ExitCode;

/// Gathers the people of a small movement and writes to them, in two languages.
///
/// Without a command it serves.
#[derive(Parser)]
#[command(name = "hudhud", version, after_help = "Example:\n  hudhud serve --bind 127.0.0.1:8080")]
struct Hudhud {
    #[command(flatten)]
    everywhere: Everywhere,
    #[command(subcommand)]
    command: Option<Command>,
}

/// Flags that every command takes.
#[derive(clap::Args)]
struct Everywhere {
    /// Read the settings from this file instead of hudhud.toml
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Print JSON
    #[arg(long, global = true)]
    json: bool,
    /// Keep database, keys and mailbox here (HUDHUD_DATA_DIR)
    #[arg(long, global = true, value_name = "DIR")]
    data_dir: Option<PathBuf>,
    /// How much to log: error, warn, info, debug, or a filter (HUDHUD_LOG)
    #[arg(long, global = true, value_name = "LEVEL")]
    log: Option<String>,
}

#[derive(Subcommand)]
enum Command {
    Serve(serve::Serve),
    Worker(worker::Work),
    Migrate(migrate::Migrate),
    Admin(admin::Admins),
    Token(token::Tokens),
    Topic(topic::Topics),
    Bounce(bounce::Bounce),
    Subscriber(subscriber::Subscribers),
    Keys(keys::Keys),
    Config(config::Settings),
    Source(source::Sources),
    Article(article::Articles),
    Demo(demo::Demo),
    Issue(issue::IssueCommand),
    Doctor(doctor::Doctor),
    Backup(backup::Backup),
    Restore(restore::Restore),
    ResumeSending(restore::ResumeSending),
    Openapi(openapi::Openapi),
    Completions(completions::Completions),
}

impl Command {
    fn run(&self, cli: &Cli) -> anyhow::Result<()> {
        match self {
            Command::Serve(serve) => serve.run(cli),
            Command::Worker(work) => work.run(cli),
            Command::Migrate(migrate) => migrate.run(cli),
            Command::Admin(admins) => admins.run(cli),
            Command::Token(tokens) => tokens.run(cli),
            Command::Topic(topics) => topics.run(cli),
            Command::Subscriber(subscribers) => subscribers.run(cli),
            Command::Bounce(bounce) => bounce.run(cli),
            Command::Keys(keys) => keys.run(cli),
            Command::Config(settings) => settings.run(cli),
            Command::Source(sources) => sources.run(cli),
            Command::Article(articles) => articles.run(cli),
            Command::Demo(demo) => demo.run(cli),
            Command::Issue(issue) => issue.run(cli),
            Command::Doctor(doctor) => doctor.run(cli),
            Command::Backup(backup) => backup.run(cli),
            Command::Restore(restore) => restore.run(cli),
            Command::ResumeSending(resume) => resume.run(cli),
            Command::Openapi(openapi) => openapi.run(cli),
            Command::Completions(completions) => completions.run(cli),
        }
    }
}

/// Does what the arguments of this process ask for. 0: done, 1: failed, 2: wrong use or settings.
pub fn main() -> ExitCode {
    let Hudhud { everywhere, command } = Hudhud::parse();
    // An error means that there is one already.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let cli = Cli::new(everywhere);
    let command = command.unwrap_or_else(|| Command::Serve(serve::Serve::default()));
    outcome::exit_code(command.run(&cli))
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn every_command_is_sound_and_shows_an_example() {
        fn check(command: &clap::Command, name: &str) {
            let leaf = command.get_subcommands().next().is_none();
            let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
            assert!(!leaf || help.contains(&format!("Example:\n  {name}")), "{name}: {help:?}");
            assert!(command.get_about().is_some(), "{name} says what it does");
            for command in command.get_subcommands() {
                check(command, &format!("{name} {}", command.get_name()));
            }
        }
        Hudhud::command().debug_assert();
        check(&Hudhud::command(), "hudhud");
    }
}
