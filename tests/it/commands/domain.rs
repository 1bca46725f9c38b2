//! `hudhud doctor --domain`: what the DNS says of the domain that mails come from.

use serde_json::Value;

use super::{desk::Desk, stderr, stdout};
use crate::support::dns::Dns;

const SPF: &str = "v=spf1 a:mail.example.org ~all";
const DMARC: &str = "v=DMARC1; p=quarantine; rua=mailto:dmarc@example.org";

/// A campaign that signs with a key of its own and has a mail server of its own.
fn desk() -> Desk {
    let mut desk = Desk::new();
    let key = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/support/keys/dkim-rsa.pem");
    desk.env.extend([
        ("HUDHUD_SMTP_URL", "smtp://user:secret@mail.example.org:587".to_owned()),
        ("HUDHUD_MAIL_FROM", "The Alliance <news@example.org>".to_owned()),
        ("HUDHUD_BOUNCE_ADDRESS", "bounce@back.example.org".to_owned()),
        ("HUDHUD_BASE_URL", "https://join.example.org".to_owned()),
        ("HUDHUD_DKIM_DOMAIN", "example.org".to_owned()),
        ("HUDHUD_DKIM_SELECTOR", "mail".to_owned()),
        ("HUDHUD_DKIM_KEY_FILE", key.to_owned()),
    ]);
    desk
}

fn ask(desk: &Desk, dns: &Dns, json: bool) -> (Option<i32>, String) {
    let address = dns.address();
    let mut arguments = vec!["doctor", "--domain", "example.org", "--dns", &address];
    arguments.extend(json.then_some("--json"));
    let output = desk.run(&arguments);
    assert!(!stdout(&output).is_empty(), "{}", stderr(&output));
    (output.status.code(), stdout(&output))
}

fn items(answer: &str) -> Vec<Value> {
    serde_json::from_str::<Value>(answer).unwrap()["items"].as_array().unwrap().clone()
}

fn state_of<'a>(items: &'a [Value], what: &str) -> &'a Value {
    items
        .iter()
        .find(|item| item["what"].as_str().unwrap().starts_with(what))
        .unwrap_or_else(|| panic!("{what}: {items:?}"))
}

#[test]
fn a_new_domain_is_told_every_record_and_is_well_once_it_has_them() {
    let desk = desk();
    let (code, told) = ask(&desk, &Dns::knowing(&[]), true);
    assert_eq!(code, Some(1));
    let items = items(&told);
    for what in [
        "SPF of example.org",
        "DKIM key mail._domainkey",
        "DMARC",
        "mail to",
        "returned mail to",
        "mail server",
        "links",
    ] {
        assert_eq!(state_of(&items, what)["state"], "wrong", "{what}");
    }
    assert_eq!(state_of(&items, "SPF of example.org")["record"]["value"], SPF);
    let key = state_of(&items, "DKIM")["record"]["value"].as_str().unwrap().to_owned();
    assert!(key.starts_with("v=DKIM1; k=rsa; p=MIIB"), "{key}");

    let records = [
        ("example.org.", "TXT", SPF),
        ("example.org.", "TXT", "some-site-verification=1"),
        ("back.example.org.", "TXT", SPF),
        ("mail._domainkey.example.org.", "TXT", key.as_str()),
        ("_dmarc.example.org.", "TXT", DMARC),
        ("example.org.", "MX", "mail.example.org."),
        ("back.example.org.", "MX", "mail.example.org."),
        ("mail.example.org.", "A", "192.0.2.7"),
        ("7.2.0.192.in-addr.arpa.", "PTR", "mail.example.org."),
        ("join.example.org.", "A", "192.0.2.8"),
    ];
    let (code, told) = ask(&desk, &Dns::knowing(&records), false);
    assert_eq!(code, Some(0), "{told}");
    assert!(told.lines().all(|line| line.starts_with("ok ")), "{told}");
    assert!(told.contains("the one that we sign with") && told.contains("leads back to it"), "{told}");
    assert!(!told.contains("secret"), "no password");
}

#[test]
fn what_is_wrong_is_said_in_words_with_the_record_to_copy() {
    let desk = desk();
    let records = [
        ("example.org.", "TXT", "v=spf1 include:spf.relay.example +all"),
        ("spf.relay.example.", "TXT", "v=spf1 a mx include:spf.relay.example -all"),
        ("back.example.org.", "TXT", SPF),
        ("mail._domainkey.example.org.", "TXT", "v=DKIM1; k=rsa; p="),
        ("_dmarc.example.org.", "TXT", "v=DMARC1; p=none"),
        ("example.org.", "MX", "mail.example.org."),
        ("back.example.org.", "MX", "."),
        ("mail.example.org.", "A", "192.0.2.7"),
        ("7.2.0.192.in-addr.arpa.", "PTR", "vps7.host.example."),
        ("join.example.org.", "A", "192.0.2.8"),
    ];
    let (code, told) = ask(&desk, &Dns::knowing(&records), false);
    assert_eq!(code, Some(1));
    for sentence in [
        "WRONG  SPF of example.org: ends with +all",
        "WRONG  DKIM key mail._domainkey.example.org: is revoked",
        "name   mail._domainkey.example.org",
        "note   DMARC of example.org: has p=none",
        "WRONG  returned mail to back.example.org: says that it takes no mail",
        "WRONG  reverse DNS of 192.0.2.7: is vps7.host.example, which does not lead back",
        "type   PTR",
    ] {
        assert!(told.contains(sentence), "{sentence}\n{told}");
    }
}

#[test]
fn one_question_that_fails_leaves_the_others() {
    let desk = desk();
    let records = [
        ("example.org.", "SERVFAIL", ""),
        ("back.example.org.", "TXT", SPF),
        ("_dmarc.example.org.", "TXT", DMARC),
        ("mail.example.org.", "A", "192.0.2.7"),
    ];
    let (code, told) = ask(&desk, &Dns::knowing(&records), false);
    assert_eq!(code, Some(1));
    for sentence in [
        "WRONG  SPF of example.org: can't be looked at",
        "ok     SPF of back.example.org",
        "ok     DMARC of example.org",
        "WRONG  reverse DNS of 192.0.2.7: is missing",
    ] {
        assert!(told.contains(sentence), "{sentence}\n{told}");
    }
}

#[test]
fn what_a_strangers_record_says_steers_no_terminal() {
    let desk = desk();
    let records = [
        ("example.org.", "TXT", "v=spf1 a \u{1b}]0;x\u{7} -all"),
        ("_dmarc.example.org.", "TXT", "v=DMARC1; p=reject; rua=mailto:a@example.org; \u{9b}31m\u{202e}"),
    ];
    for json in [false, true] {
        let (_, told) = ask(&desk, &Dns::knowing(&records), json);
        let steers = |c: char| (c.is_control() && c != '\n') || c == '\u{202e}';
        assert!(told.contains("p=reject") && !told.contains(steers), "{told:?}");
    }
}

#[test]
fn a_mail_server_that_spf_does_not_name_is_spoken_of() {
    let desk = desk();
    let ask_with = |spf: &str, address: &str| {
        let records = [
            ("back.example.org.", "TXT", spf),
            ("relay.example.", "TXT", "v=spf1 ip4:192.0.2.0/24 -all"),
            ("back.example.org.", "MX", "mx.example.org."),
            ("mx.example.org.", "A", "203.0.113.5"),
            ("mail.example.org.", "A", address),
        ];
        ask(&desk, &Dns::knowing(&records), false).1
    };
    let lacks = "note   SPF of back.example.org: does not name";
    for (spf, address, is_spoken_of) in [
        ("v=spf1 include:relay.example ~all", "192.0.2.7", false),
        ("v=spf1 include:relay.example ~all", "198.51.100.7", true),
        ("v=spf1 redirect=relay.example", "198.51.100.7", true),
        ("v=spf1 mx -all", "203.0.113.5", false),
        ("v=spf1 mx/24 -all", "203.0.113.9", false),
        ("v=spf1 mx -all", "203.0.113.9", true),
        ("v=spf1 a:mail.example.org -all", "203.0.113.9", false),
        ("v=spf1 exists:%{i}.relay.example -all", "203.0.113.9", false),
        ("v=spf1 -all", "203.0.113.9", true),
    ] {
        let told = ask_with(spf, address);
        assert_eq!(told.contains(lacks), is_spoken_of, "{spf} {address}\n{told}");
    }
}

#[test]
fn a_relay_signs_unless_its_selector_is_named() {
    let mut desk = Desk::new();
    desk.env.push(("HUDHUD_MAIL_FROM", "news@example.org".to_owned()));
    let records = [
        ("example.org.", "TXT", "v=spf1 include:spf.relay.example -all"),
        ("spf.relay.example.", "TXT", "v=spf1 ip4:192.0.2.0/24 -all"),
        ("_dmarc.example.org.", "TXT", DMARC),
        ("example.org.", "MX", "mx.relay.example."),
    ];
    let dns = Dns::knowing(&records);
    let (code, told) = ask(&desk, &dns, false);
    assert_eq!(code, Some(0), "{told}");
    assert!(told.contains("name its selector with --selector"), "{told}");
    let named = desk.run(&["doctor", "--domain", "example.org", "--dns", &dns.address(), "--selector", "s1"]);
    assert_eq!(named.status.code(), Some(1));
    assert!(
        stdout(&named).contains("WRONG  DKIM key s1._domainkey.example.org: is missing"),
        "{}",
        stdout(&named)
    );
}

#[test]
fn what_is_no_domain_is_refused_and_silence_is_no_missing_record() {
    let desk = desk();
    assert!(desk.refused(2, &["doctor", "--domain", "news@example.org"]).contains("is no domain"));
    desk.refused(2, &["doctor", "--dns", "127.0.0.1:53"]);
    let nobody = std::net::UdpSocket::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
    let told = desk.refused(1, &["doctor", "--domain", "example.org", "--dns", &nobody]);
    assert!(told.contains("the DNS does not answer about example.org"), "{told}");
}
