//! `hudhud completions`

use super::{Cli, Hudhud, context::say};
use clap::CommandFactory;
use clap_complete::Shell;

/// Prints what a shell needs to complete commands and flags
#[derive(clap::Args)]
#[command(after_help = "Example:\n  hudhud completions bash > /etc/bash_completion.d/hudhud")]
pub(super) struct Completions {
    shell: Shell,
}

impl Completions {
    pub(super) fn run(&self, _: &Cli) -> anyhow::Result<()> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut Hudhud::command(), "hudhud", &mut script);
        say(&String::from_utf8(script)?)
    }
}
