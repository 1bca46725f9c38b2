//! Connections to PostgreSQL.

use super::Conn;
use anyhow::Context;
use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection};
use std::path::{Path, PathBuf};
use url::Url;

/// Times are UTC. A transaction reads only, unless it says `READ WRITE`.
const SESSION: &str = "SET TIME ZONE 'UTC'; SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY;";

/// Connects, as [`with_tls`] has made the URL.
pub(super) fn connect(url: &str) -> anyhow::Result<Conn> {
    let mut conn = PgConnection::establish(url)
        .map_err(|error| anyhow::anyhow!(without_password(&error.to_string(), url)))
        .context("connecting to PostgreSQL")?;
    conn.batch_execute(SESSION).context("preparing a session of PostgreSQL")?;
    Ok(Conn::Postgres(conn))
}

/// The URL with what its owner left unsaid: `verify-full` unless the server is on this machine, the system's roots,
/// and an end to waiting for a server that does not answer.
pub(super) fn with_tls(url: &str) -> anyhow::Result<String> {
    complete(url, system_roots().as_deref()).context("reading the URL of PostgreSQL")
}

/// The vendored OpenSSL knows no roots of its own.
fn system_roots() -> Option<PathBuf> {
    openssl_probe::probe().cert_file
}

fn complete(url: &str, roots: Option<&Path>) -> anyhow::Result<String> {
    let mut url = Url::parse(url)?;
    let said =
        |name: &str| url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned());
    let local = is_local(url.host_str().unwrap_or_default(), said("host").as_deref());
    let mut added = Vec::new();
    let mode = said("sslmode").unwrap_or_else(|| {
        let mode = if local { "prefer" } else { "verify-full" };
        added.push(("sslmode", mode.to_owned()));
        mode.to_owned()
    });
    let named = said("sslrootcert").filter(|file| file != "system");
    if mode.starts_with("verify-") && named.is_none() {
        let roots = roots.and_then(Path::to_str).context(
            "no root certificates were found on this machine: install ca-certificates or add &sslrootcert=FILE",
        )?;
        added.push(("sslrootcert", roots.to_owned()));
    }
    if said("connect_timeout").is_none() {
        added.push(("connect_timeout", "10".to_owned()));
    }
    let kept: Vec<_> = url
        .query_pairs()
        .filter(|(key, _)| !added.iter().any(|(name, _)| key == name))
        .map(|(key, value)| (key.into_owned(), value.into_owned()))
        .collect();
    // Written by hand: libpq does not read a plus as a space.
    let query: Vec<_> = kept
        .iter()
        .map(|(key, value)| (key.as_str(), value))
        .chain(added.iter().map(|(key, value)| (*key, value)))
        .map(|(key, value)| format!("{}={}", encoded(key), encoded(value)))
        .collect();
    url.set_query(Some(&query.join("&")));
    Ok(url.into())
}

fn encoded(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}

/// No host, a socket's folder, or a loopback address.
fn is_local(host: &str, parameter: Option<&str>) -> bool {
    let host = parameter.unwrap_or(host).trim_start_matches('[').trim_end_matches(']');
    let host = percent_encoding::percent_decode_str(host).decode_utf8_lossy();
    host.is_empty()
        || host.starts_with('/')
        || host == "localhost"
        || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// libpq quotes a part of a URL that it can't read.
fn without_password(text: &str, url: &str) -> String {
    let Some(password) = Url::parse(url).ok().and_then(|url| url.password().map(str::to_owned)) else {
        return text.to_owned();
    };
    let decoded = percent_encoding::percent_decode_str(&password).decode_utf8_lossy().into_owned();
    text.replace(&password, "…").replace(&decoded, "…")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_elsewhere_is_verified_unless_its_owner_says_otherwise() {
        fn check(url: &str, expected: &str) {
            let complete = complete(url, Some(Path::new("/etc/roots.pem"))).unwrap();
            let query = complete.split_once('?').unwrap().1;
            assert_eq!(query, format!("{expected}connect%5Ftimeout=10"), "{url}");
        }
        let verified = "sslmode=verify%2Dfull&sslrootcert=%2Fetc%2Froots%2Epem&";
        check("postgres://u:p@db.example/hudhud", verified);
        check("postgres://u:p@192.0.2.7/hudhud", verified);
        check("postgres:///hudhud?host=db.example", &format!("host=db%2Eexample&{verified}"));
        check("postgres://u:p@db.example/hudhud?sslmode=require", "sslmode=require&");
        check(
            "postgres://db.example/h?sslmode=verify-full&sslrootcert=/my/ca.pem",
            "sslmode=verify%2Dfull&sslrootcert=%2Fmy%2Fca%2Epem&",
        );
        check("postgres://db.example/h?sslmode=verify-full&sslrootcert=system", verified);
        check("postgres://localhost/hudhud", "sslmode=prefer&");
        check("postgres://127.0.0.1:5433/hudhud", "sslmode=prefer&");
        check("postgres://[::1]/hudhud", "sslmode=prefer&");
        check("postgres:///hudhud", "sslmode=prefer&");
        check("postgres:///hudhud?host=/run/postgresql", "host=%2Frun%2Fpostgresql&sslmode=prefer&");
        check("postgres://%2Frun%2Fpostgresql/hudhud", "sslmode=prefer&");
        check(
            "postgres://localhost/h?options=-csearch_path%3Dtest_1",
            "options=%2Dcsearch%5Fpath%3Dtest%5F1&sslmode=prefer&",
        );
    }

    #[test]
    fn without_roots_a_server_elsewhere_is_refused() {
        let error = complete("postgres://u:p@db.example/hudhud", None).unwrap_err();
        assert!(error.to_string().contains("sslrootcert"), "{error}");
        assert!(complete("postgres://u:p@localhost/hudhud", None).is_ok());
    }

    #[test]
    fn a_password_is_cut_out_of_an_error() {
        let url = "postgres://u:ge%25heim@db.example/hudhud";
        assert_eq!(without_password("invalid token \"ge%25heim\", ge%heim", url), "invalid token \"…\", …");
    }
}
