//! Joining for programs: the same parse and the same two rows as the form.

use actix_web::{HttpResponse, http::header, web::Data};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use crate::{
    app::App,
    signup::asking::{self, Place},
    subscribers::{Mistake, Mistakes},
    web::{Failure, Here, Json, Peer, Problem, join_form::JoinFields},
};

/// Bytes of a whole body, as many as a form may have.
const MOST_BYTES: usize = 16 * 1024;

/// Somebody to sign up. Fields of a wrong type are mistakes beside them, like any other.
#[derive(Default, Clone, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct SignupRequest {
    #[schema(value_type = String, required = true, example = "layla@example.org")]
    email: Value,
    #[schema(value_type = Option<String>)]
    name: Value,
    /// Two letters of ISO 3166.
    #[schema(value_type = Option<String>, example = "LB")]
    country: Value,
    /// A language of the site or `both`; by default `language`.
    #[schema(value_type = Option<String>)]
    reading: Value,
    /// `every` (the default), `weekly` or `monthly`.
    #[schema(value_type = Option<String>)]
    cadence: Value,
    #[schema(value_type = Option<Vec<String>>)]
    topics: Value,
    /// How they offer to help.
    #[schema(value_type = Option<String>)]
    help: Value,
    /// Must be true: they agreed to get the newsletter.
    #[schema(value_type = bool, required = true, example = true)]
    consent: Value,
    /// Of the letter that asks them to confirm.
    #[schema(value_type = String, required = true, example = "ar")]
    language: Value,
    /// A page or a campaign code.
    #[schema(value_type = Option<String>)]
    source: Value,
    #[schema(ignore)]
    website: Value,
}

/// The answer, whatever is known of the address.
#[derive(Serialize, ToSchema)]
pub struct SignupTaken {
    #[schema(example = "check_your_inbox")]
    status: &'static str,
}

/// Asks an address whether it wants to join. Nobody is on the list before they confirm by the link in the letter.
#[utoipa::path(
    post, path = "/api/v1/signups", tag = "signups", request_body = SignupRequest,
    responses(
        (status = 202, description = "Taken, whatever is known of the address", body = SignupTaken),
        (status = 422, description = "Mistakes by field", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many from this network; see Retry-After", body = Problem,
            content_type = "application/problem+json"),
    )
)]
pub async fn submit(
    app: Data<App>,
    here: Here,
    peer: Peer,
    body: Json<SignupRequest>,
) -> Result<HttpResponse, Failure> {
    let (asked, bytes) = body.read()?;
    if bytes.len() > MOST_BYTES {
        return Err(Failure::TooLarge);
    }
    let mut mistakes = Mistakes::new();
    let fields = fields(&asked, &mut mistakes);
    let language = app.catalogue.find(&text("language", &asked.language, &mut mistakes));
    let language = language.unwrap_or_else(|| {
        mistakes.add("language", Mistake::new("mistake-language"));
        here.language.clone()
    });
    let here = here.in_language(language.clone());
    let place = Place { language, page: "/api/v1/signups".to_owned() };
    match asking::ask(&app, peer, place, &fields, mistakes).await {
        Ok(Ok(())) => Ok(HttpResponse::Accepted().json(SignupTaken { status: "check_your_inbox" })),
        Ok(Err(mistakes)) => Ok(told(&app, &here, &Failure::Invalid(mistakes))),
        Err(Failure::TooMany { retry_after_s }) => {
            let mut response = told(&app, &here, &Failure::TooMany { retry_after_s });
            response.headers_mut().insert(header::RETRY_AFTER, retry_after_s.into());
            Ok(response)
        }
        Err(failure) => Err(failure),
    }
}

/// The person who filled the form reads what is wrong with it, so it is told in their language.
fn told(app: &App, here: &Here, failure: &Failure) -> HttpResponse {
    Problem::of(failure.status(), Some(failure), &app.web, here).response(failure.status())
}

/// Whoever sends JSON can't be asked whether an address was mistyped: it is taken as it is.
fn fields(asked: &SignupRequest, mistakes: &mut Mistakes) -> JoinFields {
    let email = text("email", &asked.email, mistakes);
    JoinFields {
        kept_email: email.clone(),
        email,
        name: text("name", &asked.name, mistakes),
        country: text("country", &asked.country, mistakes),
        reading: text("reading", &asked.reading, mistakes),
        cadence: text("cadence", &asked.cadence, mistakes),
        topics: texts("topics", &asked.topics, mistakes),
        help: text("help", &asked.help, mistakes),
        consent: asked.consent == Value::Bool(true),
        source: text("source", &asked.source, mistakes),
        stamp: String::new(),
        website: text("website", &asked.website, mistakes),
    }
}

/// Absent and null are nothing; another type is a mistake.
fn text(name: &'static str, sent: &Value, mistakes: &mut Mistakes) -> String {
    match sent {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        _ => wrong(name, mistakes),
    }
}

fn texts(name: &'static str, sent: &Value, mistakes: &mut Mistakes) -> Vec<String> {
    let listed = match sent {
        Value::Null => return Vec::new(),
        Value::Array(list) => list.iter().map(|item| item.as_str().map(str::to_owned)).collect(),
        _ => None,
    };
    listed.unwrap_or_else(|| vec![wrong(name, mistakes)])
}

fn wrong(name: &'static str, mistakes: &mut Mistakes) -> String {
    mistakes.add(name, Mistake::new("mistake-unknown"));
    String::new()
}
