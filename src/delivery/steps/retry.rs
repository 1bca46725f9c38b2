//! What follows from how a try ended.

use std::str::FromStr;

use chrono::{NaiveDateTime, TimeDelta};

use crate::{config::Uncertain, mail::Fate};

/// What becomes of a message of which nobody knows whether it arrived.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhenUncertain {
    /// It is sent once more, with the same Message-ID and Date.
    Resend,
    /// It waits for an admin.
    Hold,
}

impl WhenUncertain {
    /// The word in the database.
    pub fn as_str(&self) -> &'static str {
        match self {
            WhenUncertain::Resend => "resend",
            WhenUncertain::Hold => "hold",
        }
    }
}

impl FromStr for WhenUncertain {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        match word {
            "resend" => Ok(WhenUncertain::Resend),
            "hold" => Ok(WhenUncertain::Hold),
            _ => Err(format!("no such choice: {word}")),
        }
    }
}

crate::db::text_column!(WhenUncertain);

impl From<Uncertain> for WhenUncertain {
    fn from(setting: Uncertain) -> Self {
        match setting {
            Uncertain::Resend => WhenUncertain::Resend,
            Uncertain::Hold => WhenUncertain::Hold,
        }
    }
}

/// What was tried before.
#[derive(Debug, Clone, Copy)]
pub struct Tried {
    /// Tries that counted, before this one.
    pub attempts: i32,
    /// When the first of them was.
    pub first_at: NaiveDateTime,
    /// Whether one of them may have arrived.
    pub uncertain: bool,
}

impl Tried {
    /// As a row tells it.
    pub fn of(attempts: i32, first_at: Option<NaiveDateTime>, uncertain: bool, now: NaiveDateTime) -> Tried {
        Tried { attempts, first_at: first_at.unwrap_or(now), uncertain }
    }
}

/// How long a message is tried, and what is done about doubt.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    pub give_up_after: TimeDelta,
    pub when_uncertain: WhenUncertain,
}

impl Patience {
    /// A day: a link in a letter is of no use for longer.
    pub fn of_letters(when_uncertain: WhenUncertain) -> Self {
        Patience { give_up_after: TimeDelta::hours(24), when_uncertain }
    }

    /// Three days.
    pub fn of_issues(when_uncertain: WhenUncertain) -> Self {
        Patience { give_up_after: TimeDelta::hours(72), when_uncertain }
    }
}

/// What to do next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    Sent,
    Failed,
    /// Once more after this time; the try counted.
    Retry(TimeDelta),
    /// Once more after this time, though it may have arrived.
    Resend(TimeDelta),
    /// An admin decides.
    Hold,
    /// As if it had not been tried, after this time.
    Release(TimeDelta),
}

/// The waits after the first, second, … try; the last is used for all that follow. Greylisting wants a second try
/// within minutes, RFC 5321 two in the first hour.
const WAITS: [i64; 8] = [1, 5, 15, 30, 60, 120, 240, 480];

/// Decides by the fate of a try. `jitter` lies within 0 and 1 and spreads the waits, so that what failed together is
/// not tried together.
pub fn next(fate: &Fate, tried: Tried, patience: Patience, jitter: f64, now: NaiveDateTime) -> Next {
    let wait = wait(tried.attempts, jitter);
    match fate {
        Fate::Accepted(_) => Next::Sent,
        Fate::Permanent(_) => Next::Failed,
        Fate::Transient(_) | Fate::Broken(_) if now + wait > tried.first_at + patience.give_up_after => {
            Next::Failed
        }
        Fate::Transient(_) | Fate::Broken(_) => Next::Retry(wait),
        Fate::Uncertain(_) => doubt(tried.uncertain, patience.when_uncertain),
        Fate::Unreachable(_) => Next::Release(spread(TimeDelta::minutes(1), jitter)),
        Fate::OurFault(_) | Fate::NotSent => Next::Release(TimeDelta::zero()),
    }
}

/// What follows when nobody knows whether a message arrived. A third copy never goes.
pub fn doubt(again: bool, when_uncertain: WhenUncertain) -> Next {
    match when_uncertain {
        WhenUncertain::Hold => Next::Hold,
        WhenUncertain::Resend if again => Next::Failed,
        WhenUncertain::Resend => Next::Resend(TimeDelta::minutes(1)),
    }
}

fn wait(attempts: i32, jitter: f64) -> TimeDelta {
    let step = usize::try_from(attempts).unwrap_or(0).min(WAITS.len() - 1);
    spread(TimeDelta::minutes(WAITS[step]), jitter)
}

/// Between this time and a quarter more.
fn spread(time: TimeDelta, jitter: f64) -> TimeDelta {
    time + TimeDelta::milliseconds((time.num_milliseconds() as f64 * 0.25 * jitter) as i64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mail::Reply;

    fn now() -> NaiveDateTime {
        "2026-11-23T12:00:00".parse().unwrap()
    }

    fn tried(attempts: i32, hours_ago: i64, uncertain: bool) -> Tried {
        Tried { attempts, first_at: now() - TimeDelta::hours(hours_ago), uncertain }
    }

    fn check(fate: Fate, tried: Tried, when: WhenUncertain, expected: Next) {
        let patience = Patience::of_letters(when);
        assert_eq!(next(&fate, tried, patience, 0.0, now()), expected, "{fate:?} {tried:?}");
    }

    #[test]
    fn each_fate_has_its_consequence() {
        use WhenUncertain::{Hold, Resend};
        let reply = |code| Reply::ours(code, "4.0.0", "");
        let lost = || Fate::Uncertain("lost".to_owned());
        let minutes = TimeDelta::minutes;
        check(Fate::Accepted(reply(250)), tried(0, 0, false), Resend, Next::Sent);
        check(Fate::Permanent(reply(550)), tried(0, 0, false), Resend, Next::Failed);
        check(Fate::Transient(reply(450)), tried(0, 0, false), Resend, Next::Retry(minutes(1)));
        check(Fate::Transient(reply(450)), tried(1, 0, false), Resend, Next::Retry(minutes(5)));
        check(Fate::Transient(reply(450)), tried(7, 9, false), Resend, Next::Retry(minutes(480)));
        check(Fate::Transient(reply(450)), tried(99, 9, true), Resend, Next::Retry(minutes(480)));
        check(Fate::Transient(reply(450)), tried(9, 17, false), Resend, Next::Failed);
        check(Fate::OurFault(reply(535)), tried(3, 90, false), Resend, Next::Release(minutes(0)));
        check(Fate::NotSent, tried(3, 90, false), Resend, Next::Release(minutes(0)));
        check(Fate::Unreachable(String::new()), tried(3, 90, false), Hold, Next::Release(minutes(1)));
        check(Fate::Broken(String::new()), tried(1, 0, false), Hold, Next::Retry(minutes(5)));
        check(Fate::Broken(String::new()), tried(9, 17, false), Hold, Next::Failed);
        check(lost(), tried(0, 0, false), Resend, Next::Resend(minutes(1)));
        check(lost(), tried(1, 0, true), Resend, Next::Failed);
        check(lost(), tried(0, 0, false), Hold, Next::Hold);
        check(lost(), tried(1, 0, true), Hold, Next::Hold);
    }

    #[test]
    fn an_issue_is_tried_for_three_days() {
        let patience = Patience::of_issues(WhenUncertain::Resend);
        let end = |hours| {
            next(
                &Fate::Transient(Reply::ours(450, "4.2.0", "")),
                tried(9, hours, false),
                patience,
                0.5,
                now(),
            )
        };
        assert!(matches!(end(62), Next::Retry(_)));
        assert_eq!(end(64), Next::Failed);
    }

    #[test]
    fn waits_differ_by_a_quarter_at_most() {
        assert_eq!(wait(0, 1.0), TimeDelta::seconds(75));
        assert_eq!(wait(2, 0.0), TimeDelta::minutes(15));
    }
}
