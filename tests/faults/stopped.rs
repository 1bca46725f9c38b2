//! SIGTERM under load.

use std::{thread, time::Duration};

use crate::{
    campaign::{CONNECTIONS, Campaign},
    database::Database,
    sink::Manner,
};

fn stop_again_and_again(database: Database) {
    let campaign = Campaign::start(database, 2_000, Manner::of_ms(5, 5));
    let mut slowest = Duration::ZERO;
    for part in 1..=6 {
        let worker = campaign.worker();
        campaign.until_accepted(part * 200);
        thread::sleep(Duration::from_millis(rand::random_range(1..100)));
        let (code, took) = worker.terminate();
        assert_eq!(code, Some(0), "{}", campaign.log());
        assert!(took < Duration::from_secs(10), "{took:?}");
        slowest = slowest.max(took);
        let figures = campaign.look();
        assert_eq!((figures.in_hand, figures.uncertain), (0, 0), "{figures:?}");
        assert_eq!(figures.sent as usize, campaign.sink.n_accepted());
    }
    let _worker = campaign.worker();
    let outcome = campaign.until_done();
    campaign.tell(&format!("SIGTERM 6 times, {slowest:?} at most"), &outcome);
    assert_eq!((outcome.doubles, outcome.uncertain), (0, 0));
}

#[test]
fn on_sqlite() {
    stop_again_and_again(Database::Sqlite);
}

#[test]
fn on_postgres() {
    stop_again_and_again(Database::postgres());
}

#[test]
fn a_server_that_never_answers_holds_nobody_up() {
    let campaign = Campaign::start(Database::Sqlite, 500, Manner::of_ms(5, 5));
    let worker = campaign.worker();
    campaign.until_accepted(100);
    campaign.sink.is_now(Manner::of_ms(0, 3_600_000));
    thread::sleep(Duration::from_millis(500));
    let (code, took) = worker.terminate();
    assert_eq!(code, Some(0), "{}", campaign.log());
    assert!(took < Duration::from_secs(10), "{took:?}");
    campaign.sink.is_now(Manner::default());
    let _worker = campaign.worker();
    let outcome = campaign.until_done();
    campaign.tell(&format!("SIGTERM while the server is silent, {took:?}"), &outcome);
    assert_eq!(outcome.doubles, CONNECTIONS, "each line had one message whose answer never came");
}
