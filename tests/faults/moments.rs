//! `kill -9` at a moment that the mail server chooses: nobody is lost, and who may get it twice is known beforehand.

use std::{thread, time::Duration};

use diesel::connection::SimpleConnection;
use hudhud::db::Conn;

use crate::{
    campaign::{CONNECTIONS, Campaign, Outcome},
    database::Database,
    process::Process,
    sink::{Manner, Moment},
};

const READERS: usize = 120;

fn start(database: Database) -> Campaign {
    Campaign::start(database, READERS, Manner::of_ms(1, 1))
}

/// Lets some messages go, and then stops every connection of a worker at a moment.
fn stopped_at(campaign: &Campaign, moment: Moment) -> Process {
    let worker = campaign.worker();
    campaign.until_accepted(campaign.sink.n_accepted() + 20);
    campaign.sink.stand_still(moment);
    campaign.until(|| campaign.sink.n_standing() == CONNECTIONS);
    worker
}

/// Somebody else begins to work, and the server works as usual.
fn outcome(campaign: &Campaign, what: &str) -> Outcome {
    campaign.sink.go_on();
    let _worker = campaign.worker();
    let outcome = campaign.until_done();
    campaign.tell(what, &outcome);
    outcome
}

fn claimed_and_not_yet_begun(database: Database) {
    let campaign = start(database);
    campaign.sink.stand_still(Moment::BeforeContent);
    let worker = campaign.worker();
    campaign.until(|| campaign.sink.n_standing() == CONNECTIONS);
    assert!(campaign.look().in_hand >= CONNECTIONS as i64, "{:?}", campaign.look());
    worker.kill();
    campaign.sink.go_on();
    let worker = stopped_at(&campaign, Moment::BeforeContent);
    // How the messages before ended is written down though the server does not let the next ones come.
    campaign.until(|| campaign.look().sent as usize == campaign.sink.n_accepted());
    worker.kill();
    let outcome = outcome(&campaign, "killed before any content");
    assert_eq!((outcome.doubles, outcome.uncertain), (0, 0));
}

fn in_the_midst_of_the_content(database: Database) {
    let campaign = start(database);
    stopped_at(&campaign, Moment::MidContent).kill();
    let outcome = outcome(&campaign, "killed in the midst of the content");
    assert_eq!((outcome.doubles, outcome.uncertain), (0, CONNECTIONS));
}

fn taken_and_not_answered(database: Database) {
    let campaign = start(database);
    stopped_at(&campaign, Moment::BeforeAnswer).kill();
    let outcome = outcome(&campaign, "killed before the answer");
    assert_eq!((outcome.doubles, outcome.uncertain), (CONNECTIONS, CONNECTIONS));
}

fn answered_and_not_written_down(database: Database) {
    let campaign = start(database);
    let worker = stopped_at(&campaign, Moment::BeforeAnswer);
    let mut nobody_writes = campaign.database.connect(&campaign.file()).unwrap();
    hold_all_writes(&mut nobody_writes);
    campaign.sink.go_on();
    campaign.until(|| campaign.sink.n_answered() == campaign.sink.n_accepted());
    thread::sleep(Duration::from_millis(300));
    worker.kill();
    let_writes_go_on(&mut nobody_writes);
    let outcome = outcome(&campaign, "killed behind the answer");
    assert_eq!((outcome.doubles, outcome.uncertain), (CONNECTIONS, CONNECTIONS));
}

fn hold_all_writes(conn: &mut Conn) {
    match conn {
        Conn::Sqlite(conn) => conn.batch_execute("BEGIN IMMEDIATE"),
        Conn::Postgres(conn) => conn.batch_execute("BEGIN; LOCK TABLE deliveries IN SHARE MODE"),
    }
    .unwrap();
}

/// What the dead had asked for is not done: PostgreSQL would find out only afterwards that nobody hears the answer.
fn let_writes_go_on(conn: &mut Conn) {
    match conn {
        Conn::Sqlite(conn) => conn.batch_execute("ROLLBACK"),
        Conn::Postgres(conn) => conn.batch_execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity \
                WHERE datname = current_database() AND pid <> pg_backend_pid(); ROLLBACK",
        ),
    }
    .unwrap();
}

#[test]
fn on_sqlite_whose_message_was_only_claimed_gets_it_once() {
    claimed_and_not_yet_begun(Database::Sqlite);
}

#[test]
fn on_postgres_whose_message_was_only_claimed_gets_it_once() {
    claimed_and_not_yet_begun(Database::postgres());
}

#[test]
fn on_sqlite_whose_message_was_cut_off_gets_it_once() {
    in_the_midst_of_the_content(Database::Sqlite);
}

#[test]
fn on_postgres_whose_message_was_cut_off_gets_it_once() {
    in_the_midst_of_the_content(Database::postgres());
}

#[test]
fn on_sqlite_one_of_each_connection_goes_again_if_nobody_heard_the_answer() {
    taken_and_not_answered(Database::Sqlite);
}

#[test]
fn on_postgres_one_of_each_connection_goes_again_if_nobody_heard_the_answer() {
    taken_and_not_answered(Database::postgres());
}

#[test]
fn on_sqlite_one_of_each_connection_goes_again_if_the_answer_was_not_written_down() {
    answered_and_not_written_down(Database::Sqlite);
}

#[test]
fn on_postgres_one_of_each_connection_goes_again_if_the_answer_was_not_written_down() {
    answered_and_not_written_down(Database::postgres());
}
