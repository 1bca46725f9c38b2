//! Rates by the wall clock: over two processes, over a restart, and of one mail server.

use std::{thread, time::Duration};

use crate::{campaign::Campaign, database::Database, sink::Manner};

/// How many go in so many seconds, once it is under way.
fn gone_in(campaign: &Campaign, seconds: u64) -> usize {
    let before = campaign.sink.n_accepted();
    thread::sleep(Duration::from_secs(seconds));
    campaign.sink.n_accepted() - before
}

#[test]
fn a_rate_holds_over_two_processes_and_over_a_restart() {
    let mut campaign = Campaign::start(Database::postgres(), 3_000, Manner::default());
    campaign.env = vec![("HUDHUD_SEND_RATE", "50".to_owned())];
    let (first, _second) = (campaign.worker(), campaign.worker());
    campaign.until_accepted(50);
    let together = gone_in(&campaign, 8);
    first.kill();
    let _third = campaign.worker();
    let restarted = gone_in(&campaign, 8);
    println!("50 a second by two processes: {together} in 8 s, and {restarted} with one killed and replaced");
    assert!((340..=430).contains(&together), "{together}");
    assert!((250..=430).contains(&restarted), "{restarted}");
}

#[test]
fn the_rate_of_one_server_is_kept_and_used() {
    let mut campaign = Campaign::start(Database::Sqlite, 1_000, Manner::default());
    campaign.env = vec![("HUDHUD_SMTP_URL", format!("{}?rate=40", campaign.sink.url()))];
    let _worker = campaign.worker();
    campaign.until_accepted(40);
    let gone = gone_in(&campaign, 8);
    println!("40 a second through one server: {gone} in 8 s");
    assert!((250..=350).contains(&gone), "{gone}");
}
