//! When a source is read again.

use chrono::{NaiveDateTime, TimeDelta};

/// Every hour; after failures half as often with each, but once a day at least.
pub fn next(failures: i32, now: NaiveDateTime) -> NaiveDateTime {
    let hours = 1_i64 << failures.clamp(0, 5);
    now + TimeDelta::hours(hours.min(24))
}

/// Longer than any reading may last; who holds a source and dies gives it back by then.
pub fn lease_until(now: NaiveDateTime) -> NaiveDateTime {
    now + TimeDelta::minutes(10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_that_fails_is_asked_less_and_less() {
        let now: NaiveDateTime = "2026-11-23T12:00:00".parse().unwrap();
        let check = |failures, hours| assert_eq!(next(failures, now), now + TimeDelta::hours(hours));
        check(0, 1);
        check(1, 2);
        check(2, 4);
        check(4, 16);
        check(5, 24);
        check(i32::MAX, 24);
    }
}
