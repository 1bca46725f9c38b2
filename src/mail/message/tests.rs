//! Messages as mail servers and other programs see them.

use chrono::NaiveDate;
use mail_parser::{MessageParser, MimeHeaders};

use super::*;

fn message() -> Message {
    Message {
        kind: Kind::Issue,
        from: "حركة الحرية <news@example.org>".parse().unwrap(),
        to: "ada@example.net".parse().unwrap(),
        reply_to: None,
        subject: "العدد الأول من النشرة 🕊 and its English half, which is long enough to be folded".to_owned(),
        text: "مرحبًا\nhttps://x.example.org/u/abc\n".to_owned(),
        html: "<p lang=\"ar\" dir=\"rtl\">مرحبًا</p>\n".repeat(40),
        languages: vec!["ar".to_owned(), "en".to_owned()],
        message_id: "abc123@example.org".to_owned(),
        boundary: "b0".repeat(20),
        date: NaiveDate::from_ymd_opt(2026, 11, 23).unwrap().and_hms_opt(20, 0, 1).unwrap(),
        return_path: None,
        list: Some(ListHeaders {
            name: "أخبار الحركة".to_owned(),
            id: "news.example.org".to_owned(),
            unsubscribe_url: format!("https://x.example.org/ar/leave/{}", "t".repeat(90)),
            unsubscribe_by_mail: None,
        }),
    }
}

fn bytes(message: &Message) -> String {
    String::from_utf8(message.to_bytes(&Signer::off()).unwrap()).unwrap()
}

/// The value of a header, unfolded.
fn header(bytes: &str, name: &str) -> Option<String> {
    let head = bytes.split("\r\n\r\n").next().unwrap().replace("\r\n ", " ");
    head.lines().find_map(|line| line.strip_prefix(&format!("{name}: ")).map(|value| value.trim().to_owned()))
}

fn assert_fit_for_smtp(bytes: &str) {
    assert!(bytes.is_ascii());
    for line in bytes.split("\r\n") {
        assert!(line.len() <= 998, "{} bytes", line.len());
        assert!(!line.contains(['\r', '\n', '\0']), "{line:?}");
    }
}

#[test]
fn an_issue_says_what_it_is_and_how_to_leave() {
    let bytes = bytes(&message());
    assert_fit_for_smtp(&bytes);
    let check = |name: &str, expected: &str| assert_eq!(header(&bytes, name).as_deref(), Some(expected));
    check("To", "ada@example.net");
    check("Date", "Mon, 23 Nov 2026 20:00:01 +0000");
    check("Message-ID", "<abc123@example.org>");
    check("Content-Language", "ar, en");
    check("Precedence", "bulk");
    check("List-Unsubscribe", &format!("<https://x.example.org/ar/leave/{}>", "t".repeat(90)));
    check("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
    check("MIME-Version", "1.0");
    assert!(header(&bytes, "List-Id").unwrap().ends_with("<news.example.org>"));
    assert_eq!(header(&bytes, "Auto-Submitted"), None);
}

#[test]
fn a_letter_says_that_a_program_wrote_it() {
    let letter = Message { kind: Kind::Letter, list: None, ..message() };
    let bytes = bytes(&letter);
    assert_eq!(header(&bytes, "Auto-Submitted").as_deref(), Some("auto-generated"));
    assert_eq!(header(&bytes, "Precedence"), None);
    assert_eq!(header(&bytes, "List-Unsubscribe"), None);
    assert_eq!(header(&bytes, "List-Id"), None);
}

#[test]
fn another_program_reads_what_we_meant() {
    let message = message();
    let bytes = bytes(&message);
    let read = MessageParser::default().parse(&bytes).unwrap();
    assert_eq!(read.subject(), Some(message.subject.as_str()));
    let from = read.from().unwrap().first().unwrap();
    assert_eq!((from.name(), from.address()), (Some("حركة الحرية"), Some("news@example.org")));
    assert_eq!(read.body_text(0).unwrap().replace("\r\n", "\n"), message.text);
    assert_eq!(read.body_html(0).unwrap().replace("\r\n", "\n"), message.html);
    let kinds: Vec<_> =
        read.parts.iter().map(|part| part.content_type().unwrap().subtype().unwrap()).collect();
    assert_eq!(kinds, ["alternative", "plain", "html"]);
    for part in &read.parts[1..] {
        assert_eq!(part.content_type().unwrap().attribute("charset"), Some("utf-8"));
    }
}

#[test]
fn encoded_words_are_short_and_end_between_characters() {
    let bytes = bytes(&message());
    let subject = bytes.split("Subject: ").nth(1).unwrap().split("\r\nDate").next().unwrap();
    for word in subject.split_whitespace().filter(|word| word.starts_with("=?")) {
        assert!(word.len() <= 75, "{word}");
        let encoded = word.strip_prefix("=?utf-8?b?").unwrap().strip_suffix("?=").unwrap();
        let decoded = base64::Engine::decode(&base64::prelude::BASE64_STANDARD, encoded).unwrap();
        String::from_utf8(decoded).unwrap();
    }
}

#[test]
fn a_second_try_is_the_same_message() {
    assert_eq!(bytes(&message()), bytes(&message()));
    let other = Message { message_id: "other@example.org".to_owned(), ..message() };
    assert_ne!(boundary("abc123@example.org"), boundary(&other.message_id));
}

#[test]
fn ascii_text_with_controls_and_bare_line_ends_is_still_fit_for_smtp() {
    let text = "a\rb\nc\0d\r\n.\r\n\u{1b}[31m".to_owned();
    let message = Message { text: text.clone(), html: text, ..message() };
    let bytes = bytes(&message);
    assert_fit_for_smtp(&bytes);
    assert!(!bytes.contains('\u{1b}'));
}

#[test]
fn hostile_names_and_subjects_add_no_header() {
    for hostile in
        ["x\r\nBcc: eve@example.com", "x\nBcc: eve@example.com", "\0x", "\u{202e}x", "=?utf-8?q?=0ABcc:_x?="]
    {
        let mut message = message();
        message.subject = hostile.to_owned();
        message.from = format!("{hostile} <news@example.org>").parse().unwrap();
        message.list.as_mut().unwrap().name = hostile.to_owned();
        let bytes = bytes(&message);
        assert_fit_for_smtp(&bytes);
        assert_eq!(header(&bytes, "Bcc"), None, "{hostile:?}");
        let read = MessageParser::default().parse(&bytes).unwrap();
        assert!(!read.subject().unwrap().contains(['\n', '\r', '\0', '\u{202e}']), "{hostile:?}");
    }
}

#[test]
fn a_word_of_thousands_of_letters_makes_no_line_too_long() {
    let endless = "x".repeat(5_000);
    let message = Message {
        from: format!("{endless} <news@example.org>").parse().unwrap(),
        subject: endless.clone(),
        text: endless.clone(),
        html: endless,
        ..message()
    };
    assert_fit_for_smtp(&bytes(&message));
}

#[test]
fn a_domain_in_arabic_needs_nothing_special() {
    let message = Message { to: "ada@مثال.شبكة".parse().unwrap(), ..message() };
    let bytes = bytes(&message);
    assert_fit_for_smtp(&bytes);
    assert_eq!(header(&bytes, "To").as_deref(), Some("ada@xn--mgbh0fb.xn--ngbc5azd"));
}

#[test]
fn a_long_name_and_a_long_address_stand_on_lines_of_their_own() {
    for name in ["حركة الحرية والعدالة", "The alliance for freedom, democracy and equality"]
    {
        let address = "newsletter.of.the.alliance@campaign.alliance-for-freedom.example.org";
        let message = Message { from: format!("{name} <{address}>").parse().unwrap(), ..message() };
        let bytes = bytes(&message);
        let head = bytes.split("\r\n\r\n").next().unwrap();
        let mut lines = head.lines().skip_while(|line| !line.starts_with("From: "));
        let first = lines.next().into_iter();
        let lines: Vec<_> = first.chain(lines.take_while(|line| line.starts_with(' '))).collect();
        assert!(lines.iter().all(|line| line.len() <= 76), "{lines:?}");
        assert_eq!(lines.last(), Some(&&*format!(" <{address}>")));
        let read = MessageParser::default().parse(&bytes).unwrap();
        let from = read.from().unwrap().first().unwrap();
        assert_eq!((from.name(), from.address()), (Some(name), Some(address)));
    }
    assert!(bytes(&message()).contains("= <news@example.org>\r\n"), "what fits is not broken");
}
