//! The disk is full, and is freed.

use std::{
    fs,
    process::Command,
    thread,
    time::{Duration, Instant},
};

use diesel::connection::SimpleConnection;
use hudhud::db::Conn;

use crate::{
    campaign::{CONNECTIONS, Campaign},
    database::Database,
    process::Process,
    sink::Manner,
    small_disk::SmallDisk,
};

/// Readers whose message may be on its way or is settled, as the disk knows it.
const FENCED: &str = "SELECT COUNT(*) AS n FROM deliveries WHERE state IN ('in_data', 'sent')";

/// Waits until nothing has gone for a while: what lies in files already may be used again, and is used up in the end. At
/// every moment no message goes without a fence on disk. How many went.
fn until_nothing_goes(campaign: &Campaign) -> usize {
    let begun = Instant::now();
    let mut last = (Instant::now(), campaign.sink.n_accepted());
    while last.0.elapsed() < Duration::from_secs(6) {
        assert!(begun.elapsed() < Duration::from_secs(120), "the disk was never full");
        let accepted = campaign.sink.n_accepted();
        let fenced = campaign.count(FENCED);
        assert!(accepted as i64 <= fenced, "{accepted} went, {fenced} have a fence on disk");
        if accepted != last.1 {
            last = (Instant::now(), accepted);
        }
        thread::sleep(Duration::from_millis(20));
    }
    assert!(last.1 < campaign.readers, "the disk was never full");
    last.1
}

fn until_done(campaign: &Campaign, before: usize, worker: &mut Process) {
    let outcome = campaign.until_done();
    campaign.tell(&format!("the disk full after {before}"), &outcome);
    assert!(outcome.doubles <= CONNECTIONS, "{outcome:?}");
    assert!(worker.is_running());
}

#[test]
fn on_sqlite_nothing_goes_while_the_disk_is_full_and_all_goes_once_when_it_is_freed() {
    let campaign = Campaign::prepare(Database::Sqlite, 2_000, Manner::of_ms(4, 4));
    let data = campaign.dir.path().join("data");
    let kept = campaign.dir.path().join("kept");
    fs::rename(&data, &kept).unwrap();
    let disk = SmallDisk::mount(&data, 40);
    let copied = Command::new("cp").arg("-a").arg(kept.join(".")).arg(&data).status().unwrap();
    assert!(copied.success());
    campaign.send();
    let mut worker = campaign.worker();
    campaign.until_accepted(300);
    disk.fill();
    let before = until_nothing_goes(&campaign);
    disk.free();
    until_done(&campaign, before, &mut worker);
}

#[test]
fn on_postgres_nothing_goes_while_the_disk_is_full_and_all_goes_once_when_it_is_freed() {
    let database = Database::postgres();
    let tables = database.server().home().join("tables");
    let disk = SmallDisk::mount(&tables, 60);
    database.server().keep_tables_in(&tables);
    let campaign = Campaign::start(database, 2_000, Manner::of_ms(4, 4));
    let mut worker = campaign.worker();
    campaign.until_accepted(300);
    // As long as somebody reads an old state, as a dump does, no row's place is used again.
    let mut dump = campaign.database.connect(&campaign.file()).unwrap();
    let Conn::Postgres(reader) = &mut dump else { unreachable!() };
    reader.batch_execute("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT COUNT(*) FROM deliveries").unwrap();
    disk.fill();
    let before = until_nothing_goes(&campaign);
    let refused = campaign.database.server().log();
    assert!(refused.contains("No space left on device"), "{refused}");
    disk.free();
    drop(dump);
    until_done(&campaign, before, &mut worker);
}
