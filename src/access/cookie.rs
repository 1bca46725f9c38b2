//! The session's cookie: which session, when it was last used, and a proof of both.
//!
//! A page that is read writes nothing into the database, so the time of the last use lives here.

use actix_web::cookie::{Cookie, SameSite};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use chrono::{NaiveDateTime, TimeDelta};
use subtle::ConstantTimeEq;

use crate::{access::secret::RandomSecret, vault::Vault};

/// A session that is not used for so long is over.
pub const IDLE: TimeDelta = TimeDelta::minutes(30);
/// A session is over after so long, whatever happens.
pub const ABSOLUTE: TimeDelta = TimeDelta::hours(12);
/// How old a cookie's time may grow before a page renews it.
const FRESH: TimeDelta = TimeDelta::minutes(1);

/// What a genuine cookie says.
#[derive(Debug, Clone)]
pub struct SessionCookie {
    pub secret: RandomSecret,
    pub seen_at: NaiveDateTime,
}

impl SessionCookie {
    /// Reads a cookie's value that we made and that was used within [`IDLE`].
    pub fn read(vault: &Vault, value: &str, now: NaiveDateTime) -> Option<SessionCookie> {
        let (secret, rest) = value.split_once('.')?;
        let (seen, proof) = rest.split_once('.')?;
        let proof = BASE64_URL_SAFE_NO_PAD.decode(proof).ok()?;
        if !bool::from(mac(vault, secret, seen).as_slice().ct_eq(&proof)) {
            return None;
        }
        let seen_at = chrono::DateTime::from_timestamp(seen.parse().ok()?, 0)?.naive_utc();
        let secret = RandomSecret::read(secret)?;
        (now < seen_at + IDLE).then_some(SessionCookie { secret, seen_at })
    }

    /// The value that goes to the browser.
    pub fn value(&self, vault: &Vault) -> String {
        let secret = self.secret.expose();
        let seen = self.seen_at.and_utc().timestamp().to_string();
        let proof = BASE64_URL_SAFE_NO_PAD.encode(mac(vault, secret, &seen));
        format!("{secret}.{seen}.{proof}")
    }

    /// The same session, used now; none while the cookie is young enough.
    pub fn renewed(&self, now: NaiveDateTime) -> Option<SessionCookie> {
        (self.seen_at + FRESH <= now).then(|| SessionCookie { secret: self.secret.clone(), seen_at: now })
    }
}

/// The name of one of the console's cookies; over https no other host or path can set it.
pub fn name(name: &str, https: bool) -> String {
    if https { format!("__Host-{name}") } else { name.to_owned() }
}

/// A cookie that only our own pages send and no script reads, until the browser is closed.
pub fn cookie(name: String, value: String, https: bool) -> Cookie<'static> {
    Cookie::build(name, value).path("/").http_only(true).same_site(SameSite::Lax).secure(https).finish()
}

/// A cookie that makes the browser forget the one of that name.
pub fn forgotten(name: String, https: bool) -> Cookie<'static> {
    let mut cookie = cookie(name, String::new(), https);
    cookie.make_removal();
    cookie
}

fn mac(vault: &Vault, secret: &str, seen: &str) -> [u8; 32] {
    vault.mac("session-seen", &[secret.as_bytes(), seen.as_bytes()])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noon() -> NaiveDateTime {
        "2026-11-23T12:00:00".parse().unwrap()
    }

    #[test]
    fn a_cookie_lives_half_an_hour_from_its_last_use() {
        let vault = Vault::for_tests();
        let cookie = SessionCookie { secret: RandomSecret::random(), seen_at: noon() };
        let value = cookie.value(&vault);
        let check = |minutes: i64, alive: bool, renews: bool| {
            let now = noon() + TimeDelta::minutes(minutes);
            let read = SessionCookie::read(&vault, &value, now);
            assert_eq!(read.is_some(), alive, "{minutes}");
            assert_eq!(read.and_then(|cookie| cookie.renewed(now)).is_some(), renews, "{minutes}");
        };
        check(0, true, false);
        check(1, true, true);
        check(29, true, true);
        check(30, false, false);
    }

    #[test]
    fn a_changed_cookie_is_no_cookie() {
        let vault = Vault::for_tests();
        let value = SessionCookie { secret: RandomSecret::random(), seen_at: noon() }.value(&vault);
        let parts: Vec<&str> = value.split('.').collect();
        let later = (noon() + TimeDelta::hours(9)).and_utc().timestamp();
        let other = RandomSecret::random();
        for bent in [
            String::new(),
            "..".to_owned(),
            parts[0].to_owned(),
            format!("{}.{}", parts[0], parts[1]),
            format!("{}.{later}.{}", parts[0], parts[2]),
            format!("{}.{}.{}", other.expose(), parts[1], parts[2]),
            format!("{}.{}.", parts[0], parts[1]),
            format!("{value}A"),
        ] {
            assert!(SessionCookie::read(&vault, &bent, noon()).is_none(), "{bent}");
        }
    }

    #[test]
    fn over_https_a_cookie_is_bound_to_the_host() {
        let cookie = cookie(name("hudhud", true), "x".into(), true);
        assert_eq!(cookie.to_string(), "__Host-hudhud=x; HttpOnly; SameSite=Lax; Secure; Path=/");
        assert_eq!(name("hudhud", false), "hudhud");
    }
}
