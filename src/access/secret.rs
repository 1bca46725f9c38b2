//! Random secrets that somebody holds and that we keep only as a hash: sessions and API tokens.

use std::fmt;

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use diesel::{
    deserialize::{self, FromSql, FromSqlRow},
    expression::AsExpression,
    serialize::{self, Output, ToSql},
    sql_types::Binary,
};
use rand::RngExt;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

/// 256 random bits: too many to guess, so a plain hash keeps them safe.
#[derive(Clone)]
pub struct RandomSecret(Zeroizing<String>);

impl RandomSecret {
    /// A new one, which nobody else knows.
    pub fn random() -> RandomSecret {
        RandomSecret(Zeroizing::new(BASE64_URL_SAFE_NO_PAD.encode(rand::rng().random::<[u8; 32]>())))
    }

    /// What somebody showed, if it has the shape of one of ours.
    pub fn read(text: &str) -> Option<RandomSecret> {
        let bytes = BASE64_URL_SAFE_NO_PAD.decode(text).ok()?;
        (bytes.len() == 32).then(|| RandomSecret(Zeroizing::new(text.to_owned())))
    }

    /// The secret itself, for its holder alone.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// What is kept of it, to know it again.
    pub fn hash(&self) -> SecretHash {
        SecretHash(Sha256::digest(self.0.as_bytes()).to_vec())
    }
}

impl fmt::Debug for RandomSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RandomSecret(…)")
    }
}

/// What we keep of a secret.
#[derive(Clone, PartialEq, Eq, AsExpression, FromSqlRow)]
#[diesel(sql_type = Binary)]
pub struct SecretHash(Vec<u8>);

impl SecretHash {
    /// The 32 bytes of SHA-256.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for SecretHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretHash(…)")
    }
}

impl<DB> ToSql<Binary, DB> for SecretHash
where
    DB: diesel::backend::Backend,
    [u8]: ToSql<Binary, DB>,
{
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
        <[u8] as ToSql<Binary, DB>>::to_sql(&self.0, out)
    }
}

impl<DB> FromSql<Binary, DB> for SecretHash
where
    DB: diesel::backend::Backend,
    Vec<u8>: FromSql<Binary, DB>,
{
    fn from_sql(bytes: DB::RawValue<'_>) -> deserialize::Result<Self> {
        <Vec<u8> as FromSql<Binary, DB>>::from_sql(bytes).map(SecretHash)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_read_back_and_nothing_else_has_its_shape() {
        let secret = RandomSecret::random();
        let read = RandomSecret::read(secret.expose()).unwrap();
        assert_eq!(read.hash(), secret.hash());
        assert_ne!(RandomSecret::random().hash(), secret.hash());
        for text in ["", "abc", &secret.expose()[1..], &format!("{}A", secret.expose()), "é"] {
            assert!(RandomSecret::read(text).is_none(), "{text}");
        }
    }

    #[test]
    fn a_secret_cannot_be_printed_by_accident() {
        let secret = RandomSecret::random();
        assert_eq!(format!("{secret:?} {:?}", secret.hash()), "RandomSecret(…) SecretHash(…)");
    }
}
