//! PostgreSQL goes away in the middle and comes back.

use std::{thread, time::Duration};

use crate::{
    campaign::{CONNECTIONS, Campaign},
    database::Database,
    sink::Manner,
    watch::Watch,
};

#[test]
fn postgres_crashes_three_times_and_the_workers_go_on_by_themselves() {
    let campaign = Campaign::start(Database::postgres(), 4_000, Manner::of_ms(4, 4));
    let watch = Watch::start(&campaign);
    let mut workers = [campaign.worker(), campaign.worker()];
    for part in 1..=3 {
        campaign.until_accepted(part * 800);
        thread::sleep(Duration::from_millis(rand::random_range(1..200)));
        campaign.database.server().crash_and_restart();
        campaign.look();
    }
    let outcome = campaign.until_done();
    let looks = watch.stop();
    campaign.tell(&format!("3 crashes of the server, {looks} looks"), &outcome);
    assert!(outcome.doubles <= 3 * 2 * CONNECTIONS, "{outcome:?}");
    assert!(workers.iter_mut().all(|worker| worker.is_running()));
}
