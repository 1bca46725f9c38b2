//! The time, as everything in Hudhud sees it: UTC, cut to microseconds, because that is what both databases keep.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, TimeDelta, Timelike};
use std::sync::{Arc, Mutex, PoisonError};

/// The only reader of time. Clones show the same time; a manual one stands still until it is advanced.
#[derive(Clone, Debug)]
pub struct Clock(Hands);

#[derive(Clone, Debug)]
enum Hands {
    System,
    Manual(Arc<Mutex<NaiveDateTime>>),
}

impl Clock {
    /// The computer's own clock.
    pub fn system() -> Self {
        Clock(Hands::System)
    }

    /// A clock that stands at `start` until somebody advances it.
    pub fn manual(start: NaiveDateTime) -> Self {
        Clock(Hands::Manual(Arc::new(Mutex::new(start))))
    }

    /// The time in UTC, cut to microseconds.
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the time")]
    pub fn now(&self) -> NaiveDateTime {
        let now = match &self.0 {
            Hands::System => chrono::Utc::now().naive_utc(),
            Hands::Manual(time) => *time.lock().unwrap_or_else(PoisonError::into_inner),
        };
        cut_to_microseconds(now)
    }

    /// Moves a manual clock, and with it every clone of it. The system's clock can't be moved.
    pub fn advance(&self, by: TimeDelta) {
        if let Hands::Manual(time) = &self.0 {
            *time.lock().unwrap_or_else(PoisonError::into_inner) += by;
        }
    }
}

/// A day, a day and a time, or RFC 3339, as people and programs write it; without a zone it is UTC. A year has four
/// digits: neither database nor calendar is asked for more.
pub fn parse(text: &str) -> Option<NaiveDateTime> {
    const LOCAL: [&str; 5] =
        ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%MZ", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M"];
    let text = text.trim();
    let day = || NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().map(NaiveDateTime::from);
    let zoned = || DateTime::parse_from_rfc3339(text).ok().map(|time| time.naive_utc());
    let local = || LOCAL.iter().find_map(|format| NaiveDateTime::parse_from_str(text, format).ok());
    let time = day().or_else(zoned).or_else(local)?;
    (1..=9999).contains(&time.year()).then(|| cut_to_microseconds(time))
}

/// A time of ours cut to seconds, as templates take it.
pub fn in_seconds(time: NaiveDateTime) -> String {
    time.format("%Y-%m-%dT%H:%M:%S").to_string()
}

/// Writes a time of ours as RFC 3339 with its offset, for who reads it elsewhere.
///
/// # Errors
/// The writer's own.
pub fn zoned<S: serde::Serializer>(time: &NaiveDateTime, serializer: S) -> Result<S::Ok, S::Error> {
    serde::Serialize::serialize(&time.and_utc(), serializer)
}

fn cut_to_microseconds(time: NaiveDateTime) -> NaiveDateTime {
    let cut = time.nanosecond() / 1_000 * 1_000;
    time.with_nanosecond(cut).unwrap_or(time)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noon() -> NaiveDateTime {
        NaiveDate::from_ymd_opt(2026, 3, 20).unwrap().and_hms_nano_opt(12, 0, 0, 123_456_789).unwrap()
    }

    #[test]
    fn a_manual_clock_moves_all_its_clones() {
        let clock = Clock::manual(noon());
        let clone = clock.clone();
        clock.advance(TimeDelta::days(7));
        assert_eq!(clone.now(), cut_to_microseconds(noon()) + TimeDelta::days(7));
    }

    #[test]
    fn times_are_cut_to_microseconds() {
        assert_eq!(Clock::manual(noon()).now().nanosecond(), 123_456_000);
        assert_eq!(Clock::system().now().nanosecond() % 1_000, 0);
    }
    #[test]
    fn times_are_read_as_people_and_programs_write_them() {
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(parse(text).map(|time| time.to_string()).as_deref(), expected, "{text}");
        };
        check(" 2022-08-02 ", Some("2022-08-02 00:00:00"));
        check("2022-08-02 09:30", Some("2022-08-02 09:30:00"));
        check("2022-08-02T09:30", Some("2022-08-02 09:30:00"));
        check("2022-08-02T09:30:00", Some("2022-08-02 09:30:00"));
        check("2022-08-02T09:30:00+03:00", Some("2022-08-02 06:30:00"));
        check("2026-11-29T07:00Z", Some("2026-11-29 07:00:00"));
        check("9999-12-31T23:59:59Z", Some("9999-12-31 23:59:59"));
        for text in ["", "soon", "+20000-01-01", "+20000-01-01T00:00:00Z", "-0001-01-01", "0000-01-01"] {
            check(text, None);
        }
        check("9999-12-31T23:59:59-01:00", None);
    }
}
