//! A server that is far away: everything arrives so much later, in both directions.

use std::{
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
        mpsc,
    },
    thread,
    time::{Duration, Instant},
};

pub struct Proxy {
    pub port: u16,
    /// When the first message's content went through, in microseconds since `born`; 0 before.
    first: Arc<AtomicU64>,
    born: Instant,
}

impl Proxy {
    /// Puts `delay` on every way to the port.
    pub fn start(to: u16, delay: Duration) -> anyhow::Result<Proxy> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let (port, first, born) =
            (listener.local_addr()?.port(), Arc::new(AtomicU64::new(0)), Instant::now());
        let seen = Arc::clone(&first);
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let Ok(server) = TcpStream::connect(("127.0.0.1", to)) else { return };
                client.set_nodelay(true).ok();
                server.set_nodelay(true).ok();
                let seen = Arc::clone(&seen);
                let noticed = move |n: usize| {
                    if n > 4096 {
                        let at = born.elapsed().as_micros() as u64;
                        seen.compare_exchange(0, at, Ordering::Relaxed, Ordering::Relaxed).ok();
                    }
                };
                pass(&client, &server, delay, noticed);
                pass(&server, &client, delay, |_| ());
            }
        });
        Ok(Proxy { port, first, born })
    }

    pub fn url(&self) -> String {
        format!("smtp://127.0.0.1:{}", self.port)
    }

    /// When the first content went through.
    pub fn first_content(&self) -> Option<Instant> {
        match self.first.load(Ordering::Relaxed) {
            0 => None,
            micros => Some(self.born + Duration::from_micros(micros)),
        }
    }
}

fn pass(from: &TcpStream, to: &TcpStream, delay: Duration, noticed: impl Fn(usize) + Send + 'static) {
    let (Ok(mut from), Ok(mut to)) = (from.try_clone(), to.try_clone()) else { return };
    let (later, now) = mpsc::channel::<(Instant, Vec<u8>)>();
    thread::spawn(move || {
        for (at, bytes) in now {
            thread::sleep(at.saturating_duration_since(Instant::now()));
            if to.write_all(&bytes).is_err() {
                break;
            }
        }
        to.shutdown(std::net::Shutdown::Write).ok();
    });
    thread::spawn(move || {
        let mut some = vec![0; 256 * 1024];
        while let Ok(n) = from.read(&mut some) {
            noticed(n);
            if n == 0 || later.send((Instant::now() + delay, some[..n].to_vec())).is_err() {
                break;
            }
        }
    });
}
