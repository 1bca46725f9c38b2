//! Mails made to do harm.

use std::time::{Duration, Instant};

use hudhud::bounces::read::read;
use proptest::prelude::*;

#[test]
fn a_mail_made_to_do_harm_is_read_in_no_time() {
    let nested = |part: &str| part.repeat(20_000);
    let parts = format!("Content-Type: multipart/mixed; boundary=b\n\n{}", "--b\n\nx\n".repeat(100_000));
    let deep: String =
        (0..5_000).map(|n| format!("Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n")).collect();
    let statuses = format!(
        "Content-Type: multipart/report; boundary=b; report-type=delivery-status\n\n--b\nContent-Type: message/delivery-status\n\n{}",
        "Final-Recipient: a\nAction: failed\nStatus: 5.1.1\n\n".repeat(20_000)
    );
    let mails: Vec<Vec<u8>> = vec![
        Vec::new(),
        vec![0; 100_000],
        vec![b'\n'; 1_000_000],
        vec![0xff; 1_000_000],
        format!("Subject: {}", "=?utf-8?q?=41?= ".repeat(50_000)).into_bytes(),
        format!("Subject: x\n\n{}", "spam ".repeat(2_000_000)).into_bytes(),
        format!("Subject: x\n\n{}", "a".repeat(10_000_000)).into_bytes(),
        format!("Subject: x\n\n{}", "user (".repeat(200_000)).into_bytes(),
        format!("From: a\nContent-Type: text/html\n\n{}", "<div>".repeat(200_000)).into_bytes(),
        nested("Content-Type: message/rfc822\n\n").into_bytes(),
        nested("Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\nQ29udGVudC1UeXBlOiBtZXNzYWdlL3JmYzgyMg==\n")
            .into_bytes(),
        nested("Content-Type: multipart/digest; boundary=b\n\n--b\n\n").into_bytes(),
        parts.into_bytes(),
        deep.into_bytes(),
        statuses.into_bytes(),
        format!("To: {}\n\nx", "a".repeat(37) .as_str().to_owned() + &" b".repeat(400_000)).into_bytes(),
        format!("To: x\n\n{{\"notificationType\": {}", "[".repeat(500_000)).into_bytes(),
        b"Content-Type: multipart/report; boundary=\"\"\n\n----\n".to_vec(),
        b"Content-Type: text/plain; charset=nonsense\nContent-Transfer-Encoding: quoted-printable\n\n=\n=ZZ=4".to_vec(),
    ];
    for (number, mail) in mails.iter().enumerate() {
        let begun = Instant::now();
        read(mail);
        assert!(begun.elapsed() < Duration::from_secs(20), "mail {number} took {:?}", begun.elapsed());
    }
}

#[test]
fn a_report_in_front_of_ten_megabytes_is_understood() {
    let front = std::fs::read(format!(
        "{}/tests/it/bounces/mails/postfix-user-unknown.eml",
        env!("CARGO_MANIFEST_DIR")
    ));
    let long = [front.unwrap(), vec![b'x'; 10_000_000]].concat();
    assert_eq!(read(&long).kind, hudhud::bounces::Kind::Hard);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn no_bytes_do_harm(bytes in proptest::collection::vec(any::<u8>(), 0..2_000)) {
        read(&bytes);
    }

    #[test]
    fn no_text_does_harm(
        kind in "(text/plain|multipart/report|message/rfc822|message/delivery-status|multipart/digest)",
        body in "(--b|--b--|\n|Action: |Status: [0-9.]{0,9}|Content-Type: message/rfc822|\\PC{0,20}|550[ -]){0,60}",
    ) {
        read(format!("From: a\nContent-Type: {kind}; boundary=b\n\n{body}").as_bytes());
    }
}
