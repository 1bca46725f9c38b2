//! A PostgreSQL of a test's own, which may be restarted as if it had crashed.

use std::{
    fs,
    net::TcpListener,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use diesel::{Connection, PgConnection, connection::SimpleConnection};
use tempfile::TempDir;

pub struct Postgres {
    dir: TempDir,
    port: u16,
}

impl Postgres {
    pub fn start() -> Postgres {
        let dir = tempfile::tempdir().unwrap();
        // initdb refuses root, so another user owns what is below.
        fs::set_permissions(dir.path(), fs::Permissions::from_mode(0o755)).unwrap();
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let postgres = Postgres { dir, port };
        fs::create_dir(postgres.home()).unwrap();
        if is_root() {
            done(Command::new("chown").arg("postgres").arg(postgres.home()));
        }
        let data = postgres.data();
        let options = ["-U", "hudhud", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"];
        done(as_owner("initdb").arg("-D").arg(&data).args(options));
        let socket = postgres.home().display().to_string();
        let settings = format!(
            "-p {port} -k {socket} -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=200"
        );
        let log = postgres.home().join("log");
        done(
            as_owner("pg_ctl").arg("-D").arg(&data).arg("-l").arg(log).args(["-w", "-o", &settings, "start"]),
        );
        postgres
    }

    pub fn url(&self) -> String {
        self.url_of("postgres")
    }

    fn url_of(&self, database: &str) -> String {
        format!("postgres://hudhud@127.0.0.1:{}/{database}", self.port)
    }

    /// From now on the tables lie in this folder.
    pub fn keep_tables_in(&self, folder: &Path) {
        if is_root() {
            done(Command::new("chown").arg("postgres").arg(folder));
        }
        let mut elsewhere = PgConnection::establish(&self.url_of("template1")).unwrap();
        elsewhere.batch_execute(&format!("CREATE TABLESPACE aside LOCATION '{}'", folder.display())).unwrap();
        elsewhere.batch_execute("ALTER DATABASE postgres SET TABLESPACE aside").unwrap();
    }

    /// What the server says of itself.
    pub fn log(&self) -> String {
        fs::read_to_string(self.home().join("log")).unwrap_or_default()
    }

    /// Ends all connections and what they were doing, as a crash does, and comes back.
    pub fn crash_and_restart(&self) {
        done(as_owner("pg_ctl").arg("-D").arg(self.data()).args(["-w", "-m", "immediate", "restart"]));
    }

    /// A folder that is the server's own.
    pub fn home(&self) -> PathBuf {
        self.dir.path().join("pg")
    }

    fn data(&self) -> PathBuf {
        self.home().join("data")
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        let mut stop = as_owner("pg_ctl");
        stop.arg("-D").arg(self.data()).args(["-m", "immediate", "stop"]);
        stop.stdout(Stdio::null()).stderr(Stdio::null()).status().ok();
    }
}

pub fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output().unwrap();
    id.stdout.trim_ascii() == b"0"
}

/// A program of PostgreSQL, as somebody whom it does not refuse.
fn as_owner(program: &str) -> Command {
    let path = newest(program);
    if !is_root() {
        return Command::new(path);
    }
    let mut command = Command::new("runuser");
    command.args(["-u", "postgres", "--"]).arg(path);
    command
}

/// Debian keeps them out of the path.
fn newest(program: &str) -> PathBuf {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let found = versions.map(|version| version.path().join("bin").join(program)).filter(|path| path.exists());
    found.max().unwrap_or_else(|| program.into())
}

#[track_caller]
fn done(command: &mut Command) {
    // What it starts in the background would hold a pipe open.
    let status = command.current_dir("/").stdout(Stdio::null()).stderr(Stdio::null()).status();
    assert!(status.is_ok_and(|status| status.success()), "{command:?}");
}
