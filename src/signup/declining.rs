//! "It wasn't me."

use chrono::{NaiveDateTime, TimeDelta};

use crate::{
    db::{Conn, PublicId},
    subscribers::{
        signups::{self, SignupState},
        store,
        suppression::{self, Reason},
    },
    vault::Vault,
    web::Failure,
};

/// How long no confirm letter goes to an address whose owner did not ask for one.
const PEACE: TimeDelta = TimeDelta::days(30);

/// Forgets what was wanted and suppresses confirm letters. Somebody who had confirmed, and now leaves by the button
/// that their mail program shows beside the confirm letter, leaves. True if that is what happened.
pub fn decline(conn: &mut Conn, vault: &Vault, id: &PublicId, now: NaiveDateTime) -> Result<bool, Failure> {
    let Some(signup) = signups::find(conn, id)? else { return Ok(false) };
    match (signup.state, signup.subscriber_id) {
        (SignupState::Confirmed, Some(subscriber)) => Ok(store::leave(conn, subscriber, now)?),
        (SignupState::Confirmed, None) | (SignupState::Declined, _) => Ok(false),
        (SignupState::Pending, _) => {
            if signups::decide(conn, signup.id, SignupState::Declined, now)? {
                let until = Some(now + PEACE);
                suppression::add(
                    conn,
                    &signup.email_index,
                    &vault.index_key_id(),
                    Reason::Declined,
                    until,
                    now,
                )?;
            }
            Ok(false)
        }
    }
}
