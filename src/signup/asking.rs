//! One way to ask to join, for the form and for programs.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use chrono::NaiveDateTime;

use crate::{
    app::App,
    db::PublicId,
    delivery::{NewLetter, Recipient, SealedLetter, SealedSignup},
    i18n::Language,
    signup::{
        form::{self, Shown},
        letters::ConfirmSignup,
        wanted::Wanted,
    },
    subscribers::{
        Mistakes,
        signups::{NewSignup, SignupState, WANTED},
        topics,
    },
    web::{Failure, Peer, form_stamp, join_form::JoinFields},
};

pub use crate::signup::form::asks_about_address;

/// Where the form stood.
pub struct Place {
    pub language: Language,
    /// Path of the page.
    pub page: String,
}

/// Takes a signup, or says what is wrong with it. `noted` are mistakes that were seen before.
///
/// Whatever we know of the address, the same two rows are written; what a letter says, and whether it goes, the
/// postman decides later.
pub async fn ask(
    app: &App,
    peer: Peer,
    place: Place,
    fields: &JoinFields,
    noted: Mistakes,
) -> Result<Result<(), Mistakes>, Failure> {
    if !fields.website.is_empty() {
        return Ok(Ok(()));
    }
    let known = match fields.topics.is_empty() {
        true => Vec::new(),
        false => app.db.read(|conn| topics::list(conn).map_err(Failure::from)).await?,
    };
    let shown =
        Shown { catalogue: &app.catalogue, language: &place.language, page: &place.page, topics: &known };
    let wanted = match form::parse(fields, &shown, noted) {
        Ok(wanted) => wanted,
        Err(mistakes) => return Ok(Err(mistakes)),
    };
    let now = app.clock.now();
    app.asking.count(peer)?;
    if !form_stamp::is_plausible(&app.vault, &fields.stamp, now) {
        app.asking.count(neighbourhood(peer))?;
    }
    app.intake.take(sealed(app, &wanted, &place.language, now)?).await.map_err(anyhow::Error::new)?;
    app.outbox.ring();
    Ok(Ok(()))
}

/// The two rows of a signup.
pub fn sealed(
    app: &App,
    wanted: &Wanted,
    language: &Language,
    now: NaiveDateTime,
) -> Result<SealedSignup, Failure> {
    // Its confirm link tells the time as well, by when it ends.
    let public_id = PublicId::of_moment(now);
    let confirm_url = app.links.confirm(language, &public_id, now);
    let letter = NewLetter {
        letter: &ConfirmSignup { confirm_url },
        language,
        to: Recipient::signup(&wanted.email),
        cause: format!("signup:{}", public_id.as_str()),
    };
    Ok(SealedSignup {
        letter: SealedLetter::seal(&app.vault, letter).map_err(anyhow::Error::from)?,
        signup: NewSignup {
            wanted: app.vault.seal(WANTED, &public_id, &wanted.to_text()),
            public_id,
            email_index: app.vault.index(wanted.email.as_str()),
            language: language.clone(),
            state: SignupState::Pending,
            created_at: now,
        },
    })
}

/// The network around a peer, which shares one limit for signups that no person seems to have filled in.
fn neighbourhood(peer: Peer) -> Peer {
    Peer::at(match peer.ip.to_canonical() {
        IpAddr::V4(ip) => IpAddr::V4(Ipv4Addr::from(u32::from(ip) & (u32::MAX << 8))),
        IpAddr::V6(ip) => IpAddr::V6(Ipv6Addr::from(u128::from(ip) & (u128::MAX << 80))),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_neighbourhood_is_what_one_provider_gives_out() {
        let check = |peer: &str, expected: &str| {
            assert_eq!(neighbourhood(Peer::at(peer.parse().unwrap())).ip.to_string(), expected);
        };
        check("203.0.113.77", "203.0.113.0");
        check("::ffff:203.0.113.77", "203.0.113.0");
        check("2001:db8:1:2:3::4", "2001:db8:1::");
    }
}
