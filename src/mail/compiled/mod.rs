//! A message that many people get, made once: encoded, its dots doubled, and cut where it differs between them. For each
//! person only the places are filled.
//!
//! Filled, it decodes to exactly what [`Message::to_bytes`] gives for that person. What cannot be compiled (a signed
//! message, whose signature is about every byte) goes the slow way.

mod base64;
mod head;
mod pattern;
mod quoted;

use chrono::NaiveDateTime;

use super::{Address, CannotBuild, Content, Message, Signer};

use base64::Base64;
use head::Head;
use quoted::Quoted;

pub use pattern::{Pattern, Piece};

/// A message without what differs between its recipients.
#[derive(Debug)]
pub struct Compiled {
    head: Head,
    text: Part,
    html: Part,
    boundary: String,
}

#[derive(Debug)]
enum Part {
    Base64(Base64),
    Quoted(Quoted),
}

/// What one recipient's message has of its own.
pub struct Personal<'a> {
    pub to: &'a Address,
    pub date: NaiveDateTime,
    /// Without angle brackets.
    pub message_id: &'a str,
    pub unsubscribe_url: &'a str,
    pub unsubscribe_by_mail: Option<&'a Address>,
    /// What stands in the places of the text.
    pub text: &'a [String],
    /// What stands in the places of the HTML, escaped.
    pub html: &'a [String],
}

impl Compiled {
    /// Compiles what every recipient's message has in common: `sample` says all but the two bodies, for anybody.
    /// Nothing if it is to be signed.
    pub fn new(
        sample: &Message,
        text: &Pattern,
        html: &Pattern,
        signer: &Signer,
    ) -> Result<Option<Compiled>, CannotBuild> {
        if !signer.is_off() {
            return Ok(None);
        }
        let Some(head) = Head::new(sample)? else { return Ok(None) };
        let (text, html) = (Part::new(&text.clean()), Part::new(&html.clean()));
        Ok(Some(Compiled { head, text, html, boundary: sample.boundary.clone() }))
    }

    /// One recipient's message.
    pub fn fill(&self, personal: &Personal<'_>) -> Content {
        let mut message = Vec::with_capacity(self.head.len() + self.text.len() + self.html.len() + 4096);
        self.head.fill(personal, &mut message);
        for (kind, part, values) in
            [("plain", &self.text, personal.text), ("html", &self.html, personal.html)]
        {
            let opening = format!(
                "--{}\r\nContent-Type: text/{kind}; charset=utf-8\r\nContent-Transfer-Encoding: {}\r\n\r\n",
                self.boundary,
                part.encoding(),
            );
            message.extend_from_slice(opening.as_bytes());
            part.fill(values, &mut message);
            message.extend_from_slice(b"\r\n");
        }
        message.extend_from_slice(format!("--{}--\r\n", self.boundary).as_bytes());
        Content::of_lines_without_dots(message, personal.to.as_str().is_ascii())
    }
}

impl Part {
    /// Arabic grows by a third in base64 and threefold in quoted-printable; Latin stays readable in the latter.
    fn new(pattern: &Pattern) -> Part {
        match pattern.is_mostly_ascii() {
            true => Part::Quoted(Quoted::new(pattern)),
            false => Part::Base64(Base64::new(pattern)),
        }
    }

    fn encoding(&self) -> &'static str {
        match self {
            Part::Base64(_) => "base64",
            Part::Quoted(_) => "quoted-printable",
        }
    }

    fn len(&self) -> usize {
        match self {
            Part::Base64(part) => part.len(),
            Part::Quoted(part) => part.len(),
        }
    }

    fn fill(&self, values: &[String], message: &mut Vec<u8>) {
        match self {
            Part::Base64(part) => part.fill(values, message),
            Part::Quoted(part) => part.fill(values, message),
        }
    }
}

/// What stands in a place; nothing if nobody said.
fn value(values: &[String], place: usize) -> &[u8] {
    values.get(place).map(String::as_bytes).unwrap_or_default()
}

#[cfg(test)]
mod tests;
