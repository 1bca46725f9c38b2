//! `hudhud subscriber`

use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow, bail};
use serde::Serialize;
use serde_json::json;

use super::{Cli, Misuse, file};
use crate::access::{Actor, audit, notices};
use crate::db::PublicId;
use crate::people::{self, Basis, LookedUp, SubscriberView, export, find, import};
use crate::subscribers::{Choices, EmailAddress, store};

/// The people on the list
#[derive(clap::Args)]
pub(super) struct Subscribers {
    #[command(subcommand)]
    what: What,
}

#[derive(clap::Subcommand)]
enum What {
    /// Adds and corrects people from a CSV file; revives nobody who left
    #[command(
        after_help = "Columns: email, name, reading, first_language, cadence, country, topics\n\nExample:\n  hudhud subscriber import people.csv --consent \"Signed at the fair in Beirut, May 2026\""
    )]
    Import {
        file: PathBuf,
        /// When, where and how these people agreed: kept as their consent
        #[arg(long)]
        consent: String,
    },
    /// Writes everybody into a CSV file that only you can read
    #[command(after_help = "Example:\n  hudhud subscriber export people.csv")]
    Export { file: PathBuf },
    /// Shows what is known of an address: subscriber, pending signup, letters and their fates
    #[command(after_help = "Example:\n  hudhud subscriber find layla@example.org")]
    Find { email: String },
    /// Erases a person for good; a keyed hash stays, so that no import brings them back
    #[command(after_help = "Example:\n  hudhud subscriber erase layla@example.org")]
    Erase { email: String },
}

/// A file that was written.
#[derive(Serialize)]
struct Exported {
    file: String,
    exported: u64,
}

/// A person that is gone.
#[derive(Serialize)]
struct Erased {
    id: PublicId,
    erased: bool,
}

impl Subscribers {
    pub(super) fn run(&self, cli: &Cli) -> anyhow::Result<()> {
        match &self.what {
            What::Import { file, consent } => import_file(cli, file, consent),
            What::Export { file } => export_file(cli, file),
            What::Find { email } => find_one(cli, email),
            What::Erase { email } => erase(cli, email),
        }
    }
}

fn import_file(cli: &Cli, file: &Path, consent: &str) -> anyhow::Result<()> {
    let basis: Basis = consent
        .parse()
        .map_err(|_| Misuse("--consent says in 1 to 1,000 letters how these people agreed".to_owned()))?;
    let app = cli.open()?;
    let report = import::import(&app, file, &basis, &Actor::Command)?;
    cli.print(&report, || {
        let counts = format!(
            "{} created, {} updated, {} suppressed, {} invalid",
            report.created, report.updated, report.suppressed, report.n_invalid
        );
        let lines = report.invalid.iter().map(|row| format!("line {}: {}", row.line, row.reason));
        std::iter::once(counts).chain(lines).collect::<Vec<_>>().join("\n")
    })
}

/// The audit and the admins know of it before the file has its name.
fn export_file(cli: &Cli, path: &Path) -> anyhow::Result<()> {
    let app = cli.open()?;
    let draft = file::Draft::beside(path)?;
    let exported = export::export(&app, draft.writer())?;
    let now = app.clock.now();
    app.db.write_blocking(move |conn| -> diesel::QueryResult<()> {
        audit::append(conn, &Actor::Command, "subscriber.export", "", &exported.to_string(), now)?;
        notices::tell(conn, "export", &json!({ "count": exported }), now)?;
        Ok(())
    })?;
    draft.finish(path)?;
    let exported = Exported { file: path.display().to_string(), exported };
    cli.print(&exported, || format!("{} people in {}", exported.exported, exported.file))
}

fn find_one(cli: &Cli, email: &str) -> anyhow::Result<()> {
    let email = address(email)?;
    let app = cli.open()?;
    let (vault, now) = (app.vault.clone(), app.clock.now());
    let found = app.db.read_blocking(move |conn| -> anyhow::Result<LookedUp> {
        let found = find::by_address(conn, &vault, &email, now)?;
        if found.is_nobody() {
            bail!("nothing is known of this address");
        }
        let subscriber = match &found.subscriber {
            Some(known) => Some(SubscriberView::of(&vault, known, Choices::of(conn, &vault, known)?)?),
            None => None,
        };
        Ok(LookedUp::new(subscriber, found))
    })?;
    cli.print(&found, || found.in_words())
}

fn erase(cli: &Cli, email: &str) -> anyhow::Result<()> {
    let email = address(email)?;
    let app = cli.open()?;
    let (vault, now) = (app.vault.clone(), app.clock.now());
    let index = app.vault.index(email.as_str());
    let id = app.db.write_blocking(move |conn| -> anyhow::Result<PublicId> {
        let known = store::find_by_index(conn, &index)?.ok_or_else(|| anyhow!("nobody has this address"))?;
        people::erase(conn, &vault, &known, &Actor::Command, now).context("erasing a person")?;
        Ok(known.public_id)
    })?;
    cli.print(&Erased { id, erased: true }, || "Erased. Only a keyed hash stays.".to_owned())
}

fn address(email: &str) -> Result<EmailAddress, Misuse> {
    email.parse().map_err(|error| Misuse(format!("{error}")))
}
