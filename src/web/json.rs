//! The JSON body of a program's request.

use std::{future::Future, marker::PhantomData, pin::Pin};

use actix_web::{FromRequest, HttpRequest, dev::Payload};
use serde::{Deserialize, Deserializer, de::DeserializeOwned};

use crate::web::{Failure, Wrong, read_up_to};

const MOST_BYTES: usize = 1024 * 1024;
/// Letters of a field's name that are repeated.
const LONGEST_FIELD: usize = 100;
/// What stands for a field's name when the whole is wrong.
const WHOLE: &str = "body";

/// What a program sent. A handler asks first who sends it and then reads it: who may not do a thing is not told how
/// to do it.
#[derive(Debug, Clone)]
pub struct Json<T> {
    bytes: Vec<u8>,
    shape: PhantomData<T>,
}

impl<T: DeserializeOwned> Json<T> {
    /// The value, with the bytes that it came as, for comparing a repeated request with the first.
    ///
    /// # Errors
    /// What is not JSON is 400; JSON of another shape 422 that names the field.
    pub fn read(mut self) -> Result<(T, Vec<u8>), Failure> {
        without_nul(&mut self.bytes);
        let mut json = serde_json::Deserializer::from_slice(&self.bytes);
        let value = serde_path_to_error::deserialize(&mut json).map_err(|error| {
            // A body that breaks off is no JSON, whatever is wrong before the break.
            let whole = serde_json::from_slice::<serde::de::IgnoredAny>(&self.bytes);
            whole.err().map_or_else(|| describe(&error), |broken| breaks_at(&broken))
        })?;
        json.end().map_err(|error| breaks_at(&error))?;
        // Serde would read a list as the fields of a struct in their order.
        if self.bytes.trim_ascii_start().starts_with(b"[") {
            return Err(Failure::Misshapen { field: WHOLE.to_owned(), wrong: Wrong::Kind });
        }
        Ok((value, self.bytes))
    }

    /// The same where a call may come without a body.
    ///
    /// # Errors
    /// As `read`.
    pub fn read_if_any(self) -> Result<(T, Vec<u8>), Failure>
    where
        T: Default,
    {
        if self.bytes.is_empty() { Ok((T::default(), self.bytes)) } else { self.read() }
    }
}

impl<T: 'static> FromRequest for Json<T> {
    type Error = Failure;
    type Future = Pin<Box<dyn Future<Output = Result<Json<T>, Failure>>>>;

    fn from_request(_: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let payload = payload.take();
        Box::pin(
            async move { Ok(Json { bytes: read_up_to(payload, MOST_BYTES).await?, shape: PhantomData }) },
        )
    }
}

/// For fields of a change: a `null` that is there empties; a field that is not there says nothing.
///
/// # Errors
/// The value is of another kind.
pub fn emptied<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de> + Default,
{
    Option::<T>::deserialize(deserializer).map(|value| Some(value.unwrap_or_default()))
}

/// For fields of a change that cannot be emptied: a `null` is a mistake, a field that is not there says nothing.
///
/// # Errors
/// The value is of another kind, or `null`.
pub fn kept<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    T::deserialize(deserializer).map(Some)
}

/// For parts of a change that have parts themselves: a `null` takes the whole away, a field that is not there says
/// nothing.
///
/// # Errors
/// The value is of another kind.
pub fn nullable<'de, D, T>(deserializer: D) -> Result<Option<Option<T>>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    Option::<T>::deserialize(deserializer).map(Some)
}

/// PostgreSQL keeps no NUL. What stands for it in JSON becomes what stands for a character that is none, as in forms.
fn without_nul(json: &mut [u8]) {
    let mut at = 0;
    while at < json.len() {
        if json[at..].starts_with(br"\u0000") {
            json[at + 2..at + 6].copy_from_slice(b"fffd");
        }
        at += if json[at] == b'\\' { 2 } else { 1 };
    }
}

fn breaks_at(error: &serde_json::Error) -> Failure {
    Failure::NotJson { line: error.line(), column: error.column() }
}

/// Which field is wrong and how. Of serde's words only a field's name is repeated: they may quote the value.
fn describe(error: &serde_path_to_error::Error<serde_json::Error>) -> Failure {
    if !error.inner().is_data() {
        return breaks_at(error.inner());
    }
    let words = error.inner().to_string();
    let (named, wrong) = match words.split('`').next() {
        Some("missing field ") => (words.split('`').nth(1), Wrong::Missing),
        Some("unknown field ") => (words.split('`').nth(1), Wrong::Unknown),
        _ => (None, Wrong::Kind),
    };
    let mut path: Vec<String> = error.path().iter().map(ToString::to_string).collect();
    if let Some(name) = named.filter(|name| path.last().is_none_or(|last| last != name)) {
        path.push(name.to_owned());
    }
    let field = if path.is_empty() { WHOLE.to_owned() } else { path.join(".") };
    Failure::Misshapen { field: field.chars().take(LONGEST_FIELD).collect(), wrong }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Default, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Body {
        #[serde(default)]
        texts: std::collections::BTreeMap<String, Body>,
        #[serde(default, deserialize_with = "kept")]
        reading: Option<String>,
        #[serde(default, deserialize_with = "emptied")]
        name: Option<String>,
        #[serde(default)]
        topics: Vec<String>,
    }

    #[derive(Debug, Deserialize)]
    struct Strict {
        #[serde(rename = "to")]
        _to: Vec<String>,
    }

    fn read<T: DeserializeOwned + std::fmt::Debug>(json: &str) -> Result<T, (String, Wrong)> {
        match (Json { bytes: json.as_bytes().to_vec(), shape: PhantomData::<T> }).read() {
            Ok((value, _)) => Ok(value),
            Err(Failure::Misshapen { field, wrong }) => Err((field, wrong)),
            Err(other) => Err((other.to_string(), Wrong::Kind)),
        }
    }

    #[test]
    fn the_field_that_is_wrong_is_named() {
        fn check<T: DeserializeOwned + std::fmt::Debug>(json: &str, field: &str, wrong: Wrong) {
            assert_eq!(read::<T>(json).unwrap_err(), (field.to_owned(), wrong), "{json}");
        }
        check::<Body>(r#"{"naem": "x"}"#, "naem", Wrong::Unknown);
        check::<Body>(r#"{"texts": {"en": {"titel": 1}}}"#, "texts.en.titel", Wrong::Unknown);
        check::<Body>(r#"{"texts": {"en": {"name": 1}}}"#, "texts.en.name", Wrong::Kind);
        check::<Body>(r#"{"topics": ["a", 2]}"#, "topics.[1]", Wrong::Kind);
        check::<Body>(r#"{"reading": null}"#, "reading", Wrong::Kind);
        check::<Body>("7", "body", Wrong::Kind);
        check::<Strict>("{}", "to", Wrong::Missing);
        check::<Body>("[]", "body", Wrong::Kind);
        check::<Body>(" [{}, \"x\"]", "body", Wrong::Kind);
        check::<Body>("{", "not JSON at line 1, column 1", Wrong::Kind);
        check::<Body>(r#"{"naem": 1, ""#, "not JSON at line 1, column 13", Wrong::Kind);
        check::<Body>("{} {}", "not JSON at line 1, column 4", Wrong::Kind);
    }

    #[test]
    fn no_text_holds_a_nul() {
        let name = |json: &str| read::<Body>(json).unwrap().name.unwrap();
        assert_eq!(name(r#"{"name": "a\u0000b"}"#), "a\u{fffd}b");
        assert_eq!(name(r#"{"name": "a\\u0000b"}"#), r"a\u0000b");
        assert_eq!(name(r#"{"name": "\\\u0000"}"#), "\\\u{fffd}");
    }

    #[test]
    fn null_empties_only_what_can_be_empty() {
        let body: Body = read(r#"{"name": null}"#).unwrap();
        assert_eq!((body.name.as_deref(), body.reading), (Some(""), None));
        assert!(body.texts.is_empty() && body.topics.is_empty());
    }
}
