//! `hudhud doctor`

mod checks;

use super::Cli;
use crate::clock::Clock;
use anyhow::bail;
use serde::Serialize;

/// Says in plain words whether database, keys, mail, base URL, languages and clock are right
#[derive(clap::Args)]
#[command(after_help = "Example:\n  hudhud doctor")]
pub(super) struct Doctor {}

/// What was looked at, and what was found.
#[derive(Serialize)]
struct Finding {
    what: &'static str,
    state: State,
    text: String,
}

#[derive(Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum State {
    Right,
    /// It works, and may not be what the owner wants.
    Remark,
    Wrong,
}

impl Doctor {
    pub(super) fn run(&self, cli: &Cli) -> anyhow::Result<()> {
        let findings = checks::all(&cli.config()?, &Clock::system());
        cli.print_items(&findings, line)?;
        match findings.iter().filter(|finding| finding.state == State::Wrong).count() {
            0 => Ok(()),
            1 => bail!("one thing is wrong"),
            n => bail!("{n} things are wrong"),
        }
    }
}

fn line(finding: &Finding) -> String {
    let mark = match finding.state {
        State::Right => "ok    ",
        State::Remark => "note  ",
        State::Wrong => "WRONG ",
    };
    format!("{mark} {}: {}", finding.what, finding.text)
}
