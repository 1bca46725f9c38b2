//! `hudhud issue test`, `approve` and `send`

use anyhow::anyhow;
use chrono::NaiveDateTime;
use clap::Args;
use serde_json::json;

use super::{Cli, Misuse, found, readers, refused, show, told};
use crate::{
    access::Actor,
    app::App,
    clock,
    db::PublicId,
    delivery,
    issues::{ProgressView, SentView, Status, approval, sending, testing},
    worker,
};

/// Send every edition to some addresses, marked as a test
#[derive(Args)]
#[command(after_help = "Example:\n  hudhud issue test 14 me@example.org")]
pub(super) struct Test {
    /// The issue's id or number
    id: String,
    /// Who gets the test
    #[arg(required = true, value_name = "ADDRESS")]
    addresses: Vec<String>,
}

/// Say that an issue may go as it is now
#[derive(Args)]
#[command(after_help = "Example:\n  hudhud issue approve 14")]
pub(super) struct Approve {
    /// The issue's id or number
    id: String,
}

/// Check an issue, freeze its audience and send it
#[derive(Args)]
#[command(after_help = "Example:\n  hudhud issue send 14 --at 2026-11-29T07:00Z")]
pub(super) struct Send {
    /// The issue's id or number
    id: String,
    /// Start then instead of now (UTC, or with an offset)
    #[arg(long, value_name = "TIME")]
    at: Option<String>,
    /// Work in this process until the issue is sent or cancelled (0) or paused (1)
    #[arg(long, conflicts_with = "at")]
    wait: bool,
}

impl Test {
    pub(super) fn run(&self, cli: &Cli, app: &App) -> anyhow::Result<()> {
        let id = found(app, &self.id)?;
        let to = testing::addresses(&self.addresses).map_err(|refusal| Misuse(refusal.to_string()))?;
        let mails = cli.wait_for(async { Ok(testing::send(app, id, to, Actor::Command).await?) })?;
        cli.print(&json!({ "status": "on_their_way", "mails": mails }), || {
            format!("{mails} mails are on their way")
        })
    }
}

impl Approve {
    pub(super) fn run(&self, cli: &Cli, app: &App) -> anyhow::Result<()> {
        let id = found(app, &self.id)?;
        let (web, issue, now) = (app.web.clone(), id.clone(), app.clock.now());
        app.db.write_blocking(move |conn| approval::approve(conn, &web, &issue, &Actor::Command, now))?;
        show(cli, app, &id)
    }
}

impl Send {
    pub(super) fn run(&self, cli: &Cli, app: &App) -> anyhow::Result<()> {
        let (id, at) = (found(app, &self.id)?, self.at()?);
        if self.wait && app.db.read_blocking(delivery::held_since)?.is_some() {
            return Err(anyhow!(
                "all sending is held since a restore; `hudhud resume-sending` lets it go on"
            ));
        }
        let sent = sending::send_blocking(app, &id, at, &Actor::Command);
        let sent = sent.map_err(|refusal| refused(app, refusal))?;
        match self.wait {
            true => self.tell_the_end(cli, app, sent, &finish(app, &id)?),
            false => cli.print(&sent, || in_words(app, &sent)),
        }
    }

    fn at(&self) -> anyhow::Result<Option<NaiveDateTime>> {
        let Some(raw) = &self.at else { return Ok(None) };
        let at = clock::parse(raw);
        Ok(Some(at.ok_or_else(|| Misuse(format!("{raw:?} is no time: write 2026-11-29T07:00Z")))?))
    }

    fn tell_the_end(
        &self,
        cli: &Cli,
        app: &App,
        sent: SentView,
        progress: &ProgressView,
    ) -> anyhow::Result<()> {
        let sent = SentView { status: progress.status, selected: progress.selected, ..sent };
        cli.print(&sent, || {
            let all = readers(app, progress.selected);
            format!("{}: {all}, {}", progress.status.as_str(), told::counts(progress))
        })?;
        match progress.status {
            Status::Paused => Err(anyhow!("the issue is paused; `hudhud issue resume {}` goes on", self.id)),
            _ => Ok(()),
        }
    }
}

fn in_words(app: &App, sent: &SentView) -> String {
    let mut said = format!("{}: {}", sent.status.as_str(), readers(app, sent.selected));
    if let Some(at) = sent.send_at {
        said += &format!(", starts at {}", at.to_rfc3339());
    }
    told::with_what_holds(app, said, sent.held_back.as_ref())
}

/// Works until the issue has come to its end, or to a halt. Another worker may do the work: this one waits for its
/// turn.
fn finish(app: &App, id: &PublicId) -> anyhow::Result<ProgressView> {
    let worker = worker::Worker::start(app);
    let end = loop {
        std::thread::sleep(std::time::Duration::from_millis(100));
        let (issue, outbox, now) = (id.clone(), app.outbox.clone(), app.clock.now());
        let progress = app.db.read_blocking(move |conn| sending::progress(conn, &outbox, &issue, now));
        match progress {
            Ok(progress) if progress.status == Status::Sending => (),
            end => break end,
        }
    };
    worker.stop();
    let now = app.clock.now();
    app.db.write_blocking(move |conn| sending::follow(conn, now))?;
    Ok(end?)
}
