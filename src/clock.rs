//! The time, as everything in Hudhud sees it: UTC, cut to microseconds, because that is what both databases keep.

use chrono::{NaiveDateTime, TimeDelta, Timelike};
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

fn cut_to_microseconds(time: NaiveDateTime) -> NaiveDateTime {
    let cut = time.nanosecond() / 1_000 * 1_000;
    time.with_nanosecond(cut).unwrap_or(time)
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;

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
}
