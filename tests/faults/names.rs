//! The mail server's name can't be resolved for a while.

use std::{
    process::Stdio,
    thread,
    time::{Duration, Instant},
};

use diesel::{RunQueryDsl, sql_query, sql_types::BigInt};
use hudhud::{
    clock::Clock,
    db::Conn,
    delivery::{self, Progress},
};

use crate::{
    campaign::Campaign, database::Database, name_server::NameServer, process::Process, sink::Manner,
};

const SERVER: &str = "mail.alliance.example";

#[derive(diesel::QueryableByName)]
struct Attempts {
    #[diesel(sql_type = BigInt)]
    most: i64,
    #[diesel(sql_type = BigInt)]
    in_vain: i64,
}

/// The most that were made for anybody, and of how many readers one was made in vain.
fn attempts(conn: &mut Conn) -> Attempts {
    let attempts = "SELECT CAST(MAX(attempts) AS BIGINT) AS most, \
        COUNT(CASE WHEN attempts > 0 AND state <> 'sent' THEN 1 END) AS in_vain FROM deliveries";
    let Conn::Sqlite(conn) = conn else { unreachable!() };
    sql_query(attempts).get_result(conn).unwrap()
}

fn progress(campaign: &Campaign, conn: &mut Conn) -> Progress {
    delivery::progress(conn, campaign.look().dispatch, Clock::system().now()).unwrap()
}

#[test]
fn sending_waits_says_why_and_goes_on_when_the_name_is_known_again() {
    let names = NameServer::start();
    let mut campaign = Campaign::start(Database::Sqlite, 400, Manner::of_ms(2, 2));
    // A connection is given up after ten messages, so that the name is asked for again and again.
    let url = campaign.sink.url().replace("127.0.0.1", SERVER);
    campaign.env = vec![("HUDHUD_SMTP_URL", format!("{url}?tls=none&messages=10"))];
    let mut worker = Process::spawn(names.command(&campaign, &["worker"]).stdout(Stdio::null()));
    campaign.until_accepted(50);
    names.is_silent(true);
    let mut conn = campaign.database.connect(&campaign.file()).unwrap();
    let mut waiting = || delivery::waiting_relays(&mut conn, Clock::system().now()).unwrap();
    let begun = Instant::now();
    let waits = loop {
        if let Some(relay) = waiting().pop() {
            break relay;
        }
        assert!(begun.elapsed() < Duration::from_secs(60), "nobody waits for it: {}", campaign.log());
        thread::sleep(Duration::from_millis(20));
    };
    assert!(waits.name.starts_with(SERVER) && waits.reason == "no_connection", "{waits:?}");
    // Those who had asked already have their answer, or none, by now.
    thread::sleep(Duration::from_secs(3));
    let (n_sent, n_asked) = (campaign.sink.n_accepted(), names.n_asked());
    let told = progress(&campaign, &mut conn);
    assert!(told.replies.iter().any(|reply| reply.text.contains("connecting")), "{told:?}");
    assert!(attempts(&mut conn).in_vain == 0, "nobody is to blame for that");
    thread::sleep(Duration::from_secs(10));
    assert_eq!(
        (campaign.sink.n_accepted(), names.n_asked()),
        (n_sent, n_asked),
        "it is left alone for a while"
    );
    names.is_silent(false);
    let outcome = campaign.until_done();
    campaign.tell(&format!("without a name server after {n_sent}"), &outcome);
    assert_eq!((outcome.doubles, outcome.uncertain), (0, 0));
    assert_eq!(attempts(&mut conn).most, 1, "each reader's only try is the one that went well");
    assert!(worker.is_running());
}
