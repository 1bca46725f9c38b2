//! What providers call when a mail came back or was called unwanted. Each call proves who makes it, and is taken once.

mod call;
mod event;
mod generic;
mod mailgun;
mod postmark;
mod proof;
mod provider;
mod sendgrid;
mod ses;
mod sns;

use actix_web::{
    HttpRequest, HttpResponse,
    http::Method,
    web::{Data, Path, Payload, ServiceConfig, resource},
};

use crate::{
    app::App,
    web::{self, Failure},
};

use call::{Brought, Refusal};
use provider::Provider;

pub use event::ses_event;

/// The URL that each provider calls.
pub fn routes(config: &mut ServiceConfig) {
    config.service(resource("/webhooks/{provider}").to(take));
}

/// A provider whose secret nobody set does not exist.
async fn take(
    app: Data<App>,
    request: HttpRequest,
    provider: Path<String>,
    payload: Payload,
) -> Result<HttpResponse, Failure> {
    let provider = Provider::find(&provider, &app.config.webhooks).ok_or(Failure::NotFound)?;
    if request.method() != Method::POST {
        return Ok(HttpResponse::MethodNotAllowed().insert_header(("allow", "POST")).finish());
    }
    let body = web::read_up_to(payload, call::MOST_BYTES).await?;
    match provider.prove(&app, request.headers(), &body).await {
        Ok(Brought::Events(call)) => call::settle(&app, call).await,
        Ok(Brought::Nothing) => Ok(HttpResponse::Ok().finish()),
        Err(Refusal::Unproved) => Err(Failure::Unproved),
        Err(Refusal::Unreadable) => Err(Failure::BadRequest),
        Err(Refusal::Ours(error)) => Err(error.into()),
    }
}
