//! Signatures and times.

use chrono::{DateTime, NaiveDateTime, TimeDelta};
use ring::hmac;

use crate::config::Secret;

use super::Refusal;

/// Whether `signature`, in hex, is the HMAC-SHA-256 of these parts under this secret. Compared in constant time.
pub fn check_hmac(secret: &Secret, parts: &[&[u8]], signature: &str) -> Result<(), Refusal> {
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.expose().as_bytes());
    let said =
        data_encoding::HEXLOWER_PERMISSIVE.decode(signature.as_bytes()).map_err(|_| Refusal::Unproved)?;
    hmac::verify(&key, &parts.concat(), &said).map_err(|_| Refusal::Unproved)
}

/// Whether a time in seconds is close to now.
pub fn check_seconds(seconds: &str, now: NaiveDateTime, tolerance: TimeDelta) -> Result<(), Refusal> {
    let at = seconds.parse().ok().and_then(|seconds| DateTime::from_timestamp(seconds, 0));
    check_time(at.map(|at| at.naive_utc()), now, tolerance)
}

/// Whether a time is close to now.
pub fn check_time(
    at: Option<NaiveDateTime>,
    now: NaiveDateTime,
    tolerance: TimeDelta,
) -> Result<(), Refusal> {
    let is_close = at.is_some_and(|at| (now - at).abs() <= tolerance);
    if is_close { Ok(()) } else { Err(Refusal::Unproved) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_right_signature_and_time_will_do() {
        let secret = Secret::from("key");
        // RFC 4231's idea, with a key and a text that everybody knows.
        let right = "f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8";
        let text: &[&[u8]] = &[b"The quick brown fox ", b"jumps over the lazy dog"];
        assert!(check_hmac(&secret, text, right).is_ok());
        assert!(check_hmac(&secret, text, &right.to_uppercase()).is_ok());
        for wrong in ["", "f7", &right[2..], &right.replace('f', "e"), "no hex"] {
            assert!(check_hmac(&secret, text, wrong).is_err(), "{wrong}");
        }
        let now = DateTime::from_timestamp(1_000, 0).unwrap().naive_utc();
        let check = |seconds, expected| {
            assert_eq!(check_seconds(seconds, now, TimeDelta::minutes(5)).is_ok(), expected, "{seconds}");
        };
        check("1000", true);
        check("700", true);
        check("1300", true);
        check("699", false);
        check("1301", false);
        check("", false);
        check("99999999999999999999", false);
        check("-9223372036854775808", false);
    }
}
