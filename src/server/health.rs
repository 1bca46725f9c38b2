//! Whether the server lives and can work, for machines that ask.

use actix_web::{
    HttpRequest, HttpResponse,
    http::header,
    web::{Data, ServiceConfig, resource},
};
use diesel::QueryResult;
use metrics::{counter, gauge};
use subtle::ConstantTimeEq;

use crate::{
    app::App,
    bounces, delivery,
    telemetry::metrics::{BOUNCES, QUEUE_AGE, QUEUE_LENGTH, report},
    web::{Failure, Peer, read},
};

/// `/healthz`, `/readyz` and `/metrics`.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(resource("/healthz").route(read().to(healthz)))
        .service(resource("/readyz").route(read().to(readyz)))
        .service(resource("/metrics").route(read().to(metrics)));
}

async fn healthz() -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain").body("ok")
}

async fn readyz(app: Data<App>) -> HttpResponse {
    let db = app.db.clone();
    match actix_web::web::block(move || db.ping()).await {
        Ok(Ok(())) => HttpResponse::Ok().content_type("text/plain").body("ready"),
        _ => {
            HttpResponse::ServiceUnavailable().content_type("text/plain").body("the database does not answer")
        }
    }
}

/// For Prometheus: by token, else only between loopback and loopback.
async fn metrics(app: Data<App>, request: HttpRequest, peer: Peer) -> Result<HttpResponse, Failure> {
    let allowed = match &app.config.metrics_token {
        Some(token) => {
            bearer(&request).is_some_and(|said| said.as_bytes().ct_eq(token.expose().as_bytes()).into())
        }
        None => peer.is_loopback() && app.config.is_loopback(),
    };
    if !allowed {
        return Err(Failure::NotFound);
    }
    let now = app.clock.now();
    let read =
        app.db.read(move |conn| QueryResult::Ok((delivery::queues(conn, now)?, bounces::counts(conn)?)));
    let (queues, returned) = read.await.map_err(Failure::from)?;
    let report = report(|| {
        for queue in queues {
            gauge!(QUEUE_LENGTH, "kind" => queue.kind).set(queue.length as f64);
            gauge!(QUEUE_AGE, "kind" => queue.kind).set(queue.age.as_seconds_f64());
        }
        for (kind, n) in returned {
            counter!(BOUNCES, "kind" => kind.as_str()).absolute(n.unsigned_abs());
        }
    });
    Ok(HttpResponse::Ok().content_type("text/plain; version=0.0.4").body(report))
}

fn bearer(request: &HttpRequest) -> Option<&str> {
    request.headers().get(header::AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ")
}
