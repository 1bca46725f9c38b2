//! Everything that we keep about a person, for that person.

use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::{
    app::App,
    db::Conn,
    delivery::{self, NewLetter, Recipient, SealedLetter},
    preferences::letters::YourData,
    subscribers::{
        Subscriber,
        consents::{self, Consent},
        topics,
    },
    vault::{Vault, VaultError},
    web::{Failure, Here, Peer},
};

/// What is mailed, as JSON.
#[derive(Serialize)]
struct Export {
    email: String,
    name: Option<String>,
    how_to_help: Option<String>,
    status: &'static str,
    paused_until: Option<DateTime<Utc>>,
    reading: String,
    first_language: String,
    cadence: &'static str,
    /// None means all.
    topics: Vec<String>,
    country: Option<&'static str>,
    came_from: Option<String>,
    joined_at: DateTime<Utc>,
    confirmed_at: DateTime<Utc>,
    left_at: Option<DateTime<Utc>>,
    changed_at: DateTime<Utc>,
    consents: Vec<Consent>,
    /// The issues that went to this person, as far as we still know.
    issues: Vec<Received>,
}

/// An issue that went to somebody.
#[derive(Serialize)]
struct Received {
    number: i64,
    sent_at: Option<DateTime<Utc>>,
}

/// Mails it to the address on file, and nowhere else.
pub async fn mail(app: &App, here: &Here, peer: Peer, subscriber: &Subscriber) -> Result<(), Failure> {
    app.asking.count(peer)?;
    let (now, id, address) = (app.clock.now(), subscriber.id, subscriber.email(&app.vault)?);
    let (subscriber, vault) = (subscriber.clone(), app.vault.clone());
    let export = app.db.read(move |conn| gather(conn, &vault, &subscriber, id)).await?;
    let data = serde_json::to_string_pretty(&export).map_err(anyhow::Error::from)?;
    let letter = NewLetter {
        letter: &YourData { data },
        language: &here.language,
        to: Recipient::subscriber(id, &address),
        cause: "export".to_owned(),
    };
    let letter = SealedLetter::seal(&app.vault, letter).map_err(anyhow::Error::from)?;
    app.db.write(move |conn| letter.insert(conn, now).map_err(Failure::from)).await?;
    Ok(())
}

fn gather(conn: &mut Conn, vault: &Vault, subscriber: &Subscriber, id: i64) -> Result<Export, Failure> {
    let topics = topics::chosen_by(conn, id)?;
    let consents = consents::list(conn, id)?;
    let issues = delivery::received_by(conn, id)?;
    let issues = issues
        .into_iter()
        .map(|(number, sent_at)| Received { number, sent_at: sent_at.map(|at| at.and_utc()) })
        .collect();
    Ok(export(vault, subscriber, topics, consents, issues)?)
}

fn export(
    vault: &Vault,
    subscriber: &Subscriber,
    topics: Vec<String>,
    consents: Vec<Consent>,
    issues: Vec<Received>,
) -> Result<Export, VaultError> {
    Ok(Export {
        email: subscriber.email(vault)?.as_str().to_owned(),
        name: subscriber.name(vault)?.map(|name| name.as_str().to_owned()),
        how_to_help: subscriber.help(vault)?,
        status: subscriber.status.as_str(),
        paused_until: subscriber.paused_until.map(|at| at.and_utc()),
        reading: subscriber.reading.as_str().to_owned(),
        first_language: subscriber.first_language.as_str().to_owned(),
        cadence: subscriber.cadence.as_str(),
        topics,
        country: subscriber.country.map(|country| country.as_str()),
        came_from: subscriber.came_from.as_ref().map(|from| from.as_str().to_owned()),
        joined_at: subscriber.created_at.and_utc(),
        confirmed_at: subscriber.confirmed_at.and_utc(),
        left_at: subscriber.left_at.map(|at| at.and_utc()),
        changed_at: subscriber.updated_at.and_utc(),
        consents,
        issues,
    })
}
