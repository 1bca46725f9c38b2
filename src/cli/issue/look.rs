//! `hudhud issue list`, `show`, `check` and `preview`

use clap::Args;
use serde_json::json;

use super::{Cli, Misuse, found, line, show};
use crate::{
    app::App,
    issues::{
        Refusal,
        check::{self, Told},
        preview::{self, Form},
        store, view,
    },
};

/// List the issues, the newest first
#[derive(Args)]
#[command(after_help = "Example:\n  hudhud issue list --json")]
pub(super) struct List {}

/// Show an issue
#[derive(Args)]
#[command(after_help = "Example:\n  hudhud issue show 14 --json")]
pub(super) struct Show {
    /// The issue's id or number
    id: String,
}

/// Say what an issue lacks before it may go
#[derive(Args)]
#[command(after_help = "Example:\n  hudhud issue check 14 --language en")]
pub(super) struct Check {
    /// The issue's id or number
    id: String,
    /// The language of the answer; English, if not said
    #[arg(long)]
    language: Option<String>,
}

/// Print an edition as its readers get it, without anybody's links
#[derive(Args)]
#[command(after_help = "Example:\n  hudhud issue preview 14 --edition ar+en --format text")]
pub(super) struct Preview {
    /// The issue's id or number
    id: String,
    /// The reading choice: a language, or several joined by `+`, the first on top
    #[arg(long)]
    edition: String,
    /// html or text
    #[arg(long, default_value = "html")]
    format: Form,
}

impl List {
    pub(super) fn run(&self, cli: &Cli, app: &App) -> anyhow::Result<()> {
        let (outbox, now) = (app.outbox.clone(), app.clock.now());
        let issues = app.db.read_blocking(move |conn| {
            let issues = store::list(conn, None, 500)?;
            view::views_with_progress(conn, &outbox, issues, now)
        })?;
        cli.print_items(&issues, |issue| line(app, issue))
    }
}

impl Show {
    pub(super) fn run(&self, cli: &Cli, app: &App) -> anyhow::Result<()> {
        show(cli, app, &found(app, &self.id)?)
    }
}

impl Check {
    pub(super) fn run(&self, cli: &Cli, app: &App) -> anyhow::Result<()> {
        let id = found(app, &self.id)?;
        let language = match &self.language {
            Some(tag) => {
                app.catalogue.find(tag).ok_or_else(|| Misuse(format!("the site does not speak {tag:?}")))?
            }
            None => app.catalogue.for_programs(),
        };
        let (web, now) = (app.web.clone(), app.clock.now());
        let report = app.db.read_blocking(move |conn| {
            let issue = store::find(conn, &id)?.ok_or(Refusal::NotFound)?;
            Ok::<_, Refusal>(check::check_now(conn, &web, &issue, now)?)
        })?;
        let checked = report.told(&app.catalogue, &language);
        cli.print(&checked, || {
            let said = |mark: &str, told: &[Told]| {
                told.iter().map(|it| format!("{mark} {}", it.text)).collect::<Vec<_>>()
            };
            let ready = if checked.ready { "ready" } else { "not ready" };
            let lines = [
                vec![ready.to_owned()],
                said("problem:", &checked.problems),
                said("remark: ", &checked.remarks),
            ];
            lines.concat().join("\n")
        })
    }
}

impl Preview {
    pub(super) fn run(&self, cli: &Cli, app: &App) -> anyhow::Result<()> {
        let id = found(app, &self.id)?;
        // On a page no edition is the first one; here whoever asks for none made a mistake.
        if self.edition.trim().is_empty() {
            return Err(Misuse("--edition needs a language, or several joined by +".to_owned()).into());
        }
        let name = preview::edition_name(&self.edition, app.catalogue.languages())
            .map_err(|_| Misuse(format!("there is no edition {:?}", self.edition)))?;
        let (web, edition) = (app.web.clone(), name.clone());
        let mail = app.db.read_blocking(move |conn| preview::preview(conn, &web, &id, &edition))?;
        let content = match self.format {
            Form::Html => mail.html,
            Form::Text => mail.text,
        };
        let object = json!({
            "edition": name.to_string(), "format": self.format, "subject": mail.subject, "content": content,
        });
        cli.print(&object, || content.clone())
    }
}
