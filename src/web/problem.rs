//! Errors for programs (RFC 9457).

use std::collections::BTreeMap;

use actix_web::{HttpResponse, http::StatusCode};
use serde::Serialize;

use crate::{
    subscribers::Mistake,
    web::{Failure, Here, Web},
};

/// The body of `application/problem+json`.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Problem {
    #[serde(rename = "type")]
    kind: &'static str,
    title: String,
    status: u16,
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<String>,
    /// Field to what is wrong with it, with 422; what is missing of an issue, with 409.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    errors: BTreeMap<String, String>,
}

impl Problem {
    /// What a program is told of a failure.
    pub fn of(status: StatusCode, failure: Option<&Failure>, web: &Web, here: &Here) -> Problem {
        let mut problem = Problem {
            kind: "about:blank",
            title: status.canonical_reason().unwrap_or("Error").to_owned(),
            status: status.as_u16(),
            detail: None,
            errors: BTreeMap::new(),
        };
        match failure {
            Some(Failure::Invalid(mistakes)) => {
                let texts = mistakes.texts(&web.catalogue, &here.language);
                problem.errors = texts.into_iter().map(|(field, text)| (field.to_owned(), text)).collect();
            }
            Some(Failure::Misshapen { field, wrong }) => {
                let text = wrong.mistake().text(&web.catalogue, &here.language);
                problem.errors = BTreeMap::from([(field.clone(), text)]);
            }
            Some(Failure::Unproved) => {
                problem.detail = Some(Mistake::new("problem-unproved").text(&web.catalogue, &here.language));
            }
            Some(Failure::Conflict(mistake)) => {
                problem.detail = Some(mistake.text(&web.catalogue, &here.language))
            }
            Some(Failure::Incomplete { mistake, lacks }) => {
                problem.detail = Some(mistake.text(&web.catalogue, &here.language));
                for (about, lack) in lacks {
                    let text = lack.text(&web.catalogue, &here.language);
                    let told = problem.errors.entry(about.clone()).or_default();
                    *told = if told.is_empty() { text } else { format!("{told} {text}") };
                }
            }
            Some(Failure::NotJson { line, column }) => {
                let mistake = Mistake::new("mistake-json-broken")
                    .mentioning("line", *line)
                    .mentioning("column", *column);
                problem.detail = Some(mistake.text(&web.catalogue, &here.language));
            }
            _ => problem.detail = Some(Mistake::new(sentence(status)).text(&web.catalogue, &here.language)),
        }
        problem
    }

    /// As a response of this status.
    pub fn response(&self, status: StatusCode) -> HttpResponse {
        HttpResponse::build(status)
            .content_type("application/problem+json")
            .body(serde_json::to_string(self).unwrap_or_default())
    }
}

/// What a status means for a program, where nothing more is known.
fn sentence(status: StatusCode) -> &'static str {
    match status {
        StatusCode::UNAUTHORIZED => "problem-unauthorized",
        StatusCode::FORBIDDEN => "problem-forbidden",
        StatusCode::NOT_FOUND => "problem-not-found",
        StatusCode::METHOD_NOT_ALLOWED => "failure-not-allowed-text",
        StatusCode::PAYLOAD_TOO_LARGE => "failure-too-large-text",
        StatusCode::TOO_MANY_REQUESTS => "failure-too-many-text",
        _ if status.is_client_error() => "failure-bad-request-text",
        _ => "failure-internal-text",
    }
}
