//! Thousands of mails come back, by every way and some more than once, and the program is killed while it reads them:
//! each message counts once.

use std::{
    collections::{BTreeMap, VecDeque},
    process::Stdio,
    thread,
    time::{Duration, Instant},
};

use hudhud::{
    clock::Clock,
    config::KeysSource,
    delivery::{TOKEN_LENGTH, Verp},
    vault::Vault,
};
use ring::hmac;
use serde_json::json;

use crate::{
    campaign::Campaign,
    database::{Database, count},
    http::post,
    mailbox::Mailbox,
    sink::Manner,
};

/// Mails that come back, in all.
const REPORTS: usize = 3_200;
const READERS: usize = 700;
/// Of these readers one mail comes back, by a mail server's pipe into `hudhud bounce`, the mailbox or the provider.
const BY_PIPE: usize = 20;
const BY_MAILBOX: usize = 80;
const BY_PROVIDER: usize = 100;
/// Of all others the provider tells so often, and one lies in the mailbox besides.
const TIMES: usize = 5;
/// Events that a provider puts into one call.
const OF_A_CALL: usize = 100;
const KILLS: usize = 6;
const SECRET: &str = "a secret of the tests, which nobody guesses";

/// A call of a provider that is made until it is answered, as they do.
struct Call {
    headers: String,
    body: String,
}

impl Call {
    /// No two are alike.
    fn of((number, tokens): (usize, &[String])) -> Call {
        let event = |token: &String| json!({"event": "bounce", "message_id": token, "status": "5.1.1", "call": number});
        let body = json!(tokens.iter().map(event).collect::<Vec<_>>()).to_string();
        let at = Clock::system().now().and_utc().timestamp();
        let key = hmac::Key::new(hmac::HMAC_SHA256, SECRET.as_bytes());
        let signature = hmac::sign(&key, format!("{at}.{body}").as_bytes());
        let signature: String = signature.as_ref().iter().map(|byte| format!("{byte:02x}")).collect();
        let headers = format!("X-Hudhud-Timestamp: {at}\r\nX-Hudhud-Signature: sha256={signature}\r\n");
        Call { headers, body }
    }
}

/// Makes one call after the other until the server dies. What was taken before is refused, and is as good as done.
fn call_until_it_dies(url: &str, calls: &mut VecDeque<Call>) {
    while let Some(call) = calls.front() {
        match post(url, "/webhooks/generic", &call.headers, &call.body) {
            Ok(code) => assert!(code == 200 || code == 409, "{code}"),
            Err(_) => return,
        }
        calls.pop_front();
    }
}

/// A delivery report about the message that bears this token.
fn report(token: &str) -> String {
    format!(
        "From: MAILER-DAEMON@mx.example\r\nTo: <bounce+{token}@alliance.example>\r\nSubject: Undelivered Mail\r\n\
         MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n\
         --b\r\n\r\nSorry.\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n\
         Reporting-MTA: dns; mx.example\r\n\r\nFinal-Recipient: rfc822; x@example.org\r\nAction: failed\r\n\
         Status: 5.1.1\r\nDiagnostic-Code: smtp; 550 5.1.1 user unknown\r\n\r\n--b--\r\n"
    )
}

fn token_in(report: &[u8]) -> &str {
    let (_, rest) = str::from_utf8(report).unwrap().split_once("bounce+").unwrap();
    &rest[..TOKEN_LENGTH]
}

/// A mailbox that knows whether what a report says is written down.
fn mailbox(campaign: &Campaign, tokens: &[String]) -> Mailbox {
    let vault = Vault::open(&KeysSource::Path(campaign.dir.path().join("data/keys.toml"))).unwrap();
    let mut conn = campaign.database.connect(&campaign.file()).unwrap();
    Mailbox::start(tokens.iter().map(|token| report(token)), move |mail| {
        let Some(Verp::Delivery(id)) = Verp::read(&vault, token_in(mail)) else { return false };
        count(&mut conn, &format!("SELECT COUNT(*) AS n FROM returned WHERE delivery_id = {id}")).unwrap()
            == 1
    })
}

/// Pipes a mail into the command, which is killed meanwhile; the mail server does it again until it ends well.
fn pipe(campaign: &Campaign, token: &str) {
    for patience in [Some(rand::random_range(1..400)), None] {
        let file = campaign.dir.path().join("returned.eml");
        std::fs::write(&file, report(token)).unwrap();
        let mut command = campaign.command(&["bounce"]);
        let stdin = std::fs::File::open(file).unwrap();
        let mut reading = command.stdin(stdin).stdout(Stdio::null()).spawn().unwrap();
        if let Some(patience) = patience {
            thread::sleep(Duration::from_millis(patience));
            reading.kill().unwrap();
        }
        let status = reading.wait().unwrap();
        assert!(patience.is_some() || status.success(), "{}", campaign.log());
    }
}

/// The tokens of the messages that went, one to each reader.
fn tokens(campaign: &Campaign) -> Vec<String> {
    let sent = campaign.sink.log().into_iter();
    let by_reader: BTreeMap<String, String> =
        sent.map(|one| (one.to, one.message_id[1..=TOKEN_LENGTH].to_owned())).collect();
    by_reader.into_values().collect()
}

/// Lets a server take it all, which is killed again and again at first, and then left in peace for as long as it takes.
/// How often it was killed.
fn bring(campaign: &Campaign, mut calls: VecDeque<Call>, mailbox: &Mailbox) -> usize {
    let (begun, mut kills) = (Instant::now(), 0);
    while !calls.is_empty() || mailbox.n_unread() > 0 {
        let late = begun.elapsed() > Duration::from_secs(900);
        assert!(!late, "{} calls, {} mails: {}", calls.len(), mailbox.n_unread(), campaign.log());
        let (server, url) = campaign.serve();
        thread::scope(|scope| {
            let calling = scope.spawn(|| call_until_it_dies(&url, &mut calls));
            let patience = if kills < KILLS { rand::random_range(50..700) } else { 20_000 };
            let begun = Instant::now();
            while begun.elapsed() < Duration::from_millis(patience)
                && (mailbox.n_unread() > 0 || !calling.is_finished())
            {
                thread::sleep(Duration::from_millis(5));
            }
            server.kill();
        });
        kills += 1;
    }
    kills
}

fn each_counts_once(database: Database) {
    let mut campaign = Campaign::start(database, READERS, Manner::default());
    let worker = campaign.worker();
    campaign.until_done();
    worker.kill();
    let tokens = tokens(&campaign);
    let (by_pipe, tokens) = tokens.split_at(BY_PIPE);
    let (by_mailbox, tokens) = tokens.split_at(BY_MAILBOX);
    let (by_provider, by_all) = tokens.split_at(BY_PROVIDER);
    let told = [by_provider, &[by_all; TIMES].concat()].concat();
    let in_mailbox = [by_mailbox, by_all].concat();
    assert_eq!(by_pipe.len() + told.len() + in_mailbox.len(), REPORTS);
    let calls = told.chunks(OF_A_CALL).enumerate().map(Call::of).collect();
    let mailbox = mailbox(&campaign, &in_mailbox);
    campaign.env = vec![
        ("HUDHUD_BOUNCE_ADDRESS", "bounce@alliance.example".to_owned()),
        ("HUDHUD_BOUNCE_IMAP_URL", mailbox.url()),
        ("HUDHUD_WEBHOOK_GENERIC_SECRET", SECRET.to_owned()),
    ];
    let kills = bring(&campaign, calls, &mailbox);
    by_pipe.iter().for_each(|token| pipe(&campaign, token));
    println!("{}: {REPORTS} mails came back, {kills} kills meanwhile", campaign.database.name());
    assert!(kills >= KILLS, "{kills} kills before all was read");
    assert_eq!(mailbox.n_too_early(), 0, "removed before it was written down");
    // What was settled and only marked when the program died.
    assert!(mailbox.n_left() <= kills, "{} are left", mailbox.n_left());
    let check = |what: &str| assert_eq!(campaign.count(what), READERS as i64, "{what}: {}", campaign.log());
    check("SELECT COUNT(*) AS n FROM returned WHERE kind = 'hard'");
    check("SELECT COUNT(*) AS n FROM subscribers WHERE status = 'unreachable'");
    check("SELECT COUNT(*) AS n FROM audit WHERE action = 'bounce.hard'");
}

#[test]
fn on_sqlite() {
    each_counts_once(Database::Sqlite);
}

#[test]
fn on_postgres() {
    each_counts_once(Database::postgres());
}
