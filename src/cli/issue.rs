//! `hudhud issue`

mod draft;
mod edit;
mod look;
mod send;
mod steer;
mod told;

use anyhow::Context;
use clap::Subcommand;

use super::{Cli, Misuse};
use crate::{
    app::App,
    db::PublicId,
    i18n::Args,
    issues::{IssueView, Refusal, store, view},
};

/// Issues of the newsletter: draft, edit, check, preview, test, approve and send
#[derive(clap::Args)]
pub(super) struct IssueCommand {
    #[command(subcommand)]
    command: Issue,
}

#[derive(Subcommand)]
enum Issue {
    Draft(draft::Draft),
    List(look::List),
    Show(look::Show),
    Edit(edit::Edit),
    Check(look::Check),
    Preview(look::Preview),
    Test(send::Test),
    Approve(send::Approve),
    Send(send::Send),
    Pause(steer::Pause),
    Resume(steer::Resume),
    Cancel(steer::Cancel),
    Retry(steer::Retry),
}

impl IssueCommand {
    pub(super) fn run(&self, cli: &Cli) -> anyhow::Result<()> {
        let app = cli.open()?;
        match &self.command {
            Issue::Draft(draft) => draft.run(cli, &app),
            Issue::List(list) => list.run(cli, &app),
            Issue::Show(show) => show.run(cli, &app),
            Issue::Edit(edit) => edit.run(cli, &app),
            Issue::Check(check) => check.run(cli, &app),
            Issue::Preview(preview) => preview.run(cli, &app),
            Issue::Test(test) => test.run(cli, &app),
            Issue::Approve(approve) => approve.run(cli, &app),
            Issue::Send(send) => send.run(cli, &app),
            Issue::Pause(pause) => pause.run(cli, &app),
            Issue::Resume(resume) => resume.run(cli, &app),
            Issue::Cancel(cancel) => cancel.run(cli, &app),
            Issue::Retry(retry) => retry.run(cli, &app),
        }
    }
}

/// An issue by its id, or by its number, which is easier to type.
fn found(app: &App, typed: &str) -> anyhow::Result<PublicId> {
    if let Ok(id) = typed.parse::<PublicId>() {
        return Ok(id);
    }
    let known = match typed.parse::<i64>() {
        Ok(number) => app.db.read_blocking(move |conn| store::find_by_number(conn, number))?,
        Err(_) => None,
    };
    known.with_context(|| format!("there is no issue {typed}"))
}

/// Why something was not done; what makes no sense is said field by field.
fn refused(app: &App, refusal: Refusal) -> anyhow::Error {
    match refusal {
        Refusal::Invalid(mistakes) => {
            let texts = mistakes.texts(&app.catalogue, &app.catalogue.for_programs());
            let lines: Vec<_> = texts.iter().map(|(field, text)| format!("{field}: {text}")).collect();
            Misuse(lines.join("\n")).into()
        }
        refusal => refusal.into(),
    }
}

/// So many readers, in words.
fn readers(app: &App, count: i64) -> String {
    let told = Args::new().with("count", count);
    app.catalogue.plain(&app.catalogue.for_programs(), "issue-readers-selected", &told)
}

fn read(app: &App, id: &PublicId) -> Result<IssueView, Refusal> {
    let (id, outbox, now) = (id.clone(), app.outbox.clone(), app.clock.now());
    app.db.read_blocking(move |conn| {
        let issue = store::find(conn, &id)?.ok_or(Refusal::NotFound)?;
        Ok(view::view_with_progress(conn, &outbox, issue, now)?)
    })
}

/// Answers with an issue.
fn show(cli: &Cli, app: &App, id: &PublicId) -> anyhow::Result<()> {
    let issue = read(app, id)?;
    cli.print(&issue, || in_words(app, &issue))
}

fn in_words(app: &App, issue: &IssueView) -> String {
    let mut lines = vec![line(app, issue)];
    lines.push(format!("id        {}", issue.id));
    lines.push(format!("cadence   {}, missing: {}", issue.cadence.as_str(), issue.missing.as_str()));
    for (language, words) in &issue.texts {
        lines.push(format!("{:<9} {}", language.as_str(), words.subject));
        if !words.preheader.is_empty() {
            lines.push(format!("          {}", words.preheader));
        }
    }
    lines.push(format!("articles  {}", issue.articles.len()));
    lines.extend(issue.progress.iter().flat_map(|progress| told::progress(app, progress)));
    lines.join("\n")
}

fn line(app: &App, issue: &IssueView) -> String {
    let words = issue.texts.get(app.catalogue.default_language());
    let subject = words.map_or("", |words| &words.subject);
    let far =
        issue.progress.as_ref().map_or(String::new(), |progress| format!("  ({})", told::counts(progress)));
    format!("{:>4}  {:<9}  {}  {subject}{far}", issue.number, issue.status.as_str(), issue.id)
}
