//! Letters overtake issues.

use std::{
    thread,
    time::{Duration, Instant},
};

use crate::{campaign::Campaign, database::Database, http::submit, sink::Manner};

fn sign_up(url: &str, email: &str) {
    let form = format!("email={}&reading=en&consent=yes", email.replace('@', "%40"));
    assert_eq!(submit(url, "/en/join", &form).unwrap(), 303);
}

fn letters_leave_at_once(database: Database) {
    let campaign = Campaign::start(database, 5_000, Manner::of_ms(100, 100));
    let (_server, url) = campaign.serve();
    campaign.until_accepted(20);
    let mut slowest = Duration::ZERO;
    for n in 0..5 {
        let email = format!("newcomer-{n}@example.net");
        let asked = Instant::now();
        sign_up(&url, &email);
        let came = loop {
            if let Some(letter) = campaign.sink.log().into_iter().find(|one| one.to == email) {
                break letter.at;
            }
            assert!(asked.elapsed() < Duration::from_secs(10), "{email}: {}", campaign.log());
            thread::sleep(Duration::from_millis(5));
        };
        slowest = slowest.max(came - asked);
    }
    let figures = campaign.look();
    println!(
        "{}: with {} of 5000 waiting, 5 letters left within {slowest:?}",
        campaign.database.name(),
        figures.waiting
    );
    assert!(figures.waiting > 4_000, "{figures:?}");
    assert!(slowest < Duration::from_secs(2), "{slowest:?}");
}

#[test]
fn on_sqlite() {
    letters_leave_at_once(Database::Sqlite);
}

#[test]
fn on_postgres() {
    letters_leave_at_once(Database::postgres());
}
