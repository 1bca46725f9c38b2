//! `kill -9` while the tables are brought up to date: each change is there whole or not at all, nobody is lost, and the
//! same command ends well.

use std::time::{Duration, Instant};

use diesel::connection::SimpleConnection;
use diesel_migrations::{FileBasedMigrations, MigrationHarness};
use hudhud::db::Conn;

use crate::{
    campaign::{Campaign, IMPORT},
    database::Database,
    sink::Manner,
};

const PEOPLE: usize = 1_000;
/// Changes of the tables that are taken back, and are to be made again.
const PENDING: i64 = 6;
const KILLS: usize = 20;
/// The latest kill, from when the first change was begun.
const MOST_MICROSECONDS: u64 = 30_000;
const APPLIED: &str = "SELECT COUNT(*) AS n FROM __diesel_schema_migrations";

/// People in tables as an older program had them; how many changes the newest has.
fn of_an_older_program(database: Database) -> (Campaign, i64) {
    let campaign = Campaign::empty(database, PEOPLE, Manner::default());
    campaign.run(&IMPORT);
    let newest = campaign.count(APPLIED);
    take_back(&campaign);
    assert_eq!(campaign.count(APPLIED), newest - PENDING);
    (campaign, newest)
}

fn take_back(campaign: &Campaign) {
    let folder =
        |name| FileBasedMigrations::from_path(format!("{}/migrations/{name}", env!("CARGO_MANIFEST_DIR")));
    for _ in 0..PENDING {
        match campaign.database.connect(&campaign.file()).unwrap() {
            Conn::Sqlite(mut conn) => conn.revert_last_migration(folder("sqlite").unwrap()).map(drop),
            Conn::Postgres(mut conn) => conn.revert_last_migration(folder("postgres").unwrap()).map(drop),
        }
        .unwrap();
    }
}

/// Whether somebody is writing at this moment.
fn somebody_writes(conn: &mut Conn) -> bool {
    let Conn::Sqlite(conn) = conn else { unreachable!() };
    conn.batch_execute("PRAGMA busy_timeout = 0").unwrap();
    match conn.batch_execute("BEGIN IMMEDIATE") {
        Ok(()) => conn.batch_execute("ROLLBACK").is_err(),
        Err(_) => true,
    }
}

#[test]
fn on_sqlite_all_changes_are_made_or_none() {
    let (campaign, newest) = of_an_older_program(Database::Sqlite);
    let mut found = Vec::new();
    for _ in 0..KILLS {
        let mut beside = campaign.database.connect(&campaign.file()).unwrap();
        let (mut begun, patience) = (None, Duration::from_micros(rand::random_range(0..MOST_MICROSECONDS)));
        campaign.kill_when(&["migrate"], || {
            if begun.is_none() && somebody_writes(&mut beside) {
                begun = Some(Instant::now());
            }
            begun.is_some_and(|begun| begun.elapsed() >= patience)
        });
        drop(beside);
        let applied = campaign.count(APPLIED);
        assert!(applied == newest || applied == newest - PENDING, "{applied} of {newest}");
        found.push(applied == newest);
        if applied == newest {
            take_back(&campaign);
        }
    }
    campaign.run(&["migrate"]);
    println!("SQLite: {KILLS} kills; the tables were up to date behind {found:?}");
    assert!(found.contains(&false), "none of the kills was in time");
    assert_eq!((campaign.count(APPLIED), campaign.exported()), (newest, campaign.people()));
}

#[test]
fn on_postgres_those_that_were_made_stay_and_the_others_follow() {
    let (campaign, newest) = of_an_older_program(Database::postgres());
    // Somebody reads who got what, so that the second change, which is about that table, must wait.
    let Conn::Postgres(mut reader) = campaign.database.connect(&campaign.file()).unwrap() else {
        unreachable!()
    };
    reader.batch_execute("BEGIN; LOCK TABLE deliveries IN ACCESS SHARE MODE").unwrap();
    let waits = "SELECT COUNT(*) AS n FROM pg_locks WHERE NOT granted AND locktype = 'relation'";
    for _ in 0..3 {
        assert!(campaign.kill_when(&["migrate"], || campaign.count(waits) == 1), "{}", campaign.log());
        let applied = campaign.count(APPLIED);
        assert_eq!(applied, newest - PENDING + 1, "one is made, the next is not");
        let cut_off = "SELECT pg_terminate_backend(pid, 5000) FROM pg_locks WHERE NOT granted";
        reader.batch_execute(cut_off).unwrap();
    }
    reader.batch_execute("ROLLBACK").unwrap();
    campaign.run(&["migrate"]);
    println!("PostgreSQL: 3 kills in the midst of the second of {PENDING} changes");
    assert_eq!((campaign.count(APPLIED), campaign.exported()), (newest, campaign.people()));
}
