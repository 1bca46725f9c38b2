//! Somebody else holds the lock of the SQLite file for half a minute.

use std::{thread, time::Duration};

use diesel::connection::SimpleConnection;

use crate::{
    campaign::{CONNECTIONS, Campaign},
    database::Database,
    sink::Manner,
};

#[test]
fn for_thirty_seconds_nothing_goes_and_then_all_goes_once() {
    let campaign = Campaign::start(Database::Sqlite, 1_500, Manner::of_ms(4, 4));
    let mut worker = campaign.worker();
    campaign.until_accepted(200);
    let mut holder = campaign.database.connect(&campaign.file()).unwrap();
    holder.batch_execute("BEGIN IMMEDIATE").unwrap();
    let before = campaign.sink.n_accepted();
    thread::sleep(Duration::from_secs(30));
    let meanwhile = campaign.sink.n_accepted() - before;
    assert!(meanwhile <= 2 * CONNECTIONS, "{meanwhile} went without a fence");
    campaign.look();
    holder.batch_execute("ROLLBACK").unwrap();
    let outcome = campaign.until_done();
    campaign.tell("locked for 30 s", &outcome);
    assert_eq!((outcome.doubles, outcome.uncertain), (0, 0));
    assert!(worker.is_running());
}
