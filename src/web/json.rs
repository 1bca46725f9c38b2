//! The JSON body of a program's request.

use std::{future::Future, marker::PhantomData, pin::Pin};

use actix_web::{FromRequest, HttpRequest, dev::Payload};
use futures_util::StreamExt;
use serde::{Deserialize, Deserializer, de::DeserializeOwned};

use crate::{
    subscribers::{Mistake, Mistakes},
    web::Failure,
};

const MOST_BYTES: usize = 1024 * 1024;

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
    /// What is not JSON is 400; JSON of another shape 422 that names the place.
    pub fn read(self) -> Result<(T, Vec<u8>), Failure> {
        let value = serde_json::from_slice(&self.bytes).map_err(|error| describe(&error))?;
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
        let mut payload = payload.take();
        Box::pin(async move {
            let mut bytes = Vec::new();
            while let Some(chunk) = payload.next().await {
                bytes.extend_from_slice(&chunk.map_err(|_| Failure::BadRequest)?);
                if bytes.len() > MOST_BYTES {
                    return Err(Failure::TooLarge);
                }
            }
            Ok(Json { bytes, shape: PhantomData })
        })
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

fn describe(error: &serde_json::Error) -> Failure {
    if !error.is_data() {
        return Failure::BadRequest;
    }
    let mut mistakes = Mistakes::new();
    // serde's words name fields and types, and may quote the value: only the place is safe to repeat.
    let place = format!("{}:{}", error.line(), error.column());
    mistakes.add("body", Mistake::new("mistake-json").mentioning("place", place));
    Failure::Invalid(mistakes)
}
