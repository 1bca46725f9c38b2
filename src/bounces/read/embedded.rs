//! Notices of Amazon SES that SNS sends as JSON in a mail.

use serde_json::Value;

use crate::bounces::{classify::Verdict, webhooks::ses_event};

/// What JSON in a text says, if it is such a notice. Whatever stands in front and behind is passed over.
pub fn verdict(text: &str) -> Option<Verdict> {
    if !(text.contains("\"notificationType\"") || text.contains("\"eventType\"")) {
        return None;
    }
    let event =
        serde_json::Deserializer::from_str(&text[text.find('{')?..]).into_iter::<Value>().next()?.ok()?;
    let report = ses_event(&event)?;
    Some(Verdict { kind: Some(report.kind), status: report.status, reply: report.reply })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bounces::Kind;

    #[test]
    fn a_notice_may_be_json() {
        let text = r#"{"notificationType":"Bounce","bounce":{"bounceType":"Permanent","bouncedRecipients":
            [{"status":"5.1.1","diagnosticCode":"smtp; 550 5.1.1 user unknown"}]}}

            -- To stop these, visit"#;
        let found = verdict(text).unwrap();
        assert_eq!((found.kind, found.reply), (Some(Kind::Hard), Some(550)));
        assert_eq!(verdict("{\"eventType\" "), None);
        assert_eq!(verdict("Hello"), None);
    }
}
