//! Complaints (RFC 5965, and the mails of those who had loops before it), and reports that are none.

use crate::bounces::{Kind, classify::Words};

use super::{Mail, fields::groups, notice};

/// Subjects of providers' loops that are no RFC 5965 reports.
const SUBJECTS: &[&str] = &[
    "complaint about message from",
    "email feedback report",
    "abuse report",
    "spam complaint",
    "spam report",
    "[spamcop",
    "junk report",
    "scomp",
    "user complaint",
    "client tos notification",
];
/// What is written beside a message that a reader complained of.
const TEXTS: &[&str] = &[
    "marked*as spam",
    "marked*as junk",
    "reported*as spam",
    "reported*as junk",
    "reported*spam",
    "complained about",
    "spam complaint",
    "abuse complaint",
    "user complaint",
    "abuse report",
    "spam report",
    "report about spam",
    "report*unsolicited",
    "unsolicited*report",
];
/// Headers of reports in the form X-ARF.
const HEADERS: [&str; 3] = ["x-xarf", "x-arf", "x-hmxmroriginalrecipient"];
/// Reports for the owners of domains.
const OF_DOMAINS: &[&str] = &["report domain:*submitter", "dmarc aggregate report", "tls report"];

/// What a mail means that is a complaint, a receipt or a report about a domain. None if it is something else.
pub fn kind(mail: &Mail) -> Option<Kind> {
    if !mail.feedback_fields.is_empty() || mail.report_type == "feedback-report" {
        return Some(of_type(&mail.feedback_fields));
    }
    let subject = Words::of(mail.header("subject"));
    let inner = mail.inner.iter().any(|inner| has_complaint_header(inner));
    match mail.report_type.as_str() {
        "disposition-notification" | "tlsrpt" => Some(Kind::Ignored),
        _ if subject.say_any(OF_DOMAINS) => Some(Kind::Ignored),
        _ if inner || HEADERS.iter().any(|name| mail.has(name)) => Some(Kind::Complaint),
        "" if subject.say_any(SUBJECTS) || speaks_of_a_complaint(mail) => Some(Kind::Complaint),
        _ => None,
    }
}

fn of_type(fields: &[String]) -> Kind {
    let group = fields.iter().flat_map(|text| groups(text, &[])).next().unwrap_or_default();
    match group.one("feedback-type").unwrap_or_default().trim().to_ascii_lowercase().as_str() {
        "not-spam" => Kind::Ignored,
        "auth-failure" | "dmarc" | "virus" => Kind::Policy,
        _ => Kind::Complaint,
    }
}

/// Whether a message is wrapped with words about a complaint, and not given back because a server thinks so.
fn speaks_of_a_complaint(mail: &Mail) -> bool {
    let words = Words::of(&mail.texts.join("\n"));
    !mail.inner.is_empty()
        && mail.delivery_fields.is_empty()
        && words.say_any(TEXTS)
        && !notice::is_returned(mail)
        && !notice::says_so(mail, &words)
}

/// Outlook's loop wraps the message alone, and names its reader in a header.
fn has_complaint_header(inner: &[u8]) -> bool {
    let name = b"x-hmxmroriginalrecipient:";
    inner
        .split(|byte| *byte == b'\n')
        .take(200)
        .any(|line| line.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn feedback_has_types() {
        fn check(fields: &str, expected: Kind) {
            assert_eq!(of_type(&[fields.to_owned()]), expected, "{fields}");
        }
        check("Feedback-Type: abuse\nUser-Agent: x/1\n", Kind::Complaint);
        check("User-Agent: x/1\nFeedback-Type: Opt-Out\n", Kind::Complaint);
        check("Feedback-Type: not-spam", Kind::Ignored);
        check("Feedback-Type: auth-failure", Kind::Policy);
        check("Version: 1", Kind::Complaint);
        assert_eq!(of_type(&[]), Kind::Complaint);
    }
}
