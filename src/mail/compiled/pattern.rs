//! A text with places that are filled for each person.

use crate::mail::clean;

/// A stretch of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// The same for everybody.
    Fixed(String),
    /// The value of this number, counted from 0.
    Place(usize),
}

/// A text, piece by piece.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pattern(pub Vec<Piece>);

impl Pattern {
    /// Without control characters, and with lines that end as a mail's do.
    pub(super) fn clean(&self) -> Pattern {
        let cleaned = self.0.iter().map(|piece| match piece {
            Piece::Fixed(text) => Piece::Fixed(clean::body(text).replace('\n', "\r\n")),
            Piece::Place(place) => Piece::Place(*place),
        });
        Pattern(cleaned.collect())
    }

    /// Whether less than a sixth of it needs more than ASCII.
    pub(super) fn is_mostly_ascii(&self) -> bool {
        let (mut all, mut more) = (0, 0);
        for piece in &self.0 {
            if let Piece::Fixed(text) = piece {
                all += text.len();
                more += text.bytes().filter(|byte| !byte.is_ascii()).count();
            }
        }
        more * 6 < all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arabic_is_told_from_latin() {
        let pattern = |text: &str| Pattern(vec![Piece::Fixed(text.to_owned()), Piece::Place(0)]);
        assert!(pattern("Hello, this is a letter with one é in it").is_mostly_ascii());
        assert!(!pattern("<p dir=\"rtl\">مرحبًا بكم في النشرة</p>").is_mostly_ascii());
    }

    #[test]
    fn lines_end_as_in_a_mail() {
        let pattern = Pattern(vec![Piece::Fixed("a\nb\r\nc\0".to_owned()), Piece::Place(3)]);
        assert_eq!(pattern.clean(), Pattern(vec![Piece::Fixed("a\r\nb\r\nc".to_owned()), Piece::Place(3)]));
    }
}
