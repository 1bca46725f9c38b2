//! Text that others wrote, made fit to be shown: no control characters, no changes of direction that nobody closes.

use std::collections::BTreeSet;

use crate::i18n::marks::turns_direction;

/// Keeps tabs and line breaks, drops other control characters and what would turn the direction of all that follows.
/// The marks that single letters need (U+200C to U+200F, U+061C) stay.
pub fn without_controls(raw: &str) -> String {
    raw.chars()
        .filter(|c| matches!(c, '\t' | '\n' | '\r') || !(c.is_control() || turns_direction(*c)))
        .collect()
}

/// One line of at most `max` characters.
pub fn one_line(raw: &str, max: usize) -> String {
    let spaced: String = raw.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
    let line = without_controls(&spaced).split_whitespace().collect::<Vec<_>>().join(" ");
    shortened(&line, max)
}

/// Cuts at a word's end and says so with an ellipsis.
pub fn shortened(text: &str, max: usize) -> String {
    let Some((end, _)) = text.char_indices().nth(max) else {
        return text.to_owned();
    };
    let head = &text[..end];
    let head = head.rfind(char::is_whitespace).filter(|at| *at > end / 2).map_or(head, |at| &head[..at]);
    format!("{}…", head.trim_end_matches(|c: char| c.is_whitespace() || ",،;؛:.…".contains(c)))
}

/// The numbers of a text that have at least two digits, in whichever digits they were written.
pub fn numbers(text: &str) -> BTreeSet<String> {
    let digits: String = text.chars().map(|c| digit(c).map_or(' ', |value| (b'0' + value) as char)).collect();
    digits.split_whitespace().filter(|number| number.len() > 1).map(str::to_owned).collect()
}

fn digit(c: char) -> Option<u8> {
    let zero = match c {
        '0'..='9' => '0',
        '\u{660}'..='\u{669}' => '\u{660}',
        '\u{6f0}'..='\u{6f9}' => '\u{6f0}',
        _ => return None,
    };
    u8::try_from(u32::from(c) - u32::from(zero)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_becomes_one_clean_line() {
        let check = |raw: &str, expected: &str| assert_eq!(one_line(raw, 20), expected);
        check("  A\n title\t here ", "A title here");
        check("nul\0 and \u{1b}[31mred", "nul and [31mred");
        check("\u{202e}txt.exe\u{2066}", "txt.exe");
        check("می\u{200c}شود", "می\u{200c}شود");
        check("words that are too many for it", "words that are too…");
        check("onewordthatislongerthanallowed", "onewordthatislongert…");
        check("حق التصويت، في المهجر والوطن", "حق التصويت، في…");
    }

    #[test]
    fn numbers_are_the_same_in_all_digits() {
        let check = |text: &str, expected: &[&str]| {
            assert_eq!(numbers(text), expected.iter().map(|number| number.to_string()).collect());
        };
        check("سجناء الرأي: ٣٧ اسمًا و5 خطوات", &["37"]);
        check("37 names, 1,200 letters", &["200", "37"]);
        check("۱۳۹۹ and 1399", &["1399"]);
        check("none", &[]);
    }
}
