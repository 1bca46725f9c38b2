//! A mail server that takes everything, as fast or as slowly as it is told, and writes down what it took before it
//! says so.

use std::{
    collections::BTreeMap,
    io::{self, BufRead, BufReader, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc, Condvar, Mutex, MutexGuard,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

/// A message that was taken.
#[derive(Debug, Clone)]
pub struct Accepted {
    pub to: String,
    pub message_id: String,
    /// The path of the link that confirms a signup, if it has one.
    pub confirm: Option<String>,
    pub at: Instant,
}

/// How long the server takes with a message.
#[derive(Debug, Clone, Copy, Default)]
pub struct Manner {
    /// From the final dot until it has written the message down.
    pub before: Duration,
    /// From then until it says so.
    pub after: Duration,
}

impl Manner {
    pub fn of_ms(before: u64, after: u64) -> Manner {
        Manner { before: Duration::from_millis(before), after: Duration::from_millis(after) }
    }
}

/// Where every connection may be made to stand still.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// Sender and recipient are named; the server has not said that the content may come.
    BeforeContent,
    /// Some of the content was read. The rest is lost with the connection, as it is when the network goes, too.
    MidContent,
    /// The message is written down, and not answered.
    BeforeAnswer,
}

pub struct Sink {
    address: SocketAddr,
    shared: Arc<Shared>,
}

struct Shared {
    log: Mutex<Vec<Accepted>>,
    manner: Mutex<Manner>,
    still_at: Mutex<Option<Moment>>,
    moved: Condvar,
    n_standing: AtomicUsize,
    n_answered: AtomicUsize,
    is_over: AtomicBool,
}

impl Sink {
    pub fn start(manner: Manner) -> Sink {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let shared = Arc::new(Shared {
            log: Mutex::default(),
            manner: Mutex::new(manner),
            still_at: Mutex::default(),
            moved: Condvar::new(),
            n_standing: AtomicUsize::new(0),
            n_answered: AtomicUsize::new(0),
            is_over: AtomicBool::new(false),
        });
        let serving = Arc::clone(&shared);
        thread::spawn(move || {
            for client in listener.incoming() {
                if serving.is_over.load(Ordering::Relaxed) {
                    return;
                }
                let (client, shared) = (client.unwrap(), Arc::clone(&serving));
                thread::spawn(move || drop(talk(&client, &shared)));
            }
        });
        Sink { address, shared }
    }

    pub fn url(&self) -> String {
        format!("smtp://{}", self.address)
    }

    pub fn is_now(&self, manner: Manner) {
        *self.shared.manner.lock().unwrap() = manner;
    }

    /// From now on every connection stands still when it comes to this moment.
    pub fn stand_still(&self, at: Moment) {
        *self.shared.still_at.lock().unwrap() = Some(at);
    }

    /// Whatever stands still goes on, and nothing stops any more.
    pub fn go_on(&self) {
        *self.shared.still_at.lock().unwrap() = None;
        self.shared.moved.notify_all();
    }

    /// Connections that stand still.
    pub fn n_standing(&self) -> usize {
        self.shared.n_standing.load(Ordering::SeqCst)
    }

    /// Messages of which it was said that they are taken.
    pub fn n_answered(&self) -> usize {
        self.shared.n_answered.load(Ordering::SeqCst)
    }

    pub fn log(&self) -> Vec<Accepted> {
        self.shared.log().clone()
    }

    pub fn n_accepted(&self) -> usize {
        self.shared.log().len()
    }

    /// The Message-IDs of what each recipient got.
    pub fn copies(&self) -> BTreeMap<String, Vec<String>> {
        let mut copies: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for Accepted { to, message_id, .. } in self.log() {
            copies.entry(to).or_default().push(message_id);
        }
        copies
    }
}

impl Drop for Sink {
    fn drop(&mut self) {
        self.go_on();
        self.shared.is_over.store(true, Ordering::Relaxed);
        TcpStream::connect(self.address).ok();
    }
}

impl Shared {
    fn log(&self) -> MutexGuard<'_, Vec<Accepted>> {
        self.log.lock().unwrap()
    }

    /// Waits if this is the moment at which everything stands still. True if it was.
    fn stood_still(&self, moment: Moment) -> bool {
        let still_at = self.still_at.lock().unwrap();
        if *still_at != Some(moment) {
            return false;
        }
        self.n_standing.fetch_add(1, Ordering::SeqCst);
        drop(self.moved.wait_while(still_at, |at| *at == Some(moment)).unwrap());
        self.n_standing.fetch_sub(1, Ordering::SeqCst);
        true
    }

    fn take(&self, to: &str, message_id: String, confirm: Option<String>) {
        let manner = *self.manner.lock().unwrap();
        thread::sleep(manner.before);
        self.log().push(Accepted { to: to.to_owned(), message_id, confirm, at: Instant::now() });
        thread::sleep(manner.after);
        self.stood_still(Moment::BeforeAnswer);
    }
}

/// One connection, until it ends.
fn talk(client: &TcpStream, shared: &Shared) -> io::Result<()> {
    client.set_nodelay(true)?;
    let (mut out, mut lines) = (client, BufReader::new(client));
    let mut to = String::new();
    out.write_all(b"220 sink.example ESMTP\r\n")?;
    loop {
        let mut line = String::new();
        if lines.read_line(&mut line)? == 0 {
            return Ok(());
        }
        match line.get(..4).unwrap_or_default() {
            "EHLO" => out.write_all(b"250-sink.example\r\n250-PIPELINING\r\n250 8BITMIME\r\n")?,
            "RCPT" => {
                to = line.trim().trim_start_matches("RCPT TO:<").trim_end_matches('>').to_owned();
                out.write_all(b"250 2.1.5 ok\r\n")?;
            }
            "DATA" => {
                shared.stood_still(Moment::BeforeContent);
                out.write_all(b"354 go ahead\r\n")?;
                let Some((message_id, confirm)) = read_message(&mut lines, shared)? else { return Ok(()) };
                shared.take(&to, message_id, confirm);
                out.write_all(b"250 2.0.0 taken\r\n")?;
                shared.n_answered.fetch_add(1, Ordering::SeqCst);
            }
            "QUIT" => return out.write_all(b"221 2.0.0 bye\r\n"),
            _ => out.write_all(b"250 2.0.0 ok\r\n")?,
        }
    }
}

/// The Message-ID of what comes up to the final dot, and the path of its confirm link; nothing if the connection ends
/// before.
fn read_message(lines: &mut impl BufRead, shared: &Shared) -> io::Result<Option<(String, Option<String>)>> {
    let (mut message_id, mut confirm, mut is_broken) = (String::new(), None::<String>, false);
    let mut line = Vec::new();
    loop {
        line.clear();
        if lines.read_until(b'\n', &mut line)? == 0 {
            return Ok(None);
        }
        if line == b".\r\n" {
            return Ok(Some((message_id, confirm.map(|link| path_in(&link)))));
        }
        if message_id.is_empty() && line.starts_with(b"Message-ID: ") {
            message_id = String::from_utf8_lossy(&line[12..]).trim().to_owned();
            if shared.stood_still(Moment::MidContent) {
                return Ok(None);
            }
        }
        // A soft line break may stand anywhere in a link.
        if is_broken || (confirm.is_none() && line.windows(9).any(|part| part == b"/confirm/")) {
            let text = String::from_utf8_lossy(&line);
            is_broken = text.ends_with("=\r\n");
            confirm.get_or_insert_default().push_str(text.trim_end().trim_end_matches('='));
        }
    }
}

/// The path in a text with one link of ours.
fn path_in(text: &str) -> String {
    let url = &text[text.find("http").unwrap()..];
    let path = url.splitn(4, '/').nth(3).unwrap();
    format!("/{}", path.split(|c: char| c.is_whitespace() || "\">".contains(c)).next().unwrap())
}
