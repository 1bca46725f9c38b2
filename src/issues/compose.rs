//! The words that a new issue begins with, taken from its articles.

use crate::{
    i18n::Language,
    issues::{Missing, Piece, Words},
};

/// Characters of a preheader that mail programs still show.
const PREHEADER: usize = 140;
/// Longer titles are cut in a subject at the end of a word.
const SUBJECT: usize = 150;

/// Subject and preheader in one language: the first article's title, and those of the others. An article in the
/// readers' own language speaks before one that they see in another.
pub fn words(pieces: &[Piece], language: &Language, missing: Missing, site: &[Language]) -> Words {
    let shown = || pieces.iter().filter_map(|piece| piece.shown(language, missing, site));
    let own = shown().filter(|shown| !shown.borrowed);
    let mut titles =
        own.chain(shown().filter(|shown| shown.borrowed)).map(|shown| one_line(&shown.text.title));
    let subject = titles.next().unwrap_or_default();
    let mut preheader = String::new();
    for title in titles.filter(|title| !title.is_empty()) {
        let separator = if preheader.is_empty() { "" } else { " · " };
        if preheader.chars().count() + title.chars().count() + separator.len() > PREHEADER
            && !preheader.is_empty()
        {
            break;
        }
        preheader.push_str(separator);
        preheader.push_str(&title);
    }
    if preheader.is_empty() {
        let first = shown().find(|shown| !shown.borrowed).or_else(|| shown().next());
        preheader = first.map(|shown| one_line(&shown.text.summary)).unwrap_or_default();
    }
    Words { subject: cut(&subject, SUBJECT), preheader: cut(&preheader, PREHEADER), ..Words::default() }
}

/// A feed's title may hold line breaks and marks that turn the direction of what follows.
fn one_line(text: &str) -> String {
    let clean: String =
        text.chars().filter(|c| c.is_whitespace() || !crate::issues::bidi::is_unwelcome(*c)).collect();
    clean.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let head: String = text.chars().take(most).collect();
    let whole_words = head.rsplit_once(' ').map_or(head.as_str(), |(words, _)| words);
    format!("{whole_words}…")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::issues::piece::tests::{languages, piece};

    fn check(pieces: &[Piece], language: &str, missing: Missing, subject: &str, preheader: &str) {
        let site = languages(&["ar", "en"]);
        let words = words(pieces, &language.parse().unwrap(), missing, &site);
        assert_eq!((words.subject.as_str(), words.preheader.as_str()), (subject, preheader));
    }

    #[test]
    fn the_first_title_is_the_subject_and_the_others_the_preheader() {
        let pieces = [
            piece(1, &[("ar", "أول"), ("en", "First")]),
            piece(2, &[("ar", "ثانٍ"), ("en", "Second")]),
            piece(3, &[("ar", "ثالث")]),
        ];
        check(&pieces, "ar", Missing::OtherLanguage, "أول", "ثانٍ · ثالث");
        check(&pieces, "en", Missing::OtherLanguage, "First", "Second · ثالث");
        check(&pieces, "en", Missing::LeaveOut, "First", "Second");
    }

    #[test]
    fn readers_own_language_speaks_first() {
        let pieces = [piece(1, &[("ar", "أول")]), piece(2, &[("ar", "ثانٍ"), ("en", "Second")])];
        check(&pieces, "en", Missing::OtherLanguage, "Second", "أول");
        check(&pieces, "en", Missing::LeaveOut, "Second", "About Second");
    }

    #[test]
    fn what_nobody_sees_has_no_words() {
        check(&[piece(1, &[("ar", "أول")])], "en", Missing::LeaveOut, "", "");
        check(&[piece(1, &[("ar", "أول")])], "en", Missing::OtherLanguage, "أول", "About أول");
        check(&[], "en", Missing::OtherLanguage, "", "");
    }

    #[test]
    fn a_subject_is_one_clean_line() {
        let long = "word ".repeat(60);
        let pieces = [piece(1, &[("en", "A\r\ntitle\u{202e} x\0")]), piece(2, &[("en", &long)])];
        let words = words(&pieces, &"en".parse().unwrap(), Missing::LeaveOut, &languages(&["en"]));
        assert_eq!(words.subject, "A title x");
        assert!(words.preheader.ends_with("word…") && words.preheader.chars().count() <= PREHEADER + 1);
    }
}
