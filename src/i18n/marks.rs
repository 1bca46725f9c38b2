//! Characters that are not letters to anybody: which turn the text around them, and which nobody sees.

/// Embeddings, overrides and isolates (Unicode UAX 9): text that holds one turns the words around it.
pub fn turns_direction(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// What turns direction, and what is not seen at all: soft hyphens, zero-width spaces, separators, byte-order marks,
/// characters that stand for others. Joiners are not among them, since they are part of words, nor are the
/// left-to-right and right-to-left marks, which may be meant.
pub fn is_unseen(c: char) -> bool {
    turns_direction(c)
        || matches!(c, '\u{ad}' | '\u{200b}' | '\u{2028}' | '\u{2029}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffd}')
}

/// Tags (U+E0000 and behind), which can carry a whole text that nobody sees.
pub fn is_tag(c: char) -> bool {
    matches!(c, '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_joiner_is_part_of_a_word_and_a_zero_width_space_of_nothing() {
        let check = |c: char, turns: bool, unseen: bool| {
            assert_eq!((turns_direction(c), is_unseen(c)), (turns, unseen), "{:x}", u32::from(c));
        };
        check('\u{202e}', true, true);
        check('\u{2067}', true, true);
        check('\u{200b}', false, true);
        check('\u{feff}', false, true);
        check('\u{200c}', false, false);
        check('\u{200f}', false, false);
        check('ه', false, false);
        assert!(is_tag('\u{e0041}') && !is_tag('🕊'));
    }
}
