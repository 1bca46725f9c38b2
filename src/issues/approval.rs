//! Who said that an issue may go, and of what exactly they said it.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use sha2::{Digest, Sha256};

use crate::{
    access::{self, Actor, audit},
    db::{Conn, PublicId, execute_native, schema::issue_approvals},
    issues::{
        Issue, Piece, Refusal, Status,
        check::check_now,
        piece,
        store::{self, advance},
    },
    web::Web,
};

/// The issue passed its check, and waits for somebody to approve it.
pub fn make_ready(
    conn: &mut Conn,
    web: &Web,
    public_id: &PublicId,
    actor: &Actor,
    now: NaiveDateTime,
) -> Result<(), Refusal> {
    let issue = checked(conn, web, public_id, now)?;
    if !advance(conn, &issue.row, &[Status::Draft], Status::Ready, now)? {
        return Err(Refusal::NotNow(issue.row.status));
    }
    Ok(audit::append(conn, actor, "issue.ready", public_id.as_str(), "", now)?)
}

/// Writes down that somebody approves the issue as it is now. With two admins or more, one of those who approve did
/// not write the last revision.
pub fn approve(
    conn: &mut Conn,
    web: &Web,
    public_id: &PublicId,
    actor: &Actor,
    now: NaiveDateTime,
) -> Result<(), Refusal> {
    let issue = checked(conn, web, public_id, now)?;
    let pieces = piece::load(conn, &issue.articles)?;
    if issue.row.status == Status::Approved && is_approved(conn, &issue, &pieces)? {
        return Ok(());
    }
    if needs_another(conn, &issue, actor)? {
        return Err(Refusal::SecondPerson);
    }
    record(conn, issue.row.id, actor, &content_hash(&issue, &pieces), now)?;
    let from = [Status::Draft, Status::Ready, Status::Approved];
    if !advance(conn, &issue.row, &from, Status::Approved, now)? {
        return Err(Refusal::NotNow(issue.row.status));
    }
    Ok(audit::append(conn, actor, "issue.approve", public_id.as_str(), "", now)?)
}

/// Whether somebody approved exactly this. An article that was published anew since then is not what they saw.
pub fn is_approved(conn: &mut Conn, issue: &Issue, pieces: &[Piece]) -> QueryResult<bool> {
    let approvals = issue_approvals::table.filter(issue_approvals::issue_id.eq(issue.row.id));
    let hashes: Vec<Vec<u8>> = approvals.select(issue_approvals::content_hash).load(conn)?;
    Ok(hashes.contains(&content_hash(issue, pieces)))
}

/// Whether sending approves by itself: somebody who is alone can't ask anybody.
pub fn goes_without(conn: &mut Conn) -> QueryResult<bool> {
    Ok(access::enabled_admins(conn)? < 2)
}

fn checked(conn: &mut Conn, web: &Web, public_id: &PublicId, now: NaiveDateTime) -> Result<Issue, Refusal> {
    let issue = store::find(conn, public_id)?.ok_or(Refusal::NotFound)?;
    if !issue.row.status.is_open() {
        return Err(Refusal::NotNow(issue.row.status));
    }
    let report = check_now(conn, web, &issue, now)?;
    if report.is_ready() { Ok(issue) } else { Err(Refusal::NotReady(report.problems)) }
}

fn needs_another(conn: &mut Conn, issue: &Issue, actor: &Actor) -> QueryResult<bool> {
    let wrote_it = store::last_editor(conn, issue.row.id)? == Some(actor.to_string());
    Ok(wrote_it && !goes_without(conn)?)
}

fn record(
    conn: &mut Conn,
    issue_id: i64,
    actor: &Actor,
    hash: &[u8],
    now: NaiveDateTime,
) -> QueryResult<usize> {
    let row = (
        issue_approvals::issue_id.eq(issue_id),
        issue_approvals::approved_by.eq(actor.to_string()),
        issue_approvals::content_hash.eq(hash.to_vec()),
        issue_approvals::created_at.eq(now),
    );
    let insert = diesel::insert_into(issue_approvals::table).values(row);
    let key = (issue_approvals::issue_id, issue_approvals::approved_by);
    let again = (issue_approvals::content_hash.eq(hash.to_vec()), issue_approvals::created_at.eq(now));
    execute_native(conn, insert.on_conflict(key).do_update().set(again))
}

/// Names everything that readers see. Lengths stand between the words, so that none can run into the next.
fn content_hash(issue: &Issue, pieces: &[Piece]) -> Vec<u8> {
    let mut hash = Sha256::new();
    let mut add = |text: &str| {
        hash.update((text.len() as u64).to_be_bytes());
        hash.update(text.as_bytes());
    };
    add(issue.row.cadence.as_str());
    add(issue.row.missing.as_str());
    add(&serde_json::to_string(&issue.audience).unwrap_or_default());
    for (language, words) in &issue.texts {
        for part in [language.as_str(), &words.subject, &words.preheader, &words.opening, &words.closing] {
            add(part);
        }
    }
    for piece in pieces {
        add(piece.public_id.as_str());
        for (language, text) in &piece.translations {
            let link = text.link.as_deref().unwrap_or(&text.slug);
            for part in [language.as_str(), &text.title, &text.summary, link] {
                add(part);
            }
        }
    }
    hash.finalize().to_vec()
}
