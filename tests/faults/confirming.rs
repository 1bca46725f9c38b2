//! `kill -9` while people confirm: whoever was told that they are on the list is, and whoever was not asks again.

use std::{
    collections::BTreeSet,
    sync::atomic::{AtomicUsize, Ordering},
    thread,
    time::Duration,
};

use crate::{campaign::Campaign, database::Database, http::submit, sink::Manner};

const PEOPLE: usize = 150;
const KILLS: usize = 5;
const ON_THE_LIST: &str = "SELECT COUNT(*) AS n FROM subscribers WHERE status = 'active'";

fn newcomer(n: usize) -> String {
    format!("newcomer-{n}@example.net")
}

/// Everybody signs up, and has a letter with a link.
fn links(campaign: &Campaign) -> Vec<String> {
    let (_server, url) = campaign.serve();
    for n in 0..PEOPLE {
        let form = format!("email={}&reading=en&consent=yes", newcomer(n).replace('@', "%40"));
        assert_eq!(submit(&url, "/en/join", &form).unwrap(), 303);
    }
    campaign.until_accepted(PEOPLE);
    campaign.sink.log().into_iter().map(|letter| letter.confirm.unwrap()).collect()
}

/// Presses the button behind each link in turn until the server dies, and counts who was told to be on the list.
fn press_until_it_dies(url: &str, links: &[String], told: &AtomicUsize) {
    for link in links {
        let Ok(code) = submit(url, link, "decision=confirm") else { return };
        assert_eq!(code, 200);
        told.fetch_add(1, Ordering::SeqCst);
    }
}

fn whoever_was_told_is_on_the_list(database: Database) {
    let mut campaign = Campaign::empty(database, 0, Manner::default());
    campaign.env = vec![("HUDHUD_SIGNUPS_PER_PEER", "1000".to_owned())];
    let links = links(&campaign);
    let (told, mut after) = (AtomicUsize::new(0), Vec::new());
    let n_told = || told.load(Ordering::SeqCst);
    for _ in 0..KILLS {
        let (server, url) = campaign.serve();
        let begun = n_told();
        let enough = begun + rand::random_range(1..20);
        thread::scope(|scope| {
            scope.spawn(|| press_until_it_dies(&url, &links[begun..], &told));
            campaign.until(|| n_told() >= enough);
            thread::sleep(Duration::from_millis(rand::random_range(0..30)));
            server.kill();
        });
        let there = campaign.count(ON_THE_LIST) as usize;
        assert!((n_told()..=n_told() + 1).contains(&there), "{} were told, {there} are there", n_told());
        after.push(n_told());
    }
    let (_server, url) = campaign.serve();
    // Nobody minds who presses twice.
    let told_again = AtomicUsize::new(0);
    press_until_it_dies(&url, &links, &told_again);
    assert_eq!(told_again.into_inner(), PEOPLE, "{}", campaign.log());
    println!("{}: {KILLS} kills after {after:?} of {PEOPLE} had confirmed", campaign.database.name());
    assert_eq!(campaign.count(ON_THE_LIST), PEOPLE as i64);
    assert_eq!(campaign.count("SELECT COUNT(*) AS n FROM consents"), PEOPLE as i64, "one consent each");
    assert_eq!(campaign.count("SELECT COUNT(*) AS n FROM letters WHERE name = 'welcome'"), PEOPLE as i64);
    campaign.until(|| campaign.count("SELECT COUNT(*) AS n FROM letters WHERE state <> 'sent'") == 0);
    for (to, message_ids) in campaign.sink.copies() {
        let letters: BTreeSet<&String> = message_ids.iter().collect();
        assert_eq!(letters.len(), 2, "{to} has the letter with the link and a welcome: {message_ids:?}");
    }
}

#[test]
fn on_sqlite() {
    whoever_was_told_is_on_the_list(Database::Sqlite);
}

#[test]
fn on_postgres() {
    whoever_was_told_is_on_the_list(Database::postgres());
}
