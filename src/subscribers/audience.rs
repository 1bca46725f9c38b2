//! Which subscribers an issue goes to.

use std::collections::BTreeMap;

use chrono::NaiveDateTime;
use diesel::{
    dsl::{exists, not},
    prelude::*,
};
use serde::{Deserialize, Serialize};

use crate::{
    db::{
        Conn,
        schema::{subscriber_topics, subscribers, topics},
    },
    i18n::Language,
    subscribers::{Cadence, Country, EditionName, ReadingChoice, Status, suppression},
};

/// A choice among the active subscribers. What is not said does not narrow it. Somebody who chose no topic
/// wants them all.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Audience {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reading: Option<ReadingChoice>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<Country>,
    /// Slugs; empty is all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub topics: Vec<String>,
    /// People confirmed after this time, UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub joined_after: Option<NaiveDateTime>,
}

/// A change of an audience. What is `None` stays as it is; `Some(None)` takes a part away.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AudienceChange {
    pub reading: Option<Option<ReadingChoice>>,
    pub country: Option<Option<Country>>,
    pub topics: Option<Vec<String>>,
    pub joined_after: Option<Option<NaiveDateTime>>,
}

impl AudienceChange {
    /// What an audience becomes.
    pub fn applied_to(&self, before: &Audience) -> Audience {
        Audience {
            reading: self.reading.clone().unwrap_or_else(|| before.reading.clone()),
            country: self.country.unwrap_or(before.country),
            topics: self.topics.clone().unwrap_or_else(|| before.topics.clone()),
            joined_after: self.joined_after.unwrap_or(before.joined_after),
        }
    }
}

/// Every part is replaced.
impl From<Audience> for AudienceChange {
    fn from(whole: Audience) -> AudienceChange {
        AudienceChange {
            reading: Some(whole.reading),
            country: Some(whole.country),
            topics: Some(whole.topics),
            joined_after: Some(whole.joined_after),
        }
    }
}

/// One reader of an issue, as it is frozen.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Reader {
    pub id: i64,
    pub reading: ReadingChoice,
    pub first_language: Language,
}

type Query<'a> = subscribers::BoxedQuery<'a, <Conn as diesel::Connection>::Backend>;

impl Audience {
    /// Up to `limit` readers behind the id `after`, in the order of ids, of those who were confirmed by `until`.
    pub fn readers(
        &self,
        conn: &mut Conn,
        cadence: Cadence,
        until: NaiveDateTime,
        after: i64,
        limit: i64,
    ) -> QueryResult<Vec<Reader>> {
        self.query(cadence, until)
            .filter(subscribers::id.gt(after))
            .order(subscribers::id)
            .limit(limit)
            .select((subscribers::id, subscribers::reading, subscribers::first_language))
            .load(conn)
    }

    /// How many readers each edition has.
    pub fn count(
        &self,
        conn: &mut Conn,
        cadence: Cadence,
        now: NaiveDateTime,
        site: &[Language],
    ) -> QueryResult<BTreeMap<EditionName, i64>> {
        let mut counts = BTreeMap::new();
        for edition in EditionName::every(site) {
            let mut query = self.query(cadence, now);
            query = match edition.languages() {
                [one] => query.filter(subscribers::reading.eq(one.as_str().to_owned())),
                _ => query
                    .filter(subscribers::reading.eq(ReadingChoice::Both))
                    .filter(subscribers::first_language.eq(edition.first().clone())),
            };
            let n: i64 = query.count().get_result(conn)?;
            if n > 0 {
                counts.insert(edition, n);
            }
        }
        Ok(counts)
    }

    /// How many active people chose another cadence than this one, and so wait for theirs.
    pub fn waiting(&self, conn: &mut Conn, cadence: Cadence, now: NaiveDateTime) -> QueryResult<i64> {
        let mut waiting = 0;
        for other in Cadence::ALL.into_iter().filter(|other| *other != cadence) {
            waiting += self.query(other, now).count().get_result::<i64>(conn)?;
        }
        Ok(waiting)
    }

    fn query(&self, cadence: Cadence, until: NaiveDateTime) -> Query<'_> {
        let mut query = subscribers::table
            .filter(subscribers::status.eq(Status::Active))
            .filter(subscribers::cadence.eq(cadence))
            .filter(subscribers::confirmed_at.le(until))
            .filter(suppression::may_read(until))
            .into_boxed();
        if let Some(reading) = &self.reading {
            query = query.filter(subscribers::reading.eq(reading));
        }
        if let Some(country) = self.country {
            query = query.filter(subscribers::country.eq(country));
        }
        if let Some(day) = self.joined_after {
            query = query.filter(subscribers::confirmed_at.gt(day));
        }
        if !self.topics.is_empty() {
            let any = subscriber_topics::table.filter(subscriber_topics::subscriber_id.eq(subscribers::id));
            let wanted = subscriber_topics::table
                .inner_join(topics::table)
                .filter(subscriber_topics::subscriber_id.eq(subscribers::id))
                .filter(topics::slug.eq_any(&self.topics));
            query = query.filter(not(exists(any)).or(exists(wanted)));
        }
        query
    }
}
