//! `hudhud keys`

use super::Cli;
use crate::app::App;
use crate::vault::{Reseal, Vault};
use crate::{access, delivery, subscribers, web};
use serde::Serialize;
use std::thread::sleep;

/// Everybody who keeps sealed columns; a rotation asks each to seal them anew.
const OWNERS: &[(&str, Reseal)] = &[
    ("subscribers", subscribers::store::reseal),
    ("signups", subscribers::signups::reseal),
    ("address_changes", subscribers::address_changes::reseal),
    ("letters", delivery::reseal),
    ("admins", access::admins::reseal),
    ("idempotency_keys", web::reseal),
];

/// The keys of the vault
#[derive(clap::Args)]
pub(super) struct Keys {
    #[command(subcommand)]
    what: What,
}

#[derive(clap::Subcommand)]
enum What {
    /// Says which keys there are, and whether the database opens with them
    #[command(after_help = "Example:\n  hudhud keys check")]
    Check,
    /// Makes a new key, lets it seal, and seals everything anew, while others go on serving
    ///
    /// Old keys stay and are read: a backup of yesterday needs them. Where several machines have each a copy of the
    /// file of keys: `--prepare` first, copy the file to all of them, then rotate, and copy it again.
    #[command(after_help = "Example:\n  hudhud keys rotate\n  hudhud keys rotate --drop-old")]
    Rotate(Rotate),
}

#[derive(clap::Args)]
struct Rotate {
    /// Only write the next key, to be read from now on; nothing is sealed with it yet
    #[arg(long, conflicts_with = "drop_old")]
    prepare: bool,
    /// Afterwards remove the old keys: backups from before can't be read any more
    #[arg(long)]
    drop_old: bool,
}

/// Ids of keys; they tell nothing about the keys.
#[derive(Serialize)]
struct KeyIds {
    seals: String,
    reads: Vec<String>,
    index: String,
}

#[derive(Serialize)]
struct Rotated {
    seals: String,
    resealed: u64,
    dropped: Vec<String>,
}

#[derive(Serialize)]
struct Prepared {
    prepared: String,
}

impl Keys {
    pub(super) fn run(&self, cli: &Cli) -> anyhow::Result<()> {
        let app = cli.open()?;
        match &self.what {
            What::Check => check(cli, &app.vault),
            What::Rotate(Rotate { prepare: true, .. }) => prepare(cli, &app.vault),
            What::Rotate(Rotate { drop_old, .. }) => rotate(cli, &app, *drop_old),
        }
    }
}

/// To open the application has already shown that the keys are the right ones.
fn check(cli: &Cli, vault: &Vault) -> anyhow::Result<()> {
    let (seals, reads) = vault.key_ids();
    let ids = KeyIds { seals, reads, index: vault.index_key_id() };
    cli.print(&ids, || {
        format!(
            "The database opens with these keys.\nseals: {}\nreads: {}\nindex: {}",
            ids.seals,
            ids.reads.join(", "),
            ids.index
        )
    })
}

fn prepare(cli: &Cli, vault: &Vault) -> anyhow::Result<()> {
    let prepared = Prepared { prepared: vault.prepare_key()? };
    cli.print(&prepared, || {
        format!(
            "The key {} is ready: copy the file of keys to every machine, then rotate.",
            prepared.prepared
        )
    })
}

fn rotate(cli: &Cli, app: &App, drop_old: bool) -> anyhow::Result<()> {
    app.vault.prepare_key()?;
    wait_for_everybody();
    let seals = app.vault.use_prepared_key(&app.db, app.clock.now())?;
    wait_for_everybody();
    let mut before = app.vault.n_resealed();
    loop {
        reseal(app)?;
        // Again, until nothing is found: what was sealed a moment before the change may have been stored after it.
        let now = app.vault.n_resealed();
        if now == before {
            break;
        }
        before = now;
    }
    let dropped = if drop_old { app.vault.drop_old_keys(&app.db)? } else { Vec::new() };
    let rotated = Rotated { seals, resealed: app.vault.n_resealed(), dropped };
    cli.print(&rotated, || told(&rotated))
}

fn reseal(app: &App) -> anyhow::Result<()> {
    for (table, reseal) in OWNERS {
        tracing::info!("Sealing {table} anew");
        app.vault.reseal_all(&app.db, *reseal)?;
    }
    Ok(())
}

fn wait_for_everybody() {
    sleep(Vault::REFRESH * 2);
}

fn told(rotated: &Rotated) -> String {
    let dropped = match rotated.dropped.as_slice() {
        [] => "Old keys are still read: older backups need them.".to_owned(),
        ids => format!("Removed: {}.", ids.join(", ")),
    };
    format!("The key {} seals now; {} values were sealed anew. {dropped}", rotated.seals, rotated.resealed)
}
