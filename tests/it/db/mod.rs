//! The database: units of work that nobody loses, and tables that go up and down.

mod connections;
mod migrations;
mod tls;
mod units;

use hudhud::config::DatabaseUrl;
use hudhud::db::{Conn, Db};
use tempfile::TempDir;

use diesel::{QueryResult, RunQueryDsl, sql_query};

use super::support::Database;

/// A database of the test's own, without tables.
struct Bare {
    db: Db,
    url: DatabaseUrl,
    _database: Database,
    _dir: TempDir,
}

fn bare() -> Bare {
    let (database, dir) = (Database::fresh(), tempfile::tempdir().unwrap());
    let url = match &database.url {
        Some(url) => DatabaseUrl::parse(url).unwrap(),
        None => DatabaseUrl::Sqlite(dir.path().join("our letters/hudhud.db")),
    };
    Bare { db: Db::open(&url).unwrap(), url, _database: database, _dir: dir }
}

fn run(conn: &mut Conn, sql: &str) -> QueryResult<usize> {
    sql_query(sql).execute(conn)
}

fn count(conn: &mut Conn, table: &str) -> QueryResult<i64> {
    #[derive(diesel::QueryableByName)]
    struct Count {
        #[diesel(sql_type = diesel::sql_types::BigInt)]
        n: i64,
    }
    sql_query(format!("SELECT count(*) AS n FROM {table}")).get_result::<Count>(conn).map(|count| count.n)
}
