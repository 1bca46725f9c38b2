//! A mail as its reader sees it, parsed by a library that is not lettre.

use mail_parser::MessageParser;

#[derive(Debug, Clone)]
pub struct Mail {
    pub to: String,
    pub subject: String,
    pub text: String,
    pub html: String,
    /// As it came over the wire.
    pub raw: Vec<u8>,
}

impl Mail {
    pub fn parse(raw: Vec<u8>) -> Mail {
        let parsed = MessageParser::default().parse(&raw).unwrap();
        let to =
            parsed.to().and_then(|to| to.first()).and_then(|to| to.address()).unwrap_or_default().to_owned();
        let subject = parsed.subject().unwrap_or_default().to_owned();
        let text = parsed.body_text(0).unwrap_or_default().into_owned();
        let html = parsed.body_html(0).unwrap_or_default().into_owned();
        Mail { to, subject, text, html, raw }
    }

    /// A header's raw value, unfolded; empty when absent.
    pub fn header(&self, name: &str) -> String {
        let head = String::from_utf8_lossy(&self.raw);
        let head = head.split("\r\n\r\n").next().unwrap().replace("\r\n ", " ").replace("\r\n\t", " ");
        let lines = head.lines().filter_map(|line| line.split_once(": "));
        lines
            .filter(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.to_owned())
            .next()
            .unwrap_or_default()
    }

    /// The path of the first link in the plain text whose path contains `part`.
    pub fn link(&self, part: &str) -> String {
        let words = self.text.split_whitespace();
        let links = words.filter_map(|word| word.find("http").map(|at| &word[at..]));
        let found = links.filter_map(|link| url::Url::parse(link).ok()).find(|url| url.path().contains(part));
        found.unwrap_or_else(|| panic!("no link with {part} in {}", self.text)).path().to_owned()
    }
}
