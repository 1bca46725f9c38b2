//! Tokens in return paths, Message-IDs and addresses to leave by (VERP): which message came back, or who wants to leave.
//!
//! ```text
//! plain = kind (1 byte), id (8, big-endian), generation (2, big-endian)
//! proof = HMAC-SHA-256(plain) cut to 12 bytes
//! token = base32, lower case: proof, plain XOR HMAC-SHA-256(proof)
//! ```
//!
//! A token is encrypted as it is authenticated (the proof is the synthetic nonce, RFC 5297's idea), so it tells nobody
//! how many messages there are, is the same on every try, and can't be forged. Lower case, because mail servers may
//! lower the local part of a return path; all are of one length, so that a compiled edition can be patched.

use data_encoding::{Encoding, Specification};
use std::sync::LazyLock;
use subtle::ConstantTimeEq;

use crate::vault::Vault;

const PLAIN: usize = 11;
const PROOF: usize = 12;

/// How many characters every token has.
pub const TOKEN_LENGTH: usize = 37;

static BASE32: LazyLock<Encoding> = LazyLock::new(|| {
    let mut alphabet = Specification::new();
    alphabet.symbols.push_str("abcdefghijklmnopqrstuvwxyz234567");
    alphabet.translate.from.push_str("ABCDEFGHIJKLMNOPQRSTUVWXYZ");
    alphabet.translate.to.push_str("abcdefghijklmnopqrstuvwxyz");
    alphabet.encoding().expect("32 symbols are an alphabet")
});

/// What a token stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verp {
    /// An issue's message to one reader, by the row's id.
    Delivery(i64),
    /// A letter, by the row's id.
    Letter(i64),
    /// A reader who leaves by writing a mail. Raising the generation of their links kills it.
    Leave { subscriber_id: i64, generation: u16 },
}

impl Verp {
    /// The text that goes behind the plus of an address, or in front of a Message-ID's `@`.
    pub fn token(self, vault: &Vault) -> String {
        let plain = self.plain();
        let proof = proof(vault, &plain);
        let mut bytes = [0; PROOF + PLAIN];
        bytes[..PROOF].copy_from_slice(&proof);
        bytes[PROOF..].copy_from_slice(&veiled(vault, &proof, plain));
        BASE32.encode(&bytes)
    }

    /// What a token stands for, if we made it. Any case will do.
    pub fn read(vault: &Vault, text: &str) -> Option<Verp> {
        if text.len() != TOKEN_LENGTH {
            return None;
        }
        let bytes = BASE32.decode(text.as_bytes()).ok()?;
        let (said, veil) = bytes.split_at_checked(PROOF)?;
        let said: [u8; PROOF] = said.try_into().ok()?;
        let plain = veiled(vault, &said, veil.try_into().ok()?);
        if !bool::from(proof(vault, &plain).ct_eq(&said)) {
            return None;
        }
        let id = i64::from_be_bytes(plain[1..9].try_into().ok()?);
        let generation = u16::from_be_bytes(plain[9..].try_into().ok()?);
        match plain[0] {
            b'd' => Some(Verp::Delivery(id)),
            b'l' => Some(Verp::Letter(id)),
            b'u' => Some(Verp::Leave { subscriber_id: id, generation }),
            _ => None,
        }
    }

    fn plain(self) -> [u8; PLAIN] {
        let (kind, id, generation) = match self {
            Verp::Delivery(id) => (b'd', id, 0),
            Verp::Letter(id) => (b'l', id, 0),
            Verp::Leave { subscriber_id, generation } => (b'u', subscriber_id, generation),
        };
        let mut plain = [kind; PLAIN];
        plain[1..9].copy_from_slice(&id.to_be_bytes());
        plain[9..].copy_from_slice(&generation.to_be_bytes());
        plain
    }
}

fn proof(vault: &Vault, plain: &[u8; PLAIN]) -> [u8; PROOF] {
    let mac = vault.mac("verp", &[plain]);
    let mut proof = [0; PROOF];
    proof.copy_from_slice(&mac[..PROOF]);
    proof
}

/// Veils a plain text, or lifts the veil.
fn veiled(vault: &Vault, proof: &[u8; PROOF], mut text: [u8; PLAIN]) -> [u8; PLAIN] {
    let veil = vault.mac("verp-veil", &[proof]);
    for (byte, veil) in text.iter_mut().zip(veil) {
        *byte ^= veil;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    const KINDS: [Verp; 4] = [
        Verp::Delivery(1),
        Verp::Delivery(i64::MAX),
        Verp::Letter(7),
        Verp::Leave { subscriber_id: 7, generation: 65_535 },
    ];

    #[test]
    fn a_token_is_read_in_any_case_and_all_are_of_one_length() {
        let vault = Vault::for_tests();
        for verp in KINDS {
            let token = verp.token(&vault);
            assert_eq!(token, verp.token(&vault));
            assert_eq!(token.len(), TOKEN_LENGTH);
            assert_eq!(Verp::read(&vault, &token), Some(verp));
            assert_eq!(Verp::read(&vault, &token.to_uppercase()), Some(verp));
        }
        assert_ne!(Verp::Delivery(7).token(&vault), Verp::Letter(7).token(&vault));
    }

    #[test]
    fn neighbours_have_nothing_in_common() {
        let vault = Vault::for_tests();
        let (one, two) = (Verp::Delivery(1).token(&vault), Verp::Delivery(2).token(&vault));
        let same = one.bytes().zip(two.bytes()).filter(|(a, b)| a == b).count();
        assert!(same < TOKEN_LENGTH / 2, "{one} {two}");
    }

    #[test]
    fn a_changed_or_foreign_token_stands_for_nothing() {
        let vault = Vault::for_tests();
        let token = Verp::Letter(7).token(&vault);
        for at in 0..token.len() {
            let mut bent = token.clone().into_bytes();
            bent[at] = if bent[at] == b'a' { b'q' } else { b'a' };
            let bent = String::from_utf8(bent).unwrap();
            assert_eq!(Verp::read(&vault, &bent), None, "{at}");
        }
        for text in ["", "a", &token[1..], &format!("{token}a"), &"é".repeat(20), &"1".repeat(TOKEN_LENGTH)]
        {
            assert_eq!(Verp::read(&vault, text), None, "{text}");
        }
        assert_eq!(Verp::read(&Vault::generated_for_tests(), &token), None);
    }
}
