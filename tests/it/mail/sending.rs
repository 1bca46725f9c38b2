//! One message after the other over one connection.

use hudhud::mail::Fate;
use lettre::Transport;

use super::*;
use crate::support::smtp::{Act, Offer, Step};

#[test]
fn a_message_arrives_byte_for_byte() {
    let smtp = Smtp::start();
    let fate = send(&mut connect(&smtp), "ada@example.net");
    assert_eq!(kind(&fate), "accepted 250");
    let mails = smtp.mails();
    assert_eq!(mails.len(), 1);
    assert_eq!((&*mails[0].from, &*mails[0].to), ("news@example.org", "ada@example.net"));
    assert_eq!(mails[0].text().as_bytes(), MESSAGE);
    assert_eq!(mails[0].parameters, format!("SIZE={}", MESSAGE.len()));
}

#[test]
fn we_say_who_we_are_by_our_domain_and_goodbye_at_the_end() {
    let smtp = Smtp::start();
    let mut connection = connect(&smtp);
    send(&mut connection, "ada@example.net");
    connection.close();
    let commands = smtp.commands();
    assert_eq!(commands.first().map(String::as_str), Some("EHLO example.org"));
    assert_eq!(commands.last().map(String::as_str), Some("QUIT"));
}

#[test]
fn one_connection_carries_many_messages_and_refusals() {
    let smtp = Smtp::start();
    let mut connection = connect(&smtp);
    let ends: Vec<_> =
        ["ada@x.org", "reject@x.org", "policy-7@x.org", "full@x.org", "defer@x.org", "eve@x.org"]
            .map(|to| kind(&send(&mut connection, to)))
            .into();
    let expected =
        ["accepted 250", "permanent 550", "permanent 550", "permanent 552", "transient 450", "accepted 250"];
    assert_eq!(ends, expected);
    assert!(connection.is_alive());
    assert_eq!(smtp.connections(), 1);
    assert_eq!(smtp.commands().iter().filter(|line| *line == "RSET").count(), 4);
    assert_eq!(smtp.take_mails().len(), 2);
    assert!(smtp.mails().is_empty());
}

#[test]
fn a_greylisting_server_takes_the_message_the_second_time() {
    let smtp = Smtp::start();
    let mut connection = connect(&smtp);
    assert_eq!(kind(&send(&mut connection, "greylist@x.org")), "transient 451");
    assert_eq!(kind(&send(&mut connection, "greylist@x.org")), "accepted 250");
}

#[test]
fn no_reply_repeats_the_address_that_it_was_about() {
    let smtp = Smtp::start();
    let Fate::Permanent(reply) = send(&mut connect(&smtp), "reject@x.org") else { panic!() };
    assert_eq!(reply.to_string(), "550 5.1.1 <address> no such user");
    assert!(reply.mailbox_is_gone());
}

#[test]
fn a_fence_that_does_not_hold_stops_the_message_before_its_content() {
    let smtp = Smtp::start();
    let mut connection = connect(&smtp);
    let mut asked = 0;
    let fate = connection.send(&envelope("ada@x.org"), MESSAGE, &mut || {
        asked += 1;
        false
    });
    assert_eq!((fate, asked), (Fate::NotSent, 1));
    assert!(smtp.mails().is_empty());
    assert!(smtp.commands().iter().any(|line| line.starts_with("RCPT")));
    assert_eq!(kind(&send(&mut connection, "ada@x.org")), "accepted 250");
    assert_eq!(smtp.mails().len(), 1);
}

#[test]
fn without_pipelining_a_fence_that_does_not_hold_comes_before_data() {
    let smtp = Smtp::offering(Offer { pipelining: false, ..Offer::default() });
    let mut connection = connect(&smtp);
    assert_eq!(connection.send(&envelope("ada@x.org"), MESSAGE, &mut || false), Fate::NotSent);
    assert!(connection.is_alive() && !smtp.commands().contains(&"DATA".to_owned()));
    assert_eq!(kind(&send(&mut connection, "ada@x.org")), "accepted 250");
    assert_eq!(smtp.connections(), 1);
}

#[test]
fn the_fence_is_not_asked_for_a_recipient_who_was_refused() {
    let smtp = Smtp::start();
    let mut asked = false;
    connect(&smtp).send(&envelope("reject@x.org"), MESSAGE, &mut || {
        asked = true;
        true
    });
    assert!(!asked);
}

#[test]
fn a_server_may_close_after_some_messages() {
    let smtp = Smtp::offering(Offer { close_after: Some(2), ..Offer::default() });
    let mut connection = connect(&smtp);
    for n in 0..5 {
        assert_eq!(kind(&send(&mut connection, &format!("p{n}@x.org"))), "accepted 250");
    }
    let by_connection: Vec<_> = smtp.mails().iter().map(|mail| mail.connection).collect();
    assert_eq!(by_connection, [0, 0, 1, 1, 2]);
}

#[test]
fn an_answer_may_come_in_pieces_or_without_words() {
    let smtp = Smtp::start();
    smtp.once(Step::Greeting, Act::Split("220-test.example\r\n220 welcome"));
    smtp.once(Step::Rcpt, Act::Split("550 5.1.1 no"));
    smtp.once(Step::Mail, Act::say("250"));
    assert_eq!(kind(&send(&mut connect(&smtp), "ada@x.org")), "permanent 550");
}

#[test]
fn a_server_without_ehlo_is_greeted_the_old_way() {
    let smtp = Smtp::offering(Offer { ehlo: false, ..Offer::default() });
    assert_eq!(kind(&send(&mut connect(&smtp), "ada@x.org")), "accepted 250");
    assert!(smtp.commands().contains(&"HELO example.org".to_owned()));
    assert_eq!(smtp.mails()[0].parameters, "");
}

#[test]
fn an_arabic_domain_is_written_in_ascii_and_needs_nothing() {
    let smtp =
        Smtp::offering(Offer { smtputf8: false, eight_bit: false, pipelining: false, ..Offer::default() });
    assert_eq!(kind(&send(&mut connect(&smtp), "ada@مثال.شبكة")), "accepted 250");
    assert_eq!(smtp.mails()[0].to, "ada@xn--mgbh0fb.xn--ngbc5azd");
}

#[test]
fn an_arabic_local_part_needs_smtputf8() {
    let smtp = Smtp::start();
    assert_eq!(kind(&send(&mut connect(&smtp), "محمد@x.org")), "accepted 250");
    assert!(smtp.mails()[0].parameters.ends_with("SMTPUTF8"));

    let old = Smtp::offering(Offer { smtputf8: false, ..Offer::default() });
    let mut connection = connect(&old);
    let Fate::Permanent(reply) = send(&mut connection, "محمد@x.org") else { panic!() };
    assert!(reply.to_string().starts_with("555 5.6.7 needs SMTPUTF8"), "{reply}");
    assert_eq!(kind(&send(&mut connection, "ada@x.org")), "accepted 250");
}

#[test]
fn a_message_with_more_than_ascii_is_announced() {
    let smtp = Smtp::start();
    let message = "Subject: x\r\n\r\nمرحبًا\r\n".as_bytes();
    let fate = connect(&smtp).send(&envelope("ada@x.org"), message, &mut || true);
    assert_eq!(kind(&fate), "accepted 250");
    assert!(smtp.mails()[0].parameters.ends_with("BODY=8BITMIME"));

    let old = Smtp::offering(Offer { eight_bit: false, ..Offer::default() });
    let fate = connect(&old).send(&envelope("ada@x.org"), message, &mut || true);
    assert_eq!(kind(&fate), "permanent 554");
}

#[test]
fn a_message_too_large_is_not_even_offered() {
    let smtp = Smtp::offering(Offer { size: Some(10), ..Offer::default() });
    assert_eq!(kind(&send(&mut connect(&smtp), "ada@x.org")), "permanent 552");
    assert!(!smtp.commands().iter().any(|line| line.starts_with("MAIL")));

    let without_limit = Smtp::offering(Offer { size: None, ..Offer::default() });
    assert_eq!(kind(&send(&mut connect(&without_limit), "ada@x.org")), "accepted 250");
    assert_eq!(without_limit.mails()[0].parameters, "");
}

#[test]
fn whoever_knows_lettres_transport_can_send_through_us() {
    let smtp = Smtp::start();
    let message = lettre::Message::builder()
        .from("Movement <news@example.org>".parse().unwrap())
        .to("ada@example.net".parse().unwrap())
        .cc("eve@example.net".parse().unwrap())
        .subject("Hello")
        .body("Hello\n".to_owned())
        .unwrap();
    let replies = mailer(&smtp.url()).send(&message).unwrap();
    assert_eq!(replies.len(), 2);
    assert_eq!(
        smtp.mails().iter().map(|mail| mail.to.clone()).collect::<Vec<_>>(),
        ["ada@example.net", "eve@example.net"]
    );
    smtp.always(Step::Rcpt, Act::say("450 4.2.0 later"));
    assert!(mailer(&smtp.url()).send(&message).is_err());
    smtp.behave();
    assert!(mailer(&smtp.url()).send(&message).is_ok());
}
