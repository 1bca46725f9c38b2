//! When a form was shown, proved by a MAC. Nothing is refused for it: it only tells which limits to count.

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use chrono::{DateTime, NaiveDateTime, TimeDelta};
use subtle::ConstantTimeEq;

use crate::vault::Vault;

/// Nobody fills in a form faster.
const SHORTEST: TimeDelta = TimeDelta::seconds(3);
/// A page may stay open for a day.
const LONGEST: TimeDelta = TimeDelta::hours(24);
const PURPOSE: &str = "form-stamp";
const MAC: usize = 16;

/// The value of the hidden field.
pub fn stamp(vault: &Vault, now: NaiveDateTime) -> String {
    let shown_at = now.and_utc().timestamp().to_be_bytes();
    let mac = vault.mac(PURPOSE, &[&shown_at]);
    BASE64_URL_SAFE_NO_PAD.encode([&shown_at[..], &mac[..MAC]].concat())
}

/// Whether a person may have filled in the form in the time since it was shown. A stamp that is missing, forged,
/// very fresh or old is not plausible.
pub fn is_plausible(vault: &Vault, stamp: &str, now: NaiveDateTime) -> bool {
    shown_at(vault, stamp).is_some_and(|shown_at| (SHORTEST..LONGEST).contains(&(now - shown_at)))
}

fn shown_at(vault: &Vault, stamp: &str) -> Option<NaiveDateTime> {
    let bytes = BASE64_URL_SAFE_NO_PAD.decode(stamp).ok()?;
    let (time, proof) = bytes.split_at_checked(8)?;
    let mac = vault.mac(PURPOSE, &[time]);
    let seconds = i64::from_be_bytes(time.try_into().ok()?);
    bool::from(mac[..MAC].ct_eq(proof))
        .then(|| DateTime::from_timestamp(seconds, 0))?
        .map(|at| at.naive_utc())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_takes_more_than_a_moment_and_less_than_a_day() {
        let vault = Vault::for_tests();
        let shown_at = DateTime::from_timestamp(1_900_000_000, 0).unwrap().naive_utc();
        let stamped = stamp(&vault, shown_at);
        let check = |seconds: i64, stamp: &str, expected: bool| {
            let now = shown_at + TimeDelta::seconds(seconds);
            assert_eq!(is_plausible(&vault, stamp, now), expected, "{seconds} {stamp:?}");
        };
        check(0, &stamped, false);
        check(2, &stamped, false);
        check(3, &stamped, true);
        check(86_399, &stamped, true);
        check(86_400, &stamped, false);
        check(-10, &stamped, false);
        check(60, "", false);
        check(60, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", false);
        check(60, &format!("{stamped}A"), false);
    }
}
