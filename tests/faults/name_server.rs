//! A name server that one process alone asks, and that may fall silent.

use std::{
    fs,
    net::UdpSocket,
    path::{Path, PathBuf},
    process::Command,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    thread,
};

use crate::{campaign::Campaign, postgres::is_root};

/// Programs ask by the usual port alone, and this address is nobody else's.
const ADDRESS: &str = "127.77.23.53";

pub struct NameServer {
    is_silent: Arc<AtomicBool>,
    n_asked: Arc<AtomicUsize>,
}

impl NameServer {
    pub fn start() -> NameServer {
        let socket = UdpSocket::bind((ADDRESS, 53)).unwrap_or_else(|error| {
            panic!("a name server on {ADDRESS}, port 53, which root alone may open: {error}")
        });
        let server = NameServer { is_silent: Arc::default(), n_asked: Arc::default() };
        let (is_silent, n_asked) = (Arc::clone(&server.is_silent), Arc::clone(&server.n_asked));
        thread::spawn(move || {
            let mut question = [0; 512];
            while let Ok((length, from)) = socket.recv_from(&mut question) {
                n_asked.fetch_add(1, Ordering::SeqCst);
                if !is_silent.load(Ordering::SeqCst) {
                    socket.send_to(&answer(&question[..length]), from).ok();
                }
            }
        });
        server
    }

    pub fn is_silent(&self, is_so: bool) {
        self.is_silent.store(is_so, Ordering::SeqCst);
    }

    pub fn n_asked(&self) -> usize {
        self.n_asked.load(Ordering::SeqCst)
    }

    /// The program with these arguments, in a view of the file system in which this is the name server.
    pub fn command(&self, campaign: &Campaign, arguments: &[&str]) -> Command {
        let folder = campaign.dir.path();
        let resolver =
            written(folder, "resolv.conf", &format!("nameserver {ADDRESS}\noptions timeout:1 attempts:1\n"));
        let order = written(folder, "nsswitch.conf", "hosts: files dns\n");
        let script = "mount --bind \"$1\" /etc/resolv.conf && mount --bind \"$2\" /etc/nsswitch.conf && shift 2 && exec \"$@\"";
        assert!(is_root(), "another name server for one process is given to root alone");
        campaign.command_by(&["unshare", "--mount", "sh", "-c", script, "sh", &resolver, &order], arguments)
    }
}

fn written(folder: &Path, name: &str, text: &str) -> String {
    let path: PathBuf = folder.join(name);
    fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

/// Every name has the address 127.0.0.1 (RFC 1035), and none of IPv6.
fn answer(question: &[u8]) -> Vec<u8> {
    let end = 12 + question[12..].iter().position(|length| *length == 0).unwrap() + 5;
    let is_of_ipv4 = question[end - 4..end - 2] == [0, 1];
    let mut answer = question[..2].to_vec();
    answer.extend([0x81, 0x80, 0, 1, 0, u8::from(is_of_ipv4), 0, 0, 0, 0]);
    answer.extend(&question[12..end]);
    if is_of_ipv4 {
        answer.extend([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4, 127, 0, 0, 1]);
    }
    answer
}
