//! What a form sent: pairs of text, as many as a form may have.

use std::{future::Future, ops::Deref, pin::Pin};

use actix_multipart::Multipart;
use actix_web::{FromRequest, HttpRequest, dev::Payload, http::header, web::Bytes};
use futures_util::StreamExt;

use crate::web::{Failure, read_up_to};

/// How much a form may hold.
#[derive(Clone, Copy)]
struct Most {
    bytes: usize,
    pairs: usize,
}

const OF_VISITORS: Most = Most { bytes: 16 << 10, pairs: 64 };
const OF_EDITORS: Most = Most { bytes: MOST_BYTES, pairs: 512 };

/// Bytes of the longest form: what editors write in every language.
pub const MOST_BYTES: usize = 1 << 20;

/// The fields of a form, urlencoded or multipart, in the order in which they came; names may repeat. More than
/// 16 KB or 64 fields is refused before parsing, broken UTF-8 too. No body is a form without fields.
#[derive(Clone, Default)]
#[cfg_attr(test, derive(Debug))]
pub struct FormFields(Vec<(String, String)>);

/// A form of the console that holds long texts.
#[derive(Clone)]
pub struct LongForm(FormFields);

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

    /// The first value of a field, if something was typed.
    pub fn typed(&self, name: &str) -> Option<&str> {
        self.find(name).map(str::trim).filter(|value| !value.is_empty())
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

    fn decode(body: &[u8], most: Most) -> Result<FormFields, Failure> {
        let mut fields = Vec::new();
        for pair in body.split(|byte| *byte == b'&').filter(|pair| !pair.is_empty()) {
            let (name, value) = match pair.iter().position(|byte| *byte == b'=') {
                Some(at) => (&pair[..at], &pair[at + 1..]),
                None => (pair, &pair[pair.len()..]),
            };
            fields.push((text(name)?, text(value)?));
            if fields.len() > most.pairs {
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
        Box::pin(fields(request, payload, OF_VISITORS))
    }
}

impl FromRequest for LongForm {
    type Error = Failure;
    type Future = Pin<Box<dyn Future<Output = Result<LongForm, Failure>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let fields = fields(request, payload, OF_EDITORS);
        Box::pin(async { fields.await.map(LongForm) })
    }
}

impl Deref for LongForm {
    type Target = FormFields;

    fn deref(&self) -> &FormFields {
        &self.0
    }
}

fn fields(
    request: &HttpRequest,
    payload: &mut Payload,
    most: Most,
) -> impl Future<Output = Result<FormFields, Failure>> + use<> {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let kind = kind.unwrap_or_default().to_ascii_lowercase();
    let (payload, headers) = (payload.take(), request.headers().clone());
    async move {
        if kind.starts_with("multipart/form-data") {
            return multipart(Multipart::new(&headers, payload), most).await;
        }
        let body = read_up_to(payload, most.bytes).await?;
        let is_form = kind.starts_with("application/x-www-form-urlencoded");
        if is_form || body.is_empty() { FormFields::decode(&body, most) } else { Err(Failure::BadRequest) }
    }
}

async fn multipart(mut parts: Multipart, most: Most) -> Result<FormFields, Failure> {
    let mut fields = Vec::new();
    let mut bytes = 0;
    while let Some(part) = parts.next().await {
        let mut part = part.map_err(|_| Failure::BadRequest)?;
        let name = part.name().unwrap_or_default().to_owned();
        let mut value = Vec::new();
        while let Some(chunk) = part.next().await {
            append(&mut value, &chunk.map_err(|_| Failure::BadRequest)?, most)?;
        }
        bytes += name.len() + value.len();
        fields.push((name, read_text(value)?));
        if fields.len() > most.pairs || bytes > most.bytes {
            return Err(Failure::TooLarge);
        }
    }
    Ok(FormFields(fields))
}

fn append(body: &mut Vec<u8>, chunk: &Bytes, most: Most) -> Result<(), Failure> {
    if body.len() + chunk.len() > most.bytes {
        return Err(Failure::TooLarge);
    }
    body.extend_from_slice(chunk);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decode(body: &[u8]) -> Result<FormFields, Failure> {
        FormFields::decode(body, OF_VISITORS)
    }

    #[test]
    fn fields_keep_order_and_repeat() {
        let form = decode(b"a=1&topics=x&topics=%D9%8A+z&flag&=e").unwrap();
        assert_eq!(form.one("a"), "1");
        assert_eq!(form.all("topics"), ["x", "ي z"]);
        assert_eq!(form.find("flag"), Some(""));
        assert_eq!(form.find("none"), None);
    }

    #[test]
    fn broken_text_and_floods_are_refused() {
        assert!(matches!(decode(b"a=%FF%FE"), Err(Failure::BadRequest)));
        assert!(matches!(decode("a=1&".repeat(65).as_bytes()), Err(Failure::TooLarge)));
        assert!(decode(b"a=%zz").is_ok());
        assert_eq!(decode(b"a=x%00y").unwrap().one("a"), "x\u{fffd}y");
    }

    #[test]
    fn only_the_one_click_body_is_one_click() {
        assert!(decode(b"List-Unsubscribe=One-Click").unwrap().is_one_click());
        assert!(!decode(b"List-Unsubscribe=one").unwrap().is_one_click());
        assert!(!decode(b"").unwrap().is_one_click());
    }
}
