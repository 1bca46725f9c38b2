//! A copy of a backup, in which all is put right before anything of the database changes.

use super::{Target, file, tables};
use crate::db::{Conn, migrations};
use anyhow::Context;
use chrono::NaiveDateTime;
use diesel::connection::SimpleConnection;
use diesel::sql_types::{Nullable, Text, Timestamp};
use diesel::{QueryResult, QueryableByName, RunQueryDsl, SqliteConnection, sql_query};
use std::path::Path;

/// Beside the database, so that it can take its name.
const NAME: &str = "restoring.db";

/// Columns that say when something happened. Others, such as when a mail is due, may speak of what was to come.
const HAPPENED: [&str; 7] =
    ["at", "created_at", "updated_at", "seen_at", "started_at", "sent_at", "confirmed_at"];

/// Rows of a table that are compared: those that fulfil a condition of SQL.
pub struct Compared {
    pub table: &'static str,
    pub condition: String,
}

impl Compared {
    /// Every row of a table.
    pub fn whole(table: &'static str) -> Compared {
        Compared { table, condition: "true".to_owned() }
    }
}

/// A copy that goes away unless it takes the database's place.
pub struct Copy {
    conn: Conn,
    // Dropped behind the connection to it.
    file: file::Temporary,
}

impl Copy {
    /// Copies a backup into a folder and brings the copy up to date. Refuses what is no backup, what is damaged, and
    /// what a newer Hudhud has made.
    pub fn of(backup: &Path, folder: &Path) -> anyhow::Result<Copy> {
        let file = file::copy(backup, folder.join(NAME))?;
        let told = || backup.display().to_string();
        let mut conn = file::open(file.path()).context("it is no backup of Hudhud").with_context(told)?;
        file::check(&mut conn).with_context(told)?;
        migrations::run_on_sqlite(&mut conn).with_context(told)?;
        Ok(Copy { conn: Conn::Sqlite(conn), file })
    }

    /// The copy, to be put right.
    pub fn conn(&mut self) -> &mut Conn {
        &mut self.conn
    }

    /// When the last thing happened that the backup knows of: it is hardly older than the backup itself, and a file's
    /// own time says only when it was last copied.
    pub fn last_happened(&mut self, now: NaiveDateTime) -> anyhow::Result<Option<NaiveDateTime>> {
        #[derive(QueryableByName)]
        struct Last {
            #[diesel(sql_type = Nullable<Timestamp>)]
            at: Option<NaiveDateTime>,
        }
        let conn = self.native()?;
        let mut last = None;
        for table in tables::all(conn)? {
            let columns = table.columns.iter().map(|column| column.name.as_str());
            for column in columns.filter(|column| HAPPENED.contains(column)) {
                let newest =
                    format!("SELECT max(\"{column}\") AS at FROM \"{}\" WHERE \"{column}\" <= ?", table.name);
                let found: QueryResult<Last> = sql_query(newest).bind::<Timestamp, _>(now).get_result(conn);
                last = last.max(found?.at);
            }
        }
        Ok(last)
    }

    /// Shows rows of the database that is to be replaced beside the copy's own, as `replaced.…`. SQLite shows them all.
    pub fn compare_with(&mut self, target: &mut Target, compared: &[Compared]) -> anyhow::Result<()> {
        let file = std::path::absolute(target.as_a_file(compared)?)?;
        let name = file.to_str().context("the database's path is not UTF-8")?;
        sql_query("ATTACH ? AS replaced").bind::<Text, _>(name).execute(self.native()?)?;
        Ok(())
    }

    /// Lets go of what was compared with.
    pub fn compared(&mut self) -> anyhow::Result<()> {
        Ok(self.native()?.batch_execute("DETACH replaced")?)
    }

    pub(super) fn native(&mut self) -> anyhow::Result<&mut SqliteConnection> {
        match &mut self.conn {
            Conn::Sqlite(conn) => Ok(conn),
            Conn::Postgres(_) => anyhow::bail!("a copy is a file of SQLite"),
        }
    }

    /// Closes the copy: all of it is in the file.
    pub(super) fn close(self) -> file::Temporary {
        self.file
    }
}
