//! `hudhud issue pause`, `resume`, `cancel` and `retry`

use clap::{Args, ValueEnum};

use super::{Cli, found, show, told};
use crate::{
    access::Actor,
    app::App,
    delivery::Held,
    issues::{
        retrying,
        sending::{self, Steer},
    },
};

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
            told::with_what_holds(app, said, retried.held_back.as_ref())
        })
    }
}

fn steer(cli: &Cli, app: &App, id: &str, how: Steer) -> anyhow::Result<()> {
    let id = found(app, id)?;
    let (issue, now) = (id.clone(), app.clock.now());
    app.db.write_blocking(move |conn| sending::steer(conn, &issue, how, &Actor::Command, now))?;
    show(cli, app, &id)
}
