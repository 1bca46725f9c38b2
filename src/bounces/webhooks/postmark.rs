//! Postmark signs nothing: its calls are known by a secret, as the password of basic authentication or in a header of
//! their own, and come by HTTPS.

use actix_web::http::header::{AUTHORIZATION, HeaderMap};
use base64::Engine;
use serde_json::Value;
use subtle::ConstantTimeEq;

use crate::{
    bounces::{Kind, read::Report},
    config::Secret,
};

use super::{
    call::Refusal,
    event::{self, Event, text},
    provider::{Proved, header},
};

pub fn prove(secret: &Secret, headers: &HeaderMap, body: &[u8]) -> Result<Proved, Refusal> {
    let is_right = |said: &str| bool::from(said.as_bytes().ct_eq(secret.expose().as_bytes()));
    if !is_right(header(headers, "x-hudhud-secret")) && !is_right(&password(headers)) {
        return Err(Refusal::Unproved);
    }
    let event: Value = serde_json::from_slice(body).map_err(|_| Refusal::Unreadable)?;
    if !event.is_object() {
        return Err(Refusal::Unreadable);
    }
    let id = event.get("ID").map(ToString::to_string).unwrap_or_default();
    let known_by = [text(&event, "/RecordType"), text(&event, "/MessageID"), text(&event, "/Type"), &id];
    Ok(Proved { known_by: known_by.join("\n").into_bytes(), reports: vec![report(&event)] })
}

/// The password of basic authentication; empty if there is none.
fn password(headers: &HeaderMap) -> String {
    let basic = header(headers, AUTHORIZATION.as_str()).strip_prefix("Basic ").unwrap_or_default();
    let bytes = base64::engine::general_purpose::STANDARD.decode(basic).unwrap_or_default();
    let pair = String::from_utf8(bytes).unwrap_or_default();
    pair.split_once(':').map(|(_, password)| password.to_owned()).unwrap_or_default()
}

fn report(event: &Value) -> Report {
    let otherwise = match (text(event, "/RecordType"), text(event, "/Type")) {
        ("SpamComplaint", _) | ("Bounce", "SpamComplaint" | "ManuallyDeactivated") => Kind::Complaint,
        ("Bounce", "HardBounce" | "BadEmailAddress" | "AddressChange") => Kind::Hard,
        ("Bounce", "SoftBounce" | "DnsError" | "Undeliverable") => Kind::Soft,
        (
            "Bounce",
            "Blocked" | "SpamNotification" | "VirusNotification" | "DMARCPolicy" | "TemplateRenderingFailed",
        ) => Kind::Policy,
        ("Bounce", "Unknown") => Kind::Unknown,
        _ => Kind::Ignored,
    };
    match otherwise {
        Kind::Hard | Kind::Soft | Kind::Policy | Kind::Unknown => {
            Event { told: event, otherwise, status: "", answer: text(event, "/Details") }.returned()
        }
        _ => event::plain(otherwise, event),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn events_of_postmark() {
        fn check(event: &Value, expected: Kind) {
            assert_eq!(report(event).kind, expected, "{event}");
        }
        let bounce =
            |kind: &str, details: &str| json!({"RecordType": "Bounce", "Type": kind, "Details": details});
        check(&bounce("HardBounce", "smtp;550 5.1.1 user unknown"), Kind::Hard);
        check(&bounce("HardBounce", ""), Kind::Hard);
        check(&bounce("HardBounce", "smtp;554 5.7.1 blocked using a blacklist"), Kind::Policy);
        check(&bounce("SoftBounce", "smtp;552 mailbox full"), Kind::Soft);
        check(&bounce("SpamNotification", ""), Kind::Policy);
        check(&bounce("Transient", "4.4.1 later"), Kind::Ignored);
        check(&bounce("AutoResponder", ""), Kind::Ignored);
        check(&json!({"RecordType": "SpamComplaint", "Type": "SpamComplaint"}), Kind::Complaint);
        check(&json!({"RecordType": "Open"}), Kind::Ignored);
    }
}
