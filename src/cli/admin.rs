//! `hudhud admin`

use anyhow::{anyhow, bail};
use chrono::{DateTime, Utc};
use diesel::QueryResult;
use serde::Serialize;

use super::{Cli, Misuse};
use crate::access::admins::{self, Admin};
use crate::access::{Actor, Role, audit, sign_in_links};
use crate::app::App;
use crate::db::Conn;
use crate::subscribers::EmailAddress;

/// Who may sign in to the console
#[derive(clap::Args)]
pub(super) struct Admins {
    #[command(subcommand)]
    what: What,
}

#[derive(clap::Subcommand)]
enum What {
    /// Admits somebody, and prints a link that signs them in once, within half an hour
    #[command(after_help = "Example:\n  hudhud admin add huda@alliance.example --role owner")]
    Add {
        email: String,
        /// owner, editor or viewer
        #[arg(long)]
        role: String,
    },
    /// Lists everybody who was admitted
    #[command(after_help = "Example:\n  hudhud admin list")]
    List,
    /// Ends somebody's right to sign in, and signs them out everywhere
    #[command(after_help = "Example:\n  hudhud admin disable huda@alliance.example")]
    Disable { email: String },
    /// Prints a new link that signs somebody in, for when mail is broken
    #[command(after_help = "Example:\n  hudhud admin link huda@alliance.example")]
    Link { email: String },
}

/// Somebody who may sign in now.
#[derive(Serialize)]
struct Invited {
    email: String,
    role: Role,
    url: String,
}

/// Somebody who was admitted.
#[derive(Serialize)]
struct Listed {
    email: String,
    role: Role,
    language: String,
    enabled: bool,
    signed_in_at: Option<DateTime<Utc>>,
}

impl Admins {
    pub(super) fn run(&self, cli: &Cli) -> anyhow::Result<()> {
        match &self.what {
            What::Add { email, role } => add(cli, email, role),
            What::List => list(cli),
            What::Disable { email } => disable(cli, email),
            What::Link { email } => link(cli, email),
        }
    }
}

fn add(cli: &Cli, email: &str, role: &str) -> anyhow::Result<()> {
    let email = address(email)?;
    let role: Role = role.parse().map_err(|error| Misuse(format!("--role: {error}")))?;
    let app = cli.open()?;
    let (vault, language, now) =
        (app.vault.clone(), app.catalogue.default_language().clone(), app.clock.now());
    let known = email.clone();
    let link = app.db.write_blocking(move |conn| -> anyhow::Result<_> {
        if let Some(before) = admins::find_by_index(conn, &vault.index(known.as_str()))?
            && role != Role::Owner
            && before.role == Role::Owner
            && !admins::another_owner(conn, before.id)?
        {
            bail!("the last owner stays: admit another one first");
        }
        let admin = admins::admit(conn, &vault, &known, role, &language, now)?;
        audit::append(conn, &Actor::Command, "admin.add", admin.public_id.as_str(), role.as_str(), now)?;
        Ok(sign_in_links::make(conn, admin.id, now)?)
    })?;
    invite(cli, &Invited { email: email.as_str().to_owned(), role, url: app.links.sign_in(&link, now) })
}

fn invite(cli: &Cli, invited: &Invited) -> anyhow::Result<()> {
    cli.print(invited, || {
        format!(
            "{} may sign in ({}), once, within half an hour:\n{}",
            invited.email,
            invited.role.as_str(),
            invited.url
        )
    })
}

fn list(cli: &Cli) -> anyhow::Result<()> {
    let app = cli.open()?;
    let known = app.db.read_blocking(admins::list)?;
    let listed = known.iter().map(|admin| {
        Ok(Listed {
            email: admin.email(&app.vault)?.as_str().to_owned(),
            role: admin.role,
            language: admin.language.as_str().to_owned(),
            enabled: admin.disabled_at.is_none(),
            signed_in_at: admin.signed_in_at.map(|time| time.and_utc()),
        })
    });
    let listed = listed.collect::<anyhow::Result<Vec<_>>>()?;
    cli.print_items(&listed, |one| {
        let state = if one.enabled { "" } else { "  disabled" };
        format!("{:7} {}{state}", one.role.as_str(), one.email)
    })
}

fn disable(cli: &Cli, email: &str) -> anyhow::Result<()> {
    let email = address(email)?;
    let app = cli.open()?;
    let admin = known(&app, &email)?;
    let (now, id, public_id) = (app.clock.now(), admin.id, admin.public_id.clone());
    app.db.write_blocking(move |conn: &mut Conn| -> anyhow::Result<()> {
        if !admins::another_owner(conn, id)? {
            bail!("the last owner stays: admit another one first");
        }
        admins::disable(conn, id, now)?;
        audit::append(conn, &Actor::Command, "admin.disable", public_id.as_str(), "", now)?;
        Ok(())
    })?;
    let listed = Listed {
        email: email.as_str().to_owned(),
        role: admin.role,
        language: admin.language.as_str().to_owned(),
        enabled: false,
        signed_in_at: admin.signed_in_at.map(|time| time.and_utc()),
    };
    cli.print(&listed, || format!("{} may not sign in any more.", listed.email))
}

fn link(cli: &Cli, email: &str) -> anyhow::Result<()> {
    let email = address(email)?;
    let app = cli.open()?;
    let admin = known(&app, &email)?;
    if admin.disabled_at.is_some() {
        bail!("this admin is disabled; `hudhud admin add` admits them again");
    }
    let (now, id, public_id) = (app.clock.now(), admin.id, admin.public_id.clone());
    let link = app.db.write_blocking(move |conn: &mut Conn| -> QueryResult<_> {
        audit::append(conn, &Actor::Command, "admin.link", public_id.as_str(), "", now)?;
        sign_in_links::make(conn, id, now)
    })?;
    let url = app.links.sign_in(&link, now);
    invite(cli, &Invited { email: email.as_str().to_owned(), role: admin.role, url })
}

fn known(app: &App, email: &EmailAddress) -> anyhow::Result<Admin> {
    let index = app.vault.index(email.as_str());
    let found = app.db.read_blocking(move |conn| admins::find_by_index(conn, &index))?;
    found.ok_or_else(|| anyhow!("no admin has this address"))
}

fn address(email: &str) -> Result<EmailAddress, Misuse> {
    email.parse().map_err(|error| Misuse(format!("{error}")))
}
