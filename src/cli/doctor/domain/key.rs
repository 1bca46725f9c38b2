//! The public half of a DKIM key: read from a record, or worked out from the private one.

use base64::{Engine, prelude::BASE64_STANDARD};
use ed25519_dalek::SigningKey;
use pkcs8::der::{Reader, SliceReader, asn1::UintRef};
use pkcs8::{ObjectIdentifier, PrivateKeyInfo, SubjectPublicKeyInfoRef, der::Decode};
use rustls::pki_types::{PrivateKeyDer, pem::PemObject};

const RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");

/// A public key, as far as it is judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PublicKey {
    /// Modulus and exponent, without zeros in front.
    Rsa {
        modulus: Vec<u8>,
        exponent: Vec<u8>,
    },
    Ed25519(Vec<u8>),
}

impl PublicKey {
    /// Reads what a record says under `k=` and `p=`.
    pub fn read(kind: &str, base64: &str) -> Option<PublicKey> {
        let bytes = BASE64_STANDARD.decode(base64).ok()?;
        match kind {
            "rsa" => SubjectPublicKeyInfoRef::from_der(&bytes)
                .ok()
                .and_then(|info| rsa(info.subject_public_key.as_bytes()?))
                // The bare key is against RFC 6376, but RFC 8301's errata let receivers take it, and they do.
                .or_else(|| rsa(&bytes)),
            "ed25519" if bytes.len() == 32 => Some(PublicKey::Ed25519(bytes)),
            _ => None,
        }
    }

    /// The public half of a private key in PEM.
    pub fn of_private(pem: &str) -> Option<PublicKey> {
        match PrivateKeyDer::from_pem_slice(pem.as_bytes()).ok()? {
            PrivateKeyDer::Pkcs1(key) => of_rsa(key.secret_pkcs1_der()),
            PrivateKeyDer::Pkcs8(key) => {
                let key = PrivateKeyInfo::try_from(key.secret_pkcs8_der()).ok()?;
                if key.algorithm.oid == RSA {
                    return of_rsa(key.private_key);
                }
                // An OCTET STRING inside of one.
                let seed: [u8; 32] = key.private_key.get(2..)?.try_into().ok()?;
                Some(PublicKey::Ed25519(SigningKey::from_bytes(&seed).verifying_key().to_bytes().to_vec()))
            }
            _ => None,
        }
    }

    /// How long an RSA key is.
    pub fn rsa_bits(&self) -> Option<usize> {
        match self {
            PublicKey::Rsa { modulus, .. } => {
                let leading = modulus.first().map_or(0, |byte| byte.leading_zeros() as usize);
                Some(modulus.len() * 8 - leading)
            }
            PublicKey::Ed25519(_) => None,
        }
    }

    /// The record that publishes it.
    pub fn record(&self) -> String {
        match self {
            PublicKey::Rsa { modulus, exponent } => {
                format!("v=DKIM1; k=rsa; p={}", BASE64_STANDARD.encode(rsa_info(modulus, exponent)))
            }
            PublicKey::Ed25519(bytes) => format!("v=DKIM1; k=ed25519; p={}", BASE64_STANDARD.encode(bytes)),
        }
    }
}

/// `RSAPublicKey`.
fn rsa(der: &[u8]) -> Option<PublicKey> {
    let mut reader = SliceReader::new(der).ok()?;
    let read = reader.sequence(|inner| Ok((inner.decode::<UintRef<'_>>()?, inner.decode::<UintRef<'_>>()?)));
    let (modulus, exponent) = read.ok()?;
    Some(PublicKey::Rsa { modulus: modulus.as_bytes().to_vec(), exponent: exponent.as_bytes().to_vec() })
}

/// `RSAPrivateKey`, of which the first numbers are public.
fn of_rsa(der: &[u8]) -> Option<PublicKey> {
    let mut reader = SliceReader::new(der).ok()?;
    let read = reader.sequence(|inner| {
        let _version: u8 = inner.decode()?;
        let public = (inner.decode::<UintRef<'_>>()?, inner.decode::<UintRef<'_>>()?);
        let rest = inner.remaining_len();
        inner.read_slice(rest)?;
        Ok(public)
    });
    let (modulus, exponent) = read.ok()?;
    Some(PublicKey::Rsa { modulus: modulus.as_bytes().to_vec(), exponent: exponent.as_bytes().to_vec() })
}

/// `SubjectPublicKeyInfo` of an RSA key.
fn rsa_info(modulus: &[u8], exponent: &[u8]) -> Vec<u8> {
    const ALGORITHM: [u8; 15] =
        [0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00];
    let key = wrapped(0x30, &[number(modulus), number(exponent)].concat());
    let bits = wrapped(0x03, &[vec![0], key].concat());
    wrapped(0x30, &[ALGORITHM.to_vec(), bits].concat())
}

/// A number of DER is signed: a zero keeps it positive.
fn number(bytes: &[u8]) -> Vec<u8> {
    let sign: &[u8] = if bytes.first().is_some_and(|byte| byte & 0x80 != 0) { &[0] } else { &[] };
    wrapped(0x02, &[sign, bytes].concat())
}

/// A tag, a length, and what it holds.
fn wrapped(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = content.len();
    let mut whole = match length {
        0..=0x7f => vec![tag, length as u8],
        0x80..=0xff => vec![tag, 0x81, length as u8],
        _ => vec![tag, 0x82, (length >> 8) as u8, length as u8],
    };
    whole.extend_from_slice(content);
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_tests(name: &str) -> String {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/support/keys/");
        std::fs::read_to_string(format!("{folder}{name}")).unwrap()
    }

    #[test]
    fn the_record_of_a_private_key_reads_as_its_public_half() {
        let check = |file: &str, kind: &str, bits: Option<usize>| {
            let key = PublicKey::of_private(&of_tests(file)).unwrap();
            assert_eq!(key.rsa_bits(), bits, "{file}");
            let record = key.record();
            let (_, base64) = record.split_once("p=").unwrap();
            assert_eq!(PublicKey::read(kind, base64), Some(key), "{file}");
        };
        check("dkim-rsa.pem", "rsa", Some(2048));
        check("dkim-rsa-pkcs1.pem", "rsa", Some(2048));
        check("dkim-ed25519.pem", "ed25519", None);
        let known = of_tests("dkim-ed25519.txt");
        let key = PublicKey::of_private(&of_tests("dkim-ed25519.pem")).unwrap();
        assert!(known.contains(key.record().split_once("p=").unwrap().1), "{known}");
        assert_eq!(PublicKey::read("rsa", "bm8ga2V5"), None);
        assert_eq!(PublicKey::of_private("no key"), None);
    }
}
