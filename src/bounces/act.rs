//! What a report changes, in the transaction of whoever brought it.

use chrono::{NaiveDateTime, TimeDelta};
use diesel::QueryResult;
use serde_json::json;

use crate::{
    access::{Actor, audit, notices},
    db::{Conn, PublicId},
    delivery::{Handed, RecipientKind},
    subscribers::{
        Subscriber, address_changes,
        signups::{self, SignupState},
        store as people,
        suppression::{self, Reason},
    },
    vault::{BlindIndex, Vault},
};

use super::{
    Kind, about, fates,
    read::Report,
    store::{self, is_kept},
};

/// How long after a message was handed over a report about it is believed.
const PATIENCE: TimeDelta = TimeDelta::days(30);
/// How often the admins are told that their mail is not wanted.
const SILENCE: TimeDelta = TimeDelta::days(1);

/// What came of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It bears no token of ours: nothing changed.
    Nobody,
    /// It is about a message of ours, and changes nothing: it is old news, or none.
    Nothing,
    /// It was settled.
    Settled,
    /// Somebody left by writing a mail.
    Left,
}

impl Outcome {
    /// Whether the report is about a message of ours, or from a reader.
    pub fn is_about_somebody(self) -> bool {
        self != Outcome::Nobody
    }

    /// What the report is called: a mail by which somebody leaves is well understood, and was not returned.
    pub fn kind(self, report: &Report) -> Kind {
        if self == Outcome::Left { Kind::Ignored } else { report.kind }
    }
}

/// Settles a report. The same one again changes nothing.
pub fn act(conn: &mut Conn, vault: &Vault, report: &Report, now: NaiveDateTime) -> QueryResult<Outcome> {
    if let Some(reader) = about::leaving(conn, vault, report)? {
        people::leave(conn, reader.id, now)?;
        return Ok(Outcome::Left);
    }
    let Some(handed) = about::returned(conn, vault, report)? else { return Ok(Outcome::Nobody) };
    let is_news = is_kept(report.kind) && handed.at() > now - PATIENCE;
    if !is_news || !store::record(conn, &handed, report, now)? {
        return Ok(Outcome::Nothing);
    }
    if report.kind == Kind::Policy {
        tell_admins(conn, report, now)?;
    }
    if let Some(reader) = reader(conn, &handed)? {
        settle_reader(conn, vault, &reader, &handed, report, now)?;
    }
    settle_cause(conn, vault, &handed, report, now)?;
    Ok(Outcome::Settled)
}

/// Who is at the address that the message went to, and still has it.
fn reader(conn: &mut Conn, handed: &Handed) -> QueryResult<Option<Subscriber>> {
    if let Handed::Letter { to: RecipientKind::Signup, recipient_index, .. } = handed {
        return people::find_by_index(conn, recipient_index);
    }
    let Some(id) = handed.subscriber_id() else { return Ok(None) };
    let Some(reader) = people::find_by_id(conn, id)? else { return Ok(None) };
    let is_theirs = match handed {
        Handed::Letter { recipient_index, .. } => *recipient_index == reader.email_index,
        Handed::Delivery { at, .. } => {
            people::email_changed_at(conn, id)?.is_none_or(|changed| changed < *at)
        }
    };
    Ok(is_theirs.then_some(reader))
}

fn settle_reader(
    conn: &mut Conn,
    vault: &Vault,
    reader: &Subscriber,
    handed: &Handed,
    report: &Report,
    now: NaiveDateTime,
) -> QueryResult<()> {
    let letters = fates::of(conn, reader)?;
    people::note_fates(conn, reader.id, &letters)?;
    // Whoever confirmed again since then has shown that the mailbox is there.
    let is_past = handed.at() < reader.confirmed_at && matches!(handed, Handed::Delivery { .. });
    let changed = match report.kind {
        Kind::Hard if !is_past => people::mark_unreachable(conn, reader.id, now)?,
        Kind::Soft if fates::are_enough(&letters) => people::mark_unreachable(conn, reader.id, now)?,
        Kind::Complaint => {
            suppress_for_complaint(conn, vault, &reader.email_index, now)?;
            people::mark_complained(conn, reader.id, now)?
        }
        _ => false,
    };
    if changed {
        let action = format!("bounce.{}", report.kind.as_str());
        audit::append(conn, &Actor::System, &action, reader.public_id.as_str(), &codes(report), now)?;
    }
    Ok(())
}

/// What a letter was about that did not arrive: somebody wanted to join, or to be written to elsewhere.
fn settle_cause(
    conn: &mut Conn,
    vault: &Vault,
    handed: &Handed,
    report: &Report,
    now: NaiveDateTime,
) -> QueryResult<()> {
    let Handed::Letter {
        to: RecipientKind::Signup | RecipientKind::NewAddress, recipient_index, cause, ..
    } = handed
    else {
        return Ok(());
    };
    match report.kind {
        Kind::Hard => (),
        Kind::Complaint => suppress_for_complaint(conn, vault, recipient_index, now)?,
        _ => return Ok(()),
    }
    match cause.split_once(':').map(|(what, id)| (what, id.parse::<PublicId>())) {
        Some(("signup", Ok(id))) if signups::drop_pending(conn, &id)? => {
            audit::append(conn, &Actor::System, "signup.drop", id.as_str(), &codes(report), now)
        }
        Some(("address", Ok(id))) => decline_change(conn, &id, now),
        _ => Ok(()),
    }
}

/// A new address that takes no mail is not taken for anybody's.
fn decline_change(conn: &mut Conn, id: &PublicId, now: NaiveDateTime) -> QueryResult<()> {
    if let Some(change) = address_changes::find(conn, id)? {
        address_changes::decide(conn, change.id, SignupState::Declined, now)?;
    }
    Ok(())
}

fn suppress_for_complaint(
    conn: &mut Conn,
    vault: &Vault,
    index: &BlindIndex,
    now: NaiveDateTime,
) -> QueryResult<()> {
    suppression::add(conn, index, &vault.index_key_id(), Reason::Complained, None, now)
}

fn tell_admins(conn: &mut Conn, report: &Report, now: NaiveDateTime) -> QueryResult<()> {
    let reply = match codes(report) {
        none if none.is_empty() => "?".to_owned(),
        codes => codes,
    };
    notices::tell_now_and_then(conn, "mail_unwanted", &json!({"reply": reply}), SILENCE, now)
}

/// Numbers alone: a server's words may hold an address.
fn codes(report: &Report) -> String {
    let codes = [report.reply.map(|code| code.to_string()), report.status.map(|status| status.to_string())];
    codes.into_iter().flatten().collect::<Vec<_>>().join(" ")
}
