//! Writing to another address: it is confirmed there, and the old one is told.

use actix_web::{HttpResponse, http::StatusCode};
use chrono::NaiveDateTime;
use serde::Serialize;

use crate::{
    app::App,
    db::{Conn, PublicId, unless_taken},
    delivery::{self, NewLetter, Recipient, SealedLetter},
    preferences::{
        form::language_of,
        letters::{AddressChanged, ConfirmAddress},
        link::wrong_address,
    },
    subscribers::{
        EmailAddress, Mistake, Mistakes, Status, Subscriber,
        address_changes::{self, AddressChange, NEW_EMAIL, NewAddressChange},
        links::LinkError,
        signups::SignupState,
        store::{self, EMAIL},
        suppression,
        token::Claim,
        wishes,
    },
    web::{Asking, Decision, Failure, Here, Page, Peer, private},
};

#[derive(Serialize)]
struct AddressPage {
    masked: String,
    /// Whether the last try said something that no button says.
    unclear: bool,
}

impl Page for AddressPage {
    const TEMPLATE: &'static str = "preferences/address.html";
}

/// How a change stands, for which there are sentences `address-…-title` and `-lead`.
#[derive(Serialize)]
struct AddressDonePage {
    outcome: &'static str,
    masked: String,
}

impl Page for AddressDonePage {
    const TEMPLATE: &'static str = "preferences/address_done.html";
}

/// What became of a change.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Outcome {
    Changed(EmailAddress),
    Again,
    Declined,
    Expired,
    /// Another subscriber has the address. Only its owner gets to see this page.
    Taken,
    /// We were asked never to write there.
    Refused,
}

impl Outcome {
    fn word(&self) -> &'static str {
        match self {
            Outcome::Changed(_) => "changed",
            Outcome::Again => "again",
            Outcome::Declined => "declined",
            Outcome::Expired => "expired",
            Outcome::Taken => "taken",
            Outcome::Refused => "refused",
        }
    }
}

/// Writes to the new address for its consent. The answer is the same whoever has that address.
pub async fn ask(
    app: &App,
    here: &Here,
    peer: Peer,
    subscriber: &Subscriber,
    typed: &str,
) -> Result<Result<(), Mistakes>, Failure> {
    let address: EmailAddress = match typed.parse() {
        Ok(address) => address,
        Err(_) => return Ok(Err(wrong_address(typed))),
    };
    if address == subscriber.email(&app.vault)? {
        return Ok(Err(Mistakes::one("email", Mistake::new("mistake-same-address"))));
    }
    app.asking.count(peer)?;
    let (now, public_id) = (app.clock.now(), PublicId::random());
    let confirm_url = app.links.change_address(&here.language, &public_id, now);
    let letter = NewLetter {
        letter: &ConfirmAddress { confirm_url },
        language: &here.language,
        to: Recipient::new_address(subscriber.id, &address),
        cause: format!("address:{}", public_id.as_str()),
    };
    let letter = SealedLetter::seal(&app.vault, letter).map_err(anyhow::Error::from)?;
    let change = NewAddressChange {
        email: app.vault.seal(NEW_EMAIL, &public_id, address.as_str()),
        public_id,
        subscriber_id: subscriber.id,
        state: SignupState::Pending,
        created_at: now,
    };
    app.db
        .write(move |conn| {
            address_changes::record(conn, &change)?;
            letter.insert(conn, now)?;
            Ok::<_, Failure>(Ok(()))
        })
        .await
}

/// The page of a link to confirm a new address.
pub async fn show(app: &App, here: &Here, claim: Result<Claim, LinkError>) -> Result<HttpResponse, Failure> {
    look(app, here, claim, Asking::Plainly).await
}

/// A button of that page was pressed, or something came that no button of it says: it has none that renews.
pub async fn decide(
    app: &App,
    here: &Here,
    claim: Result<Claim, LinkError>,
    decision: Option<Decision>,
) -> Result<HttpResponse, Failure> {
    let (inner, now) = (app.clone(), app.clock.now());
    let id = claim.as_ref().map(|claim| claim.id.clone());
    let outcome = match (id, decision) {
        (Ok(id), Some(Decision::Confirm)) => {
            app.db.write(move |conn| confirm(conn, &inner, &id, now)).await?
        }
        (Ok(id), Some(Decision::Decline)) => app.db.write(move |conn| decline(conn, &id, now)).await?,
        (Err(_), _) | (_, Some(Decision::Renew) | None) => {
            return look(app, here, claim, Asking::SinceUnclear).await;
        }
    };
    app.outbox.ring();
    done(app, here, StatusCode::OK, &outcome)
}

async fn look(
    app: &App,
    here: &Here,
    claim: Result<Claim, LinkError>,
    asking: Asking,
) -> Result<HttpResponse, Failure> {
    let status = asking.status();
    let Ok(claim) = claim else { return done(app, here, StatusCode::OK, &Outcome::Expired) };
    let change =
        app.db.read(move |conn| address_changes::find(conn, &claim.id).map_err(Failure::from)).await?;
    match change.as_ref().map(|change| (change, standing(change))) {
        None => done(app, here, status, &Outcome::Expired),
        Some((_, Some(outcome))) => done(app, here, status, &outcome),
        Some((change, None)) => {
            let masked = change.email(&app.vault)?.map_or_else(String::new, |address| address.masked());
            app.web
                .page_with(status, here, &AddressPage { masked, unclear: asking.is_unclear() })
                .map(private)
        }
    }
}

fn done(app: &App, here: &Here, status: StatusCode, outcome: &Outcome) -> Result<HttpResponse, Failure> {
    let masked = match outcome {
        Outcome::Changed(address) => address.masked(),
        _ => String::new(),
    };
    app.web.page_with(status, here, &AddressDonePage { outcome: outcome.word(), masked }).map(private)
}

/// How a change stands that is not waiting any more.
fn standing(change: &AddressChange) -> Option<Outcome> {
    match (change.state, &change.email) {
        (SignupState::Confirmed, _) => Some(Outcome::Again),
        (SignupState::Declined, _) => Some(Outcome::Declined),
        (SignupState::Pending, None) => Some(Outcome::Expired),
        (SignupState::Pending, Some(_)) => None,
    }
}

fn confirm(conn: &mut Conn, app: &App, id: &PublicId, now: NaiveDateTime) -> Result<Outcome, Failure> {
    let Some(change) = address_changes::find(conn, id)? else { return Ok(Outcome::Expired) };
    if let Some(outcome) = standing(&change) {
        return Ok(outcome);
    }
    let subscriber = store::find_by_id(conn, change.subscriber_id)?.ok_or(Failure::NotFound)?;
    let (Some(new), old) = (change.email(&app.vault)?, subscriber.email(&app.vault)?) else {
        return Ok(Outcome::Expired);
    };
    let index = app.vault.index(new.as_str());
    if suppression::find(conn, &index, now)?.iter().any(|reason| !reason.is_lifted_by_confirming()) {
        return Ok(Outcome::Refused);
    }
    let email = app.vault.seal(EMAIL, &subscriber.public_id, new.as_str());
    // Together, so that a change to an address that is taken is not decided.
    let decided = unless_taken(conn, |conn| {
        let is_first = address_changes::decide(conn, change.id, SignupState::Confirmed, now)?;
        if is_first {
            wishes::set_address(conn, subscriber.id, &email, &index, now)?;
        }
        Ok(is_first)
    })?;
    match decided {
        Some(true) => (),
        Some(false) => return Ok(Outcome::Again),
        None => return Ok(Outcome::Taken),
    }
    suppression::lift_by_confirming(conn, &index)?;
    if subscriber.status == Status::Unreachable {
        wishes::reach_again(conn, subscriber.id, now)?;
    }
    let told = NewLetter {
        letter: &AddressChanged {},
        language: language_of(&subscriber),
        to: Recipient::stranger(&old),
        cause: format!("address:{}", change.public_id.as_str()),
    };
    delivery::enqueue(conn, &app.vault, told, now)?;
    Ok(Outcome::Changed(new))
}

fn decline(conn: &mut Conn, id: &PublicId, now: NaiveDateTime) -> Result<Outcome, Failure> {
    let Some(change) = address_changes::find(conn, id)? else { return Ok(Outcome::Expired) };
    match standing(&change) {
        Some(outcome) => Ok(outcome),
        None => {
            address_changes::decide(conn, change.id, SignupState::Declined, now)?;
            Ok(Outcome::Declined)
        }
    }
}
