//! Tables go up, down, and up again, on both databases.

use diesel::{Connection, PgConnection, SqliteConnection};
use diesel_migrations::{FileBasedMigrations, MigrationHarness};
use hudhud::{config::DatabaseUrl, db::Db};

use super::{bare, count, run};

fn in_folder(name: &str) -> FileBasedMigrations {
    FileBasedMigrations::from_path(format!("{}/migrations/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

#[test]
fn every_migration_goes_up_down_and_up_again() {
    let bare = bare();
    bare.db.migrate().unwrap();
    match &bare.url {
        DatabaseUrl::Sqlite(path) => {
            let mut conn = SqliteConnection::establish(path.to_str().unwrap()).unwrap();
            conn.revert_all_migrations(in_folder("sqlite")).unwrap();
        }
        DatabaseUrl::Postgres(url) => {
            let mut conn = PgConnection::establish(url.expose()).unwrap();
            conn.revert_all_migrations(in_folder("postgres")).unwrap();
        }
    }
    assert!(bare.db.read_blocking(|conn| count(conn, "subscribers")).is_err(), "nothing is left");
    bare.db.migrate().unwrap();
    assert_eq!(bare.db.read_blocking(|conn| count(conn, "subscribers")).unwrap(), 0);
}

#[test]
fn both_folders_hold_the_same_migrations() {
    let names = |folder: &str| {
        let path = format!("{}/migrations/{folder}", env!("CARGO_MANIFEST_DIR"));
        let mut names: Vec<_> =
            std::fs::read_dir(path).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        names
    };
    assert_eq!(names("sqlite"), names("postgres"));
}

#[test]
fn processes_may_start_together() {
    let bare = bare();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| Db::open(&bare.url).unwrap().migrate().unwrap());
        }
    });
    assert_eq!(bare.db.read_blocking(|conn| count(conn, "subscribers")).unwrap(), 0);
}

#[test]
fn a_database_of_a_newer_hudhud_is_refused() {
    let bare = bare();
    bare.db.migrate().unwrap();
    let newer = "INSERT INTO __diesel_schema_migrations (version) VALUES ('29990101000001')";
    bare.db.write_blocking(move |conn| run(conn, newer)).unwrap();
    let error = format!("{:#}", bare.db.migrate().unwrap_err());
    assert!(error.contains("newer Hudhud") && error.contains("29990101000001"), "{error}");
}
