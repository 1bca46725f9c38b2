//! How soon a server is ready, empty and with a million subscribers, and what its join page costs.
//!
//! `cargo bench --bench start`. Prints P14 and P15 of the targets in `docs/performance.md`.

use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use diesel::{Connection, RunQueryDsl, SqliteConnection, sql_query};
use reqwest::Client;

const SUBSCRIBERS: u32 = 1_000_000;
const TIMES: usize = 5;
const PAGES: u32 = 500;

struct Server {
    process: Child,
    base: String,
    ready_after: Duration,
}

impl Server {
    /// Starts the program and waits until it says that it is ready.
    async fn start(dir: &Path, client: &Client) -> Server {
        let before = Instant::now();
        let mut process = Command::new(env!("CARGO_BIN_EXE_hudhud"))
            .args(["serve", "--no-worker"])
            .env("HUDHUD_DATA_DIR", dir)
            .env("HUDHUD_BIND", "127.0.0.1:0")
            .env("HUDHUD_LOG", "warn")
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut line = String::new();
        let stdout = process.stdout.take().expect("stdout is a pipe");
        BufReader::new(stdout).read_line(&mut line).expect("the program says where it serves");
        let base =
            line.split_whitespace().find(|word| word.starts_with("http")).expect("an address").to_owned();
        while client.get(format!("{base}/readyz")).send().await.is_ok_and(|answer| answer.status() != 200) {}
        Server { process, base, ready_after: before.elapsed() }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.process.kill().ok();
        self.process.wait().ok();
    }
}

/// The middle one of several.
fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

async fn ready_after(dir: &Path, client: &Client) -> Duration {
    let mut times = Vec::new();
    for _ in 0..TIMES {
        times.push(Server::start(dir, client).await.ready_after);
    }
    median(times)
}

/// Rows that look like people to the database; nobody reads them.
fn fill(dir: &Path) {
    let path = dir.join("hudhud.db");
    let mut conn = SqliteConnection::establish(path.to_str().expect("UTF-8")).expect("the database opens");
    let rows = format!(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {SUBSCRIBERS}) \
         INSERT INTO subscribers (public_id, email, email_index, status, reading, first_language, cadence, \
         confirmed_at, created_at, updated_at) SELECT printf('%022d', i), randomblob(70), randomblob(32), 'active', \
         'both', 'ar', 'every', '2026-01-01 00:00:00', '2026-01-01 00:00:00', '2026-01-01 00:00:00' FROM n"
    );
    sql_query(rows).execute(&mut conn).expect("the rows fit");
}

/// Bytes as they travel, compressed, of the page and its style sheet; requests without fonts; time of the server.
async fn join_page(server: &Server, client: &Client) -> (usize, usize, Duration) {
    let fetch = async |url: String| {
        let answer = client.get(url).header("accept-encoding", "gzip").send().await.expect("an answer");
        answer.bytes().await.expect("a body")
    };
    let url = format!("{}/ar/join", server.base);
    let plain = client.get(&url).send().await.expect("an answer").text().await.expect("text");
    let assets: Vec<&str> = plain
        .split('"')
        .filter(|word| word.starts_with("/assets/") || word.contains("://") && word.contains("/assets/"))
        .collect();
    let mut bytes = fetch(url.clone()).await.len();
    for asset in &assets {
        let asset =
            if asset.starts_with('/') { format!("{}{asset}", server.base) } else { asset.to_string() };
        bytes += fetch(asset).await.len();
    }
    let before = Instant::now();
    for _ in 0..PAGES {
        fetch(url.clone()).await;
    }
    (bytes, assets.len() + 1, before.elapsed() / PAGES)
}

#[tokio::main]
async fn main() {
    rustls::crypto::ring::default_provider().install_default().ok();
    let client = Client::builder().no_proxy().build().expect("a client");
    let dir = tempfile::tempdir().expect("a folder");
    let empty = ready_after(dir.path(), &client).await;
    fill(dir.path());
    let full = ready_after(dir.path(), &client).await;
    println!("P14 start to ready, empty: {empty:.1?} (target < 300 ms)");
    println!("P14 start to ready, {SUBSCRIBERS} subscribers: {full:.1?} (target < 300 ms)");
    let server = Server::start(dir.path(), &client).await;
    let (bytes, requests, time) = join_page(&server, &client).await;
    println!(
        "P15 join page: {bytes} bytes without fonts (target < 50 KB), {requests} requests and the fonts (target ≤ 5 in all)"
    );
    println!("P15 join page: {time:.2?} a request over one connection, client included (target < 2 ms)");
}
