//! A pattern in quoted-printable (RFC 2045, 6.7). Every piece begins on a line of its own, behind a soft line break, so
//! that none depends on the length of another.

use super::{Pattern, Piece, value};

/// Ends a line that goes on.
const SOFT: &[u8] = b"=\r\n";

#[derive(Debug)]
pub(super) struct Quoted(Vec<Encoded>);

#[derive(Debug)]
enum Encoded {
    Fixed(Vec<u8>),
    Place(usize),
}

impl Quoted {
    pub(super) fn new(pattern: &Pattern) -> Quoted {
        let encoded = pattern.0.iter().map(|piece| match piece {
            Piece::Fixed(text) => Encoded::Fixed(quoted(text.as_bytes())),
            Piece::Place(place) => Encoded::Place(*place),
        });
        Quoted(encoded.collect())
    }

    pub(super) fn len(&self) -> usize {
        let length = |encoded: &Encoded| match encoded {
            Encoded::Fixed(bytes) => bytes.len(),
            Encoded::Place(_) => 128,
        };
        self.0.iter().map(length).sum()
    }

    pub(super) fn fill(&self, values: &[String], message: &mut Vec<u8>) {
        for (nth, encoded) in self.0.iter().enumerate() {
            if nth > 0 && !message.ends_with(b"\r\n") {
                message.extend_from_slice(SOFT);
            }
            match encoded {
                Encoded::Fixed(bytes) => message.extend_from_slice(bytes),
                Encoded::Place(place) => message.extend_from_slice(&quoted(value(values, *place))),
            }
        }
    }
}

/// Encoded, beginning on a new line; a dot there is written by its number, so that it needs no doubling.
fn quoted(bytes: &[u8]) -> Vec<u8> {
    let mut encoded = Vec::with_capacity(bytes.len() * 5 / 4 + 16);
    let mut column = 0;
    let mut rest = bytes;
    while let Some((&byte, behind)) = rest.split_first() {
        if rest.starts_with(b"\r\n") {
            encoded.extend_from_slice(b"\r\n");
            (column, rest) = (0, &rest[2..]);
            continue;
        }
        // A space at the end of a line would be lost on the way.
        let ends_line = behind.is_empty() || behind.starts_with(b"\r\n");
        let is_plain = match byte {
            b'=' => false,
            b'.' => column > 0,
            b' ' | b'\t' => !ends_line,
            other => other.is_ascii_graphic(),
        };
        let width = if is_plain { 1 } else { 3 };
        if column + width > 75 {
            encoded.extend_from_slice(SOFT);
            column = 0;
            if byte == b'.' {
                encoded.extend_from_slice(b"=2E");
                (column, rest) = (3, behind);
                continue;
            }
        }
        match is_plain {
            true => encoded.push(byte),
            false => encoded.extend_from_slice(format!("={byte:02X}").as_bytes()),
        }
        column += width;
        rest = behind;
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(message: &[u8]) -> Vec<u8> {
        quoted_printable::decode(message, quoted_printable::ParseMode::Strict).unwrap()
    }

    #[test]
    fn whatever_is_encoded_decodes_to_itself() {
        let check = |text: &str| {
            let encoded = quoted(text.as_bytes());
            assert_eq!(String::from_utf8(decoded(&encoded)).unwrap(), text);
            let lines = String::from_utf8(encoded).unwrap();
            assert!(lines.split("\r\n").all(|line| line.len() <= 76 && !line.starts_with('.')), "{lines}");
        };
        check("");
        check("Hello = world \r\n trailing \r\n\t\r\n.dot\r\n..\r\n");
        check("é ü مرحبا");
        for length in 60..90 {
            check(&format!("{}.{}", "x".repeat(length), "y".repeat(100)));
            check(&format!("{}=.", "x".repeat(length)));
            check(&format!("{}é\r\n.", "x".repeat(length)));
        }
    }

    #[test]
    fn pieces_join_without_a_seam() {
        let pattern = Pattern(vec![
            Piece::Fixed("Dear ".to_owned()),
            Piece::Place(0),
            Piece::Fixed(",\r\nread ".to_owned()),
            Piece::Place(1),
            Piece::Fixed("\r\n.\r\n".to_owned()),
        ]);
        let values = ["ليلى".to_owned(), "https://x.example.org/?a=b".to_owned()];
        let mut message = b"\r\n\r\n".to_vec();
        Quoted::new(&pattern).fill(&values, &mut message);
        let text = String::from_utf8(decoded(&message[4..])).unwrap();
        assert_eq!(text, "Dear ليلى,\r\nread https://x.example.org/?a=b\r\n.\r\n");
    }
}
