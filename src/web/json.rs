//! The JSON body of a program's request.

use std::{future::Future, pin::Pin};

use actix_web::{FromRequest, HttpRequest, dev::Payload};
use futures_util::StreamExt;
use serde::de::DeserializeOwned;

use crate::{
    subscribers::{Mistake, Mistakes},
    web::Failure,
};

const MOST_BYTES: usize = 1024 * 1024;

/// A value with the bytes that it came as. Not JSON is 400; JSON of another shape 422 that names the place.
#[derive(Debug, Clone)]
pub struct Json<T> {
    pub value: T,
    /// For comparing a repeated request with the first.
    pub bytes: Vec<u8>,
}

impl<T: DeserializeOwned + 'static> FromRequest for Json<T> {
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
            let value = serde_json::from_slice(&bytes).map_err(|error| describe(&error))?;
            Ok(Json { value, bytes })
        })
    }
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
