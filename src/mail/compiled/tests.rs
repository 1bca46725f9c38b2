//! The compiled way and the slow way give the same message.

use mail_parser::{MessageParser, MimeHeaders};
use proptest::prelude::*;

use super::*;
use crate::mail::{Kind, ListHeaders};

fn message(to: &str, text: String, html: String) -> Message {
    Message {
        kind: Kind::Issue,
        from: "حركة الحرية <news@example.org>".parse().unwrap(),
        to: to.parse().unwrap(),
        reply_to: None,
        subject: "العدد الأول 🕊 and its English half, which is long enough to be folded".to_owned(),
        text,
        html,
        languages: vec!["ar".to_owned(), "en".to_owned()],
        message_id: "abc@example.org".to_owned(),
        boundary: "b0".repeat(20),
        date: "2026-11-23T20:00:01".parse().unwrap(),
        return_path: None,
        list: Some(ListHeaders {
            name: "أخبار الحركة".to_owned(),
            id: "news.example.org".to_owned(),
            unsubscribe_url: format!("https://x.example.org/ar/leave/{}", "t".repeat(54)),
            unsubscribe_by_mail: Some("leave+abc@example.org".parse().unwrap()),
        }),
    }
}

/// Names and what stands behind them.
type Named = Vec<(String, String)>;

/// What a mail program makes of it: every header unfolded, every part decoded.
fn read(bytes: &[u8]) -> (Named, Named) {
    let parsed = MessageParser::new().parse(bytes).unwrap();
    let headers = parsed
        .headers_raw()
        .map(|(name, value)| (name.to_owned(), value.split_whitespace().collect::<Vec<_>>().join(" ")));
    let parts = parsed.parts.iter().filter(|part| part.is_text()).map(|part| {
        let kind = part.content_type().and_then(|kind| kind.subtype()).unwrap_or_default().to_owned();
        (kind, part.text_contents().unwrap().to_owned())
    });
    (headers.collect(), parts.collect())
}

fn joined(pattern: &Pattern, values: &[String]) -> String {
    let text = |piece: &Piece| match piece {
        Piece::Fixed(text) => text.clone(),
        Piece::Place(place) => values[*place].clone(),
    };
    pattern.0.iter().map(text).collect()
}

fn pieces() -> impl Strategy<Value = Pattern> {
    let fixed = prop_oneof![
        "[ -~\n.=]{0,200}",
        "[ء-ي .\n]{0,200}",
        Just(".\n..\n".to_owned()),
        Just("<p dir=\"rtl\" lang=\"ar\">مرحبًا</p>\n".repeat(20)),
    ];
    let piece = prop_oneof![3 => fixed.prop_map(Piece::Fixed), 2 => (0..3_usize).prop_map(Piece::Place)];
    proptest::collection::vec(piece, 0..12).prop_map(Pattern)
}

fn check(text: &Pattern, html: &Pattern, values: &[String], to: &str) {
    let slow = message(to, joined(text, values), joined(html, values));
    let list = slow.list.clone().unwrap();
    let sample = message("anybody@example.org", String::new(), String::new());
    let compiled = Compiled::new(&sample, text, html, &Signer::off()).unwrap().unwrap();
    let content = compiled.fill(&Personal {
        to: &slow.to,
        date: slow.date,
        message_id: &slow.message_id,
        unsubscribe_url: &list.unsubscribe_url,
        unsubscribe_by_mail: list.unsubscribe_by_mail.as_ref(),
        text: values,
        html: values,
    });
    assert_eq!(content.is_ascii(), slow.to.as_str().is_ascii());
    let bytes = content.message();
    assert_eq!(read(&bytes), read(&slow.to_bytes(&Signer::off()).unwrap()));
    // Nothing to double, and nothing that a server could trip over.
    assert_eq!(content.size(), bytes.len());
    for line in String::from_utf8_lossy(&bytes).split("\r\n") {
        assert!(
            line.len() <= 998 && !line.starts_with('.') && !line.contains(['\r', '\n', '\0']),
            "{line:?}"
        );
    }
}

proptest! {
    #[test]
    fn both_ways_say_the_same_to_everybody(
        text in pieces(),
        html in pieces(),
        values in proptest::collection::vec("[ -~ء-ي🕊\u{2066}\u{2069}\u{200f}é.=]{0,120}", 3),
        to in prop_oneof![Just("ada@example.net"), Just("محمد@example.net"), Just("a@مثال.شبكة")],
    ) {
        check(&text, &html, &values, to);
    }
}

#[test]
fn a_message_that_is_signed_goes_the_slow_way() {
    let key = include_str!("../../../tests/it/support/keys/dkim-rsa.pem");
    let signer = Signer::new("example.org", "mail", key).unwrap();
    let sample = message("anybody@example.org", String::new(), String::new());
    let none = Compiled::new(&sample, &Pattern::default(), &Pattern::default(), &signer).unwrap();
    assert!(none.is_none());
}
