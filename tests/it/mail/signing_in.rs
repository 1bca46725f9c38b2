//! AUTH, and that a password never crosses a network in clear.

use super::*;
use crate::support::smtp::{Act, Offer, Step};

fn asking(mechanisms: &'static str) -> Smtp {
    Smtp::offering(Offer { auth: Some(mechanisms), ..Offer::default() })
}

fn sign_in(smtp: &Smtp, user: &str) -> String {
    let mailer = mailer(&smtp.url_with(user, "tls=none"));
    kind(&Line::open(&mailer).map_or_else(|fate| fate, |mut open| send(&mut open, "ada@x.org")))
}

#[test]
fn each_mechanism_signs_in() {
    for mechanisms in ["PLAIN", "LOGIN", "XOAUTH2", "LOGIN PLAIN XOAUTH2", "CRAM-MD5 LOGIN"] {
        assert_eq!(sign_in(&asking(mechanisms), "ada:sesame"), "accepted 250", "{mechanisms}");
    }
}

#[test]
fn a_wrong_password_is_our_fault_and_nobodys_attempt() {
    for mechanisms in ["PLAIN", "LOGIN", "XOAUTH2"] {
        let smtp = asking(mechanisms);
        assert_eq!(sign_in(&smtp, "ada:wrong"), "our fault 535", "{mechanisms}");
        assert!(!smtp.commands().iter().any(|line| line.starts_with("MAIL")));
    }
    assert_eq!(sign_in(&asking("CRAM-MD5"), "ada:sesame"), "our fault 504");
    assert_eq!(sign_in(&Smtp::start(), "ada:sesame"), "our fault 504");
}

#[test]
fn a_server_that_lets_nobody_in_without_encryption_is_told_of_as_such() {
    let smtp = Smtp::offering(Offer { starttls: true, ..Offer::default() });
    let Err(Fate::OurFault(reply)) = Line::open(&mailer(&smtp.url_with("ada:sesame", "tls=none"))) else {
        panic!("nobody is let in");
    };
    assert!(reply.text.contains("without encryption: tls=required would help"), "{reply}");
}

#[test]
fn a_server_that_cannot_check_passwords_now_is_tried_again() {
    let smtp = asking("PLAIN");
    smtp.once(Step::Auth, Act::say("454 4.7.0 later"));
    assert_eq!(sign_in(&smtp, "ada:sesame"), "unreachable");
    assert_eq!(sign_in(&smtp, "ada:sesame"), "accepted 250");
}

#[test]
fn a_server_that_asks_and_asks_is_left() {
    let smtp = asking("LOGIN");
    smtp.always(Step::Auth, Act::Say(b"334 VXNlcm5hbWU6\r\n".repeat(9)));
    assert_eq!(sign_in(&smtp, "ada:sesame"), "unreachable");
}

#[test]
fn with_tls_required_the_password_is_said_only_when_encrypted() {
    let smtp = asking("PLAIN");
    let options = format!("tls=required&ca={}/tests/it/support/keys/ca.pem", env!("CARGO_MANIFEST_DIR"));
    assert_eq!(
        kind(&Line::open(&mailer(&smtp.url_with("ada:sesame", &options))).err().unwrap()),
        "unreachable"
    );
    assert!(!smtp.commands().iter().any(|line| line.starts_with("AUTH")));
}
