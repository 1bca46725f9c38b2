//! Tables of what follows from the facts.

use super::*;

use super::facts::Due;

fn now() -> NaiveDateTime {
    "2026-11-26T12:00:00".parse().unwrap()
}

fn at(minutes: i64) -> NaiveDateTime {
    now() + TimeDelta::minutes(minutes)
}

/// A hundred wait, all due, and one relay is well.
fn hundred() -> Facts {
    let due = Due { first_at: now(), first_attempts: 0, last_at: now() };
    Facts {
        is_running: true,
        waiting: 100,
        relays: vec![Carrier::default()],
        due: Some(due),
        is_anybody_at_work: true,
        ..Facts::default()
    }
}

#[test]
fn what_holds_back_is_what_lasts_longest() {
    let check = |facts: Facts, expected: Option<(Brake, Option<NaiveDateTime>, Option<i64>)>| {
        let found = facts.held_back(now()).map(|held| (held.why, held.until, held.most));
        assert_eq!(found, expected, "{facts:?}");
    };
    let midnight: NaiveDateTime = "2026-11-27T00:00:00".parse().unwrap();
    let later = |attempts, minutes| {
        Some(Due { first_at: at(minutes), first_attempts: attempts, last_at: at(minutes) })
    };
    let tired = |minutes| Carrier { wait_until: Some(at(minutes)), ..Carrier::default() };
    let full = Carrier { daily: Some(15), n_today: 15, ..Carrier::default() };
    check(hundred(), None);
    check(Facts { is_all_held: true, is_running: false, ..hundred() }, Some((Brake::Restore, None, None)));
    check(Facts { is_running: false, relays: vec![tired(5)], ..hundred() }, None);
    check(Facts { relays: vec![tired(5)], ..hundred() }, Some((Brake::Relay, Some(at(5)), None)));
    check(Facts { relays: vec![tired(5), tired(2)], ..hundred() }, Some((Brake::Relay, Some(at(2)), None)));
    check(Facts { relays: vec![tired(5), Carrier::default()], ..hundred() }, None);
    check(Facts { relays: vec![tired(-1)], ..hundred() }, None);
    check(Facts { relays: vec![full], ..hundred() }, Some((Brake::Today, Some(midnight), Some(15))));
    check(Facts { relays: vec![full, tired(5)], ..hundred() }, Some((Brake::Relay, Some(at(5)), None)));
    let warming = Facts { warm_up: vec![20, 40], n_today: 20, ..hundred() };
    check(warming.clone(), Some((Brake::Today, Some(midnight), Some(20))));
    check(
        Facts { relays: vec![tired(5)], ..warming.clone() },
        Some((Brake::Today, Some(midnight), Some(20))),
    );
    check(Facts { n_today: 19, ..warming.clone() }, None);
    check(Facts { due: None, n_in_hand: 5, ..warming }, None);
    check(Facts { due: later(1, 3), ..hundred() }, Some((Brake::Retries, Some(at(3)), None)));
    check(Facts { due: later(0, 1), ..hundred() }, Some((Brake::Domains, Some(at(1)), None)));
    check(Facts { due: later(1, 3), n_in_hand: 1, ..hundred() }, None);
    check(Facts { is_anybody_at_work: false, ..hundred() }, Some((Brake::Nobody, None, None)));
    check(
        Facts { is_anybody_at_work: false, relays: vec![tired(5)], ..hundred() },
        Some((Brake::Relay, Some(at(5)), None)),
    );
    let orphaned = Facts { due: None, n_in_hand: 9, n_orphaned: 9, ..hundred() };
    check(orphaned.clone(), Some((Brake::Takeover, None, None)));
    check(Facts { due: later(1, 3), ..orphaned.clone() }, Some((Brake::Takeover, None, None)));
    check(Facts { n_in_hand: 10, ..orphaned.clone() }, None);
    check(Facts { due: hundred().due, ..orphaned }, None);
    let rated = Facts { a_second: Some(5), per_second: 4.8, ..hundred() };
    check(rated.clone(), Some((Brake::Rate, None, Some(5))));
    check(Facts { per_second: 1.0, ..rated }, None);
}

#[test]
fn the_end_is_not_before_what_holds_it_back() {
    let check = |facts: Facts, expected: Option<NaiveDateTime>| {
        assert_eq!(facts.eta(facts.held_back(now()), now()), expected, "{facts:?}");
    };
    let day = |day: &str| Some(format!("2026-11-{day}T00:00:00").parse().unwrap());
    let moving = Facts { per_second: 10.0, ..hundred() };
    check(hundred(), None);
    check(moving.clone(), Some(now() + TimeDelta::seconds(10)));
    let late = Due { first_at: now(), first_attempts: 0, last_at: at(1) };
    check(Facts { due: Some(late), ..moving.clone() }, Some(at(1)));
    let tired = Carrier { wait_until: Some(at(5)), ..Carrier::default() };
    check(Facts { relays: vec![tired], ..moving.clone() }, None);
    check(Facts { is_running: false, ..moving.clone() }, None);
    check(Facts { warm_up: vec![20, 40], n_today: 20, ..hundred() }, day("28"));
    check(
        Facts { warm_up: vec![20, 40], n_today: 0, waiting: 20, ..moving.clone() },
        Some(now() + TimeDelta::seconds(2)),
    );
    let daily = Carrier { daily: Some(15), n_today: 15, ..Carrier::default() };
    check(Facts { relays: vec![daily], waiting: 45, ..hundred() }, day("29"));
    check(Facts { a_second: Some(5), per_second: 50.0, ..moving }, Some(now() + TimeDelta::seconds(20)));
}

#[test]
fn each_brake_has_the_word_that_programs_read() {
    for brake in [Brake::Restore, Brake::Relay, Brake::Today, Brake::Rate, Brake::Retries, Brake::Domains] {
        assert_eq!(serde_json::to_value(brake).unwrap(), brake.as_str());
    }
}
