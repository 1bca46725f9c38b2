//! Backups: a file of SQLite with our own tables, whichever database it was made of, so that it can be restored into
//! either.

mod copy;
mod file;
mod rows;
mod tables;
mod target;

pub use copy::{Compared, Copy};
pub use target::{Alone, Target};

use super::{Conn, Db, migrations, postgres, sqlite};
use crate::config::DatabaseUrl;
use anyhow::Context;
use diesel::connection::SimpleConnection;
use diesel::{PgConnection, RunQueryDsl, SqliteConnection, sql_query};
use std::path::Path;

impl Db {
    /// Writes a consistent copy of the database into an empty file, while others go on reading and writing.
    pub fn back_up(&self, file: &Path) -> anyhow::Result<()> {
        match &self.0.url {
            DatabaseUrl::Sqlite(path) => of_sqlite(path, file),
            DatabaseUrl::Postgres(url) => {
                let conn = postgres::connect(&postgres::with_tls(url.expose())?)?;
                let Conn::Postgres(mut conn) = conn else { return Ok(()) };
                of_postgres(&mut conn, file, |_| Some("true"))
            }
        }
        .context("copying the database")
    }
}

/// Opens a backup to look into it.
pub fn look_into(file: &Path) -> anyhow::Result<Conn> {
    let mut conn = file::open(file)?;
    file::check(&mut conn)?;
    Ok(Conn::Sqlite(conn))
}

fn of_sqlite(path: &Path, file: &Path) -> anyhow::Result<()> {
    let Conn::Sqlite(mut conn) = sqlite::connect(path, sqlite::Access::Write)? else { return Ok(()) };
    let name = file.to_str().context("the file's path is not UTF-8")?;
    sql_query("VACUUM INTO ?").bind::<diesel::sql_types::Text, _>(name).execute(&mut conn)?;
    Ok(())
}

/// Copies what one moment of PostgreSQL holds. `condition` says which rows of a table are wanted, if any.
fn of_postgres<'a>(
    from: &mut PgConnection,
    file: &Path,
    condition: impl Fn(&str) -> Option<&'a str>,
) -> anyhow::Result<()> {
    let mut to = file::open(file)?;
    from.batch_execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")?;
    migrations::as_far_as(&mut to, from)?;
    // The rows come from one moment, and half a file is thrown away: nothing has to be proved or taken back.
    to.batch_execute("PRAGMA foreign_keys = OFF; PRAGMA journal_mode = OFF; BEGIN")?;
    let indexes = file::drop_indexes(&mut to)?;
    for table in tables::all(&mut to)? {
        if let Some(condition) = condition(&table.name) {
            rows::from_postgres(from, &mut to, &table, condition).with_context(|| table.name.clone())?;
        }
    }
    to.batch_execute(&indexes)?;
    to.batch_execute("COMMIT")?;
    from.batch_execute("COMMIT")?;
    Ok(())
}

/// Replaces all that a schema of PostgreSQL holds, in one transaction.
fn into_postgres(from: &mut SqliteConnection, to: &mut PgConnection) -> anyhow::Result<()> {
    let tables = tables::all(from)?;
    let names: Vec<_> = tables.iter().map(|table| format!("\"{}\"", table.name)).collect();
    to.batch_execute("BEGIN READ WRITE; SET CONSTRAINTS ALL DEFERRED;")?;
    to.batch_execute(&format!("TRUNCATE {}", names.join(", ")))?;
    for table in &tables {
        rows::into_postgres(from, to, table).with_context(|| format!("filling {}", table.name))?;
        rows::count_on(to, table)?;
    }
    to.batch_execute("COMMIT; ANALYZE;").context("making it durable")?;
    Ok(())
}
