//! `kill -9` at any moment, many times: everybody gets the issue, and at most what was on the lines goes twice.

use std::{thread, time::Duration};

use crate::{
    campaign::{CONNECTIONS, Campaign},
    database::Database,
    sink::Manner,
    watch::Watch,
};

/// Kills one of so many processes again and again, puts another in its place, and lets them end.
fn kill_again_and_again(database: Database, processes: usize, kills: usize, readers: usize) {
    let campaign = Campaign::start(database, readers, Manner::of_ms(5, 5));
    let watch = Watch::start(&campaign);
    let mut workers: Vec<_> = (0..processes).map(|_| campaign.worker()).collect();
    let mut killed = 0;
    while killed < kills && campaign.sink.n_accepted() + 300 < readers {
        campaign.until_accepted(campaign.sink.n_accepted() + 1);
        thread::sleep(Duration::from_millis(rand::random_range(1..300)));
        workers.remove(rand::random_range(0..processes)).kill();
        killed += 1;
        campaign.look();
        workers.push(campaign.worker());
    }
    assert!(killed >= kills / 2, "only {killed} kills before all was sent");
    let outcome = campaign.until_done();
    let looks = watch.stop();
    campaign.tell(&format!("{processes} processes, {killed} kills, {looks} looks"), &outcome);
    assert!(outcome.doubles <= killed * CONNECTIONS, "{outcome:?}");
    assert!(outcome.uncertain <= killed * CONNECTIONS, "{outcome:?}");
}

#[test]
fn on_sqlite() {
    kill_again_and_again(Database::Sqlite, 1, 20, 3_000);
}

#[test]
fn on_postgres() {
    kill_again_and_again(Database::postgres(), 1, 15, 3_000);
}

#[test]
fn on_postgres_one_of_two() {
    kill_again_and_again(Database::postgres(), 2, 10, 4_000);
}

#[test]
fn on_postgres_one_of_three() {
    kill_again_and_again(Database::postgres(), 3, 10, 5_000);
}

#[test]
fn two_and_three_processes_that_nobody_kills_double_nothing() {
    for processes in [2, 3] {
        let campaign = Campaign::start(Database::postgres(), 2_000, Manner::of_ms(1, 1));
        let watch = Watch::start(&campaign);
        let _workers: Vec<_> = (0..processes).map(|_| campaign.worker()).collect();
        let outcome = campaign.until_done();
        let looks = watch.stop();
        campaign.tell(&format!("{processes} processes, no kill, {looks} looks"), &outcome);
        assert_eq!((outcome.doubles, outcome.uncertain), (0, 0));
    }
}

#[test]
fn a_second_process_on_sqlite_waits_for_its_turn() {
    let campaign = Campaign::start(Database::Sqlite, 1_000, Manner::of_ms(5, 5));
    let first = campaign.worker();
    campaign.until_accepted(50);
    let _second = campaign.worker();
    campaign.until_accepted(300);
    first.kill();
    let outcome = campaign.until_done();
    campaign.tell("two processes, the first one killed", &outcome);
    assert!(outcome.doubles <= CONNECTIONS, "{outcome:?}");
}
