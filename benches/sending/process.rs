//! A worker as a process of its own, and what it costs.

use std::{
    fs,
    process::{Child, Command, Stdio},
    time::Duration,
};

use super::campaign::Campaign;

pub struct Worker(Child);

impl Worker {
    /// Starts `hudhud worker` (or another command) on a campaign's database, with its mail going to these servers.
    pub fn start(
        campaign: &Campaign,
        command: &[&str],
        servers: &[String],
        connections: usize,
    ) -> anyhow::Result<Worker> {
        let mut program = Command::new(env!("CARGO_BIN_EXE_hudhud"));
        program
            .args(command)
            .env("HUDHUD_DATA_DIR", campaign.path())
            .env("HUDHUD_SMTP_URL", servers.join(","))
            .env("HUDHUD_SMTP_CONNECTIONS", connections.to_string())
            .env("HUDHUD_MAIL_FROM", "The Alliance <news@alliance.example>")
            .env("HUDHUD_BIND", "127.0.0.1:0")
            .env("HUDHUD_LOG", "warn")
            .stdout(Stdio::piped());
        if let Some(schema) = &campaign.schema {
            program.env("HUDHUD_DATABASE_URL", &schema.url);
        }
        Ok(Worker(program.spawn()?))
    }

    /// Processor time that it has used, by the user's and the system's share.
    pub fn cpu(&self) -> anyhow::Result<Duration> {
        ticks(&self.0.id().to_string(), 11)
    }

    /// The most memory that it ever had, in MB.
    pub fn peak_mb(&self) -> anyhow::Result<f64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.0.id()))?;
        let line = status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or_default();
        let kb: f64 = line.split_whitespace().nth(1).unwrap_or("0").parse()?;
        Ok(kb / 1024.0)
    }

    pub fn stdout(&mut self) -> Option<std::process::ChildStdout> {
        self.0.stdout.take()
    }
}

/// Processor time of all children of ours that have ended.
pub fn cpu_of_the_past() -> anyhow::Result<Duration> {
    ticks("self", 13)
}

/// Two fields of a process's `stat`, counted from behind its name, of a hundredth of a second each.
fn ticks(process: &str, first: usize) -> anyhow::Result<Duration> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat"))?;
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let ticks: u64 = fields[first].parse::<u64>()? + fields[first + 1].parse::<u64>()?;
    Ok(Duration::from_millis(ticks * 10))
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.0.kill().ok();
        self.0.wait().ok();
    }
}
