//! Forgetting a person everywhere.

use chrono::NaiveDateTime;

use crate::{
    access::{Actor, audit},
    db::Conn,
    delivery,
    subscribers::{Subscriber, erasure},
    vault::Vault,
    web::Failure,
};

/// Removes a person with their consents, topics, signups and letters. Only a keyed hash stays, so that no import brings
/// them back, and the audit says by their public id that it was done.
pub fn erase(
    conn: &mut Conn,
    vault: &Vault,
    subscriber: &Subscriber,
    actor: &Actor,
    now: NaiveDateTime,
) -> Result<(), Failure> {
    delivery::forget_person(conn, &subscriber.email_index, subscriber.id)?;
    erasure::erase(conn, vault, subscriber, now)?;
    audit::append(conn, actor, "subscriber.erase", subscriber.public_id.as_str(), "", now)?;
    Ok(())
}
