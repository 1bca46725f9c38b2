//! `kill -9` while the keys are rotated: every row can be read at every moment, and the same command ends well.

use std::{collections::BTreeSet, fs};

use crate::{
    campaign::{Campaign, IMPORT},
    database::Database,
    sink::Manner,
};

const PEOPLE: usize = 2_000;
const ROTATE: [&str; 2] = ["keys", "rotate"];
/// Keys under which addresses lie: a sealed value begins with a version and the id of its key.
const KEYS_IN_USE: &str = "SELECT COUNT(DISTINCT substr(email, 1, 5)) AS n FROM subscribers";

/// What the file of keys says of one setting.
fn said(campaign: &Campaign, name: &str) -> Option<String> {
    let keys = fs::read_to_string(campaign.dir.path().join("data/keys.toml")).unwrap();
    keys.lines().find_map(|line| line.strip_prefix(&format!("{name} = ")).map(str::to_owned))
}

fn everybody_can_be_read_at_every_moment(database: Database) {
    let campaign = Campaign::empty(database, PEOPLE, Manner::default());
    campaign.run(&IMPORT);
    let check = |what: &str, was_killed: bool| {
        assert!(was_killed, "{what}: {}", campaign.log());
        campaign.run(&["keys", "check"]);
        assert_eq!(campaign.exported(), campaign.people(), "{what}");
    };
    let first = said(&campaign, "seals");
    check("prepared", campaign.kill_when(&ROTATE, || said(&campaign, "next").is_some()));
    check("advanced", campaign.kill_when(&ROTATE, || said(&campaign, "seals") != first));
    check("in the midst", campaign.kill_when(&ROTATE, || campaign.count(KEYS_IN_USE) > 1));
    assert_eq!(campaign.count(KEYS_IN_USE), 2, "it was killed while it sealed anew: {}", campaign.log());
    campaign.run(&["keys", "rotate", "--drop-old"]);
    check("over", true);
    assert_eq!(campaign.count(KEYS_IN_USE), 1, "nothing lies under an old key");
    let keys = fs::read_to_string(campaign.dir.path().join("data/keys.toml")).unwrap();
    let left: BTreeSet<&str> = keys.lines().skip_while(|line| *line != "[keys]").skip(1).collect();
    assert_eq!(left.len(), 1, "the old ones are gone");
    println!("{}: three rotations were killed, the fourth ended well", campaign.database.name());
}

#[test]
fn on_sqlite() {
    everybody_can_be_read_at_every_moment(Database::Sqlite);
}

#[test]
fn on_postgres() {
    everybody_can_be_read_at_every_moment(Database::postgres());
}
