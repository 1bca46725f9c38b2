//! Forms of the editor: larger than those of visitors, since they hold an issue's words in every language.

use std::{future::Future, pin::Pin};

use actix_web::{FromRequest, HttpRequest, dev::Payload, web::Bytes};

use crate::web::Failure;

/// The fields of a form of the console, in their order.
#[derive(Debug, Clone)]
pub struct Form(Vec<(String, String)>);

impl Form {
    /// The first value of a field.
    pub fn find(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The first value of a field; empty when it is absent.
    pub fn one(&self, name: &str) -> &str {
        self.find(name).unwrap_or_default()
    }

    /// All values of a field that repeats.
    pub fn all(&self, name: &str) -> Vec<String> {
        self.0.iter().filter(|(known, _)| known == name).map(|(_, value)| value.clone()).collect()
    }

    /// The first value of a field, if something was typed.
    pub fn typed(&self, name: &str) -> Option<&str> {
        self.find(name).map(str::trim).filter(|value| !value.is_empty())
    }
}

/// The guard of the console read the body before, and limited it.
impl FromRequest for Form {
    type Error = Failure;
    type Future = Pin<Box<dyn Future<Output = Result<Form, Failure>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let body = Bytes::from_request(request, payload);
        Box::pin(async move {
            let body = body.await.map_err(|_| Failure::TooLarge)?;
            Ok(Form(url::form_urlencoded::parse(&body).into_owned().collect()))
        })
    }
}
