//! Whom a report is about: only what bears a token of ours is about anybody.

use diesel::QueryResult;

use crate::{
    db::Conn,
    delivery::{Handed, Verp, find_handed},
    subscribers::{Subscriber, store},
    vault::Vault,
};

use super::read::{Report, Tokens};

/// The message of ours that a report is about.
pub fn returned(conn: &mut Conn, vault: &Vault, tokens: &Tokens) -> QueryResult<Option<Handed>> {
    for token in tokens.addressed.iter().chain(&tokens.mentioned) {
        if let Some(verp) = Verp::read(vault, token)
            && let Some(handed) = find_handed(conn, verp)?
        {
            return Ok(Some(handed));
        }
    }
    Ok(None)
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
