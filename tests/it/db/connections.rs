//! What becomes of connections, and of the log behind SQLite's writer, over time.

use diesel::{QueryResult, RunQueryDsl, sql_query, sql_types::Integer};
use hudhud::config::DatabaseUrl;
use hudhud::db::{Conn, Db};

use super::{bare, count, run};

/// The server's number for the connection.
fn backend(conn: &mut Conn) -> QueryResult<i32> {
    #[derive(diesel::QueryableByName)]
    struct Backend {
        #[diesel(sql_type = Integer)]
        pid: i32,
    }
    sql_query("SELECT pg_backend_pid() AS pid").get_result::<Backend>(conn).map(|backend| backend.pid)
}

#[test]
fn a_connection_that_the_server_ended_is_replaced_however_lately_it_was_used() {
    let bare = bare();
    if !bare.db.is_shared() {
        return; // SQLite has no server that could end anything
    }
    bare.db.write_blocking(|conn| run(conn, "CREATE TABLE rows (n BIGINT NOT NULL)")).unwrap();
    let ended = bare.db.read_blocking(|conn| run(conn, "SELECT pg_terminate_backend(pg_backend_pid())"));
    assert!(ended.is_err());
    bare.db.read_blocking(|conn| count(conn, "rows")).unwrap();
    // This time somebody else ends it, between two units: the next one may fail, but none after it.
    let server_side = bare.db.read_blocking(backend).unwrap();
    let other = Db::open(&bare.url).unwrap();
    other.read_blocking(|conn| run(conn, &format!("SELECT pg_terminate_backend({server_side})"))).unwrap();
    bare.db.read_blocking(|conn| count(conn, "rows")).ok();
    bare.db.read_blocking(|conn| count(conn, "rows")).unwrap();
}

#[test]
fn the_log_behind_the_writer_does_not_grow_without_end() {
    const MB: u64 = 1024 * 1024;
    let bare = bare();
    let DatabaseUrl::Sqlite(path) = &bare.url else { return };
    bare.db.write_blocking(|conn| run(conn, "CREATE TABLE rows (n BIGINT, filler BLOB)")).unwrap();
    for _ in 0..600 {
        bare.db
            .write_blocking(|conn| {
                run(conn, "DELETE FROM rows")?;
                run(conn, "INSERT INTO rows VALUES (1, randomblob(400000))")
            })
            .unwrap();
    }
    let log = std::fs::metadata(path.with_extension("db-wal")).unwrap().len();
    assert!(log < 150 * MB, "240 MB were written, and {} MB of them lie in the log", log / MB);
    assert_eq!(bare.db.read_blocking(|conn| count(conn, "rows")).unwrap(), 1);
}
