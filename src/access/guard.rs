//! Middleware before everything under `/admin`: knows who is signed in, and refuses what no page of ours sent.

use actix_web::{
    HttpMessage,
    body::{BoxBody, MessageBody},
    dev::{Payload, ServiceRequest, ServiceResponse},
    http::{
        Method,
        header::{self, HeaderValue},
    },
    middleware::Next,
    web::{Bytes, Data},
};
use subtle::ConstantTimeEq;

use crate::{
    access::{Session, cookie::SessionCookie, session},
    app::App,
    web::{self, Failure},
};

/// What the guard found. A handler's `Session` comes from here and from nowhere else, so that no route of the
/// console can go round the guard.
pub(super) struct Guarded(pub Option<Session>);

/// Lets a request of the console through if it changes nothing, or if a page of ours sent it: by `Sec-Fetch-Site` or
/// Origin, and where somebody is signed in by their session's token in the form too. Absent means refused.
pub async fn guard(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    // As the router sees the path: percent-decoded.
    let path = request.match_info().as_str();
    if path != "/admin" && !path.starts_with("/admin/") {
        return Ok(next.call(request).await?.map_into_boxed_body());
    }
    let (mut request, mut renewed) = (request, None);
    let mut signed_in = None;
    let app = app_of(&request)?;
    if let Some(cookie) = session::cookie_of(&app, request.request()) {
        signed_in = session::open(&app, request.request(), &cookie).await?;
        renewed = cookie.renewed(app.clock.now());
    }
    if is_unsafe(request.method()) {
        check(&app, &mut request, signed_in.as_ref()).await?;
    }
    let renewed = renewed.filter(|_| signed_in.is_some());
    request.extensions_mut().insert(Guarded(signed_in));
    let referrer = if is_token_page(request.match_info().as_str()) { "no-referrer" } else { "same-origin" };
    let response = next.call(request).await?.map_into_boxed_body();
    Ok(keep_private(&app, response, referrer, renewed))
}

/// Whether the address itself signs somebody in.
fn is_token_page(path: &str) -> bool {
    path.starts_with("/admin/sign-in/")
}

/// Whether this method may change something.
fn is_unsafe(method: &Method) -> bool {
    !matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS | Method::TRACE)
}

async fn check(app: &App, request: &mut ServiceRequest, session: Option<&Session>) -> Result<(), Failure> {
    if !web::is_same_origin(request.request(), &app.web.base_url) {
        return Err(Failure::Forbidden);
    }
    let Some(session) = session else { return Ok(()) };
    let body = web::read_up_to(request.take_payload(), web::MOST_BYTES).await?;
    let is_form = request.content_type() == "application/x-www-form-urlencoded";
    let token =
        is_form.then(|| url::form_urlencoded::parse(&body).find(|(name, _)| name == "csrf")).flatten();
    let is_right = token.is_some_and(|(_, token)| token.as_bytes().ct_eq(session.csrf().as_bytes()).into());
    request.set_payload(Payload::from(Bytes::from(body)));
    if is_right { Ok(()) } else { Err(Failure::Forbidden) }
}

/// No copy of a page of the console stays anywhere, and its address goes to nobody else.
fn keep_private(
    app: &App,
    mut response: ServiceResponse<BoxBody>,
    referrer: &'static str,
    renewed: Option<SessionCookie>,
) -> ServiceResponse<BoxBody> {
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static(referrer));
    let name = session::cookie_name(app);
    let was_set = response.response().cookies().any(|cookie| cookie.name() == name);
    if let (Some(renewed), false) = (renewed, was_set) {
        let cookie = session::cookie_for(app, &renewed);
        if let Err(error) = response.response_mut().add_cookie(&cookie) {
            tracing::error!(error = error.to_string(), "A session's cookie cannot be renewed");
        }
    }
    response
}

fn app_of(request: &ServiceRequest) -> Result<App, Failure> {
    let app = request.app_data::<Data<App>>().ok_or_else(|| anyhow::anyhow!("the server has no App"))?;
    Ok(app.get_ref().clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_reading_methods_are_safe() {
        for method in [Method::GET, Method::HEAD, Method::OPTIONS] {
            assert!(!is_unsafe(&method));
        }
        for method in [Method::POST, Method::PUT, Method::PATCH, Method::DELETE, Method::CONNECT] {
            assert!(is_unsafe(&method));
        }
        assert!(is_unsafe(&Method::from_bytes(b"BREW").unwrap()));
    }
}
