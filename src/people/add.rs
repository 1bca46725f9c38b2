//! Putting somebody on the list without their own double opt-in: only on a basis that is stated and kept.

use std::str::FromStr;

use chrono::NaiveDateTime;
use diesel::QueryResult;

use crate::{
    db::{Conn, PublicId},
    i18n::Language,
    subscribers::{
        Choices, EmailAddress, Mistake, NewSubscriber, Status,
        consents::{self, GivenBy, NewConsent},
        joining, store, suppression, topics,
    },
    vault::Vault,
};

/// How somebody agreed, in the words of whoever adds them: up to 1,000 letters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Basis(String);

impl Basis {
    /// The words, as they are kept.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Basis {
    type Err = Mistake;

    fn from_str(raw: &str) -> Result<Self, Mistake> {
        let words: String = raw.trim().chars().filter(|c| !c.is_control() || *c == '\n').collect();
        match words.chars().count() {
            0 => Err(Mistake::new("people-mistake-basis")),
            1..=1000 => Ok(Basis(words)),
            _ => Err(Mistake::new("people-mistake-basis-long")),
        }
    }
}

/// Somebody who is to be added.
#[derive(Debug, Clone)]
pub struct NewPerson {
    pub email: EmailAddress,
    pub choices: Choices,
}

/// What came of adding somebody.
#[derive(Debug)]
pub enum Added {
    Created(PublicId),
    /// Somebody has the address already. Nothing was changed.
    Known,
    /// The address must not be written to. Nothing was changed.
    Suppressed,
}

/// On what basis, and through which door, people are added.
pub struct Terms<'a> {
    pub basis: &'a Basis,
    pub given_by: GivenBy,
    /// In which the basis is stated.
    pub language: &'a Language,
}

/// Adds one person, and keeps the basis as their consent.
pub fn add(
    conn: &mut Conn,
    vault: &Vault,
    person: &NewPerson,
    terms: &Terms<'_>,
    now: NaiveDateTime,
) -> QueryResult<Added> {
    let index = vault.index(person.email.as_str());
    if store::find_by_index(conn, &index)?.is_some() {
        return Ok(Added::Known);
    }
    if !suppression::find(conn, &index, now)?.is_empty() {
        return Ok(Added::Suppressed);
    }
    let row = row(vault, person, now);
    let public_id = row.public_id.clone();
    let Some(id) = joining::insert_unless_there(conn, &row)? else { return Ok(Added::Known) };
    topics::choose(conn, id, &person.choices.topics)?;
    let consent = NewConsent {
        subscriber_id: id,
        given_by: terms.given_by,
        text: terms.basis.as_str(),
        language: terms.language,
        page: None,
        asked_at: now,
        confirmed_at: now,
    };
    consents::record(conn, &consent)?;
    Ok(Added::Created(public_id))
}

/// A new person's row, sealed.
pub fn row(vault: &Vault, person: &NewPerson, now: NaiveDateTime) -> NewSubscriber {
    let (public_id, choices) = (PublicId::random(), &person.choices);
    NewSubscriber {
        email: vault.seal(store::EMAIL, &public_id, person.email.as_str()),
        email_index: vault.index(person.email.as_str()),
        name: choices.name.as_ref().map(|name| vault.seal(store::NAME, &public_id, name.as_str())),
        help: None,
        status: Status::Active,
        reading: choices.reading.clone(),
        first_language: choices.first_language.clone(),
        cadence: choices.cadence,
        country: choices.country,
        came_from: None,
        confirmed_at: now,
        created_at: now,
        updated_at: now,
        public_id,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_basis_is_said_in_some_words() {
        let check = |raw: &str, expected: Result<&str, &str>| {
            let basis = raw.parse::<Basis>();
            let basis = basis.as_ref().map(Basis::as_str).map_err(|mistake| mistake.key);
            assert_eq!(basis, expected, "{raw:?}");
        };
        check(" signed at the fair, May 2026 ", Ok("signed at the fair, May 2026"));
        check("وقّعوا في المعرض", Ok("وقّعوا في المعرض"));
        check("a\u{0}b", Ok("ab"));
        check(" \n ", Err("people-mistake-basis"));
        check(&"x".repeat(1001), Err("people-mistake-basis-long"));
    }
}
