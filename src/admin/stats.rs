//! How many people there are, and how many came and went.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate, NaiveDateTime};
use diesel::{
    dsl::{count_star, sql},
    prelude::*,
    sql_types::Date,
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    db::{
        Conn,
        schema::{issues, subscribers},
    },
    i18n::Language,
    subscribers::{ReadingChoice, Status},
};

/// Days of growth.
pub const DAYS: u64 = 30;

/// Everything that is counted.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Stats {
    pub subscribers: People,
    /// Each of the last 30 days, today last.
    pub growth: Vec<Day>,
    /// Issues by status.
    pub issues: BTreeMap<String, i64>,
}

/// People by what they are and what they read.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct People {
    pub total: i64,
    pub status: BTreeMap<String, i64>,
    /// Of those on the list.
    pub reading: BTreeMap<String, i64>,
}

/// How many joined and left on one day (UTC).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Day {
    #[schema(value_type = String, format = "date")]
    pub day: NaiveDate,
    pub joined: i64,
    pub left: i64,
}

/// Counts everything at one moment.
pub fn count(conn: &mut Conn, languages: &[Language], now: NaiveDateTime) -> QueryResult<Stats> {
    let by_status: Vec<(Status, i64)> = subscribers::table
        .group_by(subscribers::status)
        .select((subscribers::status, count_star()))
        .load(conn)?;
    let by_reading: Vec<(ReadingChoice, i64)> = subscribers::table
        .filter(subscribers::status.eq_any([Status::Active, Status::Paused]))
        .group_by(subscribers::reading)
        .select((subscribers::reading, count_star()))
        .load(conn)?;
    let by_issue_status: Vec<(String, i64)> =
        issues::table.group_by(issues::status).select((issues::status, count_star())).load(conn)?;
    let first = now.date() - Days::new(DAYS - 1);
    let begin = first.and_time(Default::default());
    // Both databases have a function of this name for the day of a time.
    let (confirmed_on, left_on) = (|| sql::<Date>("date(confirmed_at)"), || sql::<Date>("date(left_at)"));
    let joined = subscribers::table
        .filter(subscribers::confirmed_at.ge(begin))
        .group_by(confirmed_on())
        .select((confirmed_on(), count_star()))
        .load(conn)?;
    let left = subscribers::table
        .filter(subscribers::left_at.ge(begin))
        .group_by(left_on())
        .select((left_on(), count_star()))
        .load(conn)?;
    Ok(Stats {
        subscribers: people(by_status, by_reading, languages),
        growth: growth(first, &joined, &left),
        issues: by_issue_status.into_iter().collect(),
    })
}

/// Every status and every reading choice of the site has its figure, also where that is nothing.
fn people(
    by_status: Vec<(Status, i64)>,
    by_reading: Vec<(ReadingChoice, i64)>,
    languages: &[Language],
) -> People {
    let mut status: BTreeMap<String, i64> =
        Status::ALL.iter().map(|status| (status.as_str().to_owned(), 0)).collect();
    status.extend(by_status.iter().map(|(one, n)| (one.as_str().to_owned(), *n)));
    let choices = languages.iter().cloned().map(ReadingChoice::One).chain([ReadingChoice::Both]);
    let mut reading: BTreeMap<String, i64> = choices.map(|one| (one.as_str().to_owned(), 0)).collect();
    reading.extend(by_reading.iter().map(|(one, n)| (one.as_str().to_owned(), *n)));
    People { total: by_status.iter().map(|(_, n)| n).sum(), status, reading }
}

fn growth(first: NaiveDate, joined: &[(NaiveDate, i64)], left: &[(NaiveDate, i64)]) -> Vec<Day> {
    let mut days: Vec<Day> =
        first.iter_days().take(DAYS as usize).map(|day| Day { day, joined: 0, left: 0 }).collect();
    for day in &mut days {
        let of_day = |counted: &[(NaiveDate, i64)]| {
            counted.iter().filter(|(on, _)| *on == day.day).map(|(_, people)| people).sum()
        };
        (day.joined, day.left) = (of_day(joined), of_day(left));
    }
    days
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_day_has_its_figures() {
        let first: NaiveDate = "2026-11-01".parse().unwrap();
        let on = |day: &str, people: i64| (day.parse::<NaiveDate>().unwrap(), people);
        let joined = [on("2026-11-01", 2), on("2026-11-30", 1)];
        let left = [on("2026-11-02", 1), on("2026-10-31", 1), on("2026-12-01", 1)];
        let days = growth(first, &joined, &left);
        assert_eq!(days.len(), 30);
        assert_eq!((days[0].joined, days[1].left, days[29].joined), (2, 1, 1));
        assert_eq!(days.iter().map(|day| day.joined + day.left).sum::<i64>(), 4);
    }

    #[test]
    fn figures_of_nothing_are_there_too() {
        let languages = ["ar".parse().unwrap(), "en".parse().unwrap()];
        let people = people(vec![(Status::Active, 3)], vec![(ReadingChoice::Both, 2)], &languages);
        assert_eq!(people.total, 3);
        assert_eq!(people.status["left"], 0);
        assert_eq!(
            people.reading.into_iter().collect::<Vec<_>>(),
            [("ar".to_owned(), 0), ("both".to_owned(), 2), ("en".to_owned(), 0),]
        );
    }
}
