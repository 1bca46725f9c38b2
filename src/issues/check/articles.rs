//! Whether every reader finds every article, and what they get instead.

use super::{Finding, Report, words::is_absolute};
use crate::{
    i18n::Language,
    issues::{Issue, Missing, Piece},
    web::Web,
};

/// Looks for articles that a reader does not get in their language, and for what is wrong with those that there are.
pub fn look(report: &mut Report, web: &Web, issue: &Issue, pieces: &[Piece]) {
    let site = web.catalogue.languages();
    if pieces.is_empty() {
        report.remarks.push(Finding::new("issue-check-no-articles"));
    }
    for piece in pieces {
        for language in site {
            if let Some(finding) = missing(web, issue, piece, language) {
                report.remarks.push(finding);
            }
        }
        for finding in problems(piece) {
            report
                .problems
                .push(finding.mentioning("title", piece.title(web.catalogue.default_language(), site)));
        }
    }
}

/// Readers of a language in which there is no text get another one, or nothing: as was chosen.
fn missing(web: &Web, issue: &Issue, piece: &Piece, language: &Language) -> Option<Finding> {
    let site = web.catalogue.languages();
    let shown = piece.shown(language, issue.row.missing, site);
    if shown.is_some_and(|shown| !shown.borrowed) {
        return None;
    }
    let finding = match (issue.row.missing, shown) {
        (Missing::OtherLanguage, Some(shown)) => {
            Finding::new("issue-check-borrowed").mentioning("other", web.catalogue.name(&shown.text.language))
        }
        _ => Finding::new("issue-check-left-out"),
    };
    let title = piece.title(language, site);
    let named = finding.mentioning("title", title).mentioning("language", web.catalogue.name(language));
    Some(named.for_readers_of(language).about(piece))
}

fn problems(piece: &Piece) -> Vec<Finding> {
    let mut found = Vec::new();
    for (language, text) in &piece.translations {
        if text.title.trim().is_empty() {
            found.push(Finding::new("issue-check-no-title").for_readers_of(language).about(piece));
        }
        if text.link.as_deref().is_some_and(|link| !is_absolute(link)) {
            let finding = Finding::new("issue-check-article-link");
            found.push(finding.for_readers_of(language).about(piece));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::issues::piece::tests::piece;

    #[test]
    fn an_article_has_a_title_and_a_link_that_opens() {
        let check = |title: &str, link: Option<&str>, expected: &[&str]| {
            let mut piece = piece(1, &[("en", title)]);
            piece.translations.values_mut().for_each(|text| text.link = link.map(str::to_owned));
            let keys: Vec<&str> = problems(&piece).iter().map(|finding| finding.key).collect();
            assert_eq!(keys, expected);
        };
        check("Title", None, &[]);
        check("Title", Some("https://a.example/x"), &[]);
        check(" ", None, &["issue-check-no-title"]);
        check("Title", Some("/x"), &["issue-check-article-link"]);
    }
}
