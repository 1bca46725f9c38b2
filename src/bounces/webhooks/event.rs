//! From a provider's event to a report.

use serde_json::Value;

use crate::bounces::{
    Kind,
    classify::{Said, judge},
    read::{Report, Source, Tokens, gather},
};

/// What an event says of one message.
pub struct Event<'a> {
    /// Everything that the provider told; our token stands somewhere in it.
    pub told: &'a Value,
    /// What it means if the server's answer does not say.
    pub otherwise: Kind,
    pub status: &'a str,
    /// The server's answer.
    pub answer: &'a str,
}

impl Event<'_> {
    /// A message that came back: the server's answer decides what that means.
    pub fn returned(self) -> Report {
        let verdict = judge(Said { status: self.status.parse().ok(), answer: self.answer, around: "" });
        Report {
            kind: verdict.kind.unwrap_or(self.otherwise),
            status: verdict.status,
            reply: verdict.reply,
            ..self.plain()
        }
    }

    /// Something that needs no judgement.
    pub fn plain(self) -> Report {
        Report {
            kind: self.otherwise,
            status: None,
            reply: None,
            tokens: tokens(self.told),
            automatic: true,
            source: Source::Webhook,
        }
    }
}

/// An event about a message that says nothing but its kind.
pub fn plain(kind: Kind, told: &Value) -> Report {
    Event { told, otherwise: kind, status: "", answer: "" }.plain()
}

/// A text in an event, empty if it is not there.
pub fn text<'a>(event: &'a Value, path: &str) -> &'a str {
    event.pointer(path).and_then(Value::as_str).unwrap_or_default()
}

fn tokens(told: &Value) -> Tokens {
    let mut tokens = Tokens::default();
    gather_in(told, &mut tokens.mentioned, 0);
    tokens
}

/// Strings are looked at as they are meant, not as JSON writes them: an escape would stick to a token.
fn gather_in(value: &Value, found: &mut Vec<String>, depth: usize) {
    match value {
        Value::String(text) => gather(text.as_bytes(), found),
        Value::Array(values) if depth < 20 => {
            values.iter().for_each(|value| gather_in(value, found, depth + 1))
        }
        Value::Object(fields) if depth < 20 => fields.iter().for_each(|(name, value)| {
            gather(name.as_bytes(), found);
            gather_in(value, found, depth + 1);
        }),
        _ => (),
    }
}

/// An event of Amazon SES, which comes by SNS, or as a text in a mail.
pub fn ses_event(event: &Value) -> Option<Report> {
    let kind = [text(event, "/notificationType"), text(event, "/eventType")].concat();
    match kind.as_str() {
        "Bounce" => {
            let recipient = |name: &str| text(event, &format!("/bounce/bouncedRecipients/0/{name}"));
            let otherwise = match (text(event, "/bounce/bounceType"), text(event, "/bounce/bounceSubType")) {
                ("Permanent", _) => Kind::Hard,
                (_, "MessageTooLarge" | "ContentRejected" | "AttachmentRejected") => Kind::Policy,
                _ => Kind::Soft,
            };
            let (status, answer) = (recipient("status"), recipient("diagnosticCode"));
            Some(Event { told: event, otherwise, status, answer }.returned())
        }
        "Complaint" => {
            let is_praise = text(event, "/complaint/complaintFeedbackType") == "not-spam";
            Some(plain(if is_praise { Kind::Ignored } else { Kind::Complaint }, event))
        }
        "Delivery" | "DeliveryDelay" | "Send" | "Reject" | "Open" | "Click" | "Subscription" => {
            Some(plain(Kind::Ignored, event))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn events_of_ses() {
        fn check(event: &Value, expected: Option<Kind>) {
            assert_eq!(ses_event(event).map(|report| report.kind), expected, "{event}");
        }
        let bounce = |kind: &str, sub: &str, status: &str, answer: &str| {
            json!({"notificationType": "Bounce", "bounce": {"bounceType": kind, "bounceSubType": sub,
                "bouncedRecipients": [{"emailAddress": "a@b.example", "status": status, "diagnosticCode": answer}]}})
        };
        check(&bounce("Permanent", "General", "5.1.1", "smtp; 550 5.1.1 user unknown"), Some(Kind::Hard));
        check(&bounce("Permanent", "General", "5.7.1", "smtp; 550 5.7.1 spam"), Some(Kind::Policy));
        check(&bounce("Permanent", "Suppressed", "", ""), Some(Kind::Hard));
        check(&bounce("Transient", "MailboxFull", "", ""), Some(Kind::Soft));
        check(&bounce("Transient", "MessageTooLarge", "", ""), Some(Kind::Policy));
        check(&json!({"eventType": "Complaint", "complaint": {}}), Some(Kind::Complaint));
        check(&json!({"eventType": "Delivery"}), Some(Kind::Ignored));
        check(&json!({"a": 1}), None);
    }

    #[test]
    fn a_token_is_found_behind_an_escape() {
        let token = "a".repeat(crate::delivery::TOKEN_LENGTH);
        let told: Value =
            serde_json::from_str(&format!(r#"{{"x": [{{"id": "\u003c{token}@b.example\u003e"}}]}}"#))
                .unwrap();
        assert_eq!(plain(Kind::Hard, &told).tokens.mentioned, [token]);
    }
}
