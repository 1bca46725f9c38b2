//! `hudhud issue test`, `approve`, `send`, `pause`, `resume`, `cancel` and `retry`

use anyhow::anyhow;
use clap::{Args, ValueEnum};
use serde_json::json;

use super::{Cli, Misuse, found, readers, refused, show, told};
use crate::{
    access::Actor,
    app::App,
    clock,
    db::PublicId,
    delivery::{self, Held},
    issues::{
        HeldBackView, ProgressView, SentView, Status, approval, retrying,
        sending::{self, Steer},
        testing,
    },
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

/// Hold an issue that is being sent
#[derive(Args)]
#[command(after_help = "Example:\n  hudhud issue pause 14")]
pub(super) struct Pause {
    /// The issue's id or number
    id: String,
}

/// Go on with a paused issue
#[derive(Args)]
#[command(after_help = "Example:\n  hudhud issue resume 14 --held resend")]
pub(super) struct Resume {
    /// The issue's id or number
    id: String,
    /// What becomes of mails of which nobody knows whether they arrived
    #[arg(long)]
    held: Option<HeldChoice>,
}

/// Stop an issue for good
#[derive(Args)]
#[command(after_help = "Example:\n  hudhud issue cancel 14")]
pub(super) struct Cancel {
    /// The issue's id or number
    id: String,
}

/// Try again what failed, except mailboxes that are gone
#[derive(Args)]
#[command(after_help = "Example:\n  hudhud issue retry 14")]
pub(super) struct Retry {
    /// The issue's id or number
    id: String,
}

#[derive(Clone, Copy, ValueEnum)]
enum HeldChoice {
    /// Send them once more
    Resend,
    /// Leave them be
    Drop,
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
        let id = found(app, &self.id)?;
        let at = match self.at.as_deref().map(|raw| clock::parse(raw).ok_or(raw)) {
            Some(Err(raw)) => {
                return Err(Misuse(format!("{raw:?} is no time: write 2026-11-29T07:00Z")).into());
            }
            at => at.transpose().unwrap_or_default(),
        };
        if self.wait && app.db.read_blocking(delivery::held_since)?.is_some() {
            return Err(anyhow!(
                "all sending is held since a restore; `hudhud resume-sending` lets it go on"
            ));
        }
        let sent = sending::send_blocking(app, &id, at, &Actor::Command);
        let mut sent = sent.map_err(|refusal| refused(app, refusal))?;
        let finished = if self.wait { Some(finish(app, &id)?) } else { None };
        if let Some(progress) = &finished {
            (sent.status, sent.selected) = (progress.status, progress.selected);
        }
        cli.print(&sent, || match &finished {
            Some(progress) => {
                let all = readers(app, progress.selected);
                format!("{}: {all}, {}", progress.status.as_str(), told::counts(progress))
            }
            None => in_words(app, &sent),
        })?;
        if self.wait && sent.status == Status::Paused {
            return Err(anyhow!("the issue is paused; `hudhud issue resume {}` goes on", self.id));
        }
        Ok(())
    }
}

fn in_words(app: &App, sent: &SentView) -> String {
    let mut said = format!("{}: {}", sent.status.as_str(), readers(app, sent.selected));
    if let Some(at) = sent.send_at {
        said += &format!(", starts at {}", at.to_rfc3339());
    }
    with_what_holds(app, said, sent.held_back.as_ref())
}

fn with_what_holds(app: &App, said: String, held: Option<&HeldBackView>) -> String {
    match held {
        Some(held) => format!("{said}\n{}", told::held_back(app, held)),
        None => said,
    }
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

impl Pause {
    pub(super) fn run(&self, cli: &Cli, app: &App) -> anyhow::Result<()> {
        steer(cli, app, &self.id, Steer::Pause)
    }
}

impl Resume {
    pub(super) fn run(&self, cli: &Cli, app: &App) -> anyhow::Result<()> {
        let Some(held) = self.held else { return steer(cli, app, &self.id, Steer::Resume) };
        let held = match held {
            HeldChoice::Resend => Held::Resend,
            HeldChoice::Drop => Held::Drop,
        };
        let id = found(app, &self.id)?;
        let (issue, now) = (id.clone(), app.clock.now());
        app.db.write_blocking(move |conn| sending::release_held(conn, &issue, held, &Actor::Command, now))?;
        show(cli, app, &id)
    }
}

impl Cancel {
    pub(super) fn run(&self, cli: &Cli, app: &App) -> anyhow::Result<()> {
        steer(cli, app, &self.id, Steer::Cancel)
    }
}

impl Retry {
    pub(super) fn run(&self, cli: &Cli, app: &App) -> anyhow::Result<()> {
        let id = found(app, &self.id)?;
        let retried = retrying::retry_blocking(app, &id, &Actor::Command)?;
        cli.print(&retried, || {
            let said = format!("{}: {} mails are tried again", retried.status.as_str(), retried.retried);
            with_what_holds(app, said, retried.held_back.as_ref())
        })
    }
}

fn steer(cli: &Cli, app: &App, id: &str, how: Steer) -> anyhow::Result<()> {
    let id = found(app, id)?;
    let (issue, now) = (id.clone(), app.clock.now());
    app.db.write_blocking(move |conn| sending::steer(conn, &issue, how, &Actor::Command, now))?;
    show(cli, app, &id)
}
