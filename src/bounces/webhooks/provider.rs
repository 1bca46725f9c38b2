//! Who may call, and by what their calls are known.

use actix_web::http::header::HeaderMap;

use crate::{
    app::App,
    config::{Secret, WebhookSettings},
};

use super::{
    call::{Brought, Call, Refusal},
    generic, mailgun, postmark, sendgrid, ses,
};

/// A provider whose secret is set.
pub enum Provider {
    Ses { topic: String },
    Postmark(Secret),
    Mailgun(Secret),
    SendGrid(Vec<u8>),
    Generic(Secret),
}

impl Provider {
    /// The one of this name, if the owner set its secret.
    pub fn find(name: &str, settings: &WebhookSettings) -> Option<Provider> {
        match name {
            "ses" => settings.ses_topic.clone().map(|topic| Provider::Ses { topic }),
            "postmark" => settings.postmark_secret.clone().map(Provider::Postmark),
            "mailgun" => settings.mailgun_key.clone().map(Provider::Mailgun),
            "sendgrid" => settings.sendgrid_key.clone().map(Provider::SendGrid),
            "generic" => settings.generic_secret.clone().map(Provider::Generic),
            _ => None,
        }
    }

    /// What a call brought, once it has been proved.
    pub async fn prove(&self, app: &App, headers: &HeaderMap, body: &[u8]) -> Result<Brought, Refusal> {
        let now = app.clock.now();
        let (name, brought) = match self {
            Provider::Ses { topic } => return ses::prove(app, topic, body).await,
            Provider::Postmark(secret) => ("postmark", postmark::prove(secret, headers, body)?),
            Provider::Mailgun(key) => ("mailgun", mailgun::prove(key, body, now)?),
            Provider::SendGrid(key) => ("sendgrid", sendgrid::prove(key, headers, body, now)?),
            Provider::Generic(secret) => ("generic", generic::prove(secret, headers, body, now)?),
        };
        let fingerprint = app.vault.mac("webhook", &[name.as_bytes(), &brought.known_by]);
        Ok(Brought::Events(Call { fingerprint, reports: brought.reports }))
    }
}

/// What a call says, and what is the same if it comes again.
pub struct Proved {
    pub known_by: Vec<u8>,
    pub reports: Vec<crate::bounces::read::Report>,
}

/// A header's value, empty if there is none.
pub fn header<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}
