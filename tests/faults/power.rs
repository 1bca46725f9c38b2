//! The power fails, and of the database there is left what was synced: whatever the mail server has seen is known.

use std::{process::Stdio, thread, time::Duration};

use diesel::{RunQueryDsl, SqliteConnection, sql_query, sql_types::BigInt};
use hudhud::{config::KeysSource, db::Conn, delivery::Verp, vault::Vault};

use crate::{
    campaign::{CONNECTIONS, Campaign},
    database::Database,
    frail_disk::FrailDisk,
    process::Process,
    sink::Manner,
};

const FAILURES: usize = 5;

#[derive(diesel::QueryableByName)]
struct Row {
    #[diesel(sql_type = BigInt)]
    id: i64,
}

/// Everything that the mail server has seen is sent, or known to have been given out.
#[track_caller]
fn assert_all_is_known(campaign: &Campaign) {
    let vault = Vault::open(&KeysSource::Path(campaign.dir.path().join("data/keys.toml"))).unwrap();
    let Conn::Sqlite(mut conn) = campaign.database.connect(&campaign.file()).unwrap() else { unreachable!() };
    let known = given_out(&mut conn);
    for message in campaign.sink.log() {
        let token = message.message_id.trim_start_matches('<').split('@').next().unwrap();
        let Some(Verp::Delivery(id)) = Verp::read(&vault, token) else { panic!("{message:?}") };
        assert!(known.contains(&id), "{message:?} was given out, and that is forgotten");
    }
}

/// The deliveries that went, or may have gone.
fn given_out(conn: &mut SqliteConnection) -> Vec<i64> {
    let known = "SELECT id FROM deliveries WHERE state IN ('sent', 'in_data') OR uncertain";
    let rows: Vec<Row> = sql_query(known).load(conn).unwrap();
    rows.into_iter().map(|row| row.id).collect()
}

#[test]
fn what_the_mail_server_has_seen_is_known_when_the_power_is_back() {
    let campaign = Campaign::start(Database::Sqlite, 2_000, Manner::of_ms(2, 2));
    for _ in 0..FAILURES {
        let disk = FrailDisk::of(&campaign.dir.path().join("data"));
        let worker = Process::spawn(disk.under(&mut campaign.command(&["worker"])).stdout(Stdio::null()));
        campaign.until_accepted(campaign.sink.n_accepted() + 200);
        thread::sleep(Duration::from_millis(rand::random_range(1..300)));
        worker.kill();
        // What was on the lines arrives.
        thread::sleep(Duration::from_millis(300));
        disk.power_fails();
        assert_all_is_known(&campaign);
    }
    let _worker = campaign.worker();
    let outcome = campaign.until_done();
    campaign.tell(&format!("the power failed {FAILURES} times"), &outcome);
    assert!(outcome.doubles <= FAILURES * CONNECTIONS, "{outcome:?}");
    assert!(outcome.uncertain <= FAILURES * CONNECTIONS, "{outcome:?}");
}
