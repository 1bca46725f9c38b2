//! What the doctor looks at. Nothing is made or changed that `serve` would not make at once.

use super::{Finding, State};
use crate::clock::Clock;
use crate::config::{Config, DatabaseUrl, KeysSource, SmtpSetting};
use crate::db::Db;
use crate::delivery;
use crate::i18n::{Catalogue, gaps};
use crate::mail::{Fate, Mailer};
use crate::vault::Vault;
use chrono::{DateTime, NaiveDateTime, TimeDelta};
use std::time::SystemTime;

type Found = anyhow::Result<(State, String)>;

pub(super) async fn all(config: &Config, clock: &Clock) -> Vec<Finding> {
    let checks: [(&'static str, Found); 7] = [
        ("database", database(config)),
        ("keys", keys(config, clock)),
        ("mail", mail(config, clock).await),
        ("sending", sending(config)),
        ("base URL", Ok(base_url(config))),
        ("languages", languages(config)),
        ("clock", the_clock(config, clock)),
    ];
    let findings = checks.into_iter().map(|(what, found)| {
        let (state, text) = found.unwrap_or_else(|error| (State::Wrong, format!("{error:#}")));
        Finding { what: what.to_owned(), state, text, record: None }
    });
    findings.collect()
}

/// The file of SQLite, if that is the database and nobody has made it yet.
fn is_new(config: &Config) -> bool {
    matches!(&config.database_url, DatabaseUrl::Sqlite(path) if !path.exists())
}

fn database(config: &Config) -> Found {
    if is_new(config) {
        return Ok((State::Right, "will be made at the first start".to_owned()));
    }
    let db = Db::open(&config.database_url)?;
    db.ping()?;
    let kind = if db.is_shared() { "PostgreSQL" } else { "SQLite" };
    Ok(match db.n_pending_migrations()? {
        0 => (State::Right, format!("{kind} answers and is up to date")),
        _ => (State::Remark, format!("{kind} answers; the next start brings it up to date")),
    })
}

fn keys(config: &Config, clock: &Clock) -> Found {
    if matches!(&config.keys, KeysSource::Path(path) if !path.exists()) && is_new(config) {
        return Ok((State::Right, "will be made at the first start; keep a copy then".to_owned()));
    }
    let vault = Vault::open(&config.keys)?;
    let db = Db::open(&config.database_url)?;
    if db.n_pending_migrations()? > 0 {
        return Ok((
            State::Remark,
            "can be read; start or migrate once, then they can be checked".to_owned(),
        ));
    }
    vault.check(&db, clock.now())?;
    if let Some(path) = vault.exposed_file() {
        return Ok((
            State::Wrong,
            format!("everybody on this machine can read them: chmod 600 {}", path.display()),
        ));
    }
    Ok((State::Right, format!("the database opens with them; {} seals", vault.key_ids().0)))
}

async fn mail(config: &Config, clock: &Clock) -> Found {
    let mailer = Mailer::from_config(config, clock.clone())?;
    if config.smtp_url == SmtpSetting::Mailbox {
        config.check_serving()?;
        return Ok((State::Remark, "stays in the built-in mailbox: nobody gets any".to_owned()));
    }
    let mut wrong = None;
    for relay in mailer.relays() {
        match relay.connect().await {
            Ok(connection) => connection.close().await,
            Err(fate) => drop(wrong.get_or_insert((relay.name(), fate))),
        }
    }
    Ok(match (wrong, mailer.relays()) {
        (Some((name, fate)), [_, _, ..]) => (State::Wrong, format!("{name}: {}", refused(fate))),
        (Some((_, fate)), _) => (State::Wrong, refused(fate)),
        (None, [_, _, ..]) => (State::Right, "all servers answer and let us in".to_owned()),
        (None, _) => (State::Right, "the server answers and lets us in".to_owned()),
    })
}

fn refused(fate: Fate) -> String {
    match fate {
        Fate::Unreachable(reason) | Fate::Broken(reason) => {
            format!("the server can't be talked to: {reason}")
        }
        // What no server said, but we of it.
        Fate::OurFault(reply) if reply.text.starts_with("the server offers no") => reply.text,
        Fate::OurFault(reply) | Fate::Permanent(reply) | Fate::Transient(reply) => {
            format!("the server refuses us: {} {}", reply.code, reply.text)
        }
        Fate::Accepted(_) | Fate::Uncertain(_) | Fate::NotSent => "the server answers strangely".to_owned(),
    }
}

fn sending(config: &Config) -> Found {
    if is_new(config) {
        return Ok((State::Right, "goes on as soon as there is something to send".to_owned()));
    }
    let db = Db::open(&config.database_url)?;
    if db.n_pending_migrations()? > 0 {
        return Ok((State::Remark, "can be looked at after the next start".to_owned()));
    }
    Ok(match db.read_blocking(delivery::held_since)? {
        None => (State::Right, "goes on".to_owned()),
        Some(since) => (
            State::Remark,
            format!(
                "is held since the database was restored at {} UTC; when all is right: hudhud resume-sending",
                since.format("%Y-%m-%d %H:%M")
            ),
        ),
    })
}

fn base_url(config: &Config) -> (State, String) {
    match &config.base_url {
        None => (State::Remark, "not set: links lead to this machine alone".to_owned()),
        Some(url) if config.is_loopback() => (State::Remark, format!("{url} leads to this machine alone")),
        Some(url) if url.scheme() != "https" => {
            (State::Wrong, format!("{url} is not encrypted: everybody on the way reads who joins; use https"))
        }
        Some(url) => (State::Right, format!("links begin with {url}")),
    }
}

fn languages(config: &Config) -> Found {
    let overlay = config.data_dir.join("locales");
    let catalogue = Catalogue::load(&config.languages, Some(&overlay))?;
    let mut lacking = Vec::new();
    for language in catalogue.languages() {
        match gaps(language, Some(&overlay))?.as_slice() {
            [] => {}
            missing => {
                lacking.push(format!("{language} lacks {} sentences, {} first", missing.len(), missing[0]))
            }
        }
        if !config.site_names.contains_key(language.as_str()) {
            lacking.push(format!("the site has no name in {language}"));
        }
    }
    Ok(match lacking.is_empty() {
        true => (State::Right, format!("{} say everything", config.languages.join(", "))),
        false => (State::Remark, lacking.join("; ")),
    })
}

/// Nothing that Hudhud wrote can be of tomorrow.
fn the_clock(config: &Config, clock: &Clock) -> Found {
    let now = clock.now();
    let written = std::fs::metadata(&config.data_dir).and_then(|told| told.modified()).ok().map(from_system);
    let stored = if is_new(config) { None } else { last_stored(config) };
    Ok(match [written, stored].into_iter().flatten().max() {
        Some(last) if last > now + TimeDelta::minutes(1) => {
            (State::Wrong, format!("{now} UTC, but something was stored at {last}: set the clock"))
        }
        _ => (State::Right, format!("{} UTC", now.format("%Y-%m-%d %H:%M:%S"))),
    })
}

/// A database that can't be asked has its own finding.
fn last_stored(config: &Config) -> Option<NaiveDateTime> {
    let db = Db::open(&config.database_url).ok()?;
    db.read_blocking(crate::vault::last_noted).ok().flatten()
}

fn from_system(time: SystemTime) -> NaiveDateTime {
    DateTime::<chrono::Utc>::from(time).naive_utc()
}
