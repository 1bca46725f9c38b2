//! A mail server of the tests' own. It speaks SMTP over a real socket, keeps what it takes, and misbehaves as it is
//! told: for one recipient by the name in the address, for everybody by a script.
//!
//! | recipient | answer to RCPT |
//! | --- | --- |
//! | `reject@`, `reject-2@` … | `550 5.1.1` |
//! | `policy@` | `550 5.7.1` |
//! | `full@` | `552 5.2.2` |
//! | `defer@` | `450 4.2.0` |
//! | `greylist@` | `451 4.7.1` the first time, then taken |
//! | `later@`, `later-2@` … | `451 4.3.0` the first time, then taken |
//! | `busy@` | `421 4.7.0`, and the connection ends |
//! | `hang@` | none, until the client goes |
//! | `drop@` | the connection ends |
//! | `lost@` | taken, but the message's answer never comes: the connection ends |

mod conversation;
mod hold;
pub mod stream;

pub use hold::Hold;

use std::{
    collections::{HashMap, HashSet, VecDeque},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc, Mutex, MutexGuard,
        atomic::{AtomicBool, Ordering},
    },
    thread,
};

/// A message that the server took, as it came.
#[derive(Debug, Clone)]
pub struct Mail {
    pub from: String,
    pub to: String,
    /// As sent, without the dots that SMTP doubles.
    pub bytes: Vec<u8>,
    /// The MAIL command's parameters.
    pub parameters: String,
    /// Which connection brought it, from 0.
    pub connection: usize,
}

impl Mail {
    /// The message as text; what we send is ASCII.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }
}

/// Where in a conversation the script has a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Step {
    Greeting,
    Hello,
    StartTls,
    Auth,
    Mail,
    Rcpt,
    Data,
    /// In the middle of a message.
    Body,
    /// Behind the final dot.
    Dot,
    Rset,
}

/// What the server does there instead of what it should.
#[derive(Debug, Clone)]
pub enum Act {
    /// Says this, byte for byte, and goes on.
    Say(Vec<u8>),
    /// Says this in packets of one byte.
    Split(&'static str),
    /// Waits until the test lets go, then does the usual thing.
    Hold(Hold),
    /// Says this, a byte every 50 ms.
    Drip(&'static str),
    /// Says `250-…` for ever.
    Endless,
    /// Says nothing until the client has gone.
    Hang,
    /// Ends the connection.
    Close,
    /// Says this and ends the connection.
    SayAndClose(&'static str),
    /// Takes the message, then ends the connection without a word.
    TakeAndClose,
    /// Takes the message, then says nothing until the client has gone.
    TakeAndHang,
}

impl Act {
    /// Says one line.
    pub fn say(line: &str) -> Act {
        Act::Say(format!("{line}\r\n").into_bytes())
    }
}

/// What the server can do.
#[derive(Debug, Clone)]
pub struct Offer {
    pub ehlo: bool,
    pub starttls: bool,
    pub wrapper: bool,
    /// Which certificate it shows: `localhost`, `elsewhere`, `authority` or `alone`.
    pub certificate: &'static str,
    /// Mechanisms; the only account is `ada` with the password `sesame`.
    pub auth: Option<&'static str>,
    pub size: Option<usize>,
    pub smtputf8: bool,
    pub eight_bit: bool,
    pub pipelining: bool,
    /// Messages that one connection may bring before it is closed with 421.
    pub close_after: Option<usize>,
    /// Answers DATA by 354 where there is no recipient, and refuses what comes then (RFC 2920, 3.1).
    pub data_for_nobody: bool,
}

impl Default for Offer {
    fn default() -> Offer {
        Offer {
            ehlo: true,
            starttls: false,
            wrapper: false,
            certificate: "localhost",
            auth: None,
            size: Some(10_000_000),
            smtputf8: true,
            eight_bit: true,
            pipelining: true,
            close_after: None,
            data_for_nobody: false,
        }
    }
}

/// A running mail server; it ends when dropped.
pub struct Smtp {
    address: SocketAddr,
    shared: Arc<Shared>,
}

struct Shared {
    offer: Offer,
    ending: AtomicBool,
    notes: Mutex<Notes>,
}

#[derive(Default)]
struct Notes {
    mails: Vec<Mail>,
    commands: Vec<String>,
    connections: usize,
    greylisted: HashSet<String>,
    always: HashMap<Step, Act>,
    once: HashMap<Step, VecDeque<Act>>,
}

impl Shared {
    fn notes(&self) -> MutexGuard<'_, Notes> {
        self.notes.lock().unwrap()
    }

    /// What the script says here: first what is meant for once, then what is meant for always.
    fn act(&self, step: Step) -> Option<Act> {
        let mut notes = self.notes();
        notes.once.get_mut(&step).and_then(VecDeque::pop_front).or_else(|| notes.always.get(&step).cloned())
    }
}

impl Smtp {
    pub fn start() -> Smtp {
        Smtp::offering(Offer::default())
    }

    pub fn offering(offer: Offer) -> Smtp {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let shared = Arc::new(Shared { offer, ending: AtomicBool::new(false), notes: Mutex::default() });
        let serving = Arc::clone(&shared);
        thread::spawn(move || serve(&listener, &serving));
        Smtp { address, shared }
    }

    /// `smtp://127.0.0.1:PORT`.
    pub fn url(&self) -> String {
        format!("smtp://{}", self.address)
    }

    /// The same server with user and options: `smtp.url_with("ada:sesame", "tls=required")`.
    pub fn url_with(&self, user: &str, options: &str) -> String {
        let user = if user.is_empty() { String::new() } else { format!("{user}@") };
        format!("smtp://{user}localhost:{}?{options}", self.address.port())
    }

    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// Everything taken so far, in order.
    pub fn mails(&self) -> Vec<Mail> {
        self.shared.notes().mails.clone()
    }

    /// Everything taken since the last call.
    pub fn take_mails(&self) -> Vec<Mail> {
        std::mem::take(&mut self.shared.notes().mails)
    }

    /// Every line that clients said, in order.
    pub fn commands(&self) -> Vec<String> {
        self.shared.notes().commands.clone()
    }

    pub fn connections(&self) -> usize {
        self.shared.notes().connections
    }

    /// From now on, do this at that step.
    pub fn always(&self, step: Step, act: Act) {
        self.shared.notes().always.insert(step, act);
    }

    /// The next time, do this at that step; several line up.
    pub fn once(&self, step: Step, act: Act) {
        self.shared.notes().once.entry(step).or_default().push_back(act);
    }

    /// Forget the script.
    pub fn behave(&self) {
        let mut notes = self.shared.notes();
        notes.always.clear();
        notes.once.clear();
    }
}

impl Drop for Smtp {
    fn drop(&mut self) {
        self.shared.ending.store(true, Ordering::Relaxed);
        let _ = TcpStream::connect(self.address);
    }
}

fn serve(listener: &TcpListener, shared: &Arc<Shared>) {
    for client in listener.incoming() {
        if shared.ending.load(Ordering::Relaxed) {
            return;
        }
        let Ok(client) = client else { continue };
        let shared = Arc::clone(shared);
        let number = {
            let mut notes = shared.notes();
            notes.connections += 1;
            notes.connections - 1
        };
        thread::spawn(move || conversation::hold(client, number, &shared));
    }
}
