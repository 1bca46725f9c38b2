//! An issue to so many readers, made by commands as a person makes it, and what becomes of it.

use std::{
    collections::BTreeSet,
    fs,
    path::PathBuf,
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use tempfile::TempDir;

use crate::{
    database::Database,
    figures::Figures,
    process::Process,
    sink::{Manner, Sink},
};

/// Connections of each process.
pub const CONNECTIONS: usize = 4;

/// Brings everybody who is in `people.csv`.
pub const IMPORT: [&str; 5] = ["subscriber", "import", "people.csv", "--consent", "Signed at the fair"];

pub struct Campaign {
    pub dir: TempDir,
    pub database: Database,
    pub sink: Sink,
    pub readers: usize,
    /// Further settings.
    pub env: Vec<(&'static str, String)>,
}

/// What came of it, counted by the sink.
#[derive(Debug)]
pub struct Outcome {
    /// Readers who got it twice.
    pub doubles: usize,
    pub uncertain: usize,
}

impl Campaign {
    /// Nobody reads yet, and so many may be brought by `people.csv`.
    pub fn empty(database: Database, readers: usize, manner: Manner) -> Campaign {
        let campaign = Campaign {
            dir: tempfile::tempdir().unwrap(),
            database,
            sink: Sink::start(manner),
            readers,
            env: Vec::new(),
        };
        let people: String = (0..readers)
            .map(|n| format!("reader-{n}@example.org,Reader {n},{},,every,,\n", ["en", "ar"][n % 2]))
            .collect();
        let header = "email,name,reading,first_language,cadence,country,topics\n";
        fs::write(campaign.dir.path().join("people.csv"), format!("{header}{people}")).unwrap();
        campaign
    }

    /// Readers and an issue, which is not sent yet.
    pub fn prepare(database: Database, readers: usize, manner: Manner) -> Campaign {
        let campaign = Campaign::empty(database, readers, manner);
        campaign.fill();
        campaign
    }

    /// The same, and it is on its way as soon as somebody works.
    pub fn start(database: Database, readers: usize, manner: Manner) -> Campaign {
        let campaign = Campaign::prepare(database, readers, manner);
        campaign.send();
        campaign
    }

    fn fill(&self) {
        self.run(&IMPORT);
        for (language, title) in [("ar", "القمر"), ("en", "The moon")] {
            let partner = if language == "en" { "translation_of: moon.ar.md\n" } else { "" };
            let article = format!(
                "---\nlanguage: {language}\ntitle: {title}\n{partner}published: 2026-05-01\n---\n{title}\n"
            );
            fs::write(self.dir.path().join(format!("moon.{language}.md")), article).unwrap();
        }
        self.run(&["article", "add", "moon.ar.md", "moon.en.md"]);
        self.run(&["issue", "draft"]);
        self.run(&["issue", "approve", "1"]);
    }

    pub fn send(&self) {
        self.run(&["issue", "send", "1"]);
    }

    /// The program with these arguments and the settings of this campaign.
    pub fn command(&self, arguments: &[&str]) -> Command {
        self.command_by(&[], arguments)
    }

    /// The same, started by another program that takes it as its last arguments.
    pub fn command_by(&self, starter: &[&str], arguments: &[&str]) -> Command {
        let words = [starter, &[env!("CARGO_BIN_EXE_hudhud")], arguments].concat();
        let mut command = Command::new(words[0]);
        for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("HUDHUD_"))
        {
            command.env_remove(name);
        }
        let log = fs::File::options().create(true).append(true).open(self.dir.path().join("log")).unwrap();
        command
            .current_dir(self.dir.path())
            .args(&words[1..])
            .env("HUDHUD_LOG", "warn")
            .env("HUDHUD_SMTP_URL", self.sink.url())
            .env("HUDHUD_SMTP_CONNECTIONS", CONNECTIONS.to_string())
            .env("HUDHUD_MAIL_FROM", "The Alliance <news@alliance.example>")
            .envs(self.database.url().map(|url| ("HUDHUD_DATABASE_URL", url)))
            .envs(self.env.iter().map(|(name, value)| (*name, value)))
            .stdin(Stdio::null())
            .stderr(log);
        command
    }

    #[track_caller]
    pub fn run(&self, arguments: &[&str]) {
        let status = self.command(arguments).stdout(Stdio::null()).status().unwrap();
        assert!(status.success(), "{arguments:?}: {}", self.log());
    }

    /// Kills a command as soon as something is so. False if it had ended by itself before.
    #[track_caller]
    pub fn kill_when(&self, arguments: &[&str], mut is_so: impl FnMut() -> bool) -> bool {
        let mut process = Process::spawn(self.command(arguments).stdout(Stdio::null()));
        let begun = Instant::now();
        while process.is_running() && !is_so() {
            assert!(begun.elapsed() < Duration::from_secs(120), "{arguments:?}: {}", self.log());
            thread::sleep(Duration::from_millis(1));
        }
        let was_running = process.is_running();
        process.kill();
        was_running
    }

    /// A figure of the database.
    #[track_caller]
    pub fn count(&self, what: &str) -> i64 {
        self.database.count(&self.file(), what).unwrap()
    }

    /// Everybody's address, as an export has it: every sealed value is opened for that.
    pub fn exported(&self) -> BTreeSet<String> {
        let file = self.dir.path().join("exported.csv");
        fs::remove_file(&file).ok();
        self.run(&["subscriber", "export", "exported.csv"]);
        let lines: Vec<String> =
            fs::read_to_string(file).unwrap().lines().skip(1).map(str::to_owned).collect();
        let people: BTreeSet<String> =
            lines.iter().map(|line| line.split(',').next().unwrap().to_owned()).collect();
        assert_eq!(lines.len(), people.len(), "nobody is there twice");
        people
    }

    /// Everybody who is in `people.csv`.
    pub fn people(&self) -> BTreeSet<String> {
        (0..self.readers).map(|n| format!("reader-{n}@example.org")).collect()
    }

    pub fn worker(&self) -> Process {
        Process::spawn(self.command(&["worker"]).stdout(Stdio::null()))
    }

    /// A server on a free port, and its origin.
    pub fn serve(&self) -> (Process, String) {
        let mut process = Process::spawn_heard(&mut self.command(&["serve", "--bind", "127.0.0.1:0"]));
        let line = process.first_line();
        let url = line.strip_prefix("Serving ").unwrap_or_else(|| panic!("{line}: {}", self.log()));
        (process, url.to_owned())
    }

    pub fn log(&self) -> String {
        fs::read_to_string(self.dir.path().join("log")).unwrap_or_default()
    }

    pub fn file(&self) -> PathBuf {
        self.dir.path().join("data/hudhud.db")
    }

    /// What the database says at this moment; it fails if the figures do not fit.
    #[track_caller]
    pub fn look(&self) -> Figures {
        let mut conn = self.database.connect(&self.file()).unwrap();
        Figures::look(&mut conn).unwrap()
    }

    /// Waits until the sink has taken so many.
    #[track_caller]
    pub fn until_accepted(&self, n: usize) {
        self.until(|| self.sink.n_accepted() >= n);
    }

    /// Waits until something is so.
    #[track_caller]
    pub fn until(&self, is_so: impl Fn() -> bool) {
        let begun = Instant::now();
        while !is_so() {
            assert!(begun.elapsed() < Duration::from_secs(120), "{:?}: {}", self.look(), self.log());
            thread::sleep(Duration::from_millis(2));
        }
    }

    /// Waits until the issue is done, and counts.
    #[track_caller]
    pub fn until_done(&self) -> Outcome {
        let begun = Instant::now();
        loop {
            let figures = self.look();
            if figures.status == "done" {
                assert_eq!(figures.in_hand + figures.waiting, 0);
                break;
            }
            assert!(begun.elapsed() < Duration::from_secs(240), "{figures:?}: {}", self.log());
            thread::sleep(Duration::from_millis(200));
        }
        self.outcome()
    }

    /// Everybody got it; who got it twice got the same message, and was said to be uncertain.
    #[track_caller]
    fn outcome(&self) -> Outcome {
        let (figures, copies) = (self.look(), self.sink.copies());
        let got =
            (0..self.readers).filter(|n| copies.contains_key(&format!("reader-{n}@example.org"))).count();
        assert_eq!(got, self.readers, "nobody is lost: {figures:?}: {}", self.log());
        assert_eq!((figures.sent, figures.failed), (self.readers as i64, 0), "{figures:?}");
        let mut doubles = 0;
        for message_ids in copies.values().filter(|copies| copies.len() > 1) {
            doubles += message_ids.len() - 1;
            assert!(message_ids.iter().all(|id| !id.is_empty() && *id == message_ids[0]), "{message_ids:?}");
        }
        let uncertain = figures.uncertain as usize;
        let n_doubled = copies.values().filter(|copies| copies.len() > 1).count();
        assert!(n_doubled <= uncertain, "{n_doubled} went twice, {uncertain} are said to be uncertain");
        assert!(!self.log().contains("@example.org"), "no address is in the log");
        Outcome { doubles, uncertain }
    }

    pub fn tell(&self, what: &str, outcome: &Outcome) {
        let Outcome { doubles, uncertain } = outcome;
        let (database, readers) = (self.database.name(), self.readers);
        println!(
            "{database}, {readers} readers, {what}: {doubles} doubles, {uncertain} uncertain, none lost"
        );
    }
}
