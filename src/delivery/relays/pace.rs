//! How fast messages may go: rates, a day's quota, and who must wait. What was spent is a row of the database, so that a
//! limit holds over all workers and over restarts.

use chrono::{NaiveDate, NaiveDateTime, TimeDelta};
use diesel::prelude::*;

use crate::db::{Conn, execute_native, schema::paces};

/// What a rate may have saved up besides one message, so that looking in now and then loses nothing of it.
const SAVED: TimeDelta = TimeDelta::milliseconds(300);

/// The pace of all messages together.
pub const ALL: &str = "all";
/// The first day of the warm-up.
pub const WARM_UP: &str = "warm-up";

/// The pace of what one relay carries.
pub fn of_relay(relay: &str) -> String {
    format!("relay:{relay}")
}

/// Spends up to `wanted` messages of a rate of so many in a `span`. How many may go now.
pub fn spend(conn: &mut Conn, name: &str, rate: Rate, wanted: i64, now: NaiveDateTime) -> QueryResult<i64> {
    let spent_until: Option<NaiveDateTime> = locked(conn, name)?.0;
    let (n, spent_until) = rate.allow(spent_until, wanted, now);
    diesel::update(paces::table.find(name)).set(paces::spent_until.eq(spent_until)).execute(conn)?;
    Ok(n)
}

/// Gives back what was spent and not needed.
pub fn give_back(conn: &mut Conn, name: &str, rate: Rate, n: i64) -> QueryResult<()> {
    if let (Some(spent_until), ..) = locked(conn, name)? {
        let spent_until = spent_until - rate.time_of(n);
        diesel::update(paces::table.find(name)).set(paces::spent_until.eq(spent_until)).execute(conn)?;
    }
    Ok(())
}

/// Spends up to `wanted` messages of what may go in a day; giving back is spending a negative number.
pub fn spend_today(
    conn: &mut Conn,
    name: &str,
    most: i64,
    wanted: i64,
    now: NaiveDateTime,
) -> QueryResult<i64> {
    let (_, day, n_today) = locked(conn, name)?;
    let today = now.date().to_string();
    let so_far = if day.as_deref() == Some(&*today) { n_today } else { 0 };
    let n = wanted.min((most - so_far).max(0));
    diesel::update(paces::table.find(name))
        .set((paces::day.eq(today), paces::n_today.eq((so_far + n).max(0))))
        .execute(conn)?;
    Ok(n)
}

/// Gives back what was spent of today for messages that were not tried after all.
pub fn untried(conn: &mut Conn, n: i64, now: NaiveDateTime) -> QueryResult<()> {
    let day: Option<String> = paces::table.find(ALL).select(paces::day).first(conn).optional()?.flatten();
    if n > 0 && day.is_some_and(|day| day == now.date().to_string()) {
        spend_today(conn, ALL, i64::MAX, -n, now)?;
    }
    Ok(())
}

/// How many messages the plan of a warm-up lets go today; no limit once it is over. It begins on the day on which it is
/// first asked for.
pub fn warm_up_of_today(conn: &mut Conn, plan: &[u32], now: NaiveDateTime) -> QueryResult<Option<i64>> {
    let (_, first, _) = locked(conn, WARM_UP)?;
    let first = match first.and_then(|day| day.parse::<NaiveDate>().ok()) {
        Some(day) => day,
        None => {
            let today = now.date();
            diesel::update(paces::table.find(WARM_UP)).set(paces::day.eq(today.to_string())).execute(conn)?;
            today
        }
    };
    Ok(planned(plan, first, now.date()))
}

fn planned(plan: &[u32], first: NaiveDate, today: NaiveDate) -> Option<i64> {
    let day = usize::try_from((today - first).num_days()).unwrap_or(0);
    plan.get(day).map(|most| i64::from(*most))
}

/// Makes something wait: a minute, then twice as long each time, up to an hour. After a day without trouble it begins
/// anew.
pub fn slow_down(conn: &mut Conn, name: &str, now: NaiveDateTime) -> QueryResult<()> {
    let row = paces::name.eq(name.to_owned());
    execute_native(conn, diesel::insert_into(paces::table).values(row).on_conflict_do_nothing())?;
    let (failures, wait_until): (i32, Option<NaiveDateTime>) =
        paces::table.find(name).select((paces::failures, paces::wait_until)).first(conn)?;
    let Some((failures, until)) = slower(failures, wait_until, now) else { return Ok(()) };
    diesel::update(paces::table.find(name))
        .set((paces::failures.eq(failures), paces::wait_until.eq(until)))
        .execute(conn)?;
    Ok(())
}

/// Answers that come while it waits are about what was on its way already.
fn slower(
    failures: i32,
    wait_until: Option<NaiveDateTime>,
    now: NaiveDateTime,
) -> Option<(i32, NaiveDateTime)> {
    let failures = match wait_until {
        Some(until) if until > now => return None,
        Some(until) if now - until < TimeDelta::days(1) => failures + 1,
        _ => 1,
    };
    let minutes = (1_i64 << (failures - 1).clamp(0, 6)).min(60);
    Some((failures, now + TimeDelta::minutes(minutes)))
}

/// What waits now, and until when.
pub fn waiting(conn: &mut Conn, now: NaiveDateTime) -> QueryResult<Vec<(String, NaiveDateTime)>> {
    let rows: Vec<(String, Option<NaiveDateTime>)> =
        paces::table.filter(paces::wait_until.gt(now)).select((paces::name, paces::wait_until)).load(conn)?;
    Ok(rows.into_iter().filter_map(|(name, until)| Some((name, until?))).collect())
}

/// A row and its lock, until the transaction ends: made if it is not there.
fn locked(conn: &mut Conn, name: &str) -> QueryResult<(Option<NaiveDateTime>, Option<String>, i64)> {
    let row = paces::name.eq(name.to_owned());
    execute_native(conn, diesel::insert_into(paces::table).values(row).on_conflict_do_nothing())?;
    diesel::update(paces::table.find(name))
        .set(paces::failures.eq(paces::failures))
        .returning((paces::spent_until, paces::day, paces::n_today))
        .get_result(conn)
}

/// So many messages in a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    pub messages: u32,
    pub span: TimeDelta,
}

impl Rate {
    /// So many messages a second.
    pub fn per_second(messages: u32) -> Rate {
        Rate { messages, span: TimeDelta::seconds(1) }
    }

    /// So many messages a minute.
    pub fn per_minute(messages: u32) -> Rate {
        Rate { messages, span: TimeDelta::minutes(1) }
    }

    /// What so many messages take. Rounded up: what is saved up for one message must be enough for one.
    pub fn time_of(self, n: i64) -> TimeDelta {
        let all = self.span.num_microseconds().unwrap_or(i64::MAX).saturating_mul(n);
        let messages = i64::from(self.messages.max(1));
        TimeDelta::microseconds(all / messages + i64::from(all % messages > 0))
    }

    fn allow(
        self,
        spent_until: Option<NaiveDateTime>,
        wanted: i64,
        now: NaiveDateTime,
    ) -> (i64, NaiveDateTime) {
        let saved = now - self.time_of(1) - SAVED;
        // What lies far ahead was written before the clock was set back.
        let spent_until = spent_until.filter(|until| *until <= now + TimeDelta::hours(1));
        let from = spent_until.map_or(saved, |until| until.max(saved));
        let free = (now - from).num_microseconds().unwrap_or(0).max(0);
        let span = self.span.num_microseconds().unwrap_or(i64::MAX).max(1);
        let n = (free.saturating_mul(i64::from(self.messages)) / span).clamp(0, wanted);
        (n, from + self.time_of(n))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> NaiveDateTime {
        "2026-11-23T12:00:00".parse().unwrap()
    }

    #[test]
    fn a_rate_lets_so_many_go_and_no_more() {
        let rate = Rate::per_second(100);
        let mut spent_until = None;
        let mut gone = 0;
        for step in 0..100 {
            let (n, until) = rate.allow(spent_until, 1_000, now() + TimeDelta::milliseconds(step * 100));
            (spent_until, gone) = (Some(until), gone + n);
        }
        assert!((990..=1_030).contains(&gone), "{gone} in ten seconds");
    }

    #[test]
    fn every_rate_is_kept_and_used() {
        let rates = (1..=200).flat_map(|n| [Rate::per_second(n), Rate::per_minute(n)]);
        for rate in rates {
            let (step, steps) = (TimeDelta::milliseconds(100), 1_200);
            let (mut spent_until, mut gone) = (None, 0);
            for at in 0..steps {
                let (n, until) = rate.allow(spent_until, 1_000, now() + step * at);
                (spent_until, gone) = (Some(until), gone + n);
            }
            let due = i64::from(rate.messages) * (step * steps).num_seconds() / rate.span.num_seconds();
            let saved = rate.messages as i64 * SAVED.num_milliseconds() / rate.span.num_milliseconds() + 1;
            assert!(
                (due - due / 1_000 - 1..=due + saved).contains(&gone),
                "{rate:?}: {gone} instead of {due}"
            );
        }
    }

    #[test]
    fn a_slow_rate_saves_up_one_message() {
        let rate = Rate::per_minute(2);
        let (n, until) = rate.allow(None, 10, now());
        assert_eq!(n, 1);
        assert_eq!(rate.allow(Some(until), 10, now() + TimeDelta::seconds(29)).0, 0);
        assert_eq!(rate.allow(Some(until), 10, now() + TimeDelta::seconds(30)).0, 1);
        assert_eq!(rate.allow(Some(until), 10, now() + TimeDelta::days(3)).0, 1);
        assert_eq!(rate.allow(Some(now() + TimeDelta::days(1)), 10, now()).0, 1, "the clock was set back");
    }

    #[test]
    fn a_warm_up_grows_by_the_day_and_ends() {
        let day = |n: i64| now().date() + TimeDelta::days(n);
        let check = |today, expected| assert_eq!(planned(&[50, 100], now().date(), day(today)), expected);
        check(0, Some(50));
        check(1, Some(100));
        check(2, None);
        check(-1, Some(50));
    }

    #[test]
    fn who_complains_again_is_left_alone_for_longer() {
        let check = |failures, until: Option<i64>, expected: Option<(i32, i64)>| {
            let until = until.map(|minutes| now() + TimeDelta::minutes(minutes));
            let found = slower(failures, until, now());
            assert_eq!(found, expected.map(|(failures, wait)| (failures, now() + TimeDelta::minutes(wait))));
        };
        check(0, None, Some((1, 1)));
        check(1, Some(-1), Some((2, 2)));
        check(6, Some(-60), Some((7, 60)));
        check(3, Some(1), None);
        check(9, Some(-60 * 25), Some((1, 1)));
    }
}
