//! `hudhud token`

use anyhow::{anyhow, bail};
use chrono::{DateTime, Utc};
use diesel::QueryResult;
use serde::Serialize;

use super::{Cli, Misuse};
use crate::access::api_tokens::{self, TokenName};
use crate::access::{Actor, Scope, audit};

/// Tokens that let programs use the API
#[derive(clap::Args)]
pub(super) struct Tokens {
    #[command(subcommand)]
    what: What,
}

#[derive(clap::Subcommand)]
enum What {
    /// Makes a token, and prints it this one time
    #[command(after_help = "Example:\n  hudhud token create website --scope write")]
    Create {
        name: String,
        /// read, write (which includes read) or send (which includes write)
        #[arg(long)]
        scope: String,
    },
    /// Lists all tokens
    #[command(after_help = "Example:\n  hudhud token list")]
    List,
    /// Locks a program out at once
    #[command(after_help = "Example:\n  hudhud token revoke website")]
    Revoke { name: String },
}

#[derive(Serialize)]
struct Created {
    name: String,
    scope: Scope,
    token: String,
}

#[derive(Serialize)]
struct Listed {
    name: String,
    scope: Scope,
    revoked: bool,
    created_at: DateTime<Utc>,
}

impl Tokens {
    pub(super) fn run(&self, cli: &Cli) -> anyhow::Result<()> {
        match &self.what {
            What::Create { name, scope } => create(cli, name, scope),
            What::List => list(cli),
            What::Revoke { name } => revoke(cli, name),
        }
    }
}

fn create(cli: &Cli, name: &str, scope: &str) -> anyhow::Result<()> {
    let name: TokenName = name.parse().map_err(|error| Misuse(format!("{error}")))?;
    let scope: Scope = scope.parse().map_err(|error| Misuse(format!("--scope: {error}")))?;
    let app = cli.open()?;
    let (now, wanted) = (app.clock.now(), name.clone());
    let made = app.db.write_blocking(move |conn| -> QueryResult<_> {
        let made = api_tokens::create(conn, &wanted, scope, now)?;
        if let Some((id, _)) = &made {
            audit::append(conn, &Actor::Command, "token.create", id.as_str(), scope.as_str(), now)?;
        }
        Ok(made)
    })?;
    let (_, token) = made.ok_or_else(|| anyhow!("a token has this name already, or had it"))?;
    let created = Created { name: name.as_str().to_owned(), scope, token };
    cli.print(&created, || format!("{}\nIt is shown this one time; only its hash is kept.", created.token))
}

fn list(cli: &Cli) -> anyhow::Result<()> {
    let app = cli.open()?;
    let known = app.db.read_blocking(api_tokens::list)?;
    let listed = known.into_iter().map(|token| Listed {
        name: token.name,
        scope: token.scope,
        revoked: token.revoked_at.is_some(),
        created_at: token.created_at.and_utc(),
    });
    cli.print_items(&listed.collect::<Vec<_>>(), |one| {
        format!("{:5} {}{}", one.scope.as_str(), one.name, if one.revoked { "  revoked" } else { "" })
    })
}

fn revoke(cli: &Cli, name: &str) -> anyhow::Result<()> {
    let app = cli.open()?;
    let (now, wanted) = (app.clock.now(), name.to_owned());
    let revoked = app.db.write_blocking(move |conn| -> anyhow::Result<Listed> {
        let Some(token) = api_tokens::find_by_name(conn, &wanted)? else { bail!("no token has this name") };
        if api_tokens::revoke(conn, &token.public_id, now)? {
            audit::append(conn, &Actor::Command, "token.revoke", token.public_id.as_str(), "", now)?;
        }
        let (name, scope, created_at) = (token.name, token.scope, token.created_at.and_utc());
        Ok(Listed { name, scope, revoked: true, created_at })
    })?;
    cli.print(&revoked, || format!("{} is revoked.", revoked.name))
}
