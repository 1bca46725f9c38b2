//! Whom a report is about: only what bears a token of ours is about anybody.

use diesel::QueryResult;

use crate::{
    db::Conn,
    delivery::{Handed, Verp, find_handed, find_last_handed},
    subscribers::{Subscriber, store},
    vault::Vault,
};

use super::read::{Report, Source};

/// The message of ours that a report is about.
pub fn returned(conn: &mut Conn, vault: &Vault, report: &Report) -> QueryResult<Option<Handed>> {
    let tokens = report.tokens.addressed.iter().chain(&report.tokens.mentioned);
    let mut readers = Vec::new();
    for verp in tokens.filter_map(|token| Verp::read(vault, token)) {
        if let Verp::Leave { subscriber_id, .. } = verp {
            readers.push(subscriber_id);
        } else if let Some(handed) = find_handed(conn, verp)? {
            return Ok(Some(handed));
        }
    }
    match (report.source, readers.first()) {
        (Source::Webhook, Some(reader)) => find_last_handed(conn, *reader),
        _ => Ok(None),
    }
}

/// Who leaves by a mail to the address that stands in the header of every issue. Only the address that it came to
/// counts, since a returned issue quotes that header; and no program leaves in anybody's stead. A token of links that
/// were called back is nobody's.
pub fn leaving(conn: &mut Conn, vault: &Vault, report: &Report) -> QueryResult<Option<Subscriber>> {
    if report.automatic {
        return Ok(None);
    }
    for token in &report.tokens.addressed {
        if let Some(Verp::Leave { subscriber_id, generation }) = Verp::read(vault, token) {
            let subscriber = store::find_by_id(conn, subscriber_id)?;
            let current = |subscriber: &Subscriber| {
                u16::try_from(subscriber.link_generation).unwrap_or(u16::MAX) == generation
            };
            return Ok(subscriber.filter(current));
        }
    }
    Ok(None)
}
