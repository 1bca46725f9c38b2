//! `kill -9` while a file of people is imported: whoever is brought is brought whole, and once.

use std::{thread, time::Duration};

use crate::{
    campaign::{Campaign, IMPORT},
    database::Database,
    sink::Manner,
};

const PEOPLE: usize = 3_000;
const KILLS: i64 = 5;

fn the_same_file_again(database: Database) {
    let campaign = Campaign::empty(database, PEOPLE, Manner::default());
    campaign.run(&["migrate"]);
    let mut came = Vec::new();
    for _ in 0..KILLS {
        let before = campaign.count("SELECT COUNT(*) AS n FROM subscribers");
        let enough = rand::random_range(before..=(before + 500).min(PEOPLE as i64 - 1)) + 1;
        let was_killed = campaign.kill_when(&IMPORT, || {
            thread::sleep(Duration::from_millis(rand::random_range(0..20)));
            campaign.count("SELECT COUNT(*) AS n FROM subscribers") >= enough
        });
        let people = campaign.count("SELECT COUNT(*) AS n FROM subscribers");
        came.push(people);
        assert!(was_killed || people == PEOPLE as i64, "{}", campaign.log());
        let consented = campaign.count("SELECT COUNT(DISTINCT subscriber_id) AS n FROM consents");
        assert_eq!(people, consented, "nobody is on the list without their consent");
        assert_eq!(campaign.exported().len() as i64, people);
        if people == PEOPLE as i64 {
            break;
        }
    }
    campaign.run(&IMPORT);
    campaign.run(&IMPORT);
    println!("{}: an import was killed with {came:?} of {PEOPLE} people there", campaign.database.name());
    assert_eq!(campaign.exported(), campaign.people());
    assert_eq!(campaign.count("SELECT COUNT(*) AS n FROM consents"), PEOPLE as i64, "one consent each");
}

#[test]
fn on_sqlite() {
    the_same_file_again(Database::Sqlite);
}

#[test]
fn on_postgres() {
    the_same_file_again(Database::postgres());
}
