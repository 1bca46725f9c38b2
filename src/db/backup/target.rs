//! The database that is to be replaced, held alone until it is.

use super::{Compared, Copy, file::Temporary};
use crate::config::DatabaseUrl;
use crate::db::presence::{self, Presence};
use crate::db::{Conn, migrations, postgres, sqlite};
use anyhow::{Context, bail, ensure};
use diesel::connection::SimpleConnection;
use diesel::sql_types::Text;
use diesel::{QueryableByName, RunQueryDsl, SqliteConnection, sql_query};
use std::fs::{self, File};
use std::path::{Path, PathBuf};

/// What PostgreSQL holds that is compared with the copy.
const NAME: &str = "replaced.db";

/// The right to replace a database: nobody else has it open, and nobody can open it meanwhile.
pub struct Alone {
    url: DatabaseUrl,
    folder: PathBuf,
    presence: Option<Presence>,
    /// PostgreSQL's; its end ends the right.
    conn: Option<Conn>,
}

impl Alone {
    /// Takes the right. Refuses while anybody works with the database.
    pub fn take(url: &DatabaseUrl, data_dir: &Path) -> anyhow::Result<Alone> {
        let (presence, conn, folder) = match url {
            DatabaseUrl::Sqlite(path) => {
                let folder = path.parent().unwrap_or(data_dir);
                (Some(Presence::alone(path)?), None, folder)
            }
            DatabaseUrl::Postgres(url) => {
                let mut conn = postgres::connect(&postgres::with_tls(url.expose())?)?;
                presence::alone_on_postgres(&mut conn)?;
                (None, Some(conn), data_dir)
            }
        };
        fs::create_dir_all(folder).with_context(|| format!("making {}", folder.display()))?;
        Ok(Alone { url: url.clone(), folder: folder.to_owned(), presence, conn })
    }

    /// Where a copy is made: beside a file, so that the copy can take its name.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Opens the database, makes it if it isn't there, and brings it up to date.
    pub fn open(self) -> anyhow::Result<Target> {
        let Alone { url, folder, presence, conn } = self;
        let (conn, path) = match (conn, &url) {
            (Some(conn), _) => (conn, None),
            (None, DatabaseUrl::Sqlite(path)) => {
                (sqlite::connect(path, sqlite::Access::Write)?, Some(path.clone()))
            }
            (None, DatabaseUrl::Postgres(_)) => bail!("the right to replace the database has ended"),
        };
        migrations::run(&url)?;
        let mut target = Target { conn, path, folder, compared: None, _presence: presence };
        if let Conn::Sqlite(conn) = &mut target.conn {
            leave_the_journal(conn)?;
        }
        Ok(target)
    }
}

/// The database that is to be replaced.
pub struct Target {
    conn: Conn,
    /// The file of SQLite.
    path: Option<PathBuf>,
    folder: PathBuf,
    compared: Option<Temporary>,
    _presence: Option<Presence>,
}

impl Target {
    /// The database as it is.
    pub fn conn(&mut self) -> &mut Conn {
        &mut self.conn
    }

    /// What is compared, as a file of SQLite.
    pub(super) fn as_a_file(&mut self, compared: &[Compared]) -> anyhow::Result<PathBuf> {
        match (&mut self.conn, &self.path) {
            (Conn::Sqlite(_), Some(path)) => Ok(path.clone()),
            (Conn::Postgres(conn), _) => {
                let (file, _) = Temporary::make(self.folder.join(NAME))?;
                super::of_postgres(conn, file.path(), |table| {
                    compared.iter().find(|one| one.table == table).map(|one| one.condition.as_str())
                })
                .context("reading the database that is replaced")?;
                Ok(self.compared.insert(file).path().to_owned())
            }
            (Conn::Sqlite(_), None) => bail!("a file of SQLite has a path"),
        }
    }

    /// Puts a copy into its place: whole, or not at all.
    pub fn replace_by(self, mut copy: Copy) -> anyhow::Result<()> {
        let Target { conn, path, folder, compared: _compared, _presence } = self;
        match (conn, path) {
            (Conn::Postgres(mut conn), _) => {
                super::into_postgres(copy.native()?, &mut conn).context("replacing the database")
            }
            (conn, Some(path)) => {
                // Its end removes the journal of that name, so it comes before the next file has the name.
                drop(conn);
                let new = copy.close();
                File::open(new.path())?.sync_all().context("writing the copy")?;
                fs::rename(new.path(), &path).with_context(|| format!("replacing {}", path.display()))?;
                Ok(File::open(&folder)?.sync_all()?)
            }
            (_, None) => bail!("a file of SQLite has a path"),
        }
    }
}

/// Brings everything of a file of SQLite into that one file, which works only while nobody else has it open: not even
/// a program that isn't ours.
fn leave_the_journal(conn: &mut SqliteConnection) -> anyhow::Result<()> {
    #[derive(QueryableByName)]
    struct Mode {
        #[diesel(sql_type = Text)]
        journal_mode: String,
    }
    conn.batch_execute("PRAGMA busy_timeout = 1000")?;
    let mode: Mode = sql_query("PRAGMA journal_mode = DELETE")
        .get_result(conn)
        .context("another program has the database open")?;
    ensure!(mode.journal_mode == "delete", "another program has the database open");
    Ok(())
}
