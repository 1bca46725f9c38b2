//! Whether anybody gets it, and who has to wait.

use super::{Finding, Readers, Report};

/// Looks whether anybody gets it, and who waits.
pub fn look(report: &mut Report, readers: &Readers) {
    if readers.total() == 0 {
        report.problems.push(Finding::new("issue-check-nobody"));
    }
    if readers.waiting > 0 {
        report.remarks.push(Finding::new("issue-check-waiting").mentioning("count", readers.waiting));
    }
}
