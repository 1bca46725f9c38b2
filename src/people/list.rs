//! People, page by page, narrowed by what they chose.

use std::str::FromStr;

use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    db::{Conn, PublicId, schema::subscribers},
    subscribers::{Cadence, Country, Mistake, Mistakes, ReadingChoice, Status, Subscriber},
    web::Failure,
};

/// Which people are asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Filter {
    pub status: Option<Status>,
    pub reading: Option<ReadingChoice>,
    pub cadence: Option<Cadence>,
    pub country: Option<Country>,
}

/// A filter as a query says it.
#[derive(Debug, Clone, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct FilterWords {
    /// `active`, `paused`, `left`, `unreachable` or `complained`.
    pub status: Option<String>,
    /// A language, or `both`.
    pub reading: Option<String>,
    /// `every`, `weekly` or `monthly`.
    pub cadence: Option<String>,
    /// Two letters of ISO 3166.
    pub country: Option<String>,
}

impl FilterWords {
    /// What the words ask for, and which of them mean nothing: those narrow nothing. An empty word is none.
    pub fn read(&self) -> (Filter, Mistakes) {
        let mut mistakes = Mistakes::new();
        let filter = Filter {
            status: read("status", &self.status, &mut mistakes),
            reading: read("reading", &self.reading, &mut mistakes),
            cadence: read("cadence", &self.cadence, &mut mistakes),
            country: read("country", &self.country, &mut mistakes),
        };
        (filter, mistakes)
    }
}

fn read<T: FromStr>(field: &'static str, word: &Option<String>, mistakes: &mut Mistakes) -> Option<T> {
    let word = word.as_deref().filter(|word| !word.is_empty())?;
    let meant = word.parse().ok();
    if meant.is_none() {
        mistakes.add(field, Mistake::new("mistake-unknown"));
    }
    meant
}

type Query<'a> = subscribers::BoxedQuery<'a, <Conn as diesel::Connection>::Backend>;

impl Filter {
    /// Up to `limit` people who came before the one with this id, the newest first.
    ///
    /// # Errors
    /// Nobody has the id, or nobody any more.
    pub fn newest(
        &self,
        conn: &mut Conn,
        before: Option<&PublicId>,
        limit: i64,
    ) -> Result<Vec<Subscriber>, Failure> {
        let mut query = self.query().order(subscribers::id.desc()).limit(limit);
        if let Some(before) = before {
            query = query.filter(subscribers::id.lt(place(conn, before)?));
        }
        Ok(query.select(Subscriber::as_select()).load(conn)?)
    }

    /// Up to `limit` people who came after the one with this id, in the order in which they came.
    ///
    /// # Errors
    /// Nobody has the id, or nobody any more.
    pub fn oldest(
        &self,
        conn: &mut Conn,
        after: Option<&PublicId>,
        limit: i64,
    ) -> Result<Vec<Subscriber>, Failure> {
        let after = after.map_or(Ok(0), |after| place(conn, after))?;
        Ok(self.behind(conn, after, limit)?)
    }

    /// Up to `limit` people behind the row `after`, in the order in which they came.
    pub fn behind(&self, conn: &mut Conn, after: i64, limit: i64) -> QueryResult<Vec<Subscriber>> {
        let query = self.query().filter(subscribers::id.gt(after)).order(subscribers::id).limit(limit);
        query.select(Subscriber::as_select()).load(conn)
    }

    /// How many people that are.
    pub fn count(&self, conn: &mut Conn) -> QueryResult<i64> {
        self.query().count().get_result(conn)
    }

    /// The same as a query of a link, behind its `?`.
    pub fn query_string(&self) -> String {
        let mut words = url::form_urlencoded::Serializer::new(String::new());
        let pairs = [
            ("status", self.status.as_ref().map(Status::as_str)),
            ("reading", self.reading.as_ref().map(ReadingChoice::as_str)),
            ("cadence", self.cadence.as_ref().map(Cadence::as_str)),
            ("country", self.country.as_ref().map(Country::as_str)),
        ];
        for (name, value) in pairs {
            value.map(|value| words.append_pair(name, value));
        }
        words.finish()
    }

    fn query(&self) -> Query<'static> {
        let mut query = subscribers::table.into_boxed();
        if let Some(status) = self.status {
            query = query.filter(subscribers::status.eq(status));
        }
        if let Some(reading) = self.reading.clone() {
            query = query.filter(subscribers::reading.eq(reading));
        }
        if let Some(cadence) = self.cadence {
            query = query.filter(subscribers::cadence.eq(cadence));
        }
        if let Some(country) = self.country {
            query = query.filter(subscribers::country.eq(country));
        }
        query
    }
}

/// Where somebody stands in the order of coming. Whoever is gone stands nowhere: a list that began anew would show
/// people twice.
fn place(conn: &mut Conn, id: &PublicId) -> Result<i64, Failure> {
    let found = subscribers::table.filter(subscribers::public_id.eq(id)).select(subscribers::id).first(conn);
    found.optional()?.ok_or(Failure::BadRequest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_is_a_link_and_a_link_a_filter() {
        let check = |status: &str, reading: &str, country: &str, expected: &str, wrong: &[&str]| {
            let word = |word: &str| Some(word.to_owned());
            let words = FilterWords {
                status: word(status),
                reading: word(reading),
                cadence: None,
                country: word(country),
            };
            let (filter, mistakes) = words.read();
            assert_eq!(filter.query_string(), expected);
            assert_eq!(mistakes.iter().map(|(field, _)| field).collect::<Vec<_>>(), wrong);
        };
        check("active", "both", "lb", "status=active&reading=both&country=LB", &[]);
        check("", "", "", "", &[]);
        check(
            "confirmed",
            "'; DROP TABLE subscribers; --",
            "Atlantis",
            "",
            &["status", "reading", "country"],
        );
    }
}
