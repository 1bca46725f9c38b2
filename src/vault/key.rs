//! One key, and the name by which values and files speak of it.

use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use std::{fmt, str::FromStr};
use zeroize::Zeroizing;

/// 256 random bits. Wiped from memory when dropped, and never printed.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Key(Zeroizing<[u8; 32]>);

/// A fingerprint of a key: another key can't pass for it by mistake, and it tells nothing about the key.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct KeyId(pub(super) [u8; 4]);

impl Key {
    pub(super) fn random() -> Self {
        Key(Zeroizing::new(rand::random()))
    }

    /// No secret.
    pub(super) fn repeating(byte: u8) -> Self {
        Key(Zeroizing::new([byte; 32]))
    }

    pub(super) fn id(&self) -> KeyId {
        let [a, b, c, d, ..] = self.mac(&[b"hudhud key id"]);
        KeyId([a, b, c, d])
    }

    pub(super) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// HMAC-SHA-256 of several parts, each with its length, so that no two lists of parts look the same.
    pub(super) fn mac(&self, parts: &[&[u8]]) -> [u8; 32] {
        let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(self.0.as_slice())
            .expect("HMAC takes keys of any length");
        for part in parts {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part);
        }
        mac.finalize().into_bytes().into()
    }

    pub(super) fn to_base64(&self) -> Zeroizing<String> {
        Zeroizing::new(STANDARD.encode(self.0.as_slice()))
    }

    pub(super) fn from_base64(text: &str) -> Option<Self> {
        let bytes = Zeroizing::new(STANDARD.decode(text.trim()).ok()?);
        Some(Key(Zeroizing::new(bytes.as_slice().try_into().ok()?)))
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<key {}>", self.id())
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:08x}", u32::from_be_bytes(self.0))
    }
}

impl fmt::Debug for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl FromStr for KeyId {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let id = u32::from_str_radix(text, 16).map_err(|_| ())?;
        let id = KeyId(id.to_be_bytes());
        if id.to_string() == text { Ok(id) } else { Err(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_comes_back_from_its_text_under_the_same_id() {
        let key = Key::random();
        let back = Key::from_base64(&key.to_base64()).unwrap();
        assert_eq!((back.id(), back == key), (key.id(), true));
        assert_eq!(key.id().to_string().parse(), Ok(key.id()));
        assert_ne!(key.id(), Key::random().id());
        assert!(Key::from_base64("c2hvcnQ=").is_none());
        assert!(Key::from_base64("").is_none());
    }

    #[test]
    fn a_key_is_not_printed() {
        let key = Key::random();
        let printed = format!("{key:?}");
        assert_eq!(printed, format!("<key {}>", key.id()));
    }

    #[test]
    fn parts_can_not_slide_into_each_other() {
        let key = Key::random();
        assert_ne!(key.mac(&[b"ab", b"c"]), key.mac(&[b"a", b"bc"]));
        assert_ne!(key.mac(&[b"ab"]), key.mac(&[b"ab", b""]));
    }
}
