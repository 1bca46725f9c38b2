//! PostgreSQL over TLS, against a server of the test's own.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use hudhud::{config::DatabaseUrl, db::Db};
use tempfile::TempDir;

use crate::support::cannot_run;

/// A throw-away PostgreSQL that speaks TLS alone; it ends with the test.
struct Server {
    dir: TempDir,
    programs: PathBuf,
    port: u16,
}

#[test]
fn the_server_must_prove_who_it_is() {
    let Some(server) = Server::start() else {
        return cannot_run("PostgreSQL's programs or openssl are missing");
    };
    let (good, wrong) = (server.file("ca.crt"), server.file("other.crt"));
    let check = |host: &str, options: &str, expected: bool| {
        let url = format!("postgres://hudhud@{host}:{}/postgres?{options}", server.port);
        let opened = Db::open(&DatabaseUrl::parse(&url).unwrap());
        let told = opened.as_ref().err().map(|error| format!("{error:#}"));
        assert_eq!(opened.is_ok(), expected, "{url}: {told:?}");
    };
    check("127.0.0.1", &format!("sslmode=verify-full&sslrootcert={good}"), true);
    check("127.0.0.1", &format!("sslmode=verify-full&sslrootcert={wrong}"), false);
    // Not on loopback as far as its name tells, and nothing said: the system's roots don't know it.
    check("localtest.example", &format!("hostaddr=127.0.0.1&sslrootcert={good}"), true);
    check("localtest.example", &format!("hostaddr=127.0.0.1&sslrootcert={wrong}"), false);
    check("localtest.example", "hostaddr=127.0.0.1", false);
    // The right CA, another name.
    check("other.example", &format!("hostaddr=127.0.0.1&sslrootcert={good}"), false);
    check("other.example", "hostaddr=127.0.0.1&sslmode=require", true);
    check("127.0.0.1", "sslmode=disable", false);
}

impl Server {
    fn start() -> Option<Server> {
        let programs = programs()?;
        Command::new("openssl").arg("version").output().ok()?;
        let server = Server { dir: tempfile::tempdir().unwrap(), programs, port: free_port() };
        server.make_certificates();
        let data = server.file("data");
        if is_root() {
            run(Command::new("chown").arg("-R").arg("postgres").arg(server.dir.path()));
        }
        server.run("initdb", &["-D", &data, "-U", "hudhud", "--auth=trust", "-E", "UTF8"]);
        fs::write(server.dir.path().join("data/pg_hba.conf"), "hostssl all all 127.0.0.1/32 trust\n")
            .unwrap();
        let options = format!(
            "-p {} -k {} -c listen_addresses=127.0.0.1 -c ssl=on -c ssl_cert_file={} -c ssl_key_file={}",
            server.port,
            server.dir.path().display(),
            server.file("server.crt"),
            server.file("server.key"),
        );
        server.run("pg_ctl", &["-D", &data, "-w", "-l", &server.file("log"), "-o", &options, "start"]);
        Some(server)
    }

    fn make_certificates(&self) {
        for ca in ["ca", "other"] {
            self.openssl(&format!("req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN={ca} -keyout {ca}.key -out {ca}.crt"));
        }
        self.openssl("req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=server -keyout server.key -out server.csr");
        fs::write(self.dir.path().join("names"), "subjectAltName=IP:127.0.0.1,DNS:localtest.example")
            .unwrap();
        self.openssl("x509 -req -in server.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 2 -extfile names -out server.crt");
        fs::set_permissions(self.dir.path().join("server.key"), Permissions::from_mode(0o600)).unwrap();
        fs::set_permissions(self.dir.path(), Permissions::from_mode(0o755)).unwrap();
    }

    fn openssl(&self, arguments: &str) {
        run(Command::new("openssl").args(arguments.split(' ')).current_dir(self.dir.path()));
    }

    /// The server refuses to run as root.
    fn run(&self, program: &str, arguments: &[&str]) {
        let program = self.programs.join(program);
        let mut command = if is_root() { Command::new("runuser") } else { Command::new(&program) };
        if is_root() {
            command.args(["-u", "postgres", "--"]).arg(&program);
        }
        run(command.args(arguments).current_dir(self.dir.path()));
    }

    fn file(&self, name: &str) -> String {
        self.dir.path().join(name).to_str().unwrap().to_owned()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.run("pg_ctl", &["-D", &self.file("data"), "-m", "immediate", "stop"]);
    }
}

fn run(command: &mut Command) {
    // To a file that nobody holds open: a server that was started would keep a pipe.
    let log = tempfile::NamedTempFile::new().unwrap();
    let to = || log.reopen().unwrap();
    let status = command.stdout(to()).stderr(to()).status().unwrap();
    assert!(status.success(), "{command:?}: {}", fs::read_to_string(log.path()).unwrap());
}

fn programs() -> Option<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").ok()?;
    let bins = versions.filter_map(|entry| Some(entry.ok()?.path().join("bin")));
    bins.filter(|bin: &PathBuf| bin.join("initdb").exists()).max()
}

fn free_port() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt;
    fs::metadata(Path::new("/proc/self")).is_ok_and(|me| me.uid() == 0)
}
