//! A list of 100,000: neither memory nor open files grow with it.

use std::{thread, time::Duration};

use crate::{campaign::Campaign, database::Database, sink::Manner};

const READERS: usize = 100_000;

#[test]
fn a_hundred_thousand_readers_cost_no_more_memory_than_a_few() {
    let campaign = Campaign::start(Database::Sqlite, READERS, Manner::default());
    let worker = campaign.worker();
    campaign.until_accepted(5_000);
    let (at_first, files_at_first) = (worker.megabytes(), worker.n_open_files());
    let (mut most, mut most_files) = (at_first, files_at_first);
    while campaign.sink.n_accepted() < READERS {
        thread::sleep(Duration::from_millis(250));
        most = most.max(worker.megabytes());
        most_files = most_files.max(worker.n_open_files());
    }
    let outcome = campaign.until_done();
    campaign.tell(
        &format!("{at_first} MB after 5000, {most} MB at most; {files_at_first} files, {most_files} at most"),
        &outcome,
    );
    assert_eq!((outcome.doubles, outcome.uncertain), (0, 0));
    assert!(most <= at_first + 20, "{at_first} MB grew to {most} MB");
    assert!(most_files <= files_at_first + 8, "{files_at_first} files grew to {most_files}");
}
