//! A message as it follows `354`: dots at the beginning of a line doubled, the final dot behind it (RFC 5321, 4.5.2).

use memchr::memmem;

/// The message and its final dot as one piece, so that they leave in one write.
pub(super) fn finish(message: &[u8]) -> Vec<u8> {
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
    finished.extend_from_slice(b".\r\n");
    finished
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(message: &str, expected: &str) {
        assert_eq!(String::from_utf8(finish(message.as_bytes())).unwrap(), expected, "{message:?}");
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
