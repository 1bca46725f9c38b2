//! What the vault gives out, as it is stored.

use super::key::{Key, KeyId};
use super::{Place, VaultError};
use crate::db::PublicId;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::Binary;
use std::fmt;

const VERSION: u8 = 1;
const HEAD: usize = 1 + 4;
const NONCE: usize = 24;

/// A sealed value: version, key id, nonce, ciphertext and tag. It opens only in the place and the row it was sealed
/// for.
#[derive(Clone, PartialEq, Eq, AsExpression, FromSqlRow)]
#[diesel(sql_type = Binary)]
pub struct Sealed(Vec<u8>);

/// A keyed hash by which a value is found although it is sealed.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, AsExpression, FromSqlRow)]
#[diesel(sql_type = Binary)]
pub struct BlindIndex(pub(super) Vec<u8>);

impl Sealed {
    pub(super) fn seal((id, key): (KeyId, &Key), place: Place, row: &PublicId, text: &str) -> Self {
        let nonce: [u8; NONCE] = rand::random();
        let payload = Payload { msg: text.as_bytes(), aad: &place.of(row) };
        let sealed = cipher(key).encrypt(&XNonce::from(nonce), payload).expect("a value fits into memory");
        let mut bytes = Vec::with_capacity(HEAD + NONCE + sealed.len());
        bytes.push(VERSION);
        bytes.extend(id.0);
        bytes.extend(nonce);
        bytes.extend(sealed);
        Sealed(bytes)
    }

    pub(super) fn open(&self, key: &Key, place: Place, row: &PublicId) -> Result<String, VaultError> {
        let (nonce, sealed) =
            self.0.get(HEAD..).and_then(|rest| rest.split_at_checked(NONCE)).ok_or(VaultError::Garbled)?;
        let nonce = XNonce::try_from(nonce).map_err(|_| VaultError::Garbled)?;
        let payload = Payload { msg: sealed, aad: &place.of(row) };
        let text = cipher(key).decrypt(&nonce, payload).map_err(|_| VaultError::Garbled)?;
        String::from_utf8(text).map_err(|_| VaultError::Garbled)
    }

    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.0
    }

    /// Under which key it lies.
    pub(super) fn key_id(&self) -> Result<KeyId, VaultError> {
        match self.0[..] {
            [VERSION, a, b, c, d, ..] => Ok(KeyId([a, b, c, d])),
            _ => Err(VaultError::Garbled),
        }
    }
}

impl From<Vec<u8>> for Sealed {
    fn from(bytes: Vec<u8>) -> Self {
        Sealed(bytes)
    }
}

impl BlindIndex {
    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.0
    }
}

fn cipher(key: &Key) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new(key.bytes().into())
}

impl Place {
    fn of(self, row: &PublicId) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(64);
        for part in [self.table, self.column, row.as_str()] {
            bytes.extend((part.len() as u64).to_be_bytes());
            bytes.extend(part.as_bytes());
        }
        bytes
    }
}

impl fmt::Debug for Sealed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("<sealed>")
    }
}

impl fmt::Debug for BlindIndex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("<blind index>")
    }
}

impl<DB: Backend> ToSql<Binary, DB> for Sealed
where
    [u8]: ToSql<Binary, DB>,
{
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
        <[u8] as ToSql<Binary, DB>>::to_sql(&self.0, out)
    }
}

impl<DB: Backend> FromSql<Binary, DB> for Sealed
where
    Vec<u8>: FromSql<Binary, DB>,
{
    fn from_sql(bytes: DB::RawValue<'_>) -> deserialize::Result<Self> {
        <Vec<u8> as FromSql<Binary, DB>>::from_sql(bytes).map(Sealed)
    }
}

impl<DB: Backend> ToSql<Binary, DB> for BlindIndex
where
    [u8]: ToSql<Binary, DB>,
{
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
        <[u8] as ToSql<Binary, DB>>::to_sql(&self.0, out)
    }
}

impl<DB: Backend> FromSql<Binary, DB> for BlindIndex
where
    Vec<u8>: FromSql<Binary, DB>,
{
    fn from_sql(bytes: DB::RawValue<'_>) -> deserialize::Result<Self> {
        <Vec<u8> as FromSql<Binary, DB>>::from_sql(bytes).map(BlindIndex)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const EMAIL: Place = Place::new("subscribers", "email");
    const NAME: Place = Place::new("subscribers", "name");

    fn sealed(key: &Key, row: &PublicId, text: &str) -> Sealed {
        Sealed::seal((key.id(), key), EMAIL, row, text)
    }

    proptest! {
        #[test]
        fn any_text_comes_back(text in ".*") {
            let (key, row) = (Key::random(), PublicId::random());
            let sealed = sealed(&key, &row, &text);
            prop_assert_eq!(sealed.open(&key, EMAIL, &row), Ok(text));
            prop_assert_eq!(sealed.key_id(), Ok(key.id()));
        }

        #[test]
        fn a_changed_byte_anywhere_is_noticed(text in ".{0,40}", at: prop::sample::Index, flip in 1u8..) {
            let (key, row) = (Key::random(), PublicId::random());
            let mut sealed = sealed(&key, &row, &text);
            let at = at.index(sealed.0.len());
            sealed.0[at] ^= flip;
            let noticed = sealed.key_id() != Ok(key.id()) || sealed.open(&key, EMAIL, &row).is_err();
            prop_assert!(noticed);
        }

        #[test]
        fn any_bytes_are_refused_without_a_panic(bytes: Vec<u8>) {
            let sealed = Sealed(bytes);
            prop_assert!(sealed.open(&Key::random(), EMAIL, &PublicId::random()).is_err());
            let _ = sealed.key_id();
        }
    }

    #[test]
    fn a_value_opens_only_where_it_was_sealed() {
        let (key, row) = (Key::random(), PublicId::random());
        let value = sealed(&key, &row, "layla@example.org");
        assert!(value.open(&key, NAME, &row).is_err());
        assert!(value.open(&key, EMAIL, &PublicId::random()).is_err());
        assert!(value.open(&Key::random(), EMAIL, &row).is_err());
    }

    #[test]
    fn the_same_text_is_never_sealed_the_same() {
        let (key, row) = (Key::random(), PublicId::random());
        assert_ne!(sealed(&key, &row, "x"), sealed(&key, &row, "x"));
    }
}
