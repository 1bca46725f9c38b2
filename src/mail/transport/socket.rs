//! TCP connections to mail servers.

use std::{
    io,
    net::{IpAddr, SocketAddr},
    time::Duration,
};

use futures_util::FutureExt;
use tokio::{
    net::{TcpStream, lookup_host},
    task::yield_now,
    time::{Instant, timeout, timeout_at},
};

/// Tries every address of the host in turn, within `limit` in all; none takes the time of those behind it.
pub(super) async fn connect(host: &str, port: u16, limit: Duration) -> io::Result<TcpStream> {
    let deadline = Instant::now() + limit;
    let found = timeout_at(deadline, lookup_host((host, port))).await??;
    let addresses: Vec<SocketAddr> = found.collect();
    let mut last = io::Error::new(io::ErrorKind::NotFound, "the host has no address");
    for (address, n_left) in addresses.iter().zip((1..=addresses.len() as u32).rev()) {
        let share = deadline.saturating_duration_since(Instant::now()) / n_left;
        match timeout(share, TcpStream::connect(address)).await {
            Ok(Ok(stream)) => {
                stream.set_nodelay(true)?;
                return Ok(stream);
            }
            Ok(Err(error)) => last = error,
            Err(late) => last = late.into(),
        }
    }
    Err(last)
}

/// True if nothing has arrived, not even the end.
pub(super) async fn is_quiet(stream: &TcpStream) -> bool {
    yield_now().await; // whatever has arrived is known after that
    stream.peek(&mut [0]).now_or_never().is_none()
}

pub(super) fn peer_is_loopback(stream: &TcpStream) -> bool {
    stream.peer_addr().is_ok_and(|peer| match peer.ip() {
        IpAddr::V4(address) => address.is_loopback(),
        IpAddr::V6(address) => address.to_canonical().is_loopback(),
    })
}
