//! Commands go out, answers come in. An answer is bounded in size and in time, and whatever does not look like one
//! ends the connection.

use std::{
    fmt,
    future::poll_fn,
    io,
    pin::{Pin, pin},
    task::Poll,
    time::Duration,
};

use lettre::transport::smtp::response::Response;
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    time::{Instant, Sleep, sleep},
};

use super::{socket, tls::Stream};

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
    /// Set further and further: cheaper than a new one for each answer.
    alarm: Pin<Box<Sleep>>,
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
        Wire {
            stream: BufReader::new(stream),
            begun: Begun::default(),
            alarm: Box::pin(sleep(Duration::ZERO)),
        }
    }

    /// Sends a command and waits for its answer, for `limit` in all.
    pub(super) async fn command(
        &mut self,
        command: impl fmt::Display,
        limit: Duration,
    ) -> Result<Response, Broken> {
        let until = Instant::now() + limit;
        self.write(command.to_string().as_bytes(), limit).await.map_err(|unwritten| unwritten.broken)?;
        self.answer_by(until).await
    }

    /// Hands bytes to the network in one go.
    pub(super) async fn write(&mut self, bytes: &[u8], limit: Duration) -> Result<(), Unwritten> {
        let stream = self.stream.get_mut();
        let mut written = 0;
        let all = async {
            while written < bytes.len() {
                match stream.write(&bytes[written..]).await? {
                    0 => return Err(io::Error::from(io::ErrorKind::WriteZero)),
                    more => written += more,
                }
            }
            stream.flush().await
        };
        let broken = match by(&mut self.alarm, Instant::now() + limit, all).await {
            Some(Ok(())) => return Ok(()),
            Some(Err(error)) => error.into(),
            None => Broken(LATE.to_owned()),
        };
        Err(Unwritten { written, broken })
    }

    /// Waits for an answer.
    pub(super) async fn answer(&mut self, limit: Duration) -> Result<Response, Broken> {
        self.answer_by(Instant::now() + limit).await
    }

    /// Whether an answer, or the end, is there at this time at the latest. What has come of it is kept.
    pub(super) async fn has_answer_by(&mut self, until: Instant) -> bool {
        match self.heard_by(until).await {
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
    pub(super) async fn is_quiet(&self) -> bool {
        self.stream.buffer().is_empty() && socket::is_quiet(self.stream.get_ref().socket()).await
    }

    pub(super) fn is_encrypted(&self) -> bool {
        self.stream.get_ref().is_encrypted()
    }

    pub(super) fn peer_is_loopback(&self) -> bool {
        socket::peer_is_loopback(self.stream.get_ref().socket())
    }

    /// The bare connection. What had been read but not asked for is gone with the wire.
    pub(super) fn into_stream(self) -> Stream {
        self.stream.into_inner()
    }

    async fn answer_by(&mut self, until: Instant) -> Result<Response, Broken> {
        let heard = self.heard_by(until).await;
        let begun = std::mem::take(&mut self.begun);
        match (begun.broken, heard) {
            (Some(broken), _) | (None, Err(Unheard::Broken(broken))) => Err(broken),
            (None, Err(Unheard::Late)) => Err(Broken(LATE.to_owned())),
            (None, Ok(())) => begun.lines.parse().map_err(|_| garbage()),
        }
    }

    async fn heard_by(&mut self, until: Instant) -> Result<(), Unheard> {
        let Wire { stream, begun, alarm } = self;
        by(alarm, until, begun.read_on(stream)).await.unwrap_or(Err(Unheard::Late))
    }
}

/// What comes of `work` until then, if anything does.
async fn by<T>(alarm: &mut Pin<Box<Sleep>>, until: Instant, work: impl Future<Output = T>) -> Option<T> {
    let mut work = pin!(work);
    poll_fn(|context| {
        if let Poll::Ready(done) = work.as_mut().poll(context) {
            return Poll::Ready(Some(done));
        }
        if alarm.deadline() != until {
            alarm.as_mut().reset(until);
        }
        alarm.as_mut().poll(context).map(|()| None)
    })
    .await
}

impl Begun {
    /// Reads until the answer is whole. Left alone in between, it goes on where it was.
    async fn read_on(&mut self, stream: &mut BufReader<Stream>) -> Result<(), Unheard> {
        while !self.is_whole && self.broken.is_none() {
            let line = self.line(stream).await?;
            let (code, rest) = line.split_at_checked(3).ok_or_else(garbage)?;
            match rest.as_bytes().first() {
                // A code alone is an answer, too (RFC 5321, 4.2); lettre wants the space.
                Some(b'\r') => self.lines.push_str(&format!("{code} \r\n")),
                Some(b' ' | b'-') => self.lines.push_str(&line),
                _ => return Err(garbage().into()),
            }
            self.is_whole = rest.as_bytes().first() != Some(&b'-');
        }
        Ok(())
    }

    /// One line with its CR and LF. Bytes that are not UTF-8 are replaced: some servers speak Latin-1.
    async fn line(&mut self, stream: &mut BufReader<Stream>) -> Result<String, Unheard> {
        loop {
            let read = stream.fill_buf().await?;
            if read.is_empty() {
                return Err(Broken("the server closed the connection".to_owned()).into());
            }
            let end = memchr::memchr(b'\n', read);
            let taken = end.map_or(read.len(), |end| end + 1);
            self.line.extend_from_slice(&read[..taken]);
            stream.consume(taken);
            if self.lines.len() + self.line.len() > LONGEST_ANSWER {
                return Err(Broken("the server's answer has no end".to_owned()).into());
            }
            if end.is_some() {
                break;
            }
        }
        let text = String::from_utf8_lossy(&std::mem::take(&mut self.line)).into_owned();
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
        Unheard::Broken(error.into())
    }
}

impl From<io::Error> for Broken {
    fn from(error: io::Error) -> Broken {
        Broken(match error.kind() {
            io::ErrorKind::TimedOut => LATE.to_owned(),
            io::ErrorKind::ConnectionRefused => "nobody listens there".to_owned(),
            _ => error.to_string(),
        })
    }
}
