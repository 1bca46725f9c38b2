//! Takes out of text that others wrote what must not reach a mail: line breaks in headers, control characters,
//! and characters that turn the direction of everything behind them.

use crate::i18n::marks::turns_direction;

/// Longest name or subject, in characters. lettre puts a word without spaces on one line and canonicalises
/// headers by recursion, so a header must stay short.
const LONGEST: usize = 250;

/// A name or a subject: one line, no controls, nothing that a reader would decode a second time.
pub(super) fn header(text: &str) -> String {
    let spaced: String = text
        .chars()
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .filter(|c| !c.is_control() && !turns_direction(*c))
        .collect();
    let line = spaced.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    line.replace("=?", "= ?").chars().take(LONGEST).collect()
}

/// A body: lines end in LF, and of the control characters only tabs are left.
pub(super) fn body(text: &str) -> String {
    text.replace("\r\n", "\n")
        .chars()
        .map(|c| if c == '\r' { '\n' } else { c })
        .filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_is_one_harmless_line() {
        let check = |text: &str, expected: &str| assert_eq!(header(text), expected, "{text:?}");
        check("Ada\r\nBcc: eve@example.org", "Ada Bcc: eve@example.org");
        check("A\0d\u{1b}a\u{85}", "Ada");
        check("\u{202e}txt.exe\u{2069}", "txt.exe");
        check("=?utf-8?b?QmNjOiA=?=", "= ?utf-8?b?QmNjOiA= ?=");
        check("  حركة \t الحرية ", "حركة الحرية");
        assert_eq!(header(&"x".repeat(5_000)).len(), LONGEST);
    }

    #[test]
    fn a_body_keeps_its_lines_and_loses_its_controls() {
        assert_eq!(body("a\r\nb\rc\n\td\0\u{7}\u{9b}"), "a\nb\nc\n\td");
        assert_eq!(body("\u{2068}Ada\u{2069}"), "\u{2068}Ada\u{2069}");
    }
}
