//! A file of SQLite that nobody else works with.

use anyhow::{Context, bail, ensure};
use diesel::connection::SimpleConnection;
use diesel::sql_types::{BigInt, Text};
use diesel::{Connection, QueryableByName, RunQueryDsl, SqliteConnection, sql_query};
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Read};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

/// It is thrown away if the machine stops before it is whole, so it need not be durable until then.
const PRAGMAS: &str = "PRAGMA journal_mode = DELETE;
    PRAGMA synchronous = OFF;
    PRAGMA foreign_keys = ON;
    PRAGMA secure_delete = ON;
    PRAGMA cache_size = -64000;";

/// Opens a file that is nobody else's.
pub(super) fn open(path: &Path) -> anyhow::Result<SqliteConnection> {
    let absolute = std::path::absolute(path)?;
    let name = absolute.to_str().context("the file's path is not UTF-8")?;
    let mut conn = SqliteConnection::establish(name)?;
    conn.batch_execute(PRAGMAS)?;
    Ok(conn)
}

/// A file beside the database that goes away with its owner; once it has another name, there is nothing to remove.
pub(super) struct Temporary(PathBuf);

impl Temporary {
    /// Makes an empty file that only its owner may read, in the place of what an earlier run left there.
    pub(super) fn make(path: PathBuf) -> anyhow::Result<(Temporary, File)> {
        remove(&path).with_context(|| format!("removing {}", path.display()))?;
        let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path);
        let file = file.with_context(|| format!("making {}", path.display()))?;
        Ok((Temporary(path), file))
    }

    pub(super) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        if let Err(error) = remove(&self.0) {
            tracing::warn!(%error, "{} stays behind", self.0.display());
        }
    }
}

/// Removes a file, and first the journal that would change the next one of its name.
fn remove(path: &Path) -> io::Result<()> {
    for ending in ["-journal", "-wal", "-shm", ""] {
        let mut name = path.as_os_str().to_owned();
        name.push(ending);
        match fs::remove_file(&name) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
            _ => (),
        }
    }
    Ok(())
}

/// Copies a backup, which itself is never touched.
pub(super) fn copy(from: &Path, to: PathBuf) -> anyhow::Result<Temporary> {
    let mut backup = File::open(from).with_context(|| format!("opening {}", from.display()))?;
    let mut begins = [0; 16];
    let read = backup.read(&mut begins).with_context(|| format!("reading {}", from.display()))?;
    ensure!(&begins[..read] == b"SQLite format 3\0", "{} is no backup of Hudhud", from.display());
    let (kept, mut new) = Temporary::make(to)?;
    io::Write::write_all(&mut new, &begins)?;
    io::copy(&mut backup, &mut new).with_context(|| format!("copying {}", from.display()))?;
    Ok(kept)
}

/// Drops every index that is not part of a table, and says how they are made again: to sort once is cheaper than to
/// keep each in order while rows come.
pub(super) fn drop_indexes(conn: &mut SqliteConnection) -> anyhow::Result<String> {
    #[derive(QueryableByName)]
    struct Index {
        #[diesel(sql_type = Text)]
        name: String,
        #[diesel(sql_type = Text)]
        sql: String,
    }
    let indexes = "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL";
    let indexes: Vec<Index> = sql_query(indexes).load(conn)?;
    let mut made_again = String::new();
    for Index { name, sql } in indexes {
        conn.batch_execute(&format!("DROP INDEX \"{name}\""))?;
        made_again.push_str(&format!("{sql};"));
    }
    Ok(made_again)
}

/// Refuses a file that holds something else, or that was damaged on its way.
pub(super) fn check(conn: &mut SqliteConnection) -> anyhow::Result<()> {
    #[derive(QueryableByName)]
    struct Count {
        #[diesel(sql_type = BigInt)]
        n: i64,
    }
    #[derive(QueryableByName)]
    struct Answer {
        #[diesel(sql_type = Text)]
        quick_check: String,
    }
    let known = "SELECT count(*) AS n FROM sqlite_schema
                 WHERE name IN ('__diesel_schema_migrations', 'key_checks', 'subscribers', 'suppressions')";
    let known: Count = sql_query(known).get_result(conn)?;
    if known.n < 4 {
        bail!("it is no backup of Hudhud");
    }
    let answer: Answer = sql_query("PRAGMA quick_check(1)").get_result(conn)?;
    ensure!(answer.quick_check == "ok", "it is damaged: {}", answer.quick_check);
    Ok(())
}
