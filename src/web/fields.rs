//! What a form sent: pairs of text, as many as a form may have.

use std::{future::Future, pin::Pin};

use actix_multipart::Multipart;
use actix_web::{FromRequest, HttpRequest, dev::Payload, http::header, web::Bytes};
use futures_util::StreamExt;

use crate::web::Failure;

/// Bytes of a whole form.
const MOST_BYTES: usize = 16 * 1024;
/// Pairs in a form.
const MOST_FIELDS: usize = 64;

/// The fields of a form, urlencoded or multipart, in the order in which they came; names may repeat. More than
/// 16 KB or 64 fields is refused before parsing, broken UTF-8 too. No body is a form without fields.
#[derive(Debug, Clone, Default)]
pub struct FormFields(Vec<(String, String)>);

impl FormFields {
    /// The first value of a field; empty when it is absent.
    pub fn one(&self, name: &str) -> &str {
        self.find(name).unwrap_or("")
    }

    /// The first value of a field.
    pub fn find(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// All values of a field that repeats.
    pub fn all(&self, name: &str) -> Vec<String> {
        self.0.iter().filter(|(known, _)| known == name).map(|(_, value)| value.clone()).collect()
    }

    /// Whether nothing was sent.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether this is what mail programs send to leave with one click (RFC 8058).
    pub fn is_one_click(&self) -> bool {
        matches!(&self.0[..], [(name, value)] if name == "List-Unsubscribe" && value == "One-Click")
    }

    /// Names that were sent.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(name, _)| name.as_str())
    }

    fn decode(body: &[u8]) -> Result<FormFields, Failure> {
        let mut fields = Vec::new();
        for pair in body.split(|byte| *byte == b'&').filter(|pair| !pair.is_empty()) {
            let (name, value) = match pair.iter().position(|byte| *byte == b'=') {
                Some(at) => (&pair[..at], &pair[at + 1..]),
                None => (pair, &pair[pair.len()..]),
            };
            fields.push((text(name)?, text(value)?));
            if fields.len() > MOST_FIELDS {
                return Err(Failure::TooLarge);
            }
        }
        Ok(FormFields(fields))
    }
}

/// Percent-decoding.
fn text(encoded: &[u8]) -> Result<String, Failure> {
    let spaced: Vec<u8> = encoded.iter().map(|byte| if *byte == b'+' { b' ' } else { *byte }).collect();
    let decoded: Vec<u8> = percent_encoding::percent_decode(&spaced).collect();
    read_text(decoded)
}

/// Refuses broken UTF-8 instead of mending it. A NUL, which no page may hold, becomes U+FFFD, as browsers
/// show it.
fn read_text(bytes: Vec<u8>) -> Result<String, Failure> {
    let text = String::from_utf8(bytes).map_err(|_| Failure::BadRequest)?;
    Ok(if text.contains('\0') { text.replace('\0', "\u{fffd}") } else { text })
}

impl FromRequest for FormFields {
    type Error = Failure;
    type Future = Pin<Box<dyn Future<Output = Result<FormFields, Failure>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let kind = kind.unwrap_or_default().to_ascii_lowercase();
        let payload = payload.take();
        if kind.starts_with("multipart/form-data") {
            let parts = Multipart::new(request.headers(), payload);
            return Box::pin(multipart(parts));
        }
        Box::pin(async move {
            let body = read(payload).await?;
            let is_form = kind.starts_with("application/x-www-form-urlencoded");
            if is_form || body.is_empty() { FormFields::decode(&body) } else { Err(Failure::BadRequest) }
        })
    }
}

async fn read(mut payload: Payload) -> Result<Vec<u8>, Failure> {
    let mut body = Vec::new();
    while let Some(chunk) = payload.next().await {
        append(&mut body, &chunk.map_err(|_| Failure::BadRequest)?)?;
    }
    Ok(body)
}

async fn multipart(mut parts: Multipart) -> Result<FormFields, Failure> {
    let mut fields = Vec::new();
    let mut bytes = 0;
    while let Some(part) = parts.next().await {
        let mut part = part.map_err(|_| Failure::BadRequest)?;
        let name = part.name().unwrap_or_default().to_owned();
        let mut value = Vec::new();
        while let Some(chunk) = part.next().await {
            append(&mut value, &chunk.map_err(|_| Failure::BadRequest)?)?;
        }
        bytes += name.len() + value.len();
        fields.push((name, read_text(value)?));
        if fields.len() > MOST_FIELDS || bytes > MOST_BYTES {
            return Err(Failure::TooLarge);
        }
    }
    Ok(FormFields(fields))
}

fn append(body: &mut Vec<u8>, chunk: &Bytes) -> Result<(), Failure> {
    if body.len() + chunk.len() > MOST_BYTES {
        return Err(Failure::TooLarge);
    }
    body.extend_from_slice(chunk);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_keep_order_and_repeat() {
        let form = FormFields::decode(b"a=1&topics=x&topics=%D9%8A+z&flag&=e").unwrap();
        assert_eq!(form.one("a"), "1");
        assert_eq!(form.all("topics"), ["x", "ي z"]);
        assert_eq!(form.find("flag"), Some(""));
        assert_eq!(form.find("none"), None);
    }

    #[test]
    fn broken_text_and_floods_are_refused() {
        assert!(matches!(FormFields::decode(b"a=%FF%FE"), Err(Failure::BadRequest)));
        assert!(matches!(FormFields::decode("a=1&".repeat(65).as_bytes()), Err(Failure::TooLarge)));
        assert!(FormFields::decode(b"a=%zz").is_ok());
        assert_eq!(FormFields::decode(b"a=x%00y").unwrap().one("a"), "x\u{fffd}y");
    }

    #[test]
    fn only_the_one_click_body_is_one_click() {
        assert!(FormFields::decode(b"List-Unsubscribe=One-Click").unwrap().is_one_click());
        assert!(!FormFields::decode(b"List-Unsubscribe=one").unwrap().is_one_click());
        assert!(!FormFields::decode(b"").unwrap().is_one_click());
    }
}
