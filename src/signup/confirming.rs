//! What a press of the confirm button does, in one unit of work.

use chrono::NaiveDateTime;

use crate::{
    app::App,
    db::{Conn, PublicId},
    delivery::{self, NewLetter, Recipient},
    signup::{letters::Welcome, wanted::Wanted, words},
    subscribers::{
        NewSubscriber, Status, Subscriber,
        consents::{self, GivenBy, NewConsent},
        joining::{self, Effect},
        signups::{self, Signup, SignupState},
        store::{self, EMAIL, HELP, NAME},
        suppression, topics,
    },
    web::Failure,
};

/// How a signup stands after its button was pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    Confirmed,
    Already,
    Declined,
    Stale {
        renewable: bool,
    },
    /// We were asked never to write to this address.
    Refused,
}

/// Confirms a signup, with what was wanted last: whose form was sent twice opens either letter. Of many presses at once,
/// one changes something: it is the one that decides the row.
pub fn confirm(conn: &mut Conn, app: &App, id: &PublicId, now: NaiveDateTime) -> Result<Outcome, Failure> {
    let Some(signup) = signups::find(conn, id)? else { return Ok(Outcome::Stale { renewable: false }) };
    match (signup.state, &signup.wanted) {
        (SignupState::Confirmed, _) => return Ok(Outcome::Already),
        (SignupState::Declined, _) => return Ok(Outcome::Declined),
        (SignupState::Pending, Some(_)) if !signup.is_expired(now) => (),
        (SignupState::Pending, sealed) => return Ok(Outcome::Stale { renewable: sealed.is_some() }),
    }
    let pressed = signup.id;
    let signup = signups::find_later(conn, &signup.email_index, signup.id, now)?.unwrap_or(signup);
    let wanted = Wanted::of(&app.vault, &signup)?;
    let known = store::find_by_index(conn, &signup.email_index)?;
    let suppressed = suppression::find(conn, &signup.email_index, now)?;
    let effect = match suppressed.iter().all(|reason| reason.is_lifted_by_confirming()) {
        true => Effect::on(known.as_ref().map(|subscriber| subscriber.status)),
        false => Effect::Refuse,
    };
    if effect == Effect::Refuse {
        return Ok(Outcome::Refused);
    }
    if !signups::decide(conn, pressed, SignupState::Confirmed, now)? {
        return Ok(Outcome::Already);
    }
    let joined = join(conn, app, &signup, &wanted, known.as_ref(), effect, now)?;
    suppression::lift_by_confirming(conn, &signup.email_index)?;
    if let Some(subscriber_id) = joined {
        welcome(conn, app, &signup, &wanted, subscriber_id, now)?;
    }
    if let Some(subscriber_id) = joined.or(known.map(|subscriber| subscriber.id)) {
        signups::close_all(conn, &signup.email_index, subscriber_id, now)?;
    }
    Ok(Outcome::Confirmed)
}

/// Who is on the list because of this signup, and was not before.
fn join(
    conn: &mut Conn,
    app: &App,
    signup: &Signup,
    wanted: &Wanted,
    known: Option<&Subscriber>,
    effect: Effect,
    now: NaiveDateTime,
) -> Result<Option<i64>, Failure> {
    let public_id = known.map_or_else(PublicId::random, |subscriber| subscriber.public_id.clone());
    let person = person(app, signup, wanted, public_id, now);
    let joined = match (effect, known) {
        (Effect::Insert, _) => joining::insert_unless_there(conn, &person)?,
        (Effect::Revive, Some(known)) => joining::revive(conn, known.id, &person, now)?.then_some(known.id),
        _ => None,
    };
    let Some(subscriber_id) = joined else { return Ok(None) };
    topics::choose(conn, subscriber_id, &wanted.topics)?;
    let language = wanted.consent.language.parse().unwrap_or_else(|_| signup.language.clone());
    let consent = NewConsent {
        subscriber_id,
        given_by: GivenBy::Signup,
        text: &wanted.consent.text,
        language: &language,
        page: Some(&wanted.consent.page),
        asked_at: signup.created_at,
        confirmed_at: now,
    };
    consents::record(conn, &consent)?;
    Ok(Some(subscriber_id))
}

fn person(
    app: &App,
    signup: &Signup,
    wanted: &Wanted,
    public_id: PublicId,
    now: NaiveDateTime,
) -> NewSubscriber {
    let seal = |place, text: &str| app.vault.seal(place, &public_id, text);
    NewSubscriber {
        email: seal(EMAIL, wanted.email.as_str()),
        email_index: signup.email_index.clone(),
        name: wanted.name.as_ref().map(|name| seal(NAME, name.as_str())),
        help: wanted.help.as_deref().map(|help| seal(HELP, help)),
        status: Status::Active,
        reading: wanted.reading.clone(),
        first_language: wanted.first_language.clone(),
        cadence: wanted.cadence,
        country: wanted.country,
        came_from: wanted.came_from.clone(),
        confirmed_at: now,
        created_at: now,
        updated_at: now,
        public_id,
    }
}

fn welcome(
    conn: &mut Conn,
    app: &App,
    signup: &Signup,
    wanted: &Wanted,
    subscriber_id: i64,
    now: NaiveDateTime,
) -> Result<(), Failure> {
    let letter = NewLetter {
        letter: &Welcome {
            name: wanted.name.as_ref().map(|name| name.as_str().to_owned()),
            reading: words::reading(&app.catalogue, &signup.language, &wanted.reading),
            cadence: words::cadence(&app.catalogue, &signup.language, wanted.cadence),
        },
        language: &signup.language,
        to: Recipient::subscriber(subscriber_id, &wanted.email),
        cause: format!("signup:{}", signup.public_id.as_str()),
    };
    delivery::enqueue(conn, &app.vault, letter, now)?;
    Ok(())
}
