//! Keys are rotated while two processes serve.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::{Value, json};

use super::desk::Desk;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn keys_are_rotated_while_two_processes_serve() {
    let desk = Arc::new(Desk::new());
    let servers = [desk.serve(&["--no-worker"]), desk.serve(&["--no-worker"])];
    let stop = Arc::new(AtomicBool::new(false));
    let visitors: Vec<_> = servers
        .iter()
        .enumerate()
        .map(|(nth, server)| tokio::spawn(join_until(stop.clone(), nth, server.url.clone())))
        .collect();

    let before = rotate(&desk, &[]).await;
    let first = rotate(&desk, &["--drop-old"]).await;
    assert_ne!(before["seals"], first["seals"]);
    stop.store(true, Ordering::Relaxed);
    let mut n_joined = 0;
    for visitor in visitors {
        n_joined += visitor.await.unwrap();
    }
    assert!(n_joined > 10, "{n_joined}");

    // Everything is opened once more: nothing lies under a key that is gone, and nothing was lost.
    let last = rotate(&desk, &["--drop-old"]).await;
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

async fn rotate(desk: &Arc<Desk>, more: &[&'static str]) -> Value {
    let (desk, arguments) = (desk.clone(), [&["keys", "rotate"], more].concat());
    tokio::task::spawn_blocking(move || desk.json(&arguments)).await.unwrap()
}
