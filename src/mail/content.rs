//! A message as it follows `354`: dots at the beginning of a line doubled, the final dot behind it (RFC 5321, 4.5.2).

use memchr::memmem;

/// The final dot on its line.
const END: &[u8] = b".\r\n";

/// A finished message with its final dot, as one piece, so that both leave in one write.
#[derive(Clone)]
pub struct Content {
    finished: Vec<u8>,
    size: usize,
    is_ascii: bool,
}

impl Content {
    /// Doubles the dots of a message and ends it.
    pub fn of(message: &[u8]) -> Content {
        let mut finished = Vec::with_capacity(message.len() + 64);
        if message.starts_with(b".") {
            finished.push(b'.');
        }
        let mut rest = message;
        while let Some(at) = memmem::find(rest, b"\r\n.") {
            finished.extend_from_slice(&rest[..at + 3]);
            finished.push(b'.');
            rest = &rest[at + 3..];
        }
        finished.extend_from_slice(rest);
        if !finished.ends_with(b"\r\n") {
            finished.extend_from_slice(b"\r\n");
        }
        finished.extend_from_slice(END);
        Content { finished, size: message.len(), is_ascii: message.is_ascii() }
    }

    /// What was put together so that no line begins with a dot, ends in CR and LF, and needs its final dot only.
    pub(super) fn of_lines_without_dots(mut message: Vec<u8>, is_ascii: bool) -> Content {
        let size = message.len();
        message.extend_from_slice(END);
        Content { finished: message, size, is_ascii }
    }

    /// How large a server is told that the message is (RFC 1870): as it was before its dots were doubled.
    pub fn size(&self) -> usize {
        self.size
    }

    /// Whether every server can carry it.
    pub fn is_ascii(&self) -> bool {
        self.is_ascii
    }

    /// The bytes for the wire.
    pub(super) fn into_finished(self) -> Vec<u8> {
        self.finished
    }

    /// The message as it was before its dots were doubled.
    pub fn message(&self) -> Vec<u8> {
        let body = &self.finished[..self.finished.len() - END.len()];
        let mut message = Vec::with_capacity(body.len());
        let mut rest = body.strip_prefix(b".").unwrap_or(body);
        while let Some(at) = memmem::find(rest, b"\r\n.") {
            message.extend_from_slice(&rest[..at + 2]);
            rest = &rest[at + 3..];
        }
        message.extend_from_slice(rest);
        message
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(message: &str, expected: &str) {
        let content = Content::of(message.as_bytes());
        let whole = if message.ends_with("\r\n") { message.to_owned() } else { format!("{message}\r\n") };
        assert_eq!(content.message(), whole.as_bytes(), "{message:?}");
        assert_eq!(String::from_utf8(content.into_finished()).unwrap(), expected, "{message:?}");
    }

    #[test]
    fn a_dot_at_the_beginning_of_a_line_is_doubled() {
        check("a\r\n", "a\r\n.\r\n");
        check("a", "a\r\n.\r\n");
        check("", "\r\n.\r\n");
        check(".a\r\n..b\r\n", "..a\r\n...b\r\n.\r\n");
        check("a\r\n.\r\nb\r\n", "a\r\n..\r\nb\r\n.\r\n");
        check("a.b\r\n\r\n.c", "a.b\r\n\r\n..c\r\n.\r\n");
    }
}
