//! A pattern in base64 (RFC 2045, 6.8). A stretch that is the same for everybody is encoded for each of the three places
//! within a group of three bytes where it may begin, so that a value of any length may stand before it.

use ::base64::{Engine, prelude::BASE64_STANDARD};

use super::{Pattern, Piece, value};

/// Bytes of a full line of 76 characters.
const LINE: usize = 57;

#[derive(Debug)]
pub(super) struct Base64(Vec<Encoded>);

#[derive(Debug)]
enum Encoded {
    /// Too short to be worth it.
    Short(Vec<u8>),
    Fixed(Box<Fixed>),
    Place(usize),
}

/// A stretch of text and its three encodings.
#[derive(Debug)]
struct Fixed {
    /// The first two bytes, of which none, one or both fill up the group before.
    opening: [u8; 2],
    ways: [Way; 3],
}

/// What follows when so many bytes of the opening were needed by others.
#[derive(Debug)]
struct Way {
    lines: Vec<u8>,
    /// What does not fill a group of three.
    rest: Vec<u8>,
}

impl Base64 {
    pub(super) fn new(pattern: &Pattern) -> Base64 {
        let encoded = pattern.0.iter().map(|piece| match piece {
            Piece::Place(place) => Encoded::Place(*place),
            Piece::Fixed(text) => match text.as_bytes() {
                bytes @ [first, second, ..] if bytes.len() > LINE => {
                    let ways = [0, 1, 2].map(|used| way(&bytes[used..]));
                    Encoded::Fixed(Box::new(Fixed { opening: [*first, *second], ways }))
                }
                bytes => Encoded::Short(bytes.to_vec()),
            },
        });
        Base64(encoded.collect())
    }

    pub(super) fn len(&self) -> usize {
        let length = |encoded: &Encoded| match encoded {
            Encoded::Fixed(fixed) => fixed.ways[0].lines.len(),
            Encoded::Short(bytes) => bytes.len() * 2,
            Encoded::Place(_) => 128,
        };
        self.0.iter().map(length).sum()
    }

    pub(super) fn fill(&self, values: &[String], message: &mut Vec<u8>) {
        let mut waiting: Vec<u8> = Vec::with_capacity(512);
        for encoded in &self.0 {
            match encoded {
                Encoded::Place(place) => waiting.extend_from_slice(value(values, *place)),
                Encoded::Short(bytes) => waiting.extend_from_slice(bytes),
                Encoded::Fixed(fixed) => {
                    let used = (3 - waiting.len() % 3) % 3;
                    waiting.extend_from_slice(&fixed.opening[..used]);
                    write_lines(&waiting, message);
                    message.extend_from_slice(&fixed.ways[used].lines);
                    waiting.clear();
                    waiting.extend_from_slice(&fixed.ways[used].rest);
                }
            }
        }
        write_lines(&waiting, message);
    }
}

fn way(bytes: &[u8]) -> Way {
    let (whole, rest) = bytes.split_at(bytes.len() / 3 * 3);
    let mut lines = Vec::with_capacity(whole.len() * 3 / 2);
    write_lines(whole, &mut lines);
    Way { lines, rest: rest.to_vec() }
}

/// Lines of their own; shorter ones in between are no harm.
fn write_lines(bytes: &[u8], message: &mut Vec<u8>) {
    for line in bytes.chunks(LINE) {
        let start = message.len();
        message.resize(start + line.len().div_ceil(3) * 4, 0);
        let written = BASE64_STANDARD.encode_slice(line, &mut message[start..]).unwrap_or_default();
        message.truncate(start + written);
        message.extend_from_slice(b"\r\n");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_any_length_leave_the_text_as_it_was() {
        let long = "السلام عليكم ورحمة الله وبركاته، هذه رسالة طويلة بما يكفي لأكثر من سطر واحد";
        let pattern = Pattern(vec![
            Piece::Place(0),
            Piece::Fixed(long.to_owned()),
            Piece::Place(1),
            Piece::Fixed("x".to_owned()),
            Piece::Place(0),
            Piece::Place(1),
            Piece::Fixed(long.repeat(30)),
        ]);
        let compiled = Base64::new(&pattern);
        for (one, two) in (0..70).flat_map(|one| (0..7).map(move |two| (one, two))) {
            let values = ["a".repeat(one), "b".repeat(two)];
            let mut message = Vec::new();
            compiled.fill(&values, &mut message);
            let text = String::from_utf8(message).unwrap();
            assert!(text.lines().all(|line| line.len() <= 76), "{text}");
            let bytes = BASE64_STANDARD.decode(text.replace("\r\n", "")).unwrap();
            let expected = format!("{0}{long}{1}x{0}{1}{2}", values[0], values[1], long.repeat(30));
            assert_eq!(String::from_utf8(bytes).unwrap(), expected);
        }
    }
}
