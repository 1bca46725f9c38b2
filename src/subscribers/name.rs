//! What a person wants to be called.

use std::fmt;

use crate::i18n::marks;

/// A name as it may stand in a mail or a page: no controls, no characters that turn the direction of what
/// follows, at most 100 characters and 8 marks on one letter. Never printed by `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct PersonName(String);

impl PersonName {
    /// What remains of the typed text, or nothing.
    pub fn clean(raw: &str) -> Option<PersonName> {
        let mut name = String::new();
        let mut marks = 0;
        for c in
            raw.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).filter(|c| !is_harmful(*c)).take(400)
        {
            marks = if unicode_normalization::char::is_combining_mark(c) { marks + 1 } else { 0 };
            let repeated_space = c == ' ' && name.ends_with(' ');
            if marks <= 8 && !repeated_space {
                name.push(c);
            }
        }
        let name: String = name.trim().chars().take(100).collect();
        let name = name.trim_end();
        (!name.is_empty()).then(|| PersonName(name.to_owned()))
    }

    /// The cleaned name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Controls, and marks that turn direction or are not seen; a joiner may be part of a name.
fn is_harmful(c: char) -> bool {
    c.is_control() || marks::is_unseen(c) || marks::is_tag(c) || matches!(c, '\u{200e}' | '\u{200f}')
}

impl fmt::Debug for PersonName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PersonName(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(raw: &str, expected: Option<&str>) {
        let name = PersonName::clean(raw);
        assert_eq!(name.as_ref().map(PersonName::as_str), expected, "{raw:?}");
    }

    #[test]
    fn a_name_keeps_its_letters_and_loses_what_harms() {
        check("  Layla   Haddad ", Some("Layla Haddad"));
        check("ليلى\r\nBcc: x@example.org", Some("ليلى Bcc: x@example.org"));
        check("\u{202e}txt.exe\u{2066}", Some("txt.exe"));
        check("می\u{200c}خواهم", Some("می\u{200c}خواهم"));
        check("a\0\u{1b}[31mb", Some("a[31mb"));
        check("{{ get_env(name=\"X\") }}", Some("{{ get_env(name=\"X\") }}"));
        check(" \u{200b} ", None);
        check("", None);
        let zalgo = format!("a{}b", "\u{301}".repeat(500));
        assert!(PersonName::clean(&zalgo).unwrap().as_str().chars().count() <= 10);
        assert_eq!(PersonName::clean(&"é".repeat(5000)).unwrap().as_str().chars().count(), 100);
    }
}
