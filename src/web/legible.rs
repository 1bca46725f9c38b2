//! Addresses that hold what no text of ours can.

use actix_web::{
    ResponseError,
    body::{BoxBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    middleware::Next,
};

use crate::web::Failure;

/// How a NUL is written in an address. PostgreSQL keeps none.
const NUL: &str = "%00";

/// Middleware: nothing is at an address with a NUL in it, and no question has one.
pub async fn legible(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let failure = match request.uri() {
        uri if uri.path().contains(NUL) => Some(Failure::NotFound),
        uri if uri.query().is_some_and(|query| query.contains(NUL)) => Some(Failure::BadRequest),
        _ => None,
    };
    match failure {
        Some(failure) => Ok(request.into_response(failure.error_response())),
        None => Ok(next.call(request).await?.map_into_boxed_body()),
    }
}
