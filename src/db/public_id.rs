//! The name under which the world knows a row.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::NaiveDateTime;
use rand::RngExt;
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// 128 bits in 22 base64url characters. Unless it says otherwise, they are random, and tell nothing about when or how many.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PublicId(String);

impl PublicId {
    /// A new id. It never starts with a hyphen: a command would take it for a flag.
    pub fn random() -> Self {
        loop {
            let id = Self::from_bytes(rand::rng().random());
            if !id.0.starts_with('-') {
                return id;
            }
        }
    }

    /// A new id that begins with its time, in the way of UUIDv7 (RFC 9562), and has 80 random bits. Ids of one moment lie
    /// beside each other in an index, so that many rows at once cost little. For rows whose age is no secret.
    pub fn of_moment(at: NaiveDateTime) -> Self {
        let mut bytes: [u8; 16] = rand::rng().random();
        let milliseconds = at.and_utc().timestamp_millis().to_be_bytes();
        bytes[..6].copy_from_slice(&milliseconds[2..]);
        Self::from_bytes(bytes)
    }

    /// The id of these bytes.
    pub fn from_bytes(bytes: [u8; 16]) -> Self {
        PublicId(URL_SAFE_NO_PAD.encode(bytes))
    }

    /// As URLs and the API have it: 22 letters of base64url.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The 16 bytes that it stands for.
    pub fn bytes(&self) -> [u8; 16] {
        decode(&self.0).expect("a public id decodes to its 16 bytes")
    }
}

/// What was given is not a public id.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an id")]
pub struct NotAPublicId;

impl FromStr for PublicId {
    type Err = NotAPublicId;

    fn from_str(text: &str) -> Result<Self, NotAPublicId> {
        decode(text).map(|_| PublicId(text.to_owned())).ok_or(NotAPublicId)
    }
}

impl TryFrom<String> for PublicId {
    type Error = NotAPublicId;

    fn try_from(text: String) -> Result<Self, NotAPublicId> {
        text.parse()
    }
}

impl From<PublicId> for String {
    fn from(id: PublicId) -> String {
        id.0
    }
}

impl fmt::Display for PublicId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

crate::db::text_column!(PublicId);

/// Refuses padding and loose bits, so that one id has one spelling.
fn decode(text: &str) -> Option<[u8; 16]> {
    URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_of_one_moment_lie_beside_each_other() {
        let at: NaiveDateTime = "2026-11-23T12:00:00".parse().unwrap();
        let (one, other) = (PublicId::of_moment(at), PublicId::of_moment(at));
        assert_ne!(one, other);
        assert_eq!(one.as_str()[..8], other.as_str()[..8]);
        assert_ne!(
            one.as_str()[..8],
            PublicId::of_moment(at + chrono::TimeDelta::milliseconds(1)).as_str()[..8]
        );
        assert_eq!(one.as_str().parse(), Ok(one.clone()));
    }

    #[test]
    fn an_id_has_one_spelling() {
        fn check(text: &str, expected: bool) {
            assert_eq!(text.parse::<PublicId>().is_ok(), expected, "{text}");
        }
        check("AAAAAAAAAAAAAAAAAAAAAA", true);
        check("_-AAAAAAAAAAAAAAAAAAAA", true);
        check("AAAAAAAAAAAAAAAAAAAAAB", false); // loose bits
        check("AAAAAAAAAAAAAAAAAAAAAA==", false);
        check("AAAAAAAAAAAAAAAAAAAAA", false);
        check("AAAAAAAAAAAAAAAAAAAAAAA", false);
        check("AAAAAAAAAAAAAAAAAAAA+/", false);
        check("", false);
    }

    #[test]
    fn random_ids_differ_come_back_and_never_look_like_a_flag() {
        let ids: std::collections::BTreeSet<_> = (0..1_000).map(|_| PublicId::random()).collect();
        assert_eq!(ids.len(), 1_000);
        for id in ids {
            assert!(id.as_str().len() == 22 && !id.as_str().starts_with('-'));
            assert_eq!(PublicId::from_bytes(id.bytes()), id);
        }
    }
}
