//! How the relays fare: when one can't be reached or refuses us, nobody's attempt is counted, and all wait for it.

use chrono::{NaiveDateTime, TimeDelta};
use diesel::prelude::*;

use crate::{
    db::{Conn, execute_native, schema::relays},
    delivery::dispatches::breaker,
};

/// What went wrong between the mail server and us.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// No connection could be opened.
    NoConnection,
    /// A fresh connection broke before the message was handed over.
    Broken,
    /// It answered that it takes nothing from us.
    Refused,
}

impl Trouble {
    /// The word in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Trouble::NoConnection => "no_connection",
            Trouble::Broken => "broken",
            Trouble::Refused => "refused",
        }
    }
}

/// The waits after the first, second, … failed connection in seconds; the last is used for all that follow. A server
/// that only restarts is found soon, and one that stays away for eight minutes has failed five times.
const NO_CONNECTION: [i64; 5] = [15, 45, 120, 300, 900];

/// How long all wait after this many failures in a row, the last of this kind. One broken connection may be the fault
/// of one message, so nobody else waits for it.
fn wait(trouble: Trouble, failures: i32) -> TimeDelta {
    let doubled = |first: i64, times: i32, most: i64| {
        let factor = 1_i64 << times.clamp(0, 8);
        TimeDelta::minutes((first * factor).min(most))
    };
    match trouble {
        Trouble::Broken if failures <= 1 => TimeDelta::zero(),
        Trouble::Broken => doubled(1, failures - 2, 15),
        Trouble::NoConnection => {
            let nth = usize::try_from(failures - 1).unwrap_or(0).min(NO_CONNECTION.len() - 1);
            TimeDelta::seconds(NO_CONNECTION[nth])
        }
        Trouble::Refused => doubled(5, failures - 1, 60),
    }
}

/// How a relay stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Health {
    /// In a row.
    pub failures: i32,
    /// Nothing goes through it before.
    pub wait_until: Option<NaiveDateTime>,
}

impl Health {
    /// Whether it may be tried now.
    pub fn is_ready(&self, now: NaiveDateTime) -> bool {
        self.wait_until.is_none_or(|until| until <= now)
    }
}

/// How a relay stands; one that nobody complained of is well.
pub fn find(conn: &mut Conn, name: &str) -> QueryResult<Health> {
    let row: Option<(i32, Option<NaiveDateTime>)> =
        relays::table.find(name).select((relays::failures, relays::wait_until)).first(conn).optional()?;
    Ok(row.map(|(failures, wait_until)| Health { failures, wait_until }).unwrap_or_default())
}

/// Records a failure and makes all wait. The failures in a row, or none if all were waiting already: connections
/// that fail at the same time are one failure.
pub fn failed(conn: &mut Conn, name: &str, trouble: Trouble, now: NaiveDateTime) -> QueryResult<Option<i32>> {
    let row = (relays::name.eq(name.to_owned()), relays::failures.eq(0));
    execute_native(conn, diesel::insert_into(relays::table).values(row).on_conflict_do_nothing())?;
    let calm = relays::wait_until.is_null().or(relays::wait_until.le(now));
    let failures: Option<i32> = diesel::update(relays::table.find(name).filter(calm))
        .set((relays::failures.eq(relays::failures + 1), relays::reason.eq(trouble.as_str())))
        .returning(relays::failures)
        .get_result(conn)
        .optional()?;
    if let Some(failures) = failures {
        diesel::update(relays::table.find(name))
            .set(relays::wait_until.eq(now + wait(trouble, failures)))
            .execute(conn)?;
    }
    Ok(failures)
}

/// Why nothing goes through any of these relays now, if so: each waits because it has refused us, or failed five times in
/// a row. As long as one of them works, the issues go on.
pub fn common_trouble(
    conn: &mut Conn,
    names: &[String],
    now: NaiveDateTime,
) -> QueryResult<Option<&'static str>> {
    let rows: Vec<(i32, Option<String>)> = relays::table
        .filter(relays::name.eq_any(names))
        .filter(relays::failures.gt(0))
        .filter(relays::wait_until.gt(now))
        .select((relays::failures, relays::reason))
        .load(conn)?;
    let refused = Some(Trouble::Refused.as_str());
    let is_lost = |(failures, reason): &(i32, Option<String>)| {
        *failures >= breaker::CONNECTION_ERRORS || reason.as_deref() == refused
    };
    if rows.len() < names.len() || !rows.iter().all(is_lost) {
        return Ok(None);
    }
    match rows.iter().any(|(_, reason)| reason.as_deref() == refused) {
        true => Ok(Some(breaker::REFUSED)),
        false => Ok(Some(breaker::NO_CONNECTION)),
    }
}

/// A mail server that is waited for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitingRelay {
    /// Host and port.
    pub name: String,
    /// `no_connection`, `broken` or `refused`.
    pub reason: String,
    pub until: NaiveDateTime,
}

/// The mail servers that are waited for now: nothing goes through them.
pub fn waiting_relays(conn: &mut Conn, now: NaiveDateTime) -> QueryResult<Vec<WaitingRelay>> {
    let rows: Vec<(String, Option<String>, Option<NaiveDateTime>)> = relays::table
        .filter(relays::wait_until.gt(now))
        .order(relays::name)
        .select((relays::name, relays::reason, relays::wait_until))
        .load(conn)?;
    let relay = |(name, reason, until): (String, Option<String>, _)| {
        Some(WaitingRelay { name, reason: reason?, until: until? })
    };
    Ok(rows.into_iter().filter_map(relay).collect())
}

/// A relay took a message.
pub fn is_well(conn: &mut Conn, name: &str) -> QueryResult<()> {
    diesel::update(relays::table.find(name)).set(well()).execute(conn)?;
    Ok(())
}

/// Whoever starts a worker anew has perhaps mended what was wrong: no relay is waited for, but its failures count.
pub fn try_again(conn: &mut Conn) -> QueryResult<()> {
    diesel::update(relays::table).set(relays::wait_until.eq(None::<NaiveDateTime>)).execute(conn)?;
    Ok(())
}

/// An admin says that all relays will work: nobody waits any more.
pub fn are_well(conn: &mut Conn) -> QueryResult<()> {
    diesel::update(relays::table).set(well()).execute(conn)?;
    Ok(())
}

#[derive(AsChangeset)]
#[diesel(table_name = relays, treat_none_as_null = true)]
struct Well {
    failures: i32,
    wait_until: Option<NaiveDateTime>,
    reason: Option<String>,
}

fn well() -> Well {
    Well { failures: 0, wait_until: None, reason: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_wait_longer_with_every_failure() {
        let check = |trouble, failures, minutes| {
            assert_eq!(wait(trouble, failures), TimeDelta::minutes(minutes), "{trouble:?} {failures}");
        };
        let lost = |failures| wait(Trouble::NoConnection, failures).num_seconds();
        assert_eq!([1, 2, 3, 4, 5, 1000].map(lost), [15, 45, 120, 300, 900, 900]);
        check(Trouble::Broken, 1, 0);
        check(Trouble::Broken, 2, 1);
        check(Trouble::Broken, 9, 15);
        check(Trouble::Refused, 1, 5);
        check(Trouble::Refused, 9, 60);
    }
}
