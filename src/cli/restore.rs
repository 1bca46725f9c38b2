//! `hudhud restore` and `hudhud resume-sending`

mod merge;

use std::path::PathBuf;

use anyhow::{Context, bail};
use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::{QueryResult, dsl::count_star, prelude::*};
use serde::Serialize;

use self::merge::merge;
use super::{Cli, Misuse};
use crate::access::{self, Actor, audit};
use crate::admin;
use crate::clock::Clock;
use crate::config::Config;
use crate::db::backup::{Alone, Copy};
use crate::db::{
    Conn,
    schema::{subscribers, suppressions},
};
use crate::delivery;
use crate::issues;
use crate::subscribers::Status;
use crate::vault::Vault;

/// Puts a backup in the place of the database; nothing is sent then until you say `hudhud resume-sending`
///
/// Stop `serve` and every `worker` first. Who left, complained or was erased in the database that is replaced is
/// written to by nobody afterwards either, and all its suppressions are kept. Where there is none to replace, nobody
/// knows who left since the backup and what was sent since: the answer says what to do about it.
#[derive(clap::Args)]
#[command(after_help = "Example:\n  hudhud restore hudhud-2026-11-26.db --replace")]
pub(super) struct Restore {
    /// What `hudhud backup` has made
    file: PathBuf,
    /// Even if people are in the database that is replaced
    #[arg(long)]
    replace: bool,
}

/// Lets sending go on after a restore; paused issues stay paused
#[derive(clap::Args)]
#[command(after_help = "Example:\n  hudhud resume-sending")]
pub(super) struct ResumeSending {}

#[derive(Serialize)]
struct Restored {
    file: String,
    subscribers: i64,
    /// How many of them are written to.
    on_the_list: i64,
    suppressions: i64,
    /// Who left, complained or was erased since the backup was made, if anything knows.
    gone_since: Option<i64>,
    /// From when on nothing knows who left and what was sent, if there was nobody in the database that was replaced.
    unknown_since: Option<DateTime<Utc>>,
    sending: &'static str,
}

/// What is known of the time after the backup.
#[derive(Clone, Copy)]
enum Known {
    /// All that the database knows that is replaced; so many were on the list in the backup.
    All { before: i64 },
    /// Nothing after this moment, the last of the backup.
    Until(Option<NaiveDateTime>),
}

impl Known {
    fn before(self) -> Option<i64> {
        match self {
            Known::All { before } => Some(before),
            Known::Until(_) => None,
        }
    }

    fn until(self) -> Option<DateTime<Utc>> {
        match self {
            Known::All { .. } => None,
            Known::Until(at) => at.map(|at| at.and_utc()),
        }
    }
}

impl Restore {
    pub(super) fn run(&self, cli: &Cli) -> anyhow::Result<()> {
        let config = cli.config()?;
        let vault = Vault::open(&config.keys)?;
        let now = Clock::system().now();
        let alone = Alone::take(&config.database_url, &config.data_dir)?;
        let mut copy = Copy::of(&self.file, alone.folder())?;
        vault.open_with(copy.conn()).with_context(|| self.file.display().to_string())?;
        let mut target = alone.open()?;
        let people = n_people(target.conn())?;
        if people > 0 && !self.replace {
            return Err(Misuse(format!(
                "the database holds {people} people: `hudhud backup` it first, then say --replace to put the backup in its place"
            ))
            .into());
        }
        let known = match people {
            0 => Known::Until(copy.last_happened(now).context("looking how old the backup is")?),
            _ => Known::All { before: n_on_the_list(copy.conn())? },
        };
        if keeps_anything(target.conn())? {
            vault.open_with(target.conn()).context("the database that would be replaced")?;
            merge(&mut copy, &mut target, &vault, now)?;
        }
        let restored = self.settle(copy.conn(), &config, known, now).context("putting the copy right")?;
        target.replace_by(copy)?;
        cli.print(&restored, || in_words(&restored))
    }

    /// Nobody is signed in, nothing runs, and all sending is held.
    fn settle(
        &self,
        copy: &mut Conn,
        config: &Config,
        known: Known,
        now: NaiveDateTime,
    ) -> anyhow::Result<Restored> {
        delivery::hold(copy, config.uncertain.into(), now)?;
        issues::restored::settle(copy, now)?;
        access::replaced_native::lock_out(copy)?;
        let on_the_list = n_on_the_list(copy)?;
        audit::append(copy, &Actor::Command, "database.restore", "", &format!("{on_the_list} people"), now)?;
        Ok(Restored {
            file: self.file.display().to_string(),
            subscribers: n_people(copy)?,
            on_the_list,
            suppressions: suppressions::table.select(count_star()).first(copy)?,
            gone_since: known.before().map(|before| before - on_the_list),
            unknown_since: known.until(),
            sending: "held",
        })
    }
}

impl ResumeSending {
    pub(super) fn run(&self, cli: &Cli) -> anyhow::Result<()> {
        let app = cli.open()?;
        let now = app.clock.now();
        let paused = app.db.write_blocking(move |conn| admin::resume_sending(conn, &Actor::Command, now))?;
        let Some(paused) = paused else { bail!("sending was not held") };
        app.outbox.ring();
        let language = app.catalogue.for_programs();
        let paused = paused.iter().map(|issue| PausedIssue {
            id: issue.row.public_id.to_string(),
            number: issue.row.number,
            subject: issue.words(&language).subject,
        });
        let resumed = Resumed { sending: "goes_on", paused: paused.collect() };
        cli.print(&resumed, || resumed.in_words())
    }
}

/// What came of letting sending go on.
#[derive(Serialize)]
struct Resumed {
    sending: &'static str,
    /// Issues that wait for somebody who resumes them.
    paused: Vec<PausedIssue>,
}

#[derive(Serialize)]
struct PausedIssue {
    id: String,
    number: i64,
    subject: String,
}

impl Resumed {
    fn in_words(&self) -> String {
        let line = |issue: &PausedIssue| format!("\n  issue {} is paused: {}", issue.number, issue.subject);
        let paused: String = self.paused.iter().map(line).collect();
        match self.paused.as_slice() {
            [] => "Sending goes on.".to_owned(),
            _ => format!(
                "Sending goes on, but for these:{paused}\nResume each that should go on: hudhud issue resume NUMBER"
            ),
        }
    }
}

fn n_people(conn: &mut Conn) -> QueryResult<i64> {
    subscribers::table.count().get_result(conn)
}

fn n_on_the_list(conn: &mut Conn) -> QueryResult<i64> {
    let on_the_list = Status::ALL.into_iter().filter(|status| status.is_on_the_list());
    let on_the_list: Vec<_> = on_the_list.collect();
    subscribers::table.filter(subscribers::status.eq_any(on_the_list)).count().get_result(conn)
}

/// A database that was only just made has keys of its own, and nothing that could be kept.
fn keeps_anything(conn: &mut Conn) -> QueryResult<bool> {
    let suppressed: i64 = suppressions::table.count().get_result(conn)?;
    Ok(suppressed > 0 || n_people(conn)? > 0)
}

fn in_words(restored: &Restored) -> String {
    let gone = match restored.gone_since {
        Some(n) if n > 0 => format!(" {n} left, complained or were erased since the backup, and stay so."),
        _ => String::new(),
    };
    let warning = restored.unknown_since.map(warning).unwrap_or_default();
    format!(
        "{} people are restored, {} of them on the list; {} suppressions hold.{gone}\n{warning}\
         All sending is held. Start `hudhud serve`, look at people and issues, then let it go on: hudhud resume-sending",
        restored.subscribers, restored.on_the_list, restored.suppressions
    )
}

fn warning(since: DateTime<Utc>) -> String {
    format!(
        "\nCAREFUL: the backup ends at {} UTC, and there was no database with people to compare it with.\n\
         If Hudhud ran after that moment, nobody knows who left, complained or was erased since, nor what was sent.\n\
         Those people are on the list again, and an issue that was on its way goes to some a second time.\n\
         Before you say `hudhud resume-sending`:\n\
         - find out who left: mails to you and to the address to leave by. Then: hudhud subscriber erase ADDRESS\n\
         - find out in the mail server's log to whom an issue has gone since. If to anybody: hudhud issue cancel ID\n\
         - whatever was made or sent since is not in here: do not send its articles again\n\n",
        since.format("%Y-%m-%d %H:%M")
    )
}
