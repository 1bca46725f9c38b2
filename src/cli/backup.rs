//! `hudhud backup`

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use diesel::prelude::*;
use serde::Serialize;

use super::{Cli, file::Draft};
use crate::config::DatabaseUrl;
use crate::db::{Db, schema::subscribers};
use crate::vault;

/// Copies the database into a file, while it is at work; the keys are never in it
///
/// The file can be restored into SQLite and into PostgreSQL. Keep it apart from the keys: who has both reads every
/// address.
#[derive(clap::Args)]
#[command(after_help = "Example:\n  hudhud backup hudhud-2026-11-26.db")]
pub(super) struct Backup {
    /// A file that is not there yet
    file: PathBuf,
}

#[derive(Serialize)]
struct Made {
    file: String,
    subscribers: i64,
    /// Ids of the keys without which nobody can read it.
    needs_keys: Vec<String>,
}

impl Backup {
    pub(super) fn run(&self, cli: &Cli) -> anyhow::Result<()> {
        let config = cli.config()?;
        if let DatabaseUrl::Sqlite(path) = &config.database_url
            && !path.exists()
        {
            bail!("there is no database yet: {}", path.display());
        }
        refuse_to_overwrite(&self.file)?;
        let draft = Draft::beside(&self.file)?;
        Db::open(&config.database_url)?.back_up(draft.path())?;
        let made = look_into(draft.path(), &self.file).context("looking into the copy")?;
        refuse_to_overwrite(&self.file)?;
        draft.finish(&self.file)?;
        cli.print(&made, || {
            format!(
                "{} subscribers in {}. It is of use only with the keys {}: keep a copy of them elsewhere.",
                made.subscribers,
                made.file,
                made.needs_keys.join(", ")
            )
        })
    }
}

fn refuse_to_overwrite(file: &Path) -> anyhow::Result<()> {
    match file.exists() {
        true => bail!("{} is there already: name another file", file.display()),
        false => Ok(()),
    }
}

/// What was copied, from the copy itself.
fn look_into(copy: &Path, file: &Path) -> anyhow::Result<Made> {
    let mut conn = crate::db::backup::look_into(copy)?;
    Ok(Made {
        file: file.display().to_string(),
        subscribers: subscribers::table.count().get_result(&mut conn)?,
        needs_keys: vault::needed_keys(&mut conn)?,
    })
}
