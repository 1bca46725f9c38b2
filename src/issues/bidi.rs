//! Marks of direction: which ones nobody may bring along, and where plain text needs one of ours.

use crate::i18n::{Direction, marks};

/// Right-to-left mark: a line that begins with it runs from right to left, whatever its first letter.
const RLM: char = '\u{200f}';

/// Whether a character has no place in a subject: controls, marks that turn direction or are not seen, and letters of
/// private use.
pub fn is_unwelcome(c: char) -> bool {
    c.is_control()
        || marks::is_unseen(c)
        || marks::is_tag(c)
        || matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}')
}

/// The text as it may stand in a mail: without what is unwelcome, lines kept.
pub fn clean(text: &str) -> String {
    text.chars().filter(|c| matches!(c, '\n' | '\t') || !is_unwelcome(*c)).collect()
}

/// Gives lines that begin with a Latin letter or a digit the mark that keeps them at their side. Links stay alone:
/// they are for machines.
pub fn marked(text: &str, direction: Direction) -> String {
    let mark = |line: &str| match direction {
        Direction::Rtl if begins_leftward(line) => format!("{RLM}{line}"),
        _ => line.to_owned(),
    };
    text.lines().map(mark).collect::<Vec<_>>().join("\n")
}

fn begins_leftward(line: &str) -> bool {
    let is_link = line.starts_with("http://") || line.starts_with("https://") || line.starts_with("mailto:");
    let first = line.chars().find(|c| c.is_alphanumeric());
    !is_link && first.is_some_and(|c| c.is_numeric() || !is_right_to_left(c))
}

/// Letters of Hebrew, Arabic and their neighbours.
fn is_right_to_left(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_begin_leftward_are_marked_in_right_to_left_text() {
        let check =
            |text: &str, expected: &str| assert_eq!(marked(text, Direction::Rtl), expected, "{text:?}");
        check("حق التصويت", "حق التصويت");
        check("37 اسمًا", "\u{200f}37 اسمًا");
        check("«AI» والحرية\nثم", "\u{200f}«AI» والحرية\nثم");
        check("https://example.org/a", "https://example.org/a");
        check("— ", "— ");
        assert_eq!(marked("37 names", Direction::Ltr), "37 names");
    }

    #[test]
    fn what_spoofs_or_hides_is_unwelcome() {
        assert_eq!(clean("a\u{202e}b\u{2066}c\0d\r\ne\u{e000}\u{200b}"), "abcd\ne");
        assert_eq!(clean("می\u{200c}خواهم"), "می\u{200c}خواهم");
    }
}
