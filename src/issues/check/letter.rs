//! Whether the mails as they go out suit mailboxes and the law.

use super::{Finding, Report};
use crate::subscribers::EditionName;

/// Gmail cuts a mail near 102 KB, and with it the link to leave. Arabic grows by a third on its way, so HTML beyond
/// this is worth a look.
const BUDGET: usize = 75 * 1024;
const CLIPPED: usize = 100 * 1024;

/// Looks whether mail programs would cut the mail off.
pub fn look_at_size(report: &mut Report, name: &EditionName, bytes: usize) {
    let key = match bytes {
        ..=BUDGET => return,
        _ if bytes <= CLIPPED => "issue-check-large",
        _ => "issue-check-clipped",
    };
    let finding = Finding::new(key).mentioning("edition", name.to_string()).mentioning("size", bytes / 1024);
    report.remarks.push(finding.for_readers_of(name.first()));
}

/// Looks whether the mail says who sends it.
pub fn look_at_sender(report: &mut Report, postal_address: &str) {
    if postal_address.trim().is_empty() {
        report.remarks.push(Finding::new("issue-check-no-postal-address"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_that_gmail_would_cut_is_found() {
        let check = |bytes: usize, expected: &[&str]| {
            let mut report = Report::default();
            look_at_size(&mut report, &"ar+en".parse().unwrap(), bytes);
            let keys: Vec<&str> = report.remarks.iter().map(|finding| finding.key).collect();
            assert_eq!(keys, expected, "{bytes}");
        };
        check(75 * 1024, &[]);
        check(75 * 1024 + 1, &["issue-check-large"]);
        check(102 * 1024, &["issue-check-clipped"]);
    }

    #[test]
    fn a_sender_without_an_address_is_told() {
        let mut report = Report::default();
        look_at_sender(&mut report, " ");
        assert_eq!(report.remarks.len(), 1);
    }
}
