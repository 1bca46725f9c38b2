//! What every command can reach: the settings, the application, and a way to answer.

use super::Everywhere;
use crate::app::App;
use crate::clock::Clock;
use crate::config::{Config, Overrides, SettingsError};
use crate::telemetry;
use anyhow::Context;
use serde::Serialize;
use std::future::Future;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

/// The flags that every command takes, and what follows from them.
pub struct Cli {
    file: Option<PathBuf>,
    flags: Overrides,
    json: bool,
}

/// A list as the API gives it.
#[derive(Serialize)]
struct Items<'a, T> {
    items: &'a [T],
}

impl Cli {
    pub(super) fn new(everywhere: Everywhere) -> Self {
        let flags = Overrides::default()
            .with("data_dir", everywhere.data_dir.map(|dir| dir.display().to_string()))
            .with("log", everywhere.log);
        Cli { file: everywhere.config, flags, json: everywhere.json }
    }

    /// Reads the settings and starts the log.
    pub fn config(&self) -> Result<Config, SettingsError> {
        self.config_with(|flags| flags)
    }

    /// The same with flags that only one command takes.
    pub fn config_with(&self, more: impl FnOnce(Overrides) -> Overrides) -> Result<Config, SettingsError> {
        let config = Config::load(self.file.as_deref(), &more(self.flags.clone()))?;
        telemetry::start(&config.log, config.log_format);
        Ok(config)
    }

    /// The settings with something harmless in the place of what is wrong, and all that is wrong.
    pub fn inspect(&self) -> Result<(Config, Vec<String>), SettingsError> {
        Config::inspect(self.file.as_deref(), &self.flags)
    }

    /// The settings of a demo in `dir`; starts the log.
    pub fn demo_config(&self, dir: &Path) -> Result<Config, SettingsError> {
        let config = Config::for_demo(dir, self.file.as_deref(), &self.flags)?;
        telemetry::start(&config.log, config.log_format);
        Ok(config)
    }

    /// Opens the application as the settings say.
    pub fn open(&self) -> anyhow::Result<App> {
        App::open(self.config()?, Clock::system())
    }

    /// Runs what is asynchronous, on the one runtime of this process.
    pub fn wait_for<T>(&self, future: impl Future<Output = anyhow::Result<T>>) -> anyhow::Result<T> {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
        runtime.context("starting the runtime")?.block_on(future)
    }

    /// Answers with one object: as JSON if that was asked for, else in words.
    pub fn print(&self, object: &impl Serialize, words: impl FnOnce() -> String) -> anyhow::Result<()> {
        if self.json { say(&serde_json::to_string_pretty(object)?) } else { say(&words()) }
    }

    /// Answers with a list, a line for each.
    pub fn print_items<T: Serialize>(&self, items: &[T], line: impl Fn(&T) -> String) -> anyhow::Result<()> {
        self.print(&Items { items }, || items.iter().map(line).collect::<Vec<_>>().join("\n"))
    }
}

/// Writes to stdout. Who reads may stop reading: that is no failure.
pub(super) fn say(text: &str) -> anyhow::Result<()> {
    if text.is_empty() {
        return Ok(());
    }
    match writeln!(std::io::stdout().lock(), "{}", text.trim_end()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error).context("writing the answer"),
        _ => Ok(()),
    }
}
