//! Editions: an issue as rendered for one reading choice.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use diesel::prelude::*;

use crate::{
    db::{Conn, schema::editions},
    delivery::outbox::Office,
    render::RenderedMail,
    subscribers::{EditionName, ReadingChoice, audience::Reader},
};

use super::issue_message::Cut;

/// An edition of an issue that is about to start.
#[derive(Debug, Clone)]
pub struct NewEdition {
    pub name: EditionName,
    /// Subject, text and HTML, with [`super::holes`].
    pub mail: RenderedMail,
}

/// An edition as it was frozen.
#[derive(Debug)]
pub struct Edition {
    pub id: i64,
    pub name: EditionName,
    pub mail: RenderedMail,
    /// The same, compiled, where that is possible.
    pub cut: Option<Cut>,
}

pub fn insert(conn: &mut Conn, dispatch_id: i64, new: &NewEdition) -> QueryResult<()> {
    diesel::insert_into(editions::table)
        .values((
            editions::dispatch_id.eq(dispatch_id),
            editions::name.eq(new.name.to_string()),
            editions::subject.eq(&new.mail.subject),
            editions::html.eq(&new.mail.html),
            editions::text.eq(&new.mail.text),
        ))
        .execute(conn)?;
    Ok(())
}

/// Ids and names of a dispatch's editions, in the order in which they were given.
pub fn names(conn: &mut Conn, dispatch_id: i64) -> QueryResult<Vec<(i64, EditionName)>> {
    let rows: Vec<(i64, String)> = editions::table
        .filter(editions::dispatch_id.eq(dispatch_id))
        .order(editions::id)
        .select((editions::id, editions::name))
        .load(conn)?;
    rows.into_iter().map(|(id, name)| Ok((id, parsed(&name)?))).collect()
}

/// Which edition a reader gets: the one that they chose. Where the site has no such edition any more, they get the
/// first one, rather than nothing.
pub fn choose(editions: &[(i64, EditionName)], reader: &Reader) -> Option<i64> {
    let fits = |name: &EditionName| match &reader.reading {
        ReadingChoice::One(language) => name.languages() == std::slice::from_ref(language),
        ReadingChoice::Both => name.languages().len() > 1 && *name.first() == reader.first_language,
    };
    let alone = |name: &EditionName| name.languages() == std::slice::from_ref(&reader.first_language);
    let found = editions.iter().find(|(_, name)| fits(name));
    found.or_else(|| editions.iter().find(|(_, name)| alone(name))).or(editions.first()).map(|(id, _)| *id)
}

/// Editions never change, so each is read and compiled once.
#[derive(Default)]
pub struct Shelf(Mutex<HashMap<i64, Arc<Edition>>>);

/// More than the editions of the issues that can be on their way at once.
const ROOM: usize = 64;

impl Shelf {
    fn find(&self, id: i64) -> Option<Arc<Edition>> {
        self.lock().get(&id).cloned()
    }

    fn put(&self, edition: Edition) -> Arc<Edition> {
        let edition = Arc::new(edition);
        let mut shelf = self.lock();
        if shelf.len() >= ROOM {
            shelf.clear();
        }
        shelf.insert(edition.id, Arc::clone(&edition));
        edition
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<i64, Arc<Edition>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Office {
    /// An edition, read and compiled if nobody has needed it yet.
    pub async fn edition(&self, id: i64) -> QueryResult<Arc<Edition>> {
        if let Some(edition) = self.shelf.find(id) {
            return Ok(edition);
        }
        let mut edition = self.db.read(move |conn| find(conn, id)).await?;
        if let Some(edition) = self.shelf.find(id) {
            return Ok(edition); // others needed it meanwhile
        }
        edition.cut = self.cut(&edition);
        Ok(self.shelf.put(edition))
    }
}

fn find(conn: &mut Conn, id: i64) -> QueryResult<Edition> {
    let (name, subject, html, text): (String, String, String, String) = editions::table
        .find(id)
        .select((editions::name, editions::subject, editions::html, editions::text))
        .first(conn)?;
    Ok(Edition { id, name: parsed(&name)?, mail: RenderedMail { subject, text, html }, cut: None })
}

fn parsed(name: &str) -> QueryResult<EditionName> {
    name.parse().map_err(|error: String| diesel::result::Error::DeserializationError(error.into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reader_gets_an_edition() {
        let editions: Vec<(i64, EditionName)> = ["ar", "en", "ar+en", "en+ar"]
            .iter()
            .zip(1..)
            .map(|(name, id)| (id, name.parse().unwrap()))
            .collect();
        let check = |editions: &[(i64, EditionName)], reading: &str, first: &str, expected| {
            let reader =
                Reader { id: 7, reading: reading.parse().unwrap(), first_language: first.parse().unwrap() };
            assert_eq!(choose(editions, &reader), expected, "{reading} {first}");
        };
        check(&editions, "ar", "ar", Some(1));
        check(&editions, "en", "ar", Some(2));
        check(&editions, "both", "ar", Some(3));
        check(&editions, "both", "en", Some(4));
        check(&editions, "fa", "fa", Some(1));
        check(&editions, "both", "fa", Some(1));
        check(&editions[..2], "both", "en", Some(2));
        check(&[], "ar", "ar", None);
    }
}
