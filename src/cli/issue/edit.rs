//! `hudhud issue edit`

use std::{io::Read, path::PathBuf};

use anyhow::Context;
use clap::Args;

use super::{Cli, Misuse, found, refused, show};
use crate::{
    access::Actor,
    app::App,
    issues::{self, WordsChange},
};

/// Change the words of an issue in one language; it is a draft again
#[derive(Args)]
#[command(
    after_help = "Example:\n  hudhud issue edit 14 --language en --subject \"37 names not to forget\" --opening opening.md"
)]
pub(super) struct Edit {
    /// The issue's id or number
    id: String,
    /// The language of the words
    #[arg(long)]
    language: String,
    /// The subject
    #[arg(long)]
    subject: Option<String>,
    /// What mailboxes show beside the subject
    #[arg(long)]
    preheader: Option<String>,
    /// Markdown that stands above the articles; `-` reads it from stdin
    #[arg(long, value_name = "FILE")]
    opening: Option<PathBuf>,
    /// Markdown that stands below the articles
    #[arg(long, value_name = "FILE")]
    closing: Option<PathBuf>,
}

impl Edit {
    pub(super) fn run(&self, cli: &Cli, app: &App) -> anyhow::Result<()> {
        let id = found(app, &self.id)?;
        let language = app.catalogue.find(&self.language);
        let language =
            language.ok_or_else(|| Misuse(format!("the site does not speak {:?}", self.language)))?;
        let change = WordsChange {
            subject: self.subject.clone(),
            preheader: self.preheader.clone(),
            opening: self.opening.as_ref().map(content).transpose()?,
            closing: self.closing.as_ref().map(content).transpose()?,
        };
        if change == WordsChange::default() {
            let nothing = "there is nothing to change: give --subject, --preheader, --opening or --closing";
            return Err(Misuse(nothing.to_owned()).into());
        }
        let edit = issues::Edit { texts: vec![(language, change)], ..issues::Edit::default() };
        let (site, issue, now) = (app.catalogue.languages().to_vec(), id.clone(), app.clock.now());
        let edited = app
            .db
            .write_blocking(move |conn| issues::edit::edit(conn, &site, &issue, &edit, &Actor::Command, now));
        edited.map_err(|refusal| refused(app, refusal))?;
        show(cli, app, &id)
    }
}

fn content(file: &PathBuf) -> anyhow::Result<String> {
    let mut text = String::new();
    if file.as_os_str() == "-" {
        std::io::stdin().read_to_string(&mut text).context("reading stdin")?;
        return Ok(text);
    }
    std::fs::read_to_string(file).with_context(|| format!("reading {}", file.display()))
}
