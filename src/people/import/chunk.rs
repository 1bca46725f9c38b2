//! A few hundred rows, sealed before their unit of work begins and written in it.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::NaiveDateTime;

use crate::{
    app::App,
    db::Conn,
    i18n::{Catalogue, Language},
    people::{
        add::{Basis, NewPerson, row},
        import::rows::Row,
    },
    subscribers::{
        Choices, NewSubscriber, Subscriber,
        consents::{self, GivenBy, NewConsent},
        store, suppression,
        topics::{self, Topic},
    },
    vault::{BlindIndex, Vault},
};

/// Rows with all that their writing needs.
pub struct Chunk {
    rows: Vec<Sealed>,
    basis: Basis,
    language: Language,
    catalogue: Catalogue,
    vault: Vault,
    now: NaiveDateTime,
}

struct Sealed {
    row: Row,
    new: NewSubscriber,
}

/// How many rows came to what.
#[derive(Debug, Default)]
pub struct Done {
    pub created: u64,
    pub updated: u64,
    pub suppressed: u64,
}

impl Chunk {
    /// Of rows that have each an address of their own.
    pub fn seal(app: &App, rows: Vec<Row>, basis: &Basis) -> Chunk {
        let now = app.clock.now();
        let sealed = rows.into_iter().map(|one| {
            let person = NewPerson { email: one.email.clone(), choices: one.fresh.clone() };
            Sealed { new: row(&app.vault, &person, now), row: one }
        });
        Chunk {
            rows: sealed.collect(),
            basis: basis.clone(),
            language: app.catalogue.default_language().clone(),
            catalogue: app.catalogue.clone(),
            vault: app.vault.clone(),
            now,
        }
    }

    /// Adds who is new, corrects who is on the list, and passes over who must not be written to.
    pub fn write(self, conn: &mut Conn) -> anyhow::Result<Done> {
        let indexes: Vec<BlindIndex> = self.rows.iter().map(|one| one.new.email_index.clone()).collect();
        let suppressed: HashSet<BlindIndex> =
            suppression::suppressed_among(conn, &indexes, self.now)?.into_iter().collect();
        let known = store::find_all_by_index(conn, &indexes)?;
        let known: HashMap<BlindIndex, (Subscriber, Choices)> = Choices::of_all(conn, &self.vault, known)?
            .into_iter()
            .map(|known| (known.0.email_index.clone(), known))
            .collect();
        let topics = topics::list(conn)?;
        let mut done = Done::default();
        let (mut fresh, mut chosen) = (Vec::new(), BTreeMap::new());
        for one in &self.rows {
            let index = &one.new.email_index;
            let known = known.get(index);
            if suppressed.contains(index) || known.is_some_and(|(known, _)| !known.status.is_on_the_list()) {
                done.suppressed += 1;
            } else if let Some((subscriber, before)) = known {
                done.updated += u64::from(self.correct(conn, subscriber, before, one, &topics)?);
            } else {
                chosen.insert(one.new.public_id.clone(), one.row.fresh.topics.clone());
                fresh.push(&one.new);
            }
        }
        done.created = self.add(conn, fresh, &chosen)?;
        Ok(done)
    }

    /// False if the row means nothing any more: it was understood once already, but a topic can have gone since.
    fn correct(
        &self,
        conn: &mut Conn,
        subscriber: &Subscriber,
        before: &Choices,
        one: &Sealed,
        topics: &[Topic],
    ) -> anyhow::Result<bool> {
        let Ok(choices) = one.row.wanted.applied_to(before, &self.catalogue, topics) else {
            return Ok(false);
        };
        if choices != *before {
            choices.save(conn, &self.vault, subscriber, self.now)?;
        }
        Ok(true)
    }

    /// How many were added: who joins in the same moment chose for themselves.
    fn add(
        &self,
        conn: &mut Conn,
        fresh: Vec<&NewSubscriber>,
        chosen: &BTreeMap<crate::db::PublicId, Vec<String>>,
    ) -> anyhow::Result<u64> {
        let added = store::insert_all(conn, fresh)?;
        let n_added = added.len() as u64;
        for (id, public_id) in added {
            if let Some(slugs) = chosen.get(&public_id).filter(|slugs| !slugs.is_empty()) {
                topics::choose(conn, id, slugs)?;
            }
            let consent = NewConsent {
                subscriber_id: id,
                given_by: GivenBy::Import,
                text: self.basis.as_str(),
                language: &self.language,
                page: None,
                asked_at: self.now,
                confirmed_at: self.now,
            };
            consents::record(conn, &consent)?;
        }
        Ok(n_added)
    }
}
