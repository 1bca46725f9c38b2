//! A kept mail as its reader would see it. Whatever the file holds, this never fails: what cannot be read is empty.

use chrono::NaiveDateTime;
use mail_parser::{Address, HeaderValue, Message, MessageParser, PartType};
use serde::Serialize;

use super::kept::MailId;

/// What a list says of a mail.
#[derive(Serialize, PartialEq, Eq)]
#[cfg_attr(test, derive(Debug))]
pub struct Summary {
    pub id: String,
    pub subject: Option<String>,
    pub from: Option<String>,
    pub to: Option<String>,
    pub kept_at: Option<NaiveDateTime>,
    /// As its `Content-Language` says, in its order.
    pub languages: Vec<String>,
}

/// The parts of a mail that its pages show.
#[cfg_attr(test, derive(Debug))]
pub struct Letter {
    pub summary: Summary,
    pub text: Option<String>,
    pub html: Option<String>,
}

/// Reads the headers alone.
pub fn summary(id: &MailId, bytes: &[u8]) -> Summary {
    summarise(id, MessageParser::default().parse_headers(bytes).as_ref())
}

/// Reads all of it.
pub fn letter(id: &MailId, bytes: &[u8]) -> Letter {
    let message = MessageParser::default().parse(bytes);
    let part = |wanted: fn(&PartType) -> Option<String>| {
        message.as_ref().and_then(|message| message.parts.iter().find_map(|part| wanted(&part.body)))
    };
    Letter {
        summary: summarise(id, message.as_ref()),
        text: part(|body| match body {
            PartType::Text(text) => Some(text.replace("\r\n", "\n")),
            _ => None,
        }),
        html: part(|body| match body {
            PartType::Html(html) => Some(html.to_string()),
            _ => None,
        }),
    }
}

fn summarise(id: &MailId, message: Option<&Message>) -> Summary {
    let languages =
        message.and_then(|message| message.header("Content-Language")).map(tags).unwrap_or_default();
    Summary {
        id: id.as_str().to_owned(),
        subject: message.and_then(Message::subject).map(str::to_owned),
        from: message.and_then(Message::from).and_then(first),
        to: message.and_then(Message::to).and_then(first),
        kept_at: id.kept_at().or_else(|| {
            let date = message.and_then(Message::date)?;
            chrono::DateTime::from_timestamp(date.to_timestamp(), 0).map(|time| time.naive_utc())
        }),
        languages,
    }
}

fn first(addresses: &Address) -> Option<String> {
    let address = addresses.first()?;
    let bare = address.address().unwrap_or_default();
    Some(address.name().map_or_else(|| bare.to_owned(), |name| format!("{name} <{bare}>")))
}

fn tags(header: &HeaderValue) -> Vec<String> {
    let text = match header {
        HeaderValue::Text(text) => text.to_string(),
        HeaderValue::TextList(list) => list.join(","),
        _ => String::new(),
    };
    text.split(',').map(|tag| tag.trim().to_owned()).filter(|tag| !tag.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const MAIL: &str = "From: =?utf-8?b?2YfYr9mH2K8=?= <news@example.org>\r\nTo: ada@example.net\r\n\
        Subject: =?utf-8?b?2YXYsdit2KjZi9in?=\r\nContent-Language: ar, en\r\nDate: Mon, 23 Nov 2026 20:00:01 +0000\r\n\
        MIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=\"b\"\r\n\r\n\
        --b\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n2YXYsdit2KjZi9inCg==\r\n\
        --b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>Hello</p>\r\n--b--\r\n";

    fn id() -> MailId {
        "20261123T204500000000-000001-0a0a0a0a".parse().unwrap()
    }

    #[test]
    fn a_mail_is_seen_as_its_reader_sees_it() {
        let letter = letter(&id(), MAIL.as_bytes());
        assert_eq!(letter.text.as_deref(), Some("مرحبًا\n"));
        assert_eq!(letter.html.as_deref().map(str::trim), Some("<p>Hello</p>"));
        let expected = Summary {
            id: id().as_str().to_owned(),
            subject: Some("مرحبًا".to_owned()),
            from: Some("هدهد <news@example.org>".to_owned()),
            to: Some("ada@example.net".to_owned()),
            kept_at: id().kept_at(),
            languages: vec!["ar".to_owned(), "en".to_owned()],
        };
        assert_eq!(letter.summary, expected);
        assert_eq!(summary(&id(), MAIL.as_bytes()), expected);
    }

    #[test]
    fn a_file_of_another_name_has_the_time_of_its_date() {
        let other: MailId = "other".parse().unwrap();
        assert_eq!(summary(&other, MAIL.as_bytes()).kept_at.unwrap().to_string(), "2026-11-23 20:00:01");
    }

    #[test]
    fn nothing_that_a_file_can_hold_does_harm() {
        let endless = "X: ".to_owned() + &"y".repeat(100_000);
        let nested = "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n".repeat(2_000);
        for hostile in [
            b"".as_slice(),
            b"\0\xff\xfe",
            b"Subject: =?utf-8?b?////?=\r\n\r\n",
            endless.as_bytes(),
            nested.as_bytes(),
        ] {
            let letter = letter(&id(), hostile);
            assert_eq!(letter.summary.id, id().as_str());
            assert_eq!(letter.html, None);
        }
    }
}
