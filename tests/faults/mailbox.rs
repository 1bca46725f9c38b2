//! A mailbox that lets nothing be removed without asking first. It speaks as much IMAP as it needs.

use std::{
    collections::BTreeMap,
    io::{self, BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

/// A mail that is there.
struct Mail {
    bytes: Vec<u8>,
    is_read: bool,
    is_deleted: bool,
}

type May = dyn FnMut(&[u8]) -> bool + Send;

struct Shared {
    mails: Mutex<BTreeMap<u32, Mail>>,
    may_remove: Mutex<Box<May>>,
    n_too_early: AtomicUsize,
}

pub struct Mailbox {
    port: u16,
    shared: Arc<Shared>,
}

impl Mailbox {
    /// With these mails. It asks of each that is to be removed whether it may be.
    pub fn start(
        mails: impl Iterator<Item = String>,
        may_remove: impl FnMut(&[u8]) -> bool + Send + 'static,
    ) -> Mailbox {
        let mail = |bytes: String| Mail { bytes: bytes.into_bytes(), is_read: false, is_deleted: false };
        let shared = Arc::new(Shared {
            mails: Mutex::new((1..).zip(mails.map(mail)).collect()),
            may_remove: Mutex::new(Box::new(may_remove)),
            n_too_early: AtomicUsize::new(0),
        });
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let mailbox = Mailbox { port: listener.local_addr().unwrap().port(), shared: Arc::clone(&shared) };
        thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                let shared = Arc::clone(&shared);
                thread::spawn(move || drop(shared.serve(&client)));
            }
        });
        mailbox
    }

    pub fn url(&self) -> String {
        format!("imap://bounce:secret@127.0.0.1:{}/INBOX", self.port)
    }

    /// Mails that nobody has read to their end.
    pub fn n_unread(&self) -> usize {
        self.shared.mails.lock().unwrap().values().filter(|mail| !mail.is_read).count()
    }

    /// Mails that are there, those also that were only marked to be removed.
    pub fn n_left(&self) -> usize {
        self.shared.mails.lock().unwrap().len()
    }

    /// Mails that were to be removed before they might be.
    pub fn n_too_early(&self) -> usize {
        self.shared.n_too_early.load(Ordering::SeqCst)
    }
}

impl Shared {
    fn serve(&self, client: &TcpStream) -> io::Result<()> {
        client.set_nodelay(true)?;
        let (mut out, mut lines) = (client, BufReader::new(client));
        out.write_all(b"* OK ready\r\n")?;
        loop {
            let mut line = String::new();
            if lines.read_line(&mut line)? == 0 {
                return Ok(());
            }
            let Some((tag, command)) = line.trim_end().split_once(' ') else { return Ok(()) }; // killed in mid-word
            let mut answer = self.answer(command);
            answer.extend(format!("{tag} OK done\r\n").into_bytes());
            out.write_all(&answer)?;
        }
    }

    fn answer(&self, command: &str) -> Vec<u8> {
        let mut mails = self.mails.lock().unwrap();
        let words: Vec<&str> = command.split(' ').collect();
        let number = words.get(2).and_then(|word| word.parse().ok()).unwrap_or_default();
        match words[..] {
            ["CAPABILITY"] => b"* CAPABILITY IMAP4rev1 UIDPLUS\r\n".to_vec(),
            ["SELECT", ..] => format!("* {} EXISTS\r\n", mails.len()).into_bytes(),
            ["UID", "SEARCH", ..] => {
                let new = mails.iter().filter(|(_, mail)| !mail.is_read && !mail.is_deleted);
                let new: Vec<String> = new.map(|(number, _)| number.to_string()).collect();
                format!("* SEARCH {}\r\n", new.join(" ")).into_bytes()
            }
            ["UID", "FETCH", ..] => {
                let bytes = &mails[&number].bytes;
                let head = format!("* 1 FETCH (UID {number} BODY[]<0> {{{}}}\r\n", bytes.len());
                [head.as_bytes(), bytes, b")\r\n"].concat()
            }
            ["UID", "STORE", ..] => {
                let mail = mails.get_mut(&number).unwrap();
                mail.is_read |= command.contains("\\Seen");
                mail.is_deleted |= command.contains("\\Deleted");
                self.ask(mail);
                Vec::new()
            }
            ["UID", "EXPUNGE", ..] => {
                mails.retain(|of, mail| *of != number || !mail.is_deleted);
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    /// Marked is as good as gone: nobody looks at it again.
    fn ask(&self, mail: &Mail) {
        if !(self.may_remove.lock().unwrap())(&mail.bytes) {
            self.n_too_early.fetch_add(1, Ordering::SeqCst);
        }
    }
}
