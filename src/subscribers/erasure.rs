//! Forgetting a person.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use crate::{
    db::{
        Conn,
        schema::{address_changes, signups, subscribers},
    },
    subscribers::{
        Subscriber,
        suppression::{self, Reason},
    },
    vault::{BlindIndex, Vault},
};

/// Removes a person's row with all that hangs on it (consents, topics, a new address that waits) and every signup of
/// theirs. A keyed hash stays, so that no import brings them back; their own double opt-in does.
pub fn erase(conn: &mut Conn, vault: &Vault, subscriber: &Subscriber, now: NaiveDateTime) -> QueryResult<()> {
    diesel::delete(address_changes::table.filter(address_changes::subscriber_id.eq(subscriber.id)))
        .execute(conn)?;
    forget_signups(conn, &subscriber.email_index)?;
    diesel::delete(subscribers::table.find(subscriber.id)).execute(conn)?;
    suppression::add(conn, &subscriber.email_index, &vault.index_key_id(), Reason::Erased, None, now)
}

/// Removes every signup of an address.
pub fn forget_signups(conn: &mut Conn, index: &BlindIndex) -> QueryResult<()> {
    diesel::delete(signups::table.filter(signups::email_index.eq(index))).execute(conn)?;
    Ok(())
}
