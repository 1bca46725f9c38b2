//! The webhook for everybody else: `X-Hudhud-Timestamp`, and `X-Hudhud-Signature: sha256=` with the HMAC-SHA-256 of
//! the timestamp, a dot and the body. The body is a returned mail, or JSON that says what one meant.

use actix_web::http::header::{CONTENT_TYPE, HeaderMap};
use chrono::{NaiveDateTime, TimeDelta};
use serde::Deserialize;
use serde_json::Value;

use crate::{
    bounces::{
        Kind,
        read::{Report, Source, read},
    },
    config::Secret,
};

use super::{
    call::Refusal,
    event::{self, Event},
    proof,
    provider::{Proved, header},
};

/// How far a call's time may be from ours.
const TOLERANCE: TimeDelta = TimeDelta::minutes(5);

/// One thing that happened to a message. Our token stands in `message_id`, `return_path` or any other text.
#[derive(Deserialize)]
struct Told {
    event: Happened,
    #[serde(default)]
    status: String,
    #[serde(default)]
    reply: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Happened {
    Bounce,
    Complaint,
}

pub fn prove(
    secret: &Secret,
    headers: &HeaderMap,
    body: &[u8],
    now: NaiveDateTime,
) -> Result<Proved, Refusal> {
    let timestamp = header(headers, "x-hudhud-timestamp");
    let signature = header(headers, "x-hudhud-signature").strip_prefix("sha256=").ok_or(Refusal::Unproved)?;
    proof::check_hmac(secret, &[timestamp.as_bytes(), b".", body], signature)?;
    proof::check_seconds(timestamp, now, TOLERANCE)?;
    let known_by = [timestamp.as_bytes(), b".", body].concat();
    let reports = match header(headers, CONTENT_TYPE.as_str()).starts_with("message/rfc822") {
        true => vec![Report { source: Source::Webhook, ..read(body) }],
        false => from_json(body)?,
    };
    Ok(Proved { known_by, reports })
}

/// One event, or a list of them. Of a list, what we know nothing of is passed over, so that it takes nobody else with it.
fn from_json(body: &[u8]) -> Result<Vec<Report>, Refusal> {
    let value: Value = serde_json::from_slice(body).map_err(|_| Refusal::Unreadable)?;
    let events = match value {
        Value::Array(events) => events,
        one => vec![one],
    };
    let reports: Vec<Report> = events.iter().filter_map(report).collect();
    if reports.is_empty() { Err(Refusal::Unreadable) } else { Ok(reports) }
}

fn report(event: &Value) -> Option<Report> {
    let told = Told::deserialize(event).ok()?;
    Some(match told.event {
        Happened::Bounce => {
            Event { told: event, otherwise: Kind::Unknown, status: &told.status, answer: &told.reply }
                .returned()
        }
        Happened::Complaint => event::plain(Kind::Complaint, event),
    })
}
