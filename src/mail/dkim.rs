//! Signs messages with DKIM (RFC 6376) when the owner set a key; else the relay signs.

use std::sync::Arc;

use base64::{Engine, prelude::BASE64_STANDARD};
use lettre::{
    Message,
    message::{
        dkim::{
            DkimCanonicalization, DkimCanonicalizationType, DkimConfig, DkimSigningAlgorithm, DkimSigningKey,
            DkimSigningKeyError,
        },
        header::HeaderName,
    },
};
use pkcs8::{ObjectIdentifier, PrivateKeyInfo, der::pem};
use rustls::pki_types::{PrivateKeyDer, pem::PemObject};

/// What a signature covers. Each name stands twice in `h=`: a second header of that name would break the
/// signature. Content-Type is missing on purpose: lettre keeps it apart and would sign it as absent.
const SIGNED: [&str; 11] = [
    "From",
    "To",
    "Subject",
    "Date",
    "Message-ID",
    "Reply-To",
    "Cc",
    "MIME-Version",
    "List-Id",
    "List-Unsubscribe",
    "List-Unsubscribe-Post",
];

const RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
const ED25519: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.101.112");

/// Signs, or leaves it to the relay.
#[derive(Clone, Default)]
pub struct Signer(Option<Arc<DkimConfig>>);

/// Why `HUDHUD_DKIM_KEY` cannot be used; holds nothing of the key.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    #[error("HUDHUD_DKIM_KEY holds no private key in PEM")]
    NotPem,
    #[error("HUDHUD_DKIM_KEY is neither an RSA nor an Ed25519 key")]
    UnknownKind,
    #[error("HUDHUD_DKIM_KEY cannot be read as a key")]
    Unusable(#[from] DkimSigningKeyError),
}

impl Signer {
    /// Signs nothing: the relay does.
    pub fn off() -> Signer {
        Signer(None)
    }

    /// Signs for `domain` with the key whose public half stands at `selector._domainkey.domain`. The key is
    /// PEM, RSA (PKCS #1 or #8) or Ed25519 (PKCS #8), as `openssl` writes them.
    pub fn new(domain: &str, selector: &str, key: &str) -> Result<Signer, KeyError> {
        let config = DkimConfig::new(
            selector.to_owned(),
            domain.to_owned(),
            read_key(key)?,
            SIGNED.iter().flat_map(|name| [*name, *name]).map(HeaderName::new_from_ascii_str).collect(),
            DkimCanonicalization {
                header: DkimCanonicalizationType::Relaxed,
                body: DkimCanonicalizationType::Relaxed,
            },
        );
        Ok(Signer(Some(Arc::new(config))))
    }

    /// Whether messages leave unsigned.
    pub fn is_off(&self) -> bool {
        self.0.is_none()
    }

    pub(super) fn sign(&self, message: &mut Message) {
        if let Some(config) = &self.0 {
            message.sign(config);
        }
    }
}

fn read_key(text: &str) -> Result<DkimSigningKey, KeyError> {
    match PrivateKeyDer::from_pem_slice(text.as_bytes()).map_err(|_| KeyError::NotPem)? {
        PrivateKeyDer::Pkcs1(key) => rsa_key(key.secret_pkcs1_der()),
        PrivateKeyDer::Pkcs8(key) => {
            let key = PrivateKeyInfo::try_from(key.secret_pkcs8_der()).map_err(|_| KeyError::NotPem)?;
            match key.algorithm.oid {
                RSA => rsa_key(key.private_key),
                ED25519 => ed25519_key(key.private_key),
                _ => Err(KeyError::UnknownKind),
            }
        }
        _ => Err(KeyError::UnknownKind),
    }
}

fn rsa_key(pkcs1: &[u8]) -> Result<DkimSigningKey, KeyError> {
    let text =
        pem::encode_string("RSA PRIVATE KEY", pem::LineEnding::LF, pkcs1).map_err(|_| KeyError::NotPem)?;
    Ok(DkimSigningKey::new(&text, DkimSigningAlgorithm::Rsa)?)
}

/// The seed lies in an octet string of 32 bytes inside the key (RFC 8410).
fn ed25519_key(octets: &[u8]) -> Result<DkimSigningKey, KeyError> {
    let seed = octets.strip_prefix(&[0x04, 0x20]).ok_or(KeyError::NotPem)?;
    Ok(DkimSigningKey::new(&BASE64_STANDARD.encode(seed), DkimSigningAlgorithm::Ed25519)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_key_is_refused_without_being_repeated() {
        for (key, expected) in [
            ("secret", "HUDHUD_DKIM_KEY holds no private key in PEM"),
            (
                "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----",
                "HUDHUD_DKIM_KEY holds no private key in PEM",
            ),
            (
                "-----BEGIN EC PRIVATE KEY-----\nc2VjcmV0\n-----END EC PRIVATE KEY-----",
                "HUDHUD_DKIM_KEY is neither an RSA nor an Ed25519 key",
            ),
            (
                "-----BEGIN RSA PRIVATE KEY-----\nc2VjcmV0\n-----END RSA PRIVATE KEY-----",
                "HUDHUD_DKIM_KEY cannot be read as a key",
            ),
        ] {
            let said = Signer::new("example.org", "mail", key).err().unwrap().to_string();
            assert_eq!(said, expected);
        }
    }
}
