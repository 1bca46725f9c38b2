//! What the doctor looks at. Nothing is made or changed that `serve` would not make at once.

use super::relays::{self, Relay};
use super::{Finding, State};
use crate::clock::Clock;
use crate::config::{Config, DatabaseUrl, KeysSource, SmtpSetting};
use crate::db::Db;
use crate::delivery;
use crate::i18n::{Catalogue, gaps};
use crate::vault::Vault;
use chrono::{DateTime, NaiveDateTime, TimeDelta};
use std::time::SystemTime;

type Found = anyhow::Result<(State, String)>;

pub(super) async fn all(config: &Config, clock: &Clock) -> Vec<Finding> {
    let relays = relays::try_all(config, clock).await;
    let sending = sending(config, clock, &relays);
    let checks: [(&'static str, Found); 7] = [
        ("database", database(config)),
        ("keys", keys(config, clock)),
        ("mail", relays.and_then(|relays| mail(config, &relays))),
        ("sending", sending),
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

fn mail(config: &Config, relays: &[Relay]) -> Found {
    if config.smtp_url == SmtpSetting::Mailbox {
        config.check_serving()?;
        return Ok((State::Remark, "stays in the built-in mailbox: nobody gets any".to_owned()));
    }
    Ok(relays::found(relays))
}

fn sending(config: &Config, clock: &Clock, relays: &anyhow::Result<Vec<Relay>>) -> Found {
    let Ok(relays) = relays else { return Ok((State::Remark, relays::STANDS_STILL.to_owned())) };
    if is_new(config) {
        return Ok(relays::sending(relays, &[]));
    }
    let db = Db::open(&config.database_url)?;
    if db.n_pending_migrations()? > 0 {
        return Ok((State::Remark, "can be looked at after the next start".to_owned()));
    }
    let now = clock.now();
    let (held_since, waiting) = db.read_blocking(move |conn| {
        Ok::<_, diesel::result::Error>((delivery::held_since(conn)?, delivery::waiting_relays(conn, now)?))
    })?;
    if let Some(since) = held_since {
        let since = since.format("%Y-%m-%d %H:%M");
        return Ok((
            State::Remark,
            format!(
                "is held since the database was restored at {since} UTC; when all is right: hudhud resume-sending"
            ),
        ));
    }
    Ok(relays::sending(relays, &waiting))
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
