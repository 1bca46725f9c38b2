//! Amazon SES, by messages of Amazon SNS: signed with RSA under a certificate that SNS shows at a URL of its own.

use base64::Engine;
use chrono::{DateTime, TimeDelta};
use serde::Deserialize;
use serde_json::Value;

use crate::app::App;

use super::{
    call::{Brought, Call, Refusal},
    event::ses_event,
    proof, sns,
};

/// How old a message may be: SNS tries again for an hour.
const TOLERANCE: TimeDelta = TimeDelta::hours(1);

/// A message of SNS.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Message {
    pub r#type: String,
    pub message_id: String,
    pub topic_arn: String,
    pub subject: Option<String>,
    pub message: String,
    pub timestamp: String,
    pub signature_version: String,
    signature: String,
    #[serde(rename = "SigningCertURL")]
    signing_cert_url: String,
    #[serde(rename = "SubscribeURL")]
    pub subscribe_url: Option<String>,
    pub token: Option<String>,
}

pub async fn prove(app: &App, topic: &str, body: &[u8]) -> Result<Brought, Refusal> {
    let message: Message = serde_json::from_slice(body).map_err(|_| Refusal::Unproved)?;
    if message.topic_arn != topic {
        return Err(Refusal::Unproved);
    }
    let at = DateTime::parse_from_rfc3339(&message.timestamp).ok().map(|at| at.naive_utc());
    proof::check_time(at, app.clock.now(), TOLERANCE)?;
    let signature = base64::engine::general_purpose::STANDARD
        .decode(&message.signature)
        .map_err(|_| Refusal::Unproved)?;
    let signed = signed_text(&message).ok_or(Refusal::Unproved)?;
    let certificate = sns::certificate(app, &message.signing_cert_url).await?;
    sns::check(&certificate, &message.signature_version, signed.as_bytes(), &signature)?;
    take(app, &message).await
}

async fn take(app: &App, message: &Message) -> Result<Brought, Refusal> {
    match (message.r#type.as_str(), &message.subscribe_url) {
        ("Notification", _) => {
            let event: Value = serde_json::from_str(&message.message).map_err(|_| Refusal::Unreadable)?;
            let reports = ses_event(&event).into_iter().collect();
            let fingerprint = app.vault.mac("webhook", &[b"ses", message.message_id.as_bytes()]);
            Ok(Brought::Events(Call { fingerprint, reports }))
        }
        ("SubscriptionConfirmation", Some(url)) => {
            sns::visit(app, url).await?;
            tracing::info!("Amazon SNS calls us from now on");
            Ok(Brought::Nothing)
        }
        _ => Ok(Brought::Nothing),
    }
}

/// What SNS signs: names and values of fields, a line each, in this order.
fn signed_text(message: &Message) -> Option<String> {
    let mut fields = vec![("Message", &message.message), ("MessageId", &message.message_id)];
    match message.r#type.as_str() {
        "Notification" => fields.extend(message.subject.as_ref().map(|subject| ("Subject", subject))),
        "SubscriptionConfirmation" | "UnsubscribeConfirmation" => {
            fields.push(("SubscribeURL", message.subscribe_url.as_ref()?));
        }
        _ => return None,
    }
    fields.push(("Timestamp", &message.timestamp));
    if message.r#type != "Notification" {
        fields.push(("Token", message.token.as_ref()?));
    }
    fields.extend([("TopicArn", &message.topic_arn), ("Type", &message.r#type)]);
    Some(fields.iter().map(|(name, value)| format!("{name}\n{value}\n")).collect())
}
