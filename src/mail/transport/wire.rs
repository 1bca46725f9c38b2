//! Commands go out, answers come in. An answer is bounded in size and in time, and whatever does not look like one
//! ends the connection.

use std::{
    fmt,
    io::{self, BufRead, BufReader, Write},
    time::{Duration, Instant},
};

use lettre::transport::smtp::response::Response;

use super::tls::Stream;

/// Longest answer, all its lines together. RFC 5321 asks for 512 bytes a line.
const LONGEST_ANSWER: usize = 64 * 1024;

/// What is said of a server that did not answer.
const LATE: &str = "no answer in time";

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
    begun: Begun,
}

/// An answer of which not all may have come yet.
#[derive(Default)]
struct Begun {
    lines: String,
    line: Vec<u8>,
    /// Its last line is there.
    is_whole: bool,
    /// It never will be.
    broken: Option<Broken>,
}

/// Why an answer is not whole.
enum Unheard {
    Late,
    Broken(Broken),
}

impl Wire {
    pub(super) fn new(stream: Stream) -> Wire {
        Wire { stream: BufReader::new(stream), begun: Begun::default() }
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

    /// Whether an answer, or the end, is there at this time at the latest. What has come of it is kept.
    pub(super) fn has_answer_by(&mut self, until: Instant) -> bool {
        self.stream.get_mut().socket().allow(until.saturating_duration_since(Instant::now()));
        match self.read_on() {
            Ok(()) => true,
            Err(Unheard::Late) => false,
            Err(Unheard::Broken(broken)) => {
                self.begun.broken = Some(broken);
                true
            }
        }
    }

    /// True if the server has said something that nobody asked for.
    pub(super) fn holds_more(&self) -> bool {
        !self.stream.buffer().is_empty() || !self.begun.line.is_empty() || !self.begun.lines.is_empty()
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
        let heard = self.read_on();
        let begun = std::mem::take(&mut self.begun);
        match (begun.broken, heard) {
            (Some(broken), _) | (None, Err(Unheard::Broken(broken))) => Err(broken),
            (None, Err(Unheard::Late)) => Err(Broken(LATE.to_owned())),
            (None, Ok(())) => begun.lines.parse().map_err(|_| garbage()),
        }
    }

    /// Reads until the answer is whole.
    fn read_on(&mut self) -> Result<(), Unheard> {
        while !self.begun.is_whole && self.begun.broken.is_none() {
            let line = self.line()?;
            let (code, rest) = line.split_at_checked(3).ok_or_else(garbage)?;
            match rest.as_bytes().first() {
                // A code alone is an answer, too (RFC 5321, 4.2); lettre wants the space.
                Some(b'\r') => self.begun.lines.push_str(&format!("{code} \r\n")),
                Some(b' ' | b'-') => self.begun.lines.push_str(&line),
                _ => return Err(garbage().into()),
            }
            self.begun.is_whole = rest.as_bytes().first() != Some(&b'-');
        }
        Ok(())
    }

    /// One line with its CR and LF. Bytes that are not UTF-8 are replaced: some servers speak Latin-1.
    fn line(&mut self) -> Result<String, Unheard> {
        loop {
            let read = match self.stream.fill_buf() {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                read => read?,
            };
            if read.is_empty() {
                return Err(Broken("the server closed the connection".to_owned()).into());
            }
            let end = memchr::memchr(b'\n', read);
            let taken = end.map_or(read.len(), |end| end + 1);
            self.begun.line.extend_from_slice(&read[..taken]);
            self.stream.consume(taken);
            if self.begun.lines.len() + self.begun.line.len() > LONGEST_ANSWER {
                return Err(Broken("the server's answer has no end".to_owned()).into());
            }
            if end.is_some() {
                break;
            }
        }
        let text = String::from_utf8_lossy(&std::mem::take(&mut self.begun.line)).into_owned();
        let is_clean = text.ends_with("\r\n") && !text[..text.len() - 2].contains(['\0', '\r']);
        if is_clean { Ok(text) } else { Err(garbage().into()) }
    }
}

fn garbage() -> Broken {
    Broken("the server's answer is not SMTP".to_owned())
}

impl From<Broken> for Unheard {
    fn from(broken: Broken) -> Unheard {
        Unheard::Broken(broken)
    }
}

impl From<io::Error> for Unheard {
    fn from(error: io::Error) -> Unheard {
        match error.kind() {
            // A socket's time limit shows as WouldBlock on Linux.
            io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock => Unheard::Late,
            _ => Unheard::Broken(error.into()),
        }
    }
}

impl From<io::Error> for Broken {
    fn from(error: io::Error) -> Broken {
        use io::ErrorKind::{ConnectionRefused, TimedOut, WouldBlock};
        Broken(match error.kind() {
            // A socket's time limit shows as WouldBlock on Linux.
            TimedOut | WouldBlock => LATE.to_owned(),
            ConnectionRefused => "nobody listens there".to_owned(),
            _ => error.to_string(),
        })
    }
}
