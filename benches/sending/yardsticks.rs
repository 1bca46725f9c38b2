//! What else could bring the same messages.

use std::{
    path::{Path, PathBuf},
    process::Command,
    time::{Duration, Instant},
};

use anyhow::{Context, ensure};

use super::{
    process::cpu_of_the_past,
    sink::{Sink, tool},
};

/// What bringing bytes costs that are there already.
pub struct Reference {
    pub per_second: f64,
    /// Of `smtp-source` itself, for each message.
    pub cpu_micros: f64,
}

/// How `smtp-source` brings messages into a sink over ten sessions.
pub fn smtp_source(sink: &Sink, bytes: usize, messages: usize) -> anyhow::Result<Reference> {
    let (began, before) = (Instant::now(), cpu_of_the_past()?);
    let status = Command::new(tool("smtp-source"))
        .args(["-d", "-s", "10", "-l", &bytes.to_string(), "-m", &messages.to_string()])
        .args(["-f", "news@alliance.example", "-t", "reader@example.org"])
        .arg(format!("127.0.0.1:{}", sink.port))
        .status()
        .context("smtp-source is missing: install postfix")?;
    ensure!(status.success(), "smtp-source failed");
    let n = messages as f64;
    let cpu = cpu_of_the_past()?.saturating_sub(before);
    Ok(Reference { per_second: n / began.elapsed().as_secs_f64(), cpu_micros: cpu.as_secs_f64() * 1e6 / n })
}

/// Messages a second of nodemailer's pool with ten connections, each message built for one person.
pub fn nodemailer(sink: &Sink, messages: usize) -> anyhow::Result<f64> {
    let folder = folder("nodemailer");
    if !folder.join("node_modules").exists() {
        let installed = Command::new("npm").args(["install", "--silent"]).current_dir(&folder).status();
        ensure!(installed.context("npm is missing")?.success(), "npm could not install nodemailer");
    }
    let output = Command::new("node")
        .arg(folder.join("send.mjs"))
        .args([sink.port.to_string(), messages.to_string()])
        .output()
        .context("node is missing")?;
    per_second(&output.stdout)
}

/// Messages a second of lettre's own asynchronous pool with ten connections. Of these few will do: each takes long.
pub fn lettre(sink: &Sink, messages: usize) -> anyhow::Result<f64> {
    let folder = folder("lettre");
    let output = Command::new("cargo")
        .args(["run", "--quiet", "--release", "--", &sink.port.to_string(), &messages.to_string()])
        .current_dir(&folder)
        .env("CARGO_TARGET_DIR", folder.join("target"))
        .output()?;
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    per_second(&output.stdout)
}

fn per_second(printed: &[u8]) -> anyhow::Result<f64> {
    let text = String::from_utf8_lossy(printed);
    text.trim().parse().with_context(|| format!("a yardstick printed {text:?}"))
}

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/yardsticks").join(name)
}

/// The middle one of several.
pub fn median(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_by(f64::total_cmp);
    numbers[numbers.len() / 2]
}

/// Waits until something is so.
pub fn until(limit: Duration, mut so: impl FnMut() -> anyhow::Result<bool>) -> anyhow::Result<()> {
    let began = Instant::now();
    while !so()? {
        ensure!(began.elapsed() < limit, "it took longer than {limit:?}");
        std::thread::sleep(Duration::from_millis(20));
    }
    Ok(())
}
