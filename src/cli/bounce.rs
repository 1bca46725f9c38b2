//! `hudhud bounce`

use std::io::{self, Read};

use anyhow::Context;
use serde::Serialize;

use super::Cli;
use crate::app::App;
use crate::bounces::{
    self, Kind, Outcome,
    read::{MOST, Report, read},
};
use crate::clock::Clock;
use crate::config::{Config, DatabaseUrl, KeysSource};

/// Reads one returned mail from stdin, and settles what it means for its reader
///
/// Whatever the mail is, this ends well: a mail server that pipes mails here must not return them again.
#[derive(clap::Args)]
#[command(after_help = "Example:\n  hudhud bounce --dry-run <returned.eml")]
pub(super) struct Bounce {
    /// Only say what the mail means; nothing is stored
    #[arg(long)]
    dry_run: bool,
}

/// What a mail means.
#[derive(Serialize)]
struct Answer {
    kind: Kind,
    status: Option<String>,
    reply: Option<u16>,
    recipient_found: bool,
}

impl Bounce {
    pub(super) fn run(&self, cli: &Cli) -> anyhow::Result<()> {
        let config = cli.config()?;
        let report = read(&mail_from_stdin()?);
        let outcome = match self.dry_run {
            true => foresee(config, &report),
            false => bounces::settle(&App::open(config, Clock::system())?, &report)?,
        };
        let answer = Answer {
            kind: outcome.kind(&report),
            status: report.status.map(|status| status.to_string()),
            reply: report.reply,
            recipient_found: outcome.is_about_somebody(),
        };
        cli.print(&answer, || in_words(&answer, outcome))
    }
}

/// The front of what stands on stdin. All of it is read, since whoever writes it waits for that.
fn mail_from_stdin() -> anyhow::Result<Vec<u8>> {
    let mut stdin = io::stdin().lock();
    let mut mail = Vec::new();
    stdin.by_ref().take(MOST as u64).read_to_end(&mut mail).context("reading the mail")?;
    io::copy(&mut stdin, &mut io::sink()).context("reading the mail")?;
    Ok(mail)
}

/// Whom it is about. Opening makes a database and keys where there are none, so then nobody is known.
fn foresee(config: Config, report: &Report) -> Outcome {
    let has_keys = match &config.keys {
        KeysSource::Path(path) => path.exists(),
        KeysSource::Inline(_) => true,
    };
    let is_there = match &config.database_url {
        DatabaseUrl::Sqlite(path) => path.exists() && has_keys,
        DatabaseUrl::Postgres(_) => has_keys,
    };
    if report.tokens.is_empty() || !is_there {
        return Outcome::Nobody;
    }
    let known = App::open(config, Clock::system()).and_then(|app| bounces::foresee(&app, report));
    known.unwrap_or_else(|error| {
        tracing::warn!(error = format!("{error:#}"), "Nobody can be looked up");
        Outcome::Nobody
    })
}

fn in_words(answer: &Answer, outcome: Outcome) -> String {
    if outcome == Outcome::Left {
        return format!(
            "{}: no mail of ours that came back, but a reader who leaves by writing",
            answer.kind.as_str()
        );
    }
    let codes = [answer.reply.map(|code| code.to_string()), answer.status.clone()];
    let codes: Vec<String> = codes.into_iter().flatten().collect();
    let means = match answer.kind {
        Kind::Hard => "the address takes no mail",
        Kind::Soft => "the address took no mail this time",
        Kind::Policy => "our mail was not wanted; that says nothing about the reader",
        Kind::Complaint => "the reader called our mail unwanted",
        Kind::Ignored => "nothing to do",
        Kind::Unknown => "nobody can say what this is",
    };
    let about = if answer.recipient_found { "about a message of ours" } else { "about no message of ours" };
    let codes = if codes.is_empty() { String::new() } else { format!(" ({})", codes.join(" ")) };
    format!("{}: {means}{codes}; {about}", answer.kind.as_str())
}
