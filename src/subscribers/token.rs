//! Tokens of links: what a link may do, for whom, and until when, proved by a MAC. No row is needed to read one.
//!
//! Layout, base64url without padding: version (1 byte), purpose (1), generation (2, big-endian), expiry in
//! Unix seconds (4; 0 is never), public id (16), HMAC-SHA-256 over all of that cut to 128 bits (16). Every
//! token has the same length, so that a compiled edition can be patched in place.

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use chrono::NaiveDateTime;
use subtle::ConstantTimeEq;

use crate::{db::PublicId, vault::Vault};

const VERSION: u8 = 1;
const BODY: usize = 24;
const MAC: usize = 16;

/// What a link may be used for. A token for one purpose is nothing anywhere else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Confirms or declines a signup.
    Confirm,
    /// Opens preferences, but not erase, export or a new address.
    Preferences,
    /// Opens all of the preferences, for 30 minutes.
    FreshPreferences,
    /// Leaves, and comes back.
    Leave,
    /// Confirms a new address at that address.
    ChangeAddress,
    /// Signs an admin in, once.
    SignIn,
}

impl Purpose {
    const ALL: [Purpose; 6] = [
        Purpose::Confirm,
        Purpose::Preferences,
        Purpose::FreshPreferences,
        Purpose::Leave,
        Purpose::ChangeAddress,
        Purpose::SignIn,
    ];

    fn byte(self) -> u8 {
        match self {
            Purpose::Confirm => b'c',
            Purpose::Preferences => b'p',
            Purpose::FreshPreferences => b'f',
            Purpose::Leave => b'l',
            Purpose::ChangeAddress => b'a',
            Purpose::SignIn => b's',
        }
    }
}

/// What a genuine token says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    pub purpose: Purpose,
    /// Of a signup, a subscriber, an address change or a sign-in link.
    pub id: PublicId,
    /// Of the subscriber's links; raising theirs kills this token.
    pub generation: u16,
    /// The token is good until then; `None` is for ever.
    pub expires_at: Option<NaiveDateTime>,
}

impl Claim {
    /// Whether the time of this token is over.
    pub fn is_expired(&self, now: NaiveDateTime) -> bool {
        self.expires_at.is_some_and(|end| end <= now)
    }

    /// The text that goes into a URL.
    pub fn token(&self, vault: &Vault) -> String {
        let expiry =
            self.expires_at.map_or(0, |end| u32::try_from(end.and_utc().timestamp()).unwrap_or(u32::MAX));
        let mut bytes = Vec::with_capacity(BODY + MAC);
        bytes.extend([VERSION, self.purpose.byte()]);
        bytes.extend(self.generation.to_be_bytes());
        bytes.extend(expiry.to_be_bytes());
        bytes.extend(self.id.bytes());
        let mac = mac(vault, &bytes);
        bytes.extend(mac);
        BASE64_URL_SAFE_NO_PAD.encode(bytes)
    }

    /// What a token says, if we made it; expired ones too. Characters that mail programs leave behind a link
    /// are forgiven.
    pub fn read(vault: &Vault, text: &str) -> Option<Claim> {
        let stray = ['>', '.', ',', ')', ' ', '='];
        // What quoted-printable makes of a `=` may stay too; no token holds one.
        let text = text.trim_end_matches(stray).trim_end_matches("=3D").trim_end_matches(stray);
        if text.len() != (BODY + MAC).div_ceil(3) * 4 - 2 {
            return None;
        }
        let bytes = BASE64_URL_SAFE_NO_PAD.decode(text).ok()?;
        let (body, proof) = bytes.split_at_checked(BODY)?;
        if !bool::from(mac(vault, body).ct_eq(proof)) || body.first() != Some(&VERSION) {
            return None;
        }
        let purpose = Purpose::ALL.into_iter().find(|p| Some(&p.byte()) == body.get(1))?;
        let generation = u16::from_be_bytes(body.get(2..4)?.try_into().ok()?);
        let expiry = u32::from_be_bytes(body.get(4..8)?.try_into().ok()?);
        let id = PublicId::from_bytes(body.get(8..24)?.try_into().ok()?);
        let expires_at = match expiry {
            0 => None,
            seconds => Some(chrono::DateTime::from_timestamp(i64::from(seconds), 0)?.naive_utc()),
        };
        Some(Claim { purpose, id, generation, expires_at })
    }
}

fn mac(vault: &Vault, body: &[u8]) -> [u8; MAC] {
    let whole = vault.mac("link", &[body]);
    let mut cut = [0; MAC];
    cut.copy_from_slice(&whole[..MAC]);
    cut
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claim(purpose: Purpose) -> Claim {
        let expires_at = chrono::DateTime::from_timestamp(1_900_000_000, 0).map(|t| t.naive_utc());
        Claim { purpose, id: PublicId::random(), generation: 7, expires_at }
    }

    #[test]
    fn a_token_says_what_was_claimed_and_all_are_of_one_length() {
        let vault = Vault::for_tests();
        let mut lengths = Vec::new();
        for purpose in Purpose::ALL {
            for claim in [claim(purpose), Claim { expires_at: None, ..claim(purpose) }] {
                let token = claim.token(&vault);
                lengths.push(token.len());
                assert_eq!(Claim::read(&vault, &format!("{token}>.")), Some(claim));
            }
        }
        lengths.dedup();
        assert_eq!(lengths, [54]);
    }

    #[test]
    fn a_changed_or_foreign_token_says_nothing() {
        let vault = Vault::for_tests();
        let token = claim(Purpose::Leave).token(&vault);
        let raw = BASE64_URL_SAFE_NO_PAD.decode(&token).unwrap();
        for bit in 0..raw.len() * 8 {
            let mut bent = raw.clone();
            bent[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(Claim::read(&vault, &BASE64_URL_SAFE_NO_PAD.encode(bent)), None, "bit {bit}");
        }
        for text in ["", "a", &token.to_uppercase(), &token[1..], &format!("{token}x"), &"a".repeat(10_000)] {
            assert_eq!(Claim::read(&vault, text), None, "{text}");
        }
        let other_keys = Vault::generated_for_tests();
        assert_eq!(Claim::read(&other_keys, &token), None);
    }
}
