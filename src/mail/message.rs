//! One message to one person, as bytes that every mail server takes: RFC 5322, pure ASCII, text first, HTML second.

use std::time::{Duration, SystemTime};

use chrono::NaiveDateTime;
use lettre::message::{
    Mailboxes, Message as Built, MultiPart, SinglePart,
    header::{self, Header, HeaderName, HeaderValue, Headers},
};
use sha2::{Digest, Sha256};

use super::{Address, Envelope, Sender, Signer, clean};

/// What a message is, which its headers tell to programs that answer by themselves (RFC 3834).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// To one person about their own subscription: `Auto-Submitted: auto-generated`.
    Letter,
    /// The newsletter: `Precedence: bulk`.
    Issue,
}

/// What lets a reader's mail program offer to leave with one click (RFC 2369, RFC 2919, RFC 8058).
#[derive(Debug, Clone)]
pub struct ListHeaders {
    /// The list's name for people.
    pub name: String,
    /// The list's name for programs, such as `news.example.org`: stable, the same for everybody.
    pub id: String,
    /// The HTTPS address that takes `List-Unsubscribe=One-Click` by POST.
    pub unsubscribe_url: String,
    /// The mail address that does the same, if mails to us are read.
    pub unsubscribe_by_mail: Option<Address>,
}

/// What is said to one person. The same values always give the same bytes, but for the time in a DKIM signature,
/// so a second try is the same message.
#[derive(Clone)]
pub struct Message {
    pub kind: Kind,
    pub from: Sender,
    pub to: Address,
    pub reply_to: Option<Address>,
    pub subject: String,
    pub text: String,
    pub html: String,
    /// Languages of the text, the first on top: `["ar", "en"]`.
    pub languages: Vec<String>,
    /// With or without its angle brackets; of our own domain, opaque, the same on every try.
    pub message_id: String,
    /// What stands between its parts: letters and digits that no body can hold by chance, the same on every try.
    pub boundary: String,
    /// UTC; the same on every try.
    pub date: NaiveDateTime,
    /// Where it comes back to; else to its sender.
    pub return_path: Option<Address>,
    pub list: Option<ListHeaders>,
}

/// Why a message could not be made; names nobody.
#[derive(Debug, thiserror::Error)]
#[error("the message could not be built: {0}")]
pub struct CannotBuild(#[from] lettre::error::Error);

impl Message {
    /// Whom the mail server is told.
    pub fn envelope(&self) -> Envelope {
        let from = self.return_path.as_ref().unwrap_or(self.from.address());
        Envelope { from: from.clone(), to: self.to.clone() }
    }

    /// The finished message, signed if a key is set.
    pub fn to_bytes(&self, signer: &Signer) -> Result<Vec<u8>, CannotBuild> {
        let message_id = self.message_id.trim_matches(['<', '>']);
        let mut builder = Built::builder()
            .from(self.from.mailbox())
            .raw_header(from(&self.from))
            .to(self.to.inner().clone().into())
            .subject(clean::header(&self.subject))
            .date(system_time(self.date))
            .message_id(Some(format!("<{message_id}>")));
        if let Some(reply_to) = &self.reply_to {
            builder = builder.reply_to(reply_to.inner().clone().into());
        }
        for (name, value) in self.further_headers() {
            builder = builder.raw_header(HeaderValue::new(HeaderName::new_from_ascii_str(name), value));
        }
        let parts = MultiPart::alternative()
            .boundary(self.boundary.clone())
            .singlepart(SinglePart::plain(clean::body(&self.text)))
            .singlepart(SinglePart::html(clean::body(&self.html)));
        let mut message = builder.multipart(parts)?;
        signer.sign(&mut message);
        Ok(message.formatted())
    }

    fn further_headers(&self) -> Vec<(&'static str, String)> {
        let mut headers = vec![("Content-Language", clean::header(&self.languages.join(", ")))];
        if let Some(list) = &self.list {
            let name = clean::header(&list.name).replace(['<', '>', '"', '\\', '(', ')'], "");
            headers
                .push(("List-Id", format!("{name} <{}>", clean::header(&list.id)).trim_start().to_owned()));
            let by_web = format!("<{}>", clean::header(&list.unsubscribe_url));
            let by_mail = list.unsubscribe_by_mail.as_ref().map(|to| format!(", <mailto:{}>", to.as_str()));
            headers.push(("List-Unsubscribe", by_web + &by_mail.unwrap_or_default()));
            headers.push(("List-Unsubscribe-Post", "List-Unsubscribe=One-Click".to_owned()));
        }
        headers.push(match self.kind {
            Kind::Letter => ("Auto-Submitted", "auto-generated".to_owned()),
            Kind::Issue => ("Precedence", "bulk".to_owned()),
        });
        headers
    }
}

/// The sender with the address on a line of its own where it would make that of the name too long: lettre does not
/// look at the length there.
fn from(sender: &Sender) -> HeaderValue {
    let mut alone = Headers::new();
    alone.set(header::From::from(Mailboxes::from(sender.mailbox())));
    let name = header::From::name();
    let encoded = alone.to_string();
    let folded = address_folded(encoded.trim_end());
    let value = folded.split_once(": ").map_or_else(String::new, |(_, value)| value.to_owned());
    let raw = alone.get_raw("From").unwrap_or_default().to_owned();
    HeaderValue::dangerous_new_pre_encoded(name, raw, value)
}

/// Breaks the last line of a header before its address if it is longer than one with encoded words may be (RFC 2047,
/// 2).
fn address_folded(header: &str) -> String {
    let last = header.rsplit("\r\n").next().unwrap_or_default();
    match header.rsplit_once(" <") {
        Some((name, address)) if last.len() > 76 => format!("{name}\r\n <{address}"),
        _ => header.to_owned(),
    }
}

/// A boundary that is always the same for `seed`.
pub fn boundary(seed: &str) -> String {
    Sha256::digest(seed).iter().take(20).map(|byte| format!("{byte:02x}")).collect()
}

fn system_time(date: NaiveDateTime) -> SystemTime {
    let seconds = u64::try_from(date.and_utc().timestamp()).unwrap_or(0);
    SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
}

#[cfg(test)]
mod tests;
