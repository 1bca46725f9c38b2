//! SendGrid: ECDSA on P-256 over the timestamp and the body.

use actix_web::http::header::HeaderMap;
use base64::Engine;
use chrono::{NaiveDateTime, TimeDelta};
use ring::signature::{ECDSA_P256_SHA256_ASN1, UnparsedPublicKey};
use serde_json::Value;

use crate::bounces::{Kind, read::Report};

use super::{
    call::Refusal,
    event::{self, Event, text},
    proof,
    provider::{Proved, header},
};

const SIGNATURE: &str = "x-twilio-email-event-webhook-signature";
const TIMESTAMP: &str = "x-twilio-email-event-webhook-timestamp";
/// How far a call's time may be from ours.
const TOLERANCE: TimeDelta = TimeDelta::minutes(15);

pub fn prove(key: &[u8], headers: &HeaderMap, body: &[u8], now: NaiveDateTime) -> Result<Proved, Refusal> {
    let timestamp = header(headers, TIMESTAMP);
    let signature = base64::engine::general_purpose::STANDARD
        .decode(header(headers, SIGNATURE))
        .map_err(|_| Refusal::Unproved)?;
    let signed = [timestamp.as_bytes(), body].concat();
    UnparsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, key)
        .verify(&signed, &signature)
        .map_err(|_| Refusal::Unproved)?;
    proof::check_seconds(timestamp, now, TOLERANCE)?;
    let events: Vec<Value> = serde_json::from_slice(body).map_err(|_| Refusal::Unreadable)?;
    Ok(Proved { known_by: signed, reports: events.iter().map(report).collect() })
}

fn report(event: &Value) -> Report {
    let reason = text(event, "/reason");
    let otherwise = match (text(event, "/event"), text(event, "/type")) {
        ("spamreport", _) => return event::plain(Kind::Complaint, event),
        ("bounce", "blocked") => Kind::Policy,
        ("bounce", _) => Kind::Hard,
        ("blocked", _) => Kind::Policy,
        ("dropped", _) => return event::plain(dropped(reason), event),
        _ => return event::plain(Kind::Ignored, event),
    };
    Event { told: event, otherwise, status: text(event, "/status"), answer: reason }.returned()
}

/// SendGrid itself did not send it, because of what it knows.
fn dropped(reason: &str) -> Kind {
    match reason.to_ascii_lowercase().as_str() {
        "bounced address" | "invalid" => Kind::Hard,
        "spam reporting address" => Kind::Complaint,
        "spam content" => Kind::Policy,
        _ => Kind::Ignored,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn events_of_sendgrid() {
        fn check(event: &Value, expected: Kind) {
            assert_eq!(report(event).kind, expected, "{event}");
        }
        let bounce = |kind: &str, status: &str, reason: &str| json!({"event": "bounce", "type": kind, "status": status, "reason": reason});
        check(&bounce("bounce", "5.1.1", "550 5.1.1 The email account does not exist"), Kind::Hard);
        check(&bounce("bounce", "", ""), Kind::Hard);
        check(&bounce("blocked", "5.7.1", "550 5.7.1 listed on a blocklist"), Kind::Policy);
        check(&bounce("blocked", "4.2.2", "452 4.2.2 mailbox full"), Kind::Soft);
        check(&json!({"event": "dropped", "reason": "Bounced Address"}), Kind::Hard);
        check(&json!({"event": "dropped", "reason": "Spam Reporting Address"}), Kind::Complaint);
        check(&json!({"event": "dropped", "reason": "Unsubscribed Address"}), Kind::Ignored);
        check(&json!({"event": "spamreport"}), Kind::Complaint);
        check(&json!({"event": "deferred"}), Kind::Ignored);
        check(&json!(7), Kind::Ignored);
    }
}
