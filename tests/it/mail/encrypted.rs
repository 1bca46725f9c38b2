//! TLS, by STARTTLS and from the first byte.

use super::*;
use crate::support::smtp::{Act, Offer, Step};

fn with_ca(security: &str) -> String {
    format!("tls={security}&ca={}/tests/it/support/keys/ca.pem", env!("CARGO_MANIFEST_DIR"))
}

fn offering_starttls() -> Smtp {
    Smtp::offering(Offer { starttls: true, ..Offer::default() })
}

fn try_it(smtp: &Smtp, security: &str) -> String {
    let mailer = mailer(&smtp.url_with("", &with_ca(security)));
    kind(&Line::open(&mailer).map_or_else(|fate| fate, |mut open| send(&mut open, "ada@x.org")))
}

/// Why no connection came about.
fn refused(smtp: &Smtp, options: &str) -> String {
    match Line::open(&mailer(&smtp.url_with("", options))) {
        Err(Fate::Unreachable(why)) => why,
        other => panic!("{:?}", other.err()),
    }
}

#[test]
fn a_message_goes_through_starttls_and_through_a_wrapper() {
    let smtp = offering_starttls();
    assert_eq!(try_it(&smtp, "required"), "accepted 250");
    assert_eq!(try_it(&smtp, "opportunistic"), "accepted 250");
    let hellos = smtp.commands().iter().filter(|line| line.starts_with("EHLO")).count();
    assert_eq!(hellos, 4, "what was said in clear is asked again");
    let wrapped = Smtp::offering(Offer { wrapper: true, ..Offer::default() });
    assert_eq!(try_it(&wrapped, "wrapper"), "accepted 250");
}

#[test]
fn required_means_required() {
    let smtp = Smtp::start();
    assert_eq!(try_it(&smtp, "required"), "unreachable");
    assert!(!smtp.commands().iter().any(|line| line.starts_with("MAIL")));
    assert_eq!(try_it(&smtp, "opportunistic"), "accepted 250");
    let refusing = offering_starttls();
    refusing.always(Step::StartTls, Act::say("454 4.7.0 not now"));
    assert_eq!(try_it(&refusing, "required"), "unreachable");
}

#[test]
fn a_certificate_for_another_host_or_from_a_stranger_is_refused() {
    for wrapper in [true, false] {
        let security = if wrapper { "wrapper" } else { "required" };
        let offer = Offer { starttls: !wrapper, wrapper, ..Offer::default() };
        let elsewhere = Smtp::offering(Offer { certificate: "elsewhere", ..offer.clone() });
        assert_eq!(
            refused(&elsewhere, &with_ca(security)),
            "starting TLS: the server's certificate is for another host than HUDHUD_SMTP_URL names"
        );
        let strange = Smtp::offering(offer);
        assert_eq!(
            refused(&strange, &format!("tls={security}")),
            "starting TLS: nobody whom we trust signed the server's certificate: name who did with ca=FILE"
        );
        assert!(elsewhere.mails().is_empty() && strange.mails().is_empty());
    }
}

#[test]
fn a_certificate_that_somebody_of_the_same_name_signed_is_not_trusted() {
    let smtp = offering_starttls();
    assert_eq!(
        refused(&smtp, &with_ca("required").replace("ca.pem", "namesake.pem")),
        "starting TLS: the server's certificate is not one that we trust: if it is the right one, name it, or who \
         signed it, with ca=FILE (BadSignature)"
    );
    assert!(smtp.mails().is_empty());
}

#[test]
fn an_authority_is_no_server() {
    let smtp = Smtp::offering(Offer { starttls: true, certificate: "authority", ..Offer::default() });
    assert_eq!(
        refused(&smtp, &with_ca("required").replace("ca.pem", "authority.pem")),
        "starting TLS: the server's certificate may sign others (CA:TRUE), as `openssl req -x509` makes it, and is none \
         for a server: make one with basicConstraints=critical,CA:FALSE, as docs/operating.md says"
    );
}

#[test]
fn a_certificate_that_stands_alone_is_believed_where_it_is_named() {
    // Made as docs/operating.md says.
    let smtp = Smtp::offering(Offer { starttls: true, certificate: "alone", ..Offer::default() });
    let mailer = mailer(&smtp.url_with("", &with_ca("required").replace("ca.pem", "alone.pem")));
    let mut open = Line::open(&mailer).unwrap();
    assert_eq!(kind(&send(&mut open, "ada@x.org")), "accepted 250");
    let strange = refused(&smtp, &with_ca("required"));
    assert!(strange.contains("nobody whom we trust"), "{strange}");
}

#[test]
fn what_is_said_in_clear_behind_starttls_is_not_believed() {
    let smtp = offering_starttls();
    smtp.once(Step::StartTls, Act::Say(b"220 go ahead\r\n250 2.0.0 all yours\r\n".to_vec()));
    assert_eq!(try_it(&smtp, "required"), "unreachable");
}

#[test]
fn a_server_that_hangs_in_the_handshake_is_left() {
    let smtp = offering_starttls();
    smtp.always(Step::StartTls, Act::Hang);
    let server: Server = smtp.url_with("", &with_ca("required")).parse().unwrap();
    let server = server.with_timeouts(Timeouts::at_most(Duration::from_millis(200)));
    let mailer = Mailer::to_server("news@example.org".parse().unwrap(), Signer::off(), server);
    assert_eq!(kind(&Line::open(&mailer).err().unwrap()), "unreachable");
}
