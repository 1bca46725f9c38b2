//! A mail taken apart, whatever it is made of: no mail is too large, too deep or too broken to be read as far as it goes.

use std::panic::{AssertUnwindSafe, catch_unwind};

use mail_parser::{
    Header, Message, MessageParser, MessagePart, MimeHeaders, PartType, decoders::html::html_to_text,
    parsers::MessageStream,
};

/// How much of a mail is read. What says why it came back stands in front.
pub const MOST: usize = 1024 * 1024;
/// How many parts may say what they are: each can hold all that follow, and somebody has to let go of them again.
const MOST_PARTS: usize = 200;

/// A mail as far as it says why it came.
#[derive(Debug, Default)]
pub struct Mail {
    /// Names in lower case, values decoded.
    headers: Vec<(String, String)>,
    /// `type/subtype` in lower case, and the kind of report that a multipart says it is.
    pub report_type: String,
    /// What people read.
    pub texts: Vec<String>,
    /// `message/delivery-status` and its relatives: fields for programs.
    pub delivery_fields: Vec<String>,
    pub feedback_fields: Vec<String>,
    /// Mails in this mail, or their headers alone.
    pub inner: Vec<Vec<u8>>,
}

impl Mail {
    /// Takes a mail apart. What is no mail is a text.
    pub fn parse(bytes: &[u8]) -> Mail {
        let bytes = within_limits(bytes);
        let parsed = catch_unwind(AssertUnwindSafe(|| {
            MessageParser::default().parse(bytes).map(|message| take_apart(&message, bytes))
        }));
        match parsed {
            Ok(Some(mail)) if mail.says_something() => mail,
            _ => Mail { texts: vec![String::from_utf8_lossy(bytes).into_owned()], ..Mail::default() },
        }
    }

    /// Whether it is a mail at all, and not bytes that the parser took for one.
    fn says_something(&self) -> bool {
        let is_addressed =
            ["from", "to", "subject", "received", "delivered-to"].iter().any(|name| self.has(name));
        is_addressed || self.holds_anything()
    }

    fn holds_anything(&self) -> bool {
        let texts = self.texts.iter().any(|text| !text.trim().is_empty());
        texts
            || !self.inner.is_empty()
            || !self.delivery_fields.is_empty()
            || !self.feedback_fields.is_empty()
    }

    /// The first header of this name; empty if there is none.
    pub fn header(&self, name: &str) -> &str {
        self.all(name).next().unwrap_or_default()
    }

    /// All headers of this name.
    pub fn all<'a, 'n>(&'a self, name: &'n str) -> impl Iterator<Item = &'a str> + use<'a, 'n> {
        self.headers.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub fn has(&self, name: &str) -> bool {
        self.all(name).next().is_some()
    }
}

/// The front of a mail, with as many parts as anybody needs, and without the line by which mailbox files and pipes
/// begin it.
fn within_limits(bytes: &[u8]) -> &[u8] {
    let bytes = bytes[..bytes.len().min(MOST)].trim_ascii_start();
    let bytes =
        match bytes.strip_prefix(b"From ").and_then(|rest| rest.iter().position(|byte| *byte == b'\n')) {
            Some(end) => &bytes["From ".len() + end + 1..],
            None => bytes,
        };
    let name = b"content-type";
    let declared =
        bytes.windows(name.len()).enumerate().filter(|(_, window)| window.eq_ignore_ascii_case(name));
    match declared.map(|(at, _)| at).nth(MOST_PARTS) {
        Some(end) => &bytes[..end],
        None => bytes,
    }
}

fn take_apart(message: &Message<'_>, bytes: &[u8]) -> Mail {
    let mut mail = Mail::default();
    if let Some(top) = message.parts.first() {
        mail.headers = top.headers.iter().filter_map(|header| decoded(header, bytes)).collect();
        mail.report_type = top
            .content_type()
            .and_then(|content_type| content_type.attribute("report-type"))
            .unwrap_or_default()
            .to_ascii_lowercase();
    }
    let mut html = Vec::new();
    for part in &message.parts {
        sort_in(&mut mail, &mut html, part, bytes);
    }
    if mail.texts.iter().all(|text| text.trim().is_empty()) {
        mail.texts = html;
    }
    if !mail.holds_anything() {
        mail.texts = vec![body(bytes)];
    }
    mail
}

/// Everything behind the headers as one text: a mail whose parts cannot be told apart says something still.
fn body(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let end = text.find("\n\n").or_else(|| text.find("\r\n\r\n"));
    end.map_or_else(String::new, |end| text[end..].to_owned())
}

fn decoded(header: &Header<'_>, bytes: &[u8]) -> Option<(String, String)> {
    let raw = bytes.get(header.offset_start as usize..header.offset_end as usize)?;
    let value = MessageStream::new(raw).parse_unstructured();
    Some((header.name.as_str().to_ascii_lowercase(), value.as_text().unwrap_or_default().trim().to_owned()))
}

fn sort_in(mail: &mut Mail, html: &mut Vec<String>, part: &MessagePart<'_>, bytes: &[u8]) {
    let declared = part.content_type();
    let kind = declared.map_or("text/plain".to_owned(), |declared| {
        format!("{}/{}", declared.ctype(), declared.subtype().unwrap_or_default()).to_ascii_lowercase()
    });
    let text = || String::from_utf8_lossy(part.contents()).into_owned();
    match (kind.as_str(), &part.body) {
        (_, PartType::Multipart(_)) => (),
        ("message/delivery-status" | "message/global-delivery-status", _) => {
            mail.delivery_fields.push(text())
        }
        ("message/feedback-report", _) => mail.feedback_fields.push(text()),
        ("text/rfc822-headers" | "message/global-headers", _) => mail.inner.push(part.contents().to_vec()),
        (_, PartType::Message(inner)) => mail.inner.push(inner_bytes(part, inner, bytes)),
        (kind, _) if kind.starts_with("message/") => mail.inner.push(part.contents().to_vec()),
        (_, PartType::Html(page)) => html.push(html_to_text(page)),
        (_, PartType::Text(text)) => mail.texts.push(
            undeclared(part, bytes)
                .filter(|_| text.contains(char::REPLACEMENT_CHARACTER))
                .unwrap_or_else(|| text.clone().into_owned()),
        ),
        _ => (),
    }
}

/// A text whose letters nobody declares: old programs wrote those of Western Europe, a byte each.
fn undeclared(part: &MessagePart<'_>, bytes: &[u8]) -> Option<String> {
    let charset =
        part.content_type().and_then(|declared| declared.attribute("charset")).unwrap_or("us-ascii");
    let is_bare = part.encoding == mail_parser::Encoding::None && charset.eq_ignore_ascii_case("us-ascii");
    let raw = bytes.get(part.offset_body as usize..part.offset_end as usize).filter(|_| is_bare)?;
    Some(raw.iter().map(|byte| char::from(*byte)).collect())
}

fn inner_bytes(part: &MessagePart<'_>, inner: &Message<'_>, bytes: &[u8]) -> Vec<u8> {
    let at = part.offset_body as usize..part.offset_end as usize;
    match bytes.get(at) {
        Some(raw) if part.encoding == mail_parser::Encoding::None => raw.to_vec(),
        _ => inner.raw_message.to_vec(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_is_taken_apart() {
        let mail = Mail::parse(
            b"From: a@b.example\r\nSubject: =?utf-8?q?=C3=89chec?=\r\nContent-Type: multipart/report; boundary=x;\r\n report-type=Delivery-Status\r\n\r\n\
              --x\r\n\r\nHello\r\n--x\r\nContent-Type: message/delivery-status\r\nContent-Transfer-Encoding: base64\r\n\r\nQWN0aW9uOiBmYWlsZWQ=\r\n\
              --x\r\nContent-Type: message/rfc822\r\n\r\nSubject: One\r\n\r\nBody\r\n--x--\r\n",
        );
        assert_eq!(mail.header("subject"), "Échec");
        assert_eq!(mail.report_type, "delivery-status");
        assert_eq!(mail.texts, ["Hello"]);
        assert_eq!(mail.delivery_fields, ["Action: failed"]);
        assert!(mail.inner[0].starts_with(b"Subject: One"));
    }

    #[test]
    fn letters_that_nobody_declares_are_western() {
        let mail = Mail::parse(b"From: a@b.example\n\nEmpf\xe4nger unbekannt\n");
        assert_eq!(mail.texts[0].trim(), "Empf\u{e4}nger unbekannt");
        let mail = Mail::parse("From: a@b.example\n\nEmpf\u{e4}nger unbekannt\n".as_bytes());
        assert_eq!(mail.texts[0].trim(), "Empf\u{e4}nger unbekannt");
    }

    #[test]
    fn parts_without_a_boundary_are_one_text() {
        let mail = Mail::parse(
            b"From: a@b.example\nContent-Type: multipart/report\n\n--x\n\nAction: failed\n--x--\n",
        );
        assert!(mail.texts[0].contains("Action: failed"));
    }

    #[test]
    fn what_is_no_mail_is_a_text() {
        assert_eq!(Mail::parse(b"").texts.len(), 1);
        assert_eq!(Mail::parse(b"\0\0\0").texts.len(), 1);
        assert_eq!(Mail::parse(b"From a Mon Jan  1\nSubject: One\n\nHello").header("subject"), "One");
        let deep = "Content-Type: message/rfc822\n\n".repeat(30_000);
        Mail::parse(deep.as_bytes());
        let nested: String = (0..20_000)
            .map(|n| format!("Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n"))
            .collect();
        Mail::parse(nested.as_bytes());
    }
}
