//! Keys are rotated while two processes serve.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::{Value, json};

use super::{hudhud, stderr};
use crate::support::Database;

struct Serving {
    process: Child,
    url: String,
}

impl Serving {
    fn start(dir: &Path, database: &Database) -> Serving {
        let arguments = ["serve", "--no-worker", "--bind", "127.0.0.1:0"];
        let mut command = hudhud(dir, &arguments);
        if let Some(url) = &database.url {
            command.env("HUDHUD_DATABASE_URL", url);
        }
        let mut process = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let url = line.trim().strip_prefix("Serving ").unwrap_or_else(|| panic!("{line:?}")).to_owned();
        Serving { process, url }
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        self.process.kill().ok();
        self.process.wait().ok();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn keys_are_rotated_while_two_processes_serve() {
    rustls::crypto::ring::default_provider().install_default().ok();
    let (dir, database) = (tempfile::tempdir().unwrap(), Database::fresh());
    let servers = [Serving::start(dir.path(), &database), Serving::start(dir.path(), &database)];
    let stop = Arc::new(AtomicBool::new(false));
    let visitors: Vec<_> = servers
        .iter()
        .enumerate()
        .map(|(nth, server)| tokio::spawn(join_until(stop.clone(), nth, server.url.clone())))
        .collect();

    let before = rotate(dir.path(), &database, &[]).await;
    let first = rotate(dir.path(), &database, &["--drop-old"]).await;
    assert_ne!(before["seals"], first["seals"]);
    stop.store(true, Ordering::Relaxed);
    let mut n_joined = 0;
    for visitor in visitors {
        n_joined += visitor.await.unwrap();
    }
    assert!(n_joined > 10, "{n_joined}");

    // Everything is opened once more: nothing lies under a key that is gone, and nothing was lost.
    let last = rotate(dir.path(), &database, &["--drop-old"]).await;
    assert_eq!(last["dropped"], json!([first["seals"]]));
    assert_eq!(
        last["resealed"],
        json!(3 * n_joined),
        "what was asked, to whom, and the words of each letter"
    );
}

/// How many have joined before it was stopped.
async fn join_until(stop: Arc<AtomicBool>, nth: usize, url: String) -> u64 {
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let mut n_joined = 0;
    while !stop.load(Ordering::Relaxed) {
        let body = json!({
            "email": format!("visitor-{nth}-{n_joined}@example.org"), "consent": true, "language": "en",
        });
        let request = client.post(format!("{url}/api/v1/signups")).header("content-type", "application/json");
        let answer = request.body(body.to_string()).send().await.unwrap();
        assert_eq!(answer.status(), 202);
        n_joined += 1;
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    n_joined
}

async fn rotate(dir: &Path, database: &Database, more: &[&str]) -> Value {
    let mut command = hudhud(dir, &["keys", "rotate", "--json"]);
    if let Some(url) = &database.url {
        command.env("HUDHUD_DATABASE_URL", url);
    }
    command.args(more);
    let output = tokio::task::spawn_blocking(move || command.output()).await.unwrap().unwrap();
    assert!(output.status.success(), "{}", stderr(&output));
    serde_json::from_slice(&output.stdout).unwrap()
}
