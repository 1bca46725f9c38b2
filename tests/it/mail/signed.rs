//! DKIM, verified by a library that did not sign.

use std::{borrow::Borrow, hash::Hash, sync::Arc, time::Instant};

use chrono::DateTime;
use hudhud::mail::{Kind, ListHeaders, Message, Signer};
use mail_auth::{
    AuthenticatedMessage, DkimResult, MessageAuthenticator, Parameters, ResolverCache, Txt,
    common::{parse::TxtRecordParser, verify::DomainKey},
};

/// A DNS that knows one key, under one name.
struct OneKey(Arc<DomainKey>);

impl ResolverCache<Box<str>, Txt> for OneKey {
    fn get<Q>(&self, name: &Q) -> Option<Txt>
    where
        Box<str>: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        let known: Box<str> = "mail._domainkey.example.org.".into();
        Some(if known.borrow() == name {
            Txt::DomainKey(Arc::clone(&self.0))
        } else {
            Txt::Error(mail_auth::Error::Io("no such name".to_owned()))
        })
    }

    fn remove<Q>(&self, _: &Q) -> Option<Txt>
    where
        Box<str>: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        None
    }

    fn insert(&self, _: Box<str>, _: Txt, _: Instant) {}
}

fn verify(message: &[u8], record: &str) -> bool {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let key = OneKey(Arc::new(DomainKey::parse(record.trim().as_bytes()).unwrap()));
    let parsed = AuthenticatedMessage::parse(message).unwrap();
    runtime.block_on(async {
        let verifier = MessageAuthenticator::new_cloudflare().unwrap();
        let found = verifier.verify_dkim(Parameters::new(&parsed).with_txt_cache(&key)).await;
        found.len() == 1 && found.iter().all(|output| *output.result() == DkimResult::Pass)
    })
}

const RSA: &str = include_str!("../support/keys/dkim-rsa.txt");
const ED25519: &str = include_str!("../support/keys/dkim-ed25519.txt");

fn signed_with(key: &str) -> Vec<u8> {
    let message = Message {
        kind: Kind::Issue,
        from: "حركة الحرية <news@example.org>".parse().unwrap(),
        to: "ada@example.net".parse().unwrap(),
        reply_to: None,
        subject: "العدد الأول من النشرة ".repeat(20),
        text: "مرحبًا  \n\n\n".to_owned(),
        html: "<p dir=\"rtl\">مرحبًا</p>\n".repeat(50),
        languages: vec!["ar".to_owned()],
        message_id: "abc123@example.org".to_owned(),
        boundary: "b0".repeat(20),
        date: DateTime::from_timestamp(1_800_000_000, 0).unwrap().naive_utc(),
        return_path: None,
        list: Some(ListHeaders {
            name: "أخبار".to_owned(),
            id: "news.example.org".to_owned(),
            unsubscribe_url: format!("https://x.example.org/ar/leave/{}", "t".repeat(90)),
            unsubscribe_by_mail: None,
        }),
    };
    message.to_bytes(&Signer::new("example.org", "mail", key).unwrap()).unwrap()
}

fn signed() -> Vec<u8> {
    signed_with(include_str!("../support/keys/dkim-rsa.pem"))
}

#[test]
fn every_kind_of_key_signs() {
    let rsa_pkcs1 = include_str!("../support/keys/dkim-rsa-pkcs1.pem");
    assert!(verify(&signed(), RSA));
    assert!(verify(&signed_with(rsa_pkcs1), RSA));
    assert!(verify(&signed_with(include_str!("../support/keys/dkim-ed25519.pem")), ED25519));
    assert!(!verify(&signed_with(include_str!("../support/keys/dkim-ed25519.pem")), RSA));
}

#[test]
fn the_way_out_cannot_be_changed_under_the_signature() {
    let signed = String::from_utf8(signed()).unwrap();
    let evil = signed.replace("https://x.example.org/ar/leave", "https://x.example.com/ar/leave");
    assert_ne!(signed, evil);
    assert!(!verify(evil.as_bytes(), RSA));
    assert!(!verify(signed.replace("One-Click", "Two-Clicks").as_bytes(), RSA));
}

#[test]
fn nobody_can_put_a_second_header_on_top() {
    let signed = signed();
    for header in [
        "From: eve@example.com",
        "Reply-To: eve@example.com",
        "Subject: Pay now",
        "List-Unsubscribe: <https://x>",
    ] {
        let evil = [header.as_bytes(), b"\r\n", &signed].concat();
        assert!(!verify(&evil, RSA), "{header}");
    }
}

#[test]
fn what_relays_add_does_no_harm() {
    let carried =
        [b"Received: from a by b; Mon, 23 Nov 2026 20:00:00 +0000\r\n".as_slice(), &signed()].concat();
    assert!(verify(&carried, RSA));
}
