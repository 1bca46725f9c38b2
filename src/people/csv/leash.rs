//! A reader that gives up on a row of absurd length instead of holding it in memory.

use std::{
    cell::Cell,
    io::{self, Read},
    rc::Rc,
};

/// Bytes that one row may have. The rows of a table of people are a thousand times shorter.
const LONGEST: u64 = 1024 * 1024;

/// Fails where one row goes on for more than a megabyte: a quotation mark that is never closed, or no list of people.
pub struct Leash<R> {
    inner: R,
    read: u64,
    until: Rc<Cell<u64>>,
}

/// Lengthens a leash, row by row.
pub struct Slack(Rc<Cell<u64>>);

impl<R: Read> Leash<R> {
    /// A reader that goes no further than a row may be long, and what lengthens it.
    pub fn new(inner: R) -> (Leash<R>, Slack) {
        let until = Rc::new(Cell::new(LONGEST));
        (Leash { inner, read: 0, until: until.clone() }, Slack(until))
    }
}

impl Slack {
    /// Lets the next row begin at this byte.
    pub fn begin_row(&self, at: u64) {
        self.0.set(at + LONGEST);
    }
}

impl<R: Read> Read for Leash<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.read > self.until.get() {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "a row is longer than a megabyte"));
        }
        let count = self.inner.read(out)?;
        self.read += count as u64;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_that_never_ends_stops_the_reader() {
        let (mut leash, _slack) = Leash::new(io::repeat(b'x'));
        assert!(leash.read_to_end(&mut Vec::new()).is_err());
    }

    #[test]
    fn any_number_of_short_rows_is_read() {
        let (mut leash, slack) = Leash::new(io::repeat(b'\n'));
        let mut block = [0; 64 * 1024];
        for row in 0..1_000 {
            slack.begin_row(row * block.len() as u64);
            assert_eq!(leash.read(&mut block).unwrap(), block.len());
        }
    }
}
