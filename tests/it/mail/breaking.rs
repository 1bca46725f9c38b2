//! Servers that hang, drop, and talk nonsense: what was not handed over is tried again, what may have been is said to
//! be uncertain, and nobody gets somebody else's answer.

use super::*;
use crate::support::smtp::{Act, Step};

fn fate_when(step: Step, act: Act) -> String {
    let smtp = Smtp::start();
    smtp.always(step, act);
    match Line::open(&mailer(&smtp.url())) {
        Ok(mut connection) => kind(&send(&mut connection, "ada@x.org")),
        Err(fate) => kind(&fate),
    }
}

/// What it means that nothing, or nonsense, is heard at this step.
fn without_an_answer(step: Step) -> &'static str {
    match step {
        Step::Mail | Step::Rcpt | Step::Data | Step::Body => "broken",
        Step::Dot => "uncertain",
        _ => "unreachable",
    }
}

#[test]
fn a_connection_that_ends_before_the_final_dot_has_handed_nothing_over() {
    for step in [Step::Greeting, Step::Hello, Step::Mail, Step::Rcpt, Step::Data] {
        assert_eq!(fate_when(step, Act::Close), without_an_answer(step), "{step:?}");
    }
}

#[test]
fn a_connection_that_ends_behind_the_final_dot_leaves_us_uncertain() {
    assert_eq!(fate_when(Step::Dot, Act::Close), "uncertain");
    assert_eq!(fate_when(Step::Dot, Act::TakeAndClose), "uncertain");
    let smtp = Smtp::start();
    assert_eq!(kind(&send(&mut connect(&smtp), "lost@x.org")), "uncertain");
    assert_eq!(smtp.mails().len(), 1);
}

#[test]
fn a_server_that_hangs_up_in_the_middle_of_a_large_message_has_not_taken_it() {
    let smtp = Smtp::start();
    let message = b"Subject: x\r\n\r\n0123456789012345678901234567890123456789\r\n".repeat(200_000);
    smtp.once(Step::Body, Act::Close);
    let fate = connect(&smtp).send(&envelope("ada@x.org"), &message, &mut || true);
    assert_eq!(kind(&fate), "permanent 552", "larger than the server takes");

    let roomy = Smtp::offering(crate::support::smtp::Offer { size: Some(0), ..Default::default() });
    roomy.once(Step::Body, Act::Close);
    let fate = connect(&roomy).send(&envelope("ada@x.org"), &message, &mut || true);
    assert_eq!(kind(&fate), "broken");
    assert!(roomy.mails().is_empty());
}

#[test]
fn refusals_are_believed_wherever_they_come() {
    for (step, line, expected) in [
        (Step::Greeting, "421 4.3.2 too busy", "unreachable"),
        (Step::Greeting, "554 5.7.1 not from you", "unreachable"),
        (Step::Hello, "421 4.3.2 too busy", "unreachable"),
        (Step::Mail, "530 5.7.0 sign in first", "our fault 530"),
        (Step::Mail, "550 5.7.1 that is not your address", "our fault 550"),
        (Step::Rcpt, "554 5.7.1 Relay access denied", "our fault 554"),
        (Step::Rcpt, "421 4.7.0 slow down", "transient 421"),
        (Step::Data, "451 4.3.0 later", "transient 451"),
        (Step::Data, "554 5.5.1 no valid recipients", "permanent 554"),
        (Step::Dot, "451 4.7.1 later", "transient 451"),
        (Step::Dot, "550 5.7.26 unauthenticated", "permanent 550"),
    ] {
        assert_eq!(fate_when(step, Act::say(line)), expected, "{step:?} {line}");
    }
}

#[test]
fn an_answer_that_makes_no_sense_ends_the_connection() {
    let nonsense = [
        b"hello\r\n".to_vec(),
        b"250\n".to_vec(),
        b"2x0 ok\r\n".to_vec(),
        b"250 o\0k\r\n".to_vec(),
        b"250-a\r\n550 b\r\n".to_vec(),
        b"\xff\xff\xff\r\n".to_vec(),
        b"999 no\r\n".to_vec(),
    ];
    for said in nonsense {
        for step in [Step::Greeting, Step::Rcpt, Step::Dot] {
            assert_eq!(fate_when(step, Act::Say(said.clone())), without_an_answer(step), "{step:?} {said:?}");
        }
    }
    assert_eq!(fate_when(Step::Dot, Act::say("354 what?")), "uncertain");
    assert_eq!(fate_when(Step::Data, Act::say("250 what?")), "broken");
}

#[test]
fn an_answer_without_end_is_not_listened_to() {
    for step in [Step::Greeting, Step::Hello, Step::Rcpt] {
        assert_eq!(fate_when(step, Act::Endless), without_an_answer(step), "{step:?}");
        assert_eq!(fate_when(step, Act::Say(vec![b'x'; 10_000_000])), without_an_answer(step), "{step:?}");
    }
}

#[test]
fn a_silent_server_costs_no_more_than_the_time_we_give_it() {
    for step in [Step::Greeting, Step::Hello, Step::Mail, Step::Rcpt, Step::Data, Step::Dot] {
        let smtp = Smtp::start();
        smtp.always(step, Act::Hang);
        let fate =
            Line::open(&impatient(&smtp)).map_or_else(|fate| fate, |mut open| send(&mut open, "ada@x.org"));
        assert_eq!(kind(&fate), without_an_answer(step), "{step:?}");
    }
    let smtp = Smtp::start();
    let mut connection = Line::open(&impatient(&smtp)).unwrap();
    let Fate::Broken(why) = send(&mut connection, "hang@x.org") else { panic!() };
    assert_eq!(why, "naming the recipient: no answer in time");
    assert_eq!(kind(&send(&mut Line::open(&impatient(&smtp)).unwrap(), "drop@x.org")), "broken");
}

#[test]
fn an_answer_that_comes_too_late_is_not_taken_for_the_next_one() {
    let smtp = Smtp::start();
    let mut connection = Line::open(&impatient(&smtp)).unwrap();
    smtp.once(Step::Dot, Act::TakeAndHang);
    assert_eq!(kind(&send(&mut connection, "ada@x.org")), "uncertain");
    assert!(!connection.is_alive());
    assert_eq!(kind(&send(&mut connection, "reject@x.org")), "permanent 550");
    assert_eq!(smtp.mails().len(), 1);
    assert_eq!(smtp.connections(), 2);
}

#[test]
fn an_answer_that_nobody_asked_for_is_not_taken_for_ours() {
    let smtp = Smtp::start();
    smtp.once(Step::Dot, Act::Say(b"250 2.0.0 taken\r\n250 2.0.0 and the next one, too\r\n".to_vec()));
    let mut connection = connect(&smtp);
    assert_eq!(kind(&send(&mut connection, "ada@x.org")), "accepted 250");
    assert_eq!(kind(&send(&mut connection, "reject@x.org")), "permanent 550");
    assert_eq!(smtp.connections(), 2);
}

#[test]
fn a_failed_reset_ends_the_connection_and_changes_no_fate() {
    let smtp = Smtp::start();
    smtp.once(Step::Rset, Act::SayAndClose("421 4.3.0 bye"));
    let mut connection = connect(&smtp);
    assert_eq!(kind(&send(&mut connection, "reject@x.org")), "permanent 550");
    assert_eq!(kind(&send(&mut connection, "ada@x.org")), "accepted 250");
    assert_eq!(smtp.connections(), 2);
}

#[test]
fn where_nobody_listens_is_told_without_a_panic() {
    let port = Smtp::start().port();
    let fate = Line::open(&mailer(&format!("smtp://[::1]:{port}"))).err().unwrap();
    assert_eq!(fate, Fate::Unreachable("connecting: nobody listens there".to_owned()));
    assert_eq!(kind(&Line::open(&mailer("smtp://mail.invalid:25?tls=none")).err().unwrap()), "unreachable");
}
