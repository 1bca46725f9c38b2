//! Whether the editors' words are all there, and fit for a mail.

use url::Url;

use super::{Finding, Report};
use crate::{
    i18n::{Catalogue, Language},
    issues::{Issue, Piece, Words, bidi, prose},
};

/// Looks for words that are missing, and for links and marks that have no place in them.
pub fn look(report: &mut Report, catalogue: &Catalogue, issue: &Issue, pieces: &[Piece]) {
    let site = catalogue.languages();
    for language in site {
        let words = issue.words(language);
        let shown = pieces.iter().filter_map(|piece| piece.shown(language, issue.row.missing, site)).count();
        for finding in problems(&words, shown) {
            report.problems.push(of(finding, catalogue, language));
        }
        if words.preheader.is_empty() && !words.subject.is_empty() {
            report.remarks.push(of(Finding::new("issue-check-no-preheader"), catalogue, language));
        }
    }
}

fn problems(words: &Words, articles: usize) -> Vec<Finding> {
    let mut found = Vec::new();
    if words.subject.trim().is_empty() {
        found.push(Finding::new("issue-check-no-subject"));
    }
    if words.subject.chars().chain(words.preheader.chars()).any(bidi::is_unwelcome) {
        found.push(Finding::new("issue-check-subject-marks"));
    }
    if articles == 0 && words.opening.is_empty() && words.closing.is_empty() {
        found.push(Finding::new("issue-check-nothing-said"));
    }
    let links = [&words.opening, &words.closing].map(|text| prose::links(text)).concat();
    found.extend(
        links
            .into_iter()
            .filter(|link| !is_absolute(link))
            .map(|link| Finding::new("issue-check-link").mentioning("link", bidi::clean(&link))),
    );
    found
}

fn of(finding: Finding, catalogue: &Catalogue, language: &Language) -> Finding {
    finding.mentioning("language", catalogue.name(language)).for_readers_of(language)
}

/// Whether a mail program knows where a link leads.
pub fn is_absolute(link: &str) -> bool {
    let Ok(url) = Url::parse(link) else { return false };
    match url.scheme() {
        "http" | "https" => url.has_host(),
        "mailto" | "tel" => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(subject: &str, opening: &str, articles: usize, expected: &[&str]) {
        let words = Words { subject: subject.into(), opening: opening.into(), ..Words::default() };
        let keys: Vec<&str> = problems(&words, articles).iter().map(|finding| finding.key).collect();
        assert_eq!(keys, expected, "{subject:?} {opening:?}");
    }

    #[test]
    fn words_that_are_missing_or_harm_are_found() {
        check("Subject", "", 1, &[]);
        check("Subject", "Just words", 0, &[]);
        check(" ", "", 1, &["issue-check-no-subject"]);
        check("Subject", "", 0, &["issue-check-nothing-said"]);
        check("a\u{202e}b", "", 1, &["issue-check-subject-marks"]);
        check("a\u{7}b", "", 1, &["issue-check-subject-marks"]);
        check(
            "S",
            "[x](/join) [y](https://a.example) [z](javascript:x)",
            1,
            &["issue-check-link", "issue-check-link"],
        );
    }

    #[test]
    fn a_link_in_a_mail_is_absolute() {
        for link in ["https://a.example/x", "mailto:a@example.org", "tel:+961"] {
            assert!(is_absolute(link), "{link}");
        }
        for link in ["/x", "x", "//a.example", "javascript:x", "https://", ""] {
            assert!(!is_absolute(link), "{link}");
        }
    }
}
