//! Each measure prints its ratio and what is to be reached. What is compared runs in turn, in the same run.

use std::{
    env,
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    time::{Duration, Instant},
};

use anyhow::{Context, ensure};

use super::{
    campaign::Campaign,
    process::Worker,
    proxy::Proxy,
    sink::Sink,
    yardsticks::{self, median, until},
};

/// Readers of one round.
const READERS: usize = 20_000;
const ROUNDS: usize = 5;
const CONNECTIONS: usize = 10;
/// No round takes longer than this.
const LIMIT: Duration = Duration::from_secs(900);

type Measure = fn() -> anyhow::Result<()>;

/// What is measured, by the names of the targets.
pub fn all() -> Vec<(&'static [&'static str], Measure)> {
    vec![
        (&["P1", "P3", "P4", "P5"], one_sink),
        (&["P2"], two_sinks),
        (&["P6"], far_away),
        (&["P7", "P16"], a_million),
        (&["P8"], two_workers),
        (&["P10"], signups_meanwhile),
    ]
}

/// How one issue went.
struct Run {
    per_second: f64,
    cpu_micros: f64,
}

/// Sends an issue to all readers, from the start in the database to the last settled row.
fn send(campaign: &Campaign, servers: &[String], workers: usize) -> anyhow::Result<Run> {
    let processes: Vec<Worker> = (0..workers)
        .map(|_| Worker::start(campaign, &["worker"], servers, CONNECTIONS))
        .collect::<anyhow::Result<_>>()?;
    std::thread::sleep(Duration::from_secs(1));
    let before: Vec<Duration> = processes.iter().map(Worker::cpu).collect::<anyhow::Result<_>>()?;
    let began = Instant::now();
    let issue = campaign.start_issue()?;
    until(LIMIT, || Ok(campaign.progress(issue)?.finished_at.is_some()))?;
    let took = began.elapsed();
    let progress = campaign.progress(issue)?;
    ensure!(progress.sent == progress.selected, "{progress:?}");
    let mut cpu = Duration::ZERO;
    for (process, before) in processes.iter().zip(before) {
        cpu += process.cpu()?.saturating_sub(before);
    }
    let n = progress.sent as f64;
    Ok(Run { per_second: n / took.as_secs_f64(), cpu_micros: cpu.as_secs_f64() * 1e6 / n })
}

fn databases() -> Vec<(&'static str, Option<String>)> {
    let mut databases = vec![("SQLite", None)];
    match env::var("TEST_DATABASE_URL") {
        Ok(url) => databases.push(("PostgreSQL", Some(url))),
        Err(_) => println!("PostgreSQL: not measured without TEST_DATABASE_URL"),
    }
    let named: Vec<String> = env::args().collect();
    let is_named = |name: &str| named.iter().any(|word| word == name);
    if databases.iter().any(|(name, _)| is_named(name)) {
        databases.retain(|(name, _)| is_named(name));
    }
    databases
}

fn one_sink() -> anyhow::Result<()> {
    let bytes = Campaign::message_bytes()?;
    println!("one message: {bytes} bytes");
    for (name, url) in databases() {
        let campaign = Campaign::new(url.as_deref())?;
        campaign.subscribe(READERS)?;
        let sink = Sink::start()?;
        let (mut ratios, mut cpus, mut rates) = (Vec::new(), Vec::new(), Vec::new());
        let mut cpus_of_reference = Vec::new();
        for round in 1..=ROUNDS {
            let reference = yardsticks::smtp_source(&sink, bytes, READERS)?;
            let run = send(&campaign, &[sink.url()], 1)?;
            println!(
                "{name} {round}: {:.0}/s, smtp-source {:.0}/s, ratio {:.2}; a message took {:.0} µs of CPU, {:.0} µs",
                run.per_second,
                reference.per_second,
                run.per_second / reference.per_second,
                run.cpu_micros,
                reference.cpu_micros,
            );
            ratios.push(run.per_second / reference.per_second);
            cpus.push(run.cpu_micros);
            cpus_of_reference.push(reference.cpu_micros);
            rates.push(run.per_second);
        }
        println!("P1 {name}: {:.2} of smtp-source (to reach: 0.95)", median(ratios));
        println!(
            "P3 {name}: {:.0} µs of CPU a message (to reach: 40); smtp-source takes {:.0} µs",
            median(cpus),
            median(cpus_of_reference)
        );
        let rate = median(rates);
        let nodemailer = yardsticks::nodemailer(&sink, 2_000)?;
        println!(
            "P4 {name}: {:.1} times nodemailer's pool, {nodemailer:.0}/s (to reach: 10)",
            rate / nodemailer
        );
        let lettre = yardsticks::lettre(&sink, 1_000)?;
        println!("P5 {name}: {:.1} times lettre's pool, {lettre:.0}/s (to reach: 30)", rate / lettre);
    }
    Ok(())
}

fn two_sinks() -> anyhow::Result<()> {
    let bytes = Campaign::message_bytes()?;
    let campaign = Campaign::new(None)?;
    campaign.subscribe(READERS)?;
    let (one, two) = (Sink::start()?, Sink::start()?);
    let mut ratios = Vec::new();
    for round in 1..=ROUNDS {
        let reference = yardsticks::smtp_source(&one, bytes, READERS)?;
        let run = send(&campaign, &[one.url(), two.url()], 1)?;
        let reference = reference.per_second;
        println!("two sinks {round}: {:.0}/s, smtp-source into one {reference:.0}/s", run.per_second);
        ratios.push(run.per_second / reference);
    }
    println!("P2 SQLite: {:.2} of smtp-source into one sink (to reach: 1.6)", median(ratios));
    Ok(())
}

fn far_away() -> anyhow::Result<()> {
    const ROUND_TRIP: Duration = Duration::from_millis(20);
    for (name, url) in databases() {
        let campaign = Campaign::new(url.as_deref())?;
        campaign.subscribe(READERS / 5)?;
        let sink = Sink::start()?;
        let proxy = Proxy::start(sink.port, ROUND_TRIP / 2)?;
        let run = send(&campaign, &[proxy.url()], 1)?;
        let trips = CONNECTIONS as f64 / (run.per_second * ROUND_TRIP.as_secs_f64());
        println!(
            "P6 {name}: {trips:.2} round trips a message, {:.0}/s over 20 ms (to reach: 1.3)",
            run.per_second
        );
    }
    Ok(())
}

fn a_million() -> anyhow::Result<()> {
    let mut peaks = Vec::new();
    for n in [10_000, 1_000_000] {
        let campaign = Campaign::new(None)?;
        campaign.subscribe(n)?;
        let sink = Sink::start()?;
        let proxy = Proxy::start(sink.port, Duration::ZERO)?;
        let worker = Worker::start(&campaign, &["worker"], &[proxy.url()], CONNECTIONS)?;
        std::thread::sleep(Duration::from_secs(1));
        let began = Instant::now();
        let issue = campaign.start_issue()?;
        until(LIMIT, || Ok(proxy.first_content().is_some()))?;
        let first = proxy.first_content().map(|at| at - began).unwrap_or_default();
        println!("P16 SQLite, {n} readers: first message after {} ms (to reach: 1000)", first.as_millis());
        until(LIMIT, || Ok(campaign.progress(issue)?.finished_at.is_some()))?;
        peaks.push(worker.peak_mb()?);
        println!("P7 SQLite, {n} readers: {:.0} MB at most", worker.peak_mb()?);
    }
    println!(
        "P7 SQLite: grows by {:.0} MB (to reach: 15), to {:.0} MB (to reach: 60)",
        peaks[1] - peaks[0],
        peaks[1]
    );
    Ok(())
}

fn two_workers() -> anyhow::Result<()> {
    let url = env::var("TEST_DATABASE_URL").context("TEST_DATABASE_URL names no PostgreSQL")?;
    let campaign = Campaign::new(Some(&url))?;
    campaign.subscribe(READERS / 4)?;
    let sink = Sink::start()?;
    let proxy = Proxy::start(sink.port, Duration::from_millis(20))?;
    let mut ratios = Vec::new();
    for round in 1..=ROUNDS {
        let one = send(&campaign, &[proxy.url()], 1)?.per_second;
        let two = send(&campaign, &[proxy.url()], 2)?.per_second;
        println!("workers {round}: one {one:.0}/s, two {two:.0}/s");
        ratios.push(two / one);
    }
    println!("P8 PostgreSQL: {:.2} times one worker (to reach: 1.7)", median(ratios));
    Ok(())
}

fn signups_meanwhile() -> anyhow::Result<()> {
    let campaign = Campaign::new(None)?;
    campaign.subscribe(READERS * 5)?;
    let sink = Sink::start()?;
    let mut server = Worker::start(&campaign, &["serve"], &[sink.url()], CONNECTIONS)?;
    let mut line = String::new();
    BufReader::new(server.stdout().context("stdout is a pipe")?).read_line(&mut line)?;
    let base =
        line.split_whitespace().find(|word| word.starts_with("http://")).context("no address was printed")?;
    let address = base.trim_start_matches("http://").trim_end_matches('/').replace("localhost", "127.0.0.1");
    let idle = p99_of_signups(&address, 300)?;
    let issue = campaign.start_issue()?;
    until(LIMIT, || Ok(campaign.progress(issue)?.sent > 1_000))?;
    let busy = p99_of_signups(&address, 300)?;
    ensure!(campaign.progress(issue)?.finished_at.is_none(), "the issue was over too soon");
    let ratio = busy.as_secs_f64() / idle.as_secs_f64();
    println!(
        "P10 SQLite: signup p99 {:.1} ms while sending, {:.1} ms idle: {ratio:.1} times (to reach: 3)",
        busy.as_secs_f64() * 1e3,
        idle.as_secs_f64() * 1e3
    );
    Ok(())
}

/// One visitor after the other joins.
fn p99_of_signups(address: &str, n: usize) -> anyhow::Result<Duration> {
    let mut times = Vec::new();
    for nth in 0..n {
        let email = format!("visitor{nth}.{:x}%40example.org", rand::random::<u32>());
        let body = format!("email={email}&reading=both&cadence=weekly&consent=yes");
        let request = format!(
            "POST /en/join HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        );
        let began = Instant::now();
        let mut stream = TcpStream::connect(address)?;
        stream.write_all(request.as_bytes())?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        ensure!(answer.starts_with("HTTP/1.1 303"), "{answer}");
        times.push(began.elapsed());
    }
    times.sort();
    Ok(times[n * 99 / 100])
}
