//! How the mail server fares: when it can't be reached or refuses us, nobody's attempt is counted, and all wait.

use chrono::{NaiveDateTime, TimeDelta};
use diesel::prelude::*;

use crate::db::{Conn, execute_native, schema::relays};

/// The one relay that there is.
const NAME: &str = "smtp";

/// What went wrong between the mail server and us.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Trouble {
    /// No connection could be opened.
    NoConnection,
    /// A fresh connection broke before the message was handed over.
    Broken,
    /// It answered that it takes nothing from us.
    Refused,
}

impl Trouble {
    fn as_str(self) -> &'static str {
        match self {
            Trouble::NoConnection => "no_connection",
            Trouble::Broken => "broken",
            Trouble::Refused => "refused",
        }
    }
}

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
        Trouble::NoConnection => doubled(1, failures - 1, 15),
        Trouble::Refused => doubled(5, failures - 1, 60),
    }
}

/// How the relay stands: failures in a row, and until when all wait.
pub(super) fn find(conn: &mut Conn) -> QueryResult<(i32, Option<NaiveDateTime>)> {
    let row =
        relays::table.find(NAME).select((relays::failures, relays::wait_until)).first(conn).optional()?;
    Ok(row.unwrap_or_default())
}

/// Records a failure and makes all wait. The failures in a row, or none if all were waiting already: connections
/// that fail at the same time are one failure.
pub(super) fn failed(conn: &mut Conn, trouble: Trouble, now: NaiveDateTime) -> QueryResult<Option<i32>> {
    let row = (relays::name.eq(NAME), relays::failures.eq(0));
    execute_native(conn, diesel::insert_into(relays::table).values(row).on_conflict_do_nothing())?;
    let calm = relays::wait_until.is_null().or(relays::wait_until.le(now));
    let failures: Option<i32> = diesel::update(relays::table.find(NAME).filter(calm))
        .set((relays::failures.eq(relays::failures + 1), relays::reason.eq(trouble.as_str())))
        .returning(relays::failures)
        .get_result(conn)
        .optional()?;
    if let Some(failures) = failures {
        diesel::update(relays::table.find(NAME))
            .set(relays::wait_until.eq(now + wait(trouble, failures)))
            .execute(conn)?;
    }
    Ok(failures)
}

/// The relay took a message, or an admin says that it will: nobody waits any more.
pub(super) fn is_well(conn: &mut Conn) -> QueryResult<()> {
    diesel::update(relays::table.find(NAME))
        .set((
            relays::failures.eq(0),
            relays::wait_until.eq(None::<NaiveDateTime>),
            relays::reason.eq(None::<String>),
        ))
        .execute(conn)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_wait_longer_with_every_failure() {
        let check = |trouble, failures, minutes| {
            assert_eq!(wait(trouble, failures), TimeDelta::minutes(minutes), "{trouble:?} {failures}");
        };
        check(Trouble::NoConnection, 1, 1);
        check(Trouble::NoConnection, 2, 2);
        check(Trouble::NoConnection, 5, 15);
        check(Trouble::NoConnection, 1000, 15);
        check(Trouble::Broken, 1, 0);
        check(Trouble::Broken, 2, 1);
        check(Trouble::Broken, 9, 15);
        check(Trouble::Refused, 1, 5);
        check(Trouble::Refused, 9, 60);
    }
}
