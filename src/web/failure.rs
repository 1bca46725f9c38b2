//! What can go wrong with a request, and the one place where it becomes a page or a problem.

use actix_web::{
    HttpResponse, ResponseError,
    body::{BoxBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::{StatusCode, header},
    middleware::Next,
};
use serde::Serialize;

use crate::{
    subscribers::{Mistake, Mistakes},
    web::{Here, Page, Problem, Web},
};

/// Why a request is not answered as asked. None of them tells a visitor what went on inside.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Failure {
    #[error("not found")]
    NotFound,
    /// The request makes no sense: broken encoding, a cursor that is none.
    #[error("bad request")]
    BadRequest,
    /// A program's body breaks here (both count from one; 0 in an empty body).
    #[error("not JSON at line {line}, column {column}")]
    NotJson { line: usize, column: usize },
    /// No token, or one that is not ours.
    #[error("not signed in")]
    Unauthorized,
    /// A call that does not prove who makes it.
    #[error("not proved")]
    Unproved,
    #[error("forbidden")]
    Forbidden,
    /// Somebody signed in whose role does not cover it.
    #[error("not with this role")]
    NotYourRole,
    /// An old link asks for what only a fresh one may do.
    #[error("not with an old link")]
    OldLink,
    /// Right in itself, but not now.
    #[error("conflict: {}", .0.key)]
    Conflict(Mistake),
    /// Not now, since something is missing: what it concerns, and what is missing there.
    #[error("incomplete")]
    Incomplete { mistake: Mistake, lacks: Vec<(String, Mistake)> },
    #[error("gone too large")]
    TooLarge,
    /// Values of a program's request that are wrong; a form shows its mistakes on its own page.
    #[error("invalid")]
    Invalid(Mistakes),
    /// A program's JSON does not have the fields that this call takes.
    #[error("misshapen")]
    Misshapen { field: String, wrong: Wrong },
    #[error("too many requests")]
    TooMany { retry_after_s: u64 },
    /// Go and see there instead.
    #[error("see {0}")]
    SeeOther(String),
    #[error("internal: {0}")]
    Internal(std::sync::Arc<anyhow::Error>),
}

/// How a field of a program's JSON is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wrong {
    Missing,
    Unknown,
    /// Of another type than it should be, or `null` where nothing cannot be.
    Kind,
}

impl Wrong {
    /// The sentence that says so.
    pub fn mistake(self) -> Mistake {
        match self {
            Wrong::Missing => Mistake::new("mistake-json-missing"),
            Wrong::Unknown => Mistake::new("mistake-json-unknown"),
            Wrong::Kind => Mistake::new("mistake-json-kind"),
        }
    }
}

impl Failure {
    /// A number for clients, and the stem of the sentences that describe it.
    pub fn status(&self) -> StatusCode {
        match self {
            Failure::NotFound => StatusCode::NOT_FOUND,
            Failure::BadRequest | Failure::NotJson { .. } => StatusCode::BAD_REQUEST,
            Failure::Unauthorized | Failure::Unproved => StatusCode::UNAUTHORIZED,
            Failure::Forbidden | Failure::NotYourRole | Failure::OldLink => StatusCode::FORBIDDEN,
            Failure::Conflict(_) | Failure::Incomplete { .. } => StatusCode::CONFLICT,
            Failure::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Failure::Invalid(_) | Failure::Misshapen { .. } => StatusCode::UNPROCESSABLE_ENTITY,
            Failure::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
            Failure::SeeOther(_) => StatusCode::SEE_OTHER,
            Failure::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Failure {
        Failure::Internal(std::sync::Arc::new(error))
    }
}

impl From<diesel::result::Error> for Failure {
    fn from(error: diesel::result::Error) -> Failure {
        match error {
            diesel::result::Error::NotFound => Failure::NotFound,
            other => anyhow::Error::new(other).into(),
        }
    }
}

impl From<crate::vault::VaultError> for Failure {
    fn from(error: crate::vault::VaultError) -> Failure {
        anyhow::Error::new(error).into()
    }
}

impl From<crate::subscribers::choices::Unreadable> for Failure {
    fn from(error: crate::subscribers::choices::Unreadable) -> Failure {
        match error {
            crate::subscribers::choices::Unreadable::Database(error) => error.into(),
            crate::subscribers::choices::Unreadable::Vault(error) => error.into(),
        }
    }
}

impl From<Mistakes> for Failure {
    fn from(mistakes: Mistakes) -> Failure {
        Failure::Invalid(mistakes)
    }
}

impl ResponseError for Failure {
    fn status_code(&self) -> StatusCode {
        self.status()
    }

    /// Empty but for the reason; `show_failures` makes the page, in the visitor's language.
    fn error_response(&self) -> HttpResponse<BoxBody> {
        let mut response = HttpResponse::build(self.status());
        match self {
            Failure::TooMany { retry_after_s } => {
                response.insert_header((header::RETRY_AFTER, *retry_after_s));
            }
            Failure::Unauthorized => {
                response.insert_header((header::WWW_AUTHENTICATE, "Bearer"));
            }
            Failure::Unproved => {
                response.insert_header((header::WWW_AUTHENTICATE, "Basic"));
            }
            Failure::SeeOther(place) => {
                response.insert_header((header::LOCATION, place.as_str()));
            }
            _ => (),
        }
        let mut response = response.finish();
        response.extensions_mut().insert(self.clone());
        response
    }
}

/// What `templates/home/failure.html` says: sentences `failure-{kind}-title` and `failure-{kind}-text`.
#[derive(Serialize)]
struct FailurePage {
    status: u16,
    kind: &'static str,
}

impl Page for FailurePage {
    const TEMPLATE: &'static str = "home/failure.html";
}

/// Middleware: gives every failed answer, ours or the framework's, its page in the visitor's language, or below
/// `/api` and `/webhooks` its `application/problem+json`. Logs what failed inside, once.
pub async fn show_failures(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    // Read before the call: the framework needs the request to itself until it is routed.
    let web = Web::of(request.request())?;
    let here = Here::guess(request.request(), &web);
    let is_program = ["/api/", "/webhooks/"].iter().any(|start| request.path().starts_with(start));
    let response = next.call(request).await?.map_into_boxed_body();
    let status = response.status();
    let failure = response.response().extensions().get::<Failure>().cloned();
    let is_ours_to_show =
        failure.is_some() || !response.headers().contains_key(header::CONTENT_TYPE) || is_plain(&response);
    if !(status.is_client_error() || status.is_server_error()) || !is_ours_to_show {
        return Ok(response);
    }
    if let Some(Failure::Internal(error)) = &failure {
        tracing::error!(error = format!("{error:#}"), "A request failed");
    }
    let shown = if is_program {
        Problem::of(status, failure.as_ref(), &web, &here).response(status)
    } else {
        page(status, failure.as_ref(), &web, &here)
    };
    let mut shown = shown.map_into_boxed_body();
    for (name, value) in response.headers() {
        // Those that speak of the body speak of the one that is thrown away, which may have been compressed.
        if !matches!(*name, header::CONTENT_TYPE | header::CONTENT_LENGTH | header::CONTENT_ENCODING) {
            shown.headers_mut().insert(name.clone(), value.clone());
        }
    }
    Ok(response.into_response(shown))
}

/// The framework's own errors come as bare text.
fn is_plain(response: &ServiceResponse<BoxBody>) -> bool {
    let kind = response.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    response.response().error().is_some() && kind.is_some_and(|kind| kind.starts_with("text/plain"))
}

fn page(status: StatusCode, failure: Option<&Failure>, web: &Web, here: &Here) -> HttpResponse {
    let kind = match status {
        _ if matches!(failure, Some(Failure::NotYourRole)) => "role",
        _ if matches!(failure, Some(Failure::OldLink)) => "old-link",
        StatusCode::NOT_FOUND => "not-found",
        StatusCode::FORBIDDEN | StatusCode::UNAUTHORIZED => "forbidden",
        StatusCode::METHOD_NOT_ALLOWED => "not-allowed",
        StatusCode::CONFLICT => "conflict",
        StatusCode::PAYLOAD_TOO_LARGE => "too-large",
        StatusCode::TOO_MANY_REQUESTS => "too-many",
        _ if status.is_client_error() => "bad-request",
        _ => "internal",
    };
    let page = web.page_with(status, here, &FailurePage { status: status.as_u16(), kind });
    let mut page = page.unwrap_or_else(|error| {
        tracing::error!(error = error.to_string(), "The page of a failure cannot be shown");
        HttpResponse::build(status).finish()
    });
    // Its address may hold a token.
    page.headers_mut().insert(header::REFERRER_POLICY, header::HeaderValue::from_static("no-referrer"));
    page
}
