//! Mailgun: the signature stands in the body, over a timestamp and a token that is used once.

use chrono::{NaiveDateTime, TimeDelta};
use serde_json::Value;

use crate::{
    bounces::{Kind, read::Report},
    config::Secret,
};

use super::{
    call::Refusal,
    event::{self, Event, text},
    proof,
    provider::Proved,
};

/// How far a call's time may be from ours.
const TOLERANCE: TimeDelta = TimeDelta::minutes(15);

pub fn prove(key: &Secret, body: &[u8], now: NaiveDateTime) -> Result<Proved, Refusal> {
    // Without JSON there is no signature.
    let call: Value = serde_json::from_slice(body).map_err(|_| Refusal::Unproved)?;
    let [timestamp, token, signature] =
        ["timestamp", "token", "signature"].map(|name| text(&call, &format!("/signature/{name}")));
    proof::check_hmac(key, &[timestamp.as_bytes(), token.as_bytes()], signature)?;
    proof::check_seconds(timestamp, now, TOLERANCE)?;
    let event = call.get("event-data").filter(|event| event.is_object()).ok_or(Refusal::Unreadable)?;
    Ok(Proved { known_by: token.as_bytes().to_vec(), reports: vec![report(event)] })
}

fn report(event: &Value) -> Report {
    match (text(event, "/event"), text(event, "/severity")) {
        ("complained", _) => event::plain(Kind::Complaint, event),
        ("failed", "permanent") => {
            let code = event.pointer("/delivery-status/code").and_then(Value::as_u64).unwrap_or_default();
            let status = text(event, "/delivery-status/enhanced-code");
            let said = [text(event, "/delivery-status/message"), text(event, "/delivery-status/description")];
            let answer = format!("{code} {}", said.join(" "));
            Event { told: event, otherwise: Kind::Hard, status, answer: &answer }.returned()
        }
        // It is tried again, or nothing came back.
        _ => event::plain(Kind::Ignored, event),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn events_of_mailgun() {
        fn check(event: &Value, expected: Kind) {
            assert_eq!(report(event).kind, expected, "{event}");
        }
        let failed = |severity: &str, code: u16, message: &str| json!({"event": "failed", "severity": severity, "delivery-status": {"code": code, "message": message}});
        check(&failed("permanent", 550, "5.1.1 No such user"), Kind::Hard);
        check(&failed("permanent", 552, "Mailbox full"), Kind::Soft);
        check(&failed("permanent", 554, "rejected as spam"), Kind::Policy);
        check(&failed("permanent", 605, "Not delivering to previously bounced address"), Kind::Hard);
        check(&failed("temporary", 421, "busy"), Kind::Ignored);
        check(&json!({"event": "complained"}), Kind::Complaint);
        check(&json!({"event": "opened"}), Kind::Ignored);
    }
}
