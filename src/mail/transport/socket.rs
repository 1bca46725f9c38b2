//! A TCP connection on which everything must be done by a deadline, whatever layers lie above it.

use std::{
    io::{self, Read, Write},
    net::{IpAddr, SocketAddr, TcpStream, ToSocketAddrs},
    time::{Duration, Instant},
};

/// A socket that reads and writes until its deadline, give or take a tenth of its time.
pub(super) struct Socket {
    stream: TcpStream,
    deadline: Instant,
    /// The limits that the system was told, each of them at a call's cost.
    reads: Option<Duration>,
    writes: Option<Duration>,
}

impl Socket {
    /// Tries every address of the host in turn, within `limit` in all.
    pub(super) fn connect(host: &str, port: u16, limit: Duration) -> io::Result<Socket> {
        let deadline = Instant::now() + limit;
        let mut last = io::Error::new(io::ErrorKind::NotFound, "the host has no address");
        for address in (host, port).to_socket_addrs()? {
            match connect_by(&address, deadline) {
                Ok(stream) => {
                    stream.set_nodelay(true)?;
                    return Ok(Socket { stream, deadline, reads: None, writes: None });
                }
                Err(error) => last = error,
            }
        }
        Err(last)
    }

    /// From now on, everything must be done within `limit`.
    pub(super) fn allow(&mut self, limit: Duration) {
        self.deadline = Instant::now() + limit;
    }

    /// True if nothing has arrived, not even the end.
    pub(super) fn is_quiet(&self) -> bool {
        let peek = || {
            self.stream.set_nonblocking(true)?;
            let found = self.stream.peek(&mut [0]);
            self.stream.set_nonblocking(false)?;
            found
        };
        peek().is_err_and(|error| error.kind() == io::ErrorKind::WouldBlock)
    }

    pub(super) fn peer_is_loopback(&self) -> bool {
        self.stream.peer_addr().is_ok_and(|peer| match peer.ip() {
            IpAddr::V4(address) => address.is_loopback(),
            IpAddr::V6(address) => address.to_canonical().is_loopback(),
        })
    }
}

fn connect_by(address: &SocketAddr, deadline: Instant) -> io::Result<TcpStream> {
    TcpStream::connect_timeout(address, left_until(deadline)?)
}

fn left_until(deadline: Instant) -> io::Result<Duration> {
    let left = deadline.saturating_duration_since(Instant::now());
    if left.is_zero() { Err(io::ErrorKind::TimedOut.into()) } else { Ok(left) }
}

/// Whether a limit that the system was told may stand for what is left.
fn is_near(told: Option<Duration>, left: Duration) -> bool {
    told.is_some_and(|told| told.abs_diff(left) <= left / 10)
}

impl Read for Socket {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = left_until(self.deadline)?;
        if !is_near(self.reads, left) {
            self.stream.set_read_timeout(Some(left))?;
            self.reads = Some(left);
        }
        self.stream.read(buffer)
    }
}

impl Write for Socket {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let left = left_until(self.deadline)?;
        if !is_near(self.writes, left) {
            self.stream.set_write_timeout(Some(left))?;
            self.writes = Some(left);
        }
        self.stream.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.stream.flush()
    }
}
