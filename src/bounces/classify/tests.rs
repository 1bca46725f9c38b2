//! Answers of mail servers, and what they mean.

use super::*;

fn check(status: &str, answer: &str, around: &str, expected: (Option<Kind>, Option<&str>, Option<u16>)) {
    let verdict = judge(Said { status: status.parse().ok(), answer, around });
    let found = (verdict.kind, verdict.status.map(|status| status.to_string()), verdict.reply);
    assert_eq!(found, (expected.0, expected.1.map(str::to_owned), expected.2), "{status} {answer} {around}");
}

#[test]
fn words_weigh_more_than_a_code_that_says_nothing_or_the_wrong_thing() {
    let hard = Some(Kind::Hard);
    let policy = Some(Kind::Policy);
    let soft = Some(Kind::Soft);
    check("5.0.0", "smtp; 550 User unknown", "", (hard, Some("5.0.0"), Some(550)));
    check("5.1.1", "smtp; 550 blocked using dnsbl.example", "", (policy, Some("5.1.1"), Some(550)));
    check("5.7.1", "smtp; 550 5.7.1 <a@b.example>: user unknown", "", (hard, Some("5.7.1"), Some(550)));
    check("5.5.0", "smtp; 552 5.5.0 mailbox is full", "", (soft, Some("5.5.0"), Some(552)));
    check("5.2.2", "smtp; 550 5.2.2 x", "", (soft, Some("5.2.2"), Some(550)));
    check(
        "5.5.0",
        "smtp; 550 5.5.0 Requested action not taken: mailbox unavailable",
        "",
        (hard, Some("5.5.0"), Some(550)),
    );
}

#[test]
fn the_finer_code_is_the_one_that_is_told() {
    let hard = Some(Kind::Hard);
    check("5.0.0", "smtp; 550 5.1.1 sorry", "", (hard, Some("5.1.1"), Some(550)));
    check("5.1.1", "smtp; 550 5.0.0 sorry", "", (hard, Some("5.1.1"), Some(550)));
    check("", "", "said: 550 5.1.1 sorry", (hard, Some("5.1.1"), Some(550)));
    check("5.4.4", "", "", (hard, Some("5.4.4"), None));
}

#[test]
fn what_a_gateway_puts_in_front_of_every_answer_says_nothing() {
    let spam =
        "smtp;550 5.1.0 - Unknown address error 554-'5.7.1 Message rejected: spam' (delivery attempts: 0)";
    check("5.1.0", spam, "", (Some(Kind::Policy), Some("5.7.1"), Some(554)));
    check("5.1.0", "smtp; 550 5.1.0 Address rejected", "", (Some(Kind::Hard), Some("5.1.0"), Some(550)));
    check("5.1.0", "", "", (Some(Kind::Hard), Some("5.1.0"), None));
}

#[test]
fn whoever_was_told_not_now_may_be_reached_later() {
    let soft = Some(Kind::Soft);
    check("4.1.1", "smtp; 450 4.1.1 user unknown", "", (soft, Some("4.1.1"), Some(450)));
    check("4.7.1", "smtp; 451 4.7.1 refused by policy, try later", "", (soft, Some("4.7.1"), Some(451)));
    check("4.7.1", "smtp; 451 4.7.1 Greylisted against spam", "", (soft, Some("4.7.1"), Some(451)));
    check("4.4.7", "smtp; 550 4.4.7 QUEUE.Expired; message expired", "", (soft, Some("4.4.7"), Some(550)));
    check("4.0.0", "smtp; 550 no such user", "", (Some(Kind::Hard), Some("4.0.0"), Some(550)));
}

#[test]
fn whoever_is_put_off_for_what_we_are_is_not_punished() {
    let policy = Some(Kind::Policy);
    check("4.7.1", "smtp; 451 4.7.1 blocked by spam filter", "", (policy, Some("4.7.1"), Some(451)));
    check("4.7.26", "smtp; 421-4.7.26 This mail is unauthenticated", "", (policy, Some("4.7.26"), Some(421)));
    check("4.7.0", "smtp; 421 4.7.0 low reputation, slow down", "", (policy, Some("4.7.0"), Some(421)));
}

#[test]
fn what_another_server_said_for_good_lasts() {
    let answer =
        "450 4.1.1 <a@b.example>: unverified address: host mx.b.example said: 550 5.1.1 no such user";
    check("4.1.1", answer, "", (Some(Kind::Hard), Some("4.1.1"), Some(450)));
}

#[test]
fn the_answer_weighs_more_than_what_is_written_around_it() {
    let around = "Your message may have been rejected as spam, or the user is unknown.";
    check("5.2.2", "smtp; 552 5.2.2 x", around, (Some(Kind::Soft), Some("5.2.2"), Some(552)));
    check("5.0.0", "", "The mailbox is full", (Some(Kind::Soft), Some("5.0.0"), None));
}

#[test]
fn what_nobody_explains_is_counted_or_left_alone() {
    check("5.0.0", "", "", (Some(Kind::Soft), Some("5.0.0"), None));
    check("", "smtp; 550 nope", "", (Some(Kind::Hard), None, Some(550)));
    check("", "550 nope (in reply to end of DATA command)", "", (Some(Kind::Policy), None, Some(550)));
    check("", "554 nope", "", (Some(Kind::Policy), None, Some(554)));
    check("", "", "Something happened", (None, None, None));
}

#[test]
fn what_is_said_of_us_silences_no_reader() {
    fn check(answer: &str, around: &str) {
        let verdict = judge(Said { status: None, answer, around });
        assert_eq!(verdict.kind, Some(Kind::Policy), "{answer} {around}");
    }
    check("550 Your account on this relay was disabled because of abuse", "");
    check("554 Sender account suspended for sending too much mail", "");
    check("550 Remitente no autorizado", "");
    check("550 5.7.1 This user does not accept mail from unknown domains", "");
    check("550 Sender is not on recipient's list of known senders", "");
    check("535 5.7.8 Error: authentication failed: no such user", "");
    check("501 5.5.4 Invalid address in MAIL FROM", "");
    check("550 5.6.0 Invalid header: message to recipient dropped", "");
    check("554 5.7.1 Spam detected. Please see our rules for unknown users", "");
    check("550 5.7.1 Sender example.org exceeded its hourly quota", "");
    check("550 Domain example.org has exceeded the max emails per hour", "");
    check("550 no", "said: 550 no (in reply to MAIL FROM command)");
    check("550 no", "host mx.b.example refused to talk to me: 550 no");
    check("450 4.1.8 Sender address rejected: Domain not found", "");
    check("552 5.2.3 Larger than the limit, or the mailbox is full", "");
}

#[test]
fn whoever_gave_up_waiting_was_not_told_that_nobody_is_there() {
    let soft = Some(Kind::Soft);
    check(
        "5.0.0",
        "smtp; 421 4.3.0 No such file while opening the user's spool",
        "",
        (soft, Some("5.0.0"), Some(421)),
    );
    check("", "Recipients: envelope expired", "", (soft, None, None));
    check("", "No connection could be made, the target machine actively refused it", "", (soft, None, None));
}

#[test]
fn the_whole_world_knows_no_such_host_for_good() {
    let answer = "smtp; DNS type 'mx' lookup of b.example responded with code NXDOMAIN";
    check("4.0.0", answer, "", (Some(Kind::Hard), Some("4.0.0"), None));
    let answer = "X-Postfix; Host or domain name not found. Name service error: Host not found, try again";
    check("4.4.3", answer, "", (Some(Kind::Soft), Some("4.4.3"), None));
}

#[test]
fn servers_leave_the_marks_of_letters_out() {
    fn check(answer: &str, expected: Kind) {
        let verdict = judge(Said { status: None, answer, around: "" });
        assert_eq!(verdict.kind, Some(expected), "{answer}");
    }
    check("550 Usuario nao cadastrado", Kind::Hard);
    check("554 Kullanici bulunamadi", Kind::Hard);
    check("550 Schranka je plna", Kind::Soft);
    check("550 La boite aux lettres du destinataire a depasse son quota", Kind::Soft);
    check("550 Wiadomosc odrzucona przez filtr antyspamowy", Kind::Policy);
}
