//! Whoever reads it can't tell which way a message was made.

use std::sync::{Arc, OnceLock};

use mail_parser::MessageParser;
use proptest::prelude::*;

use super::*;
use crate::{
    app::App,
    clock::Clock,
    config::Config,
    delivery::{WhenUncertain, steps::claim::ClaimedDelivery},
    subscribers::{PersonName, store},
    vault::Sealed,
};

/// An office that needs its files no more.
fn office() -> &'static Office {
    static OFFICE: OnceLock<Arc<Office>> = OnceLock::new();
    OFFICE.get_or_init(|| {
        let dir = tempfile::tempdir().unwrap();
        let mut config = Config::for_tests(dir.path(), None);
        config.bounce_address = Some("bounce@alliance.example".to_owned());
        Arc::clone(&App::open(config, Clock::manual(now())).unwrap().outbox.0)
    })
}

fn now() -> NaiveDateTime {
    "2026-11-23T12:00:00".parse().unwrap()
}

/// An edition with every kind of hole, in words of both directions.
fn edition(name: &str) -> Edition {
    let first = name.split('+').next().unwrap().parse().unwrap();
    let marker = Hole::Name.marker();
    let greeting = holes::if_named(&format!("سلام {marker}, dear {marker}!"), "Dear reader,");
    let (preferences, leave) =
        (Hole::Preferences(first).marker(), Hole::Leave(name[..2].parse().unwrap()).marker());
    let mail = RenderedMail {
        subject: "القمر = the moon".to_owned(),
        text: format!(
            "{greeting}\n.\n.. dots\nFrom here = there\n{preferences}\n\n{leave}\n{}\n",
            "نص طويل ".repeat(40)
        ),
        html: format!(
            "<p title=\"{marker}\">{greeting}</p>\n<a href=\"{preferences}\">p</a><a href=\"{leave}\">l</a>{}",
            "<p>.</p>\n".repeat(30)
        ),
    };
    let mut edition = Edition { id: 7, name: name.parse().unwrap(), mail, cut: None };
    edition.cut = office().cut(&edition);
    edition
}

fn reader(id: i64, email: &str, name: Option<&str>) -> Subscriber {
    let (vault, public_id) = (&office().vault, crate::db::PublicId::random());
    let seal = |place, text: &str| -> Sealed { vault.seal(place, &public_id, text) };
    let name = name.and_then(PersonName::clean).map(|name| seal(store::NAME, name.as_str()));
    Subscriber {
        id,
        email: seal(store::EMAIL, email),
        email_index: vault.index(email),
        name,
        help: None,
        status: crate::subscribers::Status::Active,
        paused_until: None,
        reading: "ar".parse().unwrap(),
        first_language: "ar".parse().unwrap(),
        cadence: crate::subscribers::Cadence::Every,
        country: None,
        came_from: None,
        referred_by: None,
        link_generation: 3,
        fates: String::new(),
        confirmed_at: now(),
        left_at: None,
        created_at: now(),
        updated_at: now(),
        public_id,
    }
}

/// What a reader's program shows of a message: its headers but for the boundary, and both bodies.
fn seen(parcel: &Parcel) -> (Vec<(String, String)>, String, String) {
    let raw = parcel.content.message();
    let parsed = MessageParser::default().parse(&raw).unwrap();
    let headers = parsed.headers_raw().map(|(name, value)| {
        let value = value.split("boundary=").next().unwrap_or_default();
        (name.to_owned(), value.split_whitespace().collect::<Vec<_>>().join(" "))
    });
    let headers = headers.collect();
    let text = parsed.body_text(0).unwrap_or_default().into_owned();
    (headers, text, parsed.body_html(0).unwrap_or_default().into_owned())
}

/// A wire line must hold nothing that a server could trip over.
fn is_fit(parcel: &Parcel) -> bool {
    let message = parcel.content.message();
    message.split(|byte| *byte == b'\n').all(|line| line.len() <= 999)
        && message.is_ascii() == parcel.content.is_ascii()
}

fn check(name: Option<&str>, email: &str, edition_name: &str, tried_before: bool) {
    let (office, edition, reader) = (office(), edition(edition_name), reader(41, email, name));
    assert!(edition.cut.is_some(), "it is compiled");
    let row = ClaimedDelivery {
        id: 99,
        dispatch_id: 1,
        subscriber_id: Some(41),
        edition_id: 7,
        uncertain: false,
        attempts: 0,
        message_date: tried_before.then(now),
    };
    let delivery = Delivery {
        row,
        subscriber: Some(reader.clone().into()),
        when_uncertain: WhenUncertain::Resend,
        message_domain: "news.example".into(),
    };
    let later = now() + chrono::TimeDelta::hours(5);
    let to: Address = email.parse().unwrap();
    let filled = office.delivery(&delivery, &edition, &reader, &to, later).unwrap();
    let uncut = Edition { cut: None, mail: edition.mail.clone(), name: edition.name.clone(), id: edition.id };
    let slow = office.delivery(&delivery, &uncut, &reader, &to, later).unwrap();
    assert_eq!(filled.stamp, slow.stamp);
    assert_eq!((&filled.envelope.from, &filled.envelope.to), (&slow.envelope.from, &slow.envelope.to));
    assert_eq!(seen(&filled), seen(&slow), "{name:?} {email}");
    assert!(is_fit(&filled) && is_fit(&slow));
}

/// Names of every kind of letter and direction, with marks that change it, and with what HTML and SMTP take for
/// something else.
fn names() -> impl Strategy<Value = Option<String>> {
    proptest::option::of(prop_oneof![
        "[ -~]{0,60}",
        "[ء-ي ]{1,60}",
        "[א-ת ]{1,30}",
        "[\u{200e}\u{200f}\u{202a}-\u{202e}\u{2066}-\u{2069}a-zء-ي ]{1,40}",
        "[🕊👩‍👩‍👧ñéøß漢字.=<>&\"']{1,40}",
        "\\PC{0,60}",
    ])
}

fn addresses() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z]{1,20}@example\\.net",
        "[a-z0-9]{60}@[a-z]{40}\\.[a-z]{40}\\.example\\.net",
        "[a-z]{1,5}\\+[a-z]{1,20}@example\\.net",
        Just("محمد@مثال.شبكة".to_owned()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]
    #[test]
    fn both_ways_say_the_same_to_everybody(
        name in names(),
        email in addresses(),
        edition in prop_oneof![Just("ar"), Just("en"), Just("ar+en"), Just("en+ar")],
        tried_before in any::<bool>(),
    ) {
        check(name.as_deref(), &email, edition, tried_before);
    }
}
