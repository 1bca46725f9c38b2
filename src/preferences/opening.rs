//! Whose link it is, and how far it opens.

use crate::{
    app::App,
    subscribers::{
        Subscriber,
        links::LinkError,
        store,
        token::{Claim, Purpose},
    },
    web::Failure,
};

/// What a genuine link leads to.
pub enum Opened {
    /// The person, and whether the link was mailed just now, so that it opens everything.
    Person { subscriber: Box<Subscriber>, is_fresh: bool },
    /// Its time is over, or its owner revoked it.
    Stale,
    /// There is nobody any more: the person was erased.
    Nobody { was_fresh: bool },
}

/// Opens a link made for one of `purposes`. A garbled, foreign or wrong-purpose one is not there at all.
pub async fn open(app: &App, purposes: &[Purpose], token: &str) -> Result<Opened, Failure> {
    let claim = match app.links.read(purposes, token, app.clock.now()) {
        Ok(claim) => claim,
        Err(LinkError::Unknown) => return Err(Failure::NotFound),
        Err(LinkError::Expired) => return Ok(Opened::Stale),
    };
    let id = claim.id.clone();
    let subscriber = app.db.read(move |conn| store::find(conn, &id).map_err(Failure::from)).await?;
    let is_fresh = claim.purpose == Purpose::FreshPreferences;
    Ok(match subscriber {
        None => Opened::Nobody { was_fresh: is_fresh },
        Some(subscriber) if !is_current(&claim, &subscriber) => Opened::Stale,
        Some(subscriber) => Opened::Person { subscriber: Box::new(subscriber), is_fresh },
    })
}

/// Whether the person has not revoked the links of this claim's time.
fn is_current(claim: &Claim, subscriber: &Subscriber) -> bool {
    i32::from(claim.generation) == subscriber.link_generation
}
