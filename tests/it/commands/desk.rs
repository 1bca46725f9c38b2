//! A volunteer at a terminal: a folder, a database and a mail server of their own.

use std::process::{Command, Output, Stdio};

use hudhud::{
    config::{DatabaseUrl, KeysSource},
    db::Db,
    vault::Vault,
};
use serde_json::Value;

use super::{hudhud, stderr};
use crate::support::{Database, smtp::Smtp};

pub struct Desk {
    pub smtp: Smtp,
    pub dir: tempfile::TempDir,
    database: Database,
    /// Further settings.
    pub env: Vec<(&'static str, String)>,
}

impl Desk {
    pub fn new() -> Desk {
        let (dir, database, smtp) = (tempfile::tempdir().unwrap(), Database::fresh(), Smtp::start());
        Desk { dir, database, smtp, env: Vec::new() }
    }

    /// A desk whose database is the embedded one, whichever the tests run on.
    pub fn embedded() -> Desk {
        let (dir, smtp) = (tempfile::tempdir().unwrap(), Smtp::start());
        Desk { dir, database: Database::embedded(), smtp, env: Vec::new() }
    }

    /// Takes a file from another desk.
    pub fn take(&self, from: &Desk, file: &str) {
        std::fs::copy(from.dir.path().join(file), self.dir.path().join(file)).unwrap();
    }

    /// A second folder with an embedded database and the same keys: another machine of the same campaign.
    pub fn elsewhere(&self) -> Desk {
        let desk = Desk::embedded();
        std::fs::create_dir(desk.dir.path().join("data")).unwrap();
        std::fs::copy(self.keys(), desk.keys()).unwrap();
        desk
    }

    /// The file of keys.
    pub fn keys(&self) -> std::path::PathBuf {
        self.dir.path().join("data/keys.toml")
    }

    /// The database without the program, for what no command does.
    pub fn open(&self) -> (Db, Vault) {
        let file = self.dir.path().join("data/hudhud.db");
        let url = self.database.url.as_deref().map(|url| DatabaseUrl::parse(url).unwrap());
        let db = Db::open(&url.unwrap_or(DatabaseUrl::Sqlite(file))).unwrap();
        (db, Vault::open(&KeysSource::Path(self.keys())).unwrap())
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = hudhud(self.dir.path(), arguments);
        command.env("HUDHUD_SMTP_URL", self.smtp.url()).env("HUDHUD_LOG", "warn").stdin(Stdio::null());
        if let Some(url) = &self.database.url {
            command.env("HUDHUD_DATABASE_URL", url);
        }
        command.envs(self.env.iter().map(|(name, value)| (*name, value)));
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    /// What it prints for programs, after it went well.
    #[track_caller]
    pub fn json(&self, arguments: &[&str]) -> Value {
        let output = self.run(&[arguments, &["--json"]].concat());
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", stderr(&output));
        serde_json::from_slice(&output.stdout).unwrap()
    }

    /// The reason on stderr, after it ended with this code.
    #[track_caller]
    pub fn refused(&self, code: i32, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {}", stderr(&output));
        assert!(stderr(&output).starts_with("hudhud: ") || code == 2, "{}", stderr(&output));
        stderr(&output)
    }

    /// Everything that the database keeps.
    pub fn dump(&self) -> Vec<u8> {
        self.database.dump(&self.dir.path().join("data"))
    }

    pub fn write(&self, file: &str, content: &str) {
        std::fs::write(self.dir.path().join(file), content).unwrap();
    }

    pub fn read(&self, file: &str) -> String {
        std::fs::read_to_string(self.dir.path().join(file)).unwrap()
    }
}
