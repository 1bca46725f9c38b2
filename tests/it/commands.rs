//! The program as a person at a terminal and a script meet it.

mod access;
mod articles;
mod backups;
mod campaign;
mod desk;
mod domain;
mod restoring;
mod rotation;
mod secrets;
mod serving;
mod settings;
mod stopping;

pub use desk::Desk;

use std::path::Path;
use std::process::{Command, Output};

/// The program, in a folder of its own and with nothing set.
fn hudhud(dir: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hudhud"));
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("HUDHUD_")) {
        command.env_remove(name);
    }
    command.current_dir(dir).args(arguments);
    command
}

pub fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}
