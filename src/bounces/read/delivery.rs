//! Delivery reports (RFC 3464), by the fields that they have for programs.

use crate::bounces::{
    Kind,
    classify::{EnhancedStatus, Said, Verdict, judge},
};

use super::fields::{Group, groups};

/// Fields that begin what is said of one recipient.
const STARTERS: [&str; 2] = ["final-recipient", "original-recipient"];

/// What became of the message for one recipient.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Action {
    Failed,
    /// Delayed, delivered, relayed, expanded: whatever it is, nobody has given up.
    Underway,
}

/// What the fields say; `around` is what stands beside them for people. None if they say nothing of a recipient.
pub fn verdict(fields: &[String], around: &str) -> Option<Verdict> {
    let recipients: Vec<Group> =
        fields.iter().flat_map(|text| groups(text, &STARTERS)).filter(is_about_a_recipient).collect();
    let failed = recipients.iter().find(|group| action(group) == Action::Failed);
    match failed {
        Some(group) => Some(judge_recipient(group, around)),
        None => recipients
            .first()
            .map(|group| Verdict { kind: Some(Kind::Ignored), ..judge_recipient(group, "") }),
    }
}

/// Fields of a report that stand in a text for people, since some programs have no part of their own for them.
pub fn written_into(text: &str) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    let begins = |name: &str| lower.lines().any(|line| line.trim_start().starts_with(name));
    let is_report = begins("final-recipient:") && (begins("action:") || begins("status:"));
    is_report.then(|| {
        let lines: Vec<&str> =
            text.lines().map(|line| if line.contains(':') { line.trim_start() } else { line }).collect();
        lines.join("\n")
    })
}

fn is_about_a_recipient(group: &Group) -> bool {
    ["action", "status", "diagnostic-code"].iter().any(|name| group.one(name).is_some())
}

fn judge_recipient(group: &Group, around: &str) -> Verdict {
    let said = group.all(&["diagnostic-code", "x-supplementary-info", "x-actual-recipient-status"]);
    // Some write the reply code where the status belongs.
    let answer = match status(group) {
        Some(_) => said,
        None => format!("{} {said}", group.one("status").unwrap_or_default()),
    };
    // Some hand a message on, are told later that nobody took it, and keep the status of the first.
    let is_told = |status: &EnhancedStatus| status.class != 2 || action(group) == Action::Underway;
    judge(Said { status: status(group).filter(is_told), answer: &answer, around })
}

fn status(group: &Group) -> Option<EnhancedStatus> {
    let word = group.one("status")?.split(|c: char| c.is_whitespace() || c == '(').next()?;
    word.parse().ok()
}

fn action(group: &Group) -> Action {
    let word = group.one("action").unwrap_or_default().to_ascii_lowercase();
    let underway = ["delay", "deliver", "relay", "expand", "defer", "queued", "retr"];
    match status(group).map(|status| status.class) {
        _ if word.starts_with("fail") => Action::Failed,
        _ if underway.iter().any(|start| word.starts_with(start)) => Action::Underway,
        Some(2) => Action::Underway,
        _ => Action::Failed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(fields: &str, expected: Option<Kind>) {
        let verdict = verdict(&[fields.to_owned()], "");
        assert_eq!(verdict.and_then(|verdict| verdict.kind), expected, "{fields}");
    }

    #[test]
    fn a_report_is_about_the_recipient_that_failed() {
        check("Reporting-MTA: dns; a\n\nAction: failed\nStatus: 5.1.1\n", Some(Kind::Hard));
        check("Action: delayed\nStatus: 4.4.1\n", Some(Kind::Ignored));
        check("Action: Expanded (list)\nStatus: 2.0.0\n", Some(Kind::Ignored));
        check(
            "Final-Recipient: a\nAction: relayed\n\nFinal-Recipient: b\nAction: failed\nStatus: 5.2.2\n",
            Some(Kind::Soft),
        );
        check("Final-Recipient: a\nStatus: 2.1.5\n", Some(Kind::Ignored));
        check(
            "Final-Recipient: a\nAction: failed\nStatus: 2.0.0\nDiagnostic-Code: smtp; no such user\n",
            Some(Kind::Hard),
        );
        check("Final-Recipient: a\nStatus: 550 No such user\n", Some(Kind::Hard));
        check(
            "Final-Recipient: a\nAction: failed\nStatus: 5.0.0 (permanent)\nDiagnostic-Code: smtp; 554 spam\n",
            Some(Kind::Policy),
        );
        check("Reporting-MTA: dns; a\n", None);
    }

    #[test]
    fn fields_may_stand_in_a_text() {
        let text = "Sorry.\n  Final-Recipient: rfc822;a@b.example\n  Action: failed\n  Status: 5.1.1\n";
        check(&written_into(text).unwrap(), Some(Kind::Hard));
        assert_eq!(written_into("Status: fine"), None);
    }
}
