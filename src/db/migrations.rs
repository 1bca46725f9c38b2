//! Brings a database up to date, and refuses one that is ahead of this binary.

use super::{Conn, postgres, sqlite};
use crate::config::DatabaseUrl;
use anyhow::{Context, anyhow, ensure};
use diesel::connection::SimpleConnection;
use diesel::migration::{Migration, MigrationSource, MigrationVersion};
use diesel::pg::Pg;
use diesel::sqlite::Sqlite;
use diesel::{PgConnection, QueryableByName, RunQueryDsl, SqliteConnection, sql_query};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};
use std::collections::BTreeSet;

const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");

/// One process at a time, in each schema of a server. The session's end gives the lock back.
const LOCK: &str = "SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE;
    SET client_min_messages = warning;
    SELECT pg_advisory_lock(hashtextextended('hudhud migrations ' || current_schema(), 0));";

/// Runs what is pending, on a connection of its own. Several processes may start together.
pub(super) fn run(url: &DatabaseUrl) -> anyhow::Result<()> {
    match connect(url)? {
        Conn::Sqlite(mut conn) => run_on_sqlite(&mut conn),
        Conn::Postgres(mut conn) => run_on_postgres(&mut conn),
    }
    .context("bringing the database up to date")
}

/// Counts what is pending, without changing anything that is there.
pub(super) fn n_pending(url: &DatabaseUrl) -> anyhow::Result<usize> {
    match connect(url)? {
        Conn::Sqlite(mut conn) => {
            refuse_newer(conn.applied_migrations(), MigrationSource::<Sqlite>::migrations(&SQLITE))?;
            conn.pending_migrations(SQLITE).map(|pending| pending.len())
        }
        Conn::Postgres(mut conn) => {
            refuse_newer(conn.applied_migrations(), MigrationSource::<Pg>::migrations(&POSTGRES))?;
            conn.pending_migrations(POSTGRES).map(|pending| pending.len())
        }
    }
    .map_err(|error| anyhow!(error))
}

/// A connection that may change tables.
fn connect(url: &DatabaseUrl) -> anyhow::Result<Conn> {
    match url {
        DatabaseUrl::Sqlite(path) => sqlite::connect(path, sqlite::Access::Write),
        DatabaseUrl::Postgres(url) => {
            let mut conn = postgres::connect(&postgres::with_tls(url.expose())?)?;
            conn.batch_execute(LOCK).context("waiting for others who change the tables")?;
            Ok(conn)
        }
    }
}

/// Runs what is pending on a file of SQLite.
pub(super) fn run_on_sqlite(conn: &mut SqliteConnection) -> anyhow::Result<()> {
    refuse_newer(conn.applied_migrations(), MigrationSource::<Sqlite>::migrations(&SQLITE))?;
    if !conn.has_pending_migration(SQLITE).map_err(|error| anyhow!(error))? {
        return Ok(());
    }
    conn.immediate_transaction(|conn| {
        conn.run_pending_migrations(SQLITE).map(|_| ()).map_err(|error| anyhow!(error))
    })
}

/// Brings an empty file of SQLite as far as a schema of PostgreSQL is.
pub(super) fn as_far_as(new: &mut SqliteConnection, there: &mut PgConnection) -> anyhow::Result<()> {
    #[derive(QueryableByName)]
    struct Applied {
        #[diesel(sql_type = diesel::sql_types::Text)]
        version: String,
    }
    let applied: Vec<Applied> =
        sql_query("SELECT version::text AS version FROM __diesel_schema_migrations").load(there)?;
    let version = |one: &Applied| MigrationVersion::from(one.version.clone());
    refuse_newer(Ok(applied.iter().map(version).collect()), MigrationSource::<Pg>::migrations(&POSTGRES))?;
    let applied: BTreeSet<_> = applied.iter().map(|one| one.version.as_str()).collect();
    for migration in new.pending_migrations(SQLITE).map_err(|error| anyhow!(error))? {
        if applied.contains(migration.name().version().to_string().as_str()) {
            new.run_migration(&migration).map_err(|error| anyhow!(error))?;
        }
    }
    Ok(())
}

fn run_on_postgres(conn: &mut PgConnection) -> anyhow::Result<()> {
    refuse_newer(conn.applied_migrations(), MigrationSource::<Pg>::migrations(&POSTGRES))?;
    conn.run_pending_migrations(POSTGRES).map_err(|error| anyhow!(error))?;
    Ok(())
}

fn refuse_newer<DB: diesel::backend::Backend>(
    applied: diesel::migration::Result<Vec<MigrationVersion<'static>>>,
    known: diesel::migration::Result<Vec<Box<dyn Migration<DB>>>>,
) -> anyhow::Result<()> {
    let known: BTreeSet<_> = known
        .map_err(|error| anyhow!(error))?
        .iter()
        .map(|migration| migration.name().version().to_string())
        .collect();
    let unknown = applied
        .map_err(|error| anyhow!(error))?
        .into_iter()
        .map(|version| version.to_string())
        .find(|version| !known.contains(version));
    ensure!(
        unknown.is_none(),
        "the database was made by a newer Hudhud (its tables have version {}; this program knows up to {}): run that one",
        unknown.unwrap_or_default(),
        known.last().map_or("none", String::as_str),
    );
    Ok(())
}
