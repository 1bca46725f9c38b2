//! A sentence that the next page shows once: what was done, or why not.
//!
//! It travels in a cookie of its own, since the page that shows it writes nothing into the database.

use actix_web::cookie::Cookie;
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq;

use crate::{access::cookie, i18n::Args, vault::Vault};

/// The cookie's name, before its prefix.
pub const COOKIE: &str = "hudhud-said";

/// The key of a sentence, what it mentions, and whether it is good news.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Flash {
    pub key: String,
    pub args: Args,
    pub kind: Kind,
}

/// How it is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    Ok,
    Bad,
}

impl Flash {
    /// Something was done.
    pub fn good(key: &str) -> Flash {
        Flash { key: key.to_owned(), args: Args::new(), kind: Kind::Ok }
    }

    /// Something could not be done.
    pub fn bad(key: &str) -> Flash {
        Flash { key: key.to_owned(), args: Args::new(), kind: Kind::Bad }
    }

    /// The same, mentioning a value where the sentence says `{ $name }`.
    pub fn with(mut self, name: &'static str, value: impl Into<crate::i18n::Arg>) -> Flash {
        self.args = self.args.with(name, value);
        self
    }

    /// The cookie that carries it to the next page of this session.
    pub fn cookie(&self, vault: &Vault, csrf: &str, https: bool) -> Cookie<'static> {
        let said = BASE64_URL_SAFE_NO_PAD.encode(serde_json::to_vec(self).unwrap_or_default());
        let proof = BASE64_URL_SAFE_NO_PAD.encode(mac(vault, csrf, &said));
        cookie::cookie(cookie::name(COOKIE, https), format!("{said}.{proof}"), https)
    }

    /// Reads back what was said to this session.
    pub fn read(vault: &Vault, csrf: &str, value: &str) -> Option<Flash> {
        let (said, proof) = value.split_once('.')?;
        let proof = BASE64_URL_SAFE_NO_PAD.decode(proof).ok()?;
        let genuine = bool::from(mac(vault, csrf, said).as_slice().ct_eq(&proof));
        if !genuine {
            return None;
        }
        serde_json::from_slice(&BASE64_URL_SAFE_NO_PAD.decode(said).ok()?).ok()
    }
}

fn mac(vault: &Vault, csrf: &str, said: &str) -> [u8; 32] {
    vault.mac("flash", &[csrf.as_bytes(), said.as_bytes()])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_to_one_session_is_heard_by_it_alone() {
        let vault = Vault::for_tests();
        let flash = Flash::good("people-saved").with("count", 3).with("name", "هدى");
        let cookie = flash.cookie(&vault, "one", true);
        assert_eq!(Flash::read(&vault, "one", cookie.value()), Some(flash));
        assert_eq!(Flash::read(&vault, "two", cookie.value()), None);
        assert_eq!(Flash::read(&vault, "one", &cookie.value().replacen('e', "f", 1)), None);
        assert_eq!(Flash::read(&vault, "one", ""), None);
    }
}
