//! Commands go out, answers come in. An answer is bounded in size and in time, and whatever does not look like one
//! ends the connection.

use std::{
    fmt,
    io::{self, BufRead, BufReader, Write},
    time::Duration,
};

use lettre::transport::smtp::response::Response;

use super::tls::Stream;

/// Longest answer, all its lines together. RFC 5321 asks for 512 bytes a line.
const LONGEST_ANSWER: usize = 64 * 1024;

/// Why a connection is of no more use, in plain words and without anybody's address.
#[derive(Debug)]
pub(super) struct Broken(pub(super) String);

/// A write that did not come to its end.
pub(super) struct Unwritten {
    /// The bytes that may have left us.
    pub(super) written: usize,
    pub(super) broken: Broken,
}

/// One connection, as commands and answers.
pub(super) struct Wire {
    stream: BufReader<Stream>,
}

impl Wire {
    pub(super) fn new(stream: Stream) -> Wire {
        Wire { stream: BufReader::new(stream) }
    }

    /// Sends a command and waits for its answer, for `limit` in all.
    pub(super) fn command(
        &mut self,
        command: impl fmt::Display,
        limit: Duration,
    ) -> Result<Response, Broken> {
        self.write(command.to_string().as_bytes(), limit).map_err(|unwritten| unwritten.broken)?;
        self.answer_by_now()
    }

    /// Hands bytes to the network in one go.
    pub(super) fn write(&mut self, bytes: &[u8], limit: Duration) -> Result<(), Unwritten> {
        let stream = self.stream.get_mut();
        stream.socket().allow(limit);
        let mut written = 0;
        let broken = loop {
            match stream.write(&bytes[written..]) {
                Ok(0) if written < bytes.len() => break io::Error::from(io::ErrorKind::WriteZero),
                Ok(more) => written += more,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => break error,
            }
            if written == bytes.len() {
                match stream.flush() {
                    Ok(()) => return Ok(()),
                    Err(error) => break error,
                }
            }
        };
        Err(Unwritten { written, broken: broken.into() })
    }

    /// Waits for an answer.
    pub(super) fn answer(&mut self, limit: Duration) -> Result<Response, Broken> {
        self.stream.get_mut().socket().allow(limit);
        self.answer_by_now()
    }

    /// Whether there is something to hear within `limit`, be it the end.
    pub(super) fn speaks_within(&mut self, limit: Duration) -> bool {
        self.stream.get_mut().socket().allow(limit);
        let is_late =
            |error: &io::Error| matches!(error.kind(), io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock);
        !self.stream.fill_buf().is_err_and(|error| is_late(&error))
    }

    /// True if the server has said something that nobody asked for.
    pub(super) fn holds_more(&self) -> bool {
        !self.stream.buffer().is_empty()
    }

    /// True if the server has said nothing and not hung up.
    pub(super) fn is_quiet(&mut self) -> bool {
        self.stream.buffer().is_empty() && self.stream.get_mut().socket().is_quiet()
    }

    pub(super) fn is_encrypted(&self) -> bool {
        self.stream.get_ref().is_encrypted()
    }

    pub(super) fn peer_is_loopback(&mut self) -> bool {
        self.stream.get_mut().socket().peer_is_loopback()
    }

    /// The bare connection. What had been read but not asked for is gone with the wire.
    pub(super) fn into_stream(self) -> Stream {
        self.stream.into_inner()
    }

    fn answer_by_now(&mut self) -> Result<Response, Broken> {
        let mut answer = String::new();
        loop {
            let line = self.line(LONGEST_ANSWER - answer.len())?;
            let (code, rest) = line.split_at_checked(3).ok_or_else(garbage)?;
            match rest.as_bytes().first() {
                // A code alone is an answer, too (RFC 5321, 4.2); lettre wants the space.
                Some(b'\r') => answer.push_str(&format!("{code} \r\n")),
                Some(b' ' | b'-') => answer.push_str(&line),
                _ => return Err(garbage()),
            }
            if rest.as_bytes().first() != Some(&b'-') {
                return answer.parse().map_err(|_| garbage());
            }
        }
    }

    /// One line with its CR and LF. Bytes that are not UTF-8 are replaced: some servers speak Latin-1.
    fn line(&mut self, longest: usize) -> Result<String, Broken> {
        let mut line = Vec::new();
        loop {
            let read = self.stream.fill_buf()?;
            if read.is_empty() {
                return Err(Broken("the server closed the connection".to_owned()));
            }
            let end = memchr::memchr(b'\n', read);
            let taken = end.map_or(read.len(), |end| end + 1);
            line.extend_from_slice(&read[..taken]);
            self.stream.consume(taken);
            if line.len() > longest {
                return Err(Broken("the server's answer has no end".to_owned()));
            }
            if end.is_some() {
                break;
            }
        }
        let text = String::from_utf8_lossy(&line).into_owned();
        let is_clean = text.ends_with("\r\n") && !text[..text.len() - 2].contains(['\0', '\r']);
        if is_clean { Ok(text) } else { Err(garbage()) }
    }
}

fn garbage() -> Broken {
    Broken("the server's answer is not SMTP".to_owned())
}

impl From<io::Error> for Broken {
    fn from(error: io::Error) -> Broken {
        use io::ErrorKind::{ConnectionRefused, TimedOut, WouldBlock};
        Broken(match error.kind() {
            // A socket's time limit shows as WouldBlock on Linux.
            TimedOut | WouldBlock => "no answer in time".to_owned(),
            ConnectionRefused => "nobody listens there".to_owned(),
            _ => error.to_string(),
        })
    }
}
