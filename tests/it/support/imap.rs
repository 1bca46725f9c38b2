//! A mailbox of the tests' own: speaks as much IMAP as it needs, plain or encrypted.

use std::{
    io::{BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
};

use super::smtp::stream::Stream;

#[derive(Debug, Clone)]
pub struct Stored {
    pub bytes: Vec<u8>,
    pub seen: bool,
    deleted: bool,
    uid: u32,
}

/// How the server behaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Habit {
    Usual,
    /// It can't remove one mail alone (no UIDPLUS).
    CannotRemove,
    /// Encrypted from the first byte.
    Encrypted,
}

#[derive(Clone)]
pub struct Imap {
    pub port: u16,
    mails: Arc<Mutex<Vec<Stored>>>,
}

impl Imap {
    pub fn start(habit: Habit) -> Imap {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let imap = Imap { port: listener.local_addr().unwrap().port(), mails: Arc::default() };
        let served = imap.clone();
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let served = served.clone();
                thread::spawn(move || served.serve(stream, habit));
            }
        });
        imap
    }

    /// Somebody sends a mail to the mailbox.
    pub fn put(&self, bytes: impl Into<Vec<u8>>) {
        let mut mails = self.mails.lock().unwrap();
        let uid = mails.last().map_or(1, |mail| mail.uid + 1);
        mails.push(Stored { bytes: bytes.into(), seen: false, deleted: false, uid });
    }

    pub fn mails(&self) -> Vec<Stored> {
        self.mails.lock().unwrap().clone()
    }

    fn serve(&self, stream: TcpStream, habit: Habit) -> Option<()> {
        let stream = match habit {
            Habit::Encrypted => Stream::encrypted(stream, "localhost"),
            _ => Stream::Plain(stream),
        };
        let mut stream = BufReader::new(stream);
        stream.get_mut().write_all(b"* OK ready\r\n").ok()?;
        stream.get_mut().flush().ok()?;
        loop {
            let mut line = String::new();
            if stream.read_line(&mut line).ok()? == 0 {
                return None;
            }
            let (tag, command) = line.trim_end().split_once(' ')?;
            let mut answer = self.answer(command, habit);
            answer.extend_from_slice(format!("{tag} OK done\r\n").as_bytes());
            if command.starts_with("LOGIN") && command != "LOGIN \"bounce\" \"p@ss\"" {
                answer = format!("{tag} NO [AUTHENTICATIONFAILED] bounce@alliance.example\r\n").into_bytes();
            }
            stream.get_mut().write_all(&answer).ok()?;
            stream.get_mut().flush().ok()?;
            if command == "LOGOUT" {
                return None;
            }
        }
    }

    fn answer(&self, command: &str, habit: Habit) -> Vec<u8> {
        let mut mails = self.mails.lock().unwrap();
        let words: Vec<&str> = command.split(' ').collect();
        let uid = |at: usize| words.get(at).and_then(|uid| uid.parse::<u32>().ok());
        match words[..] {
            ["CAPABILITY"] if habit == Habit::CannotRemove => b"* CAPABILITY IMAP4rev1\r\n".to_vec(),
            ["CAPABILITY"] => b"* CAPABILITY IMAP4rev1 UIDPLUS\r\n".to_vec(),
            ["SELECT", ..] => {
                format!("* FLAGS (\\Seen \\Deleted)\r\n* {} EXISTS\r\n", mails.len()).into_bytes()
            }
            ["UID", "SEARCH", ..] => {
                let new = mails.iter().filter(|mail| !mail.seen && !mail.deleted);
                let uids: Vec<String> = new.map(|mail| mail.uid.to_string()).collect();
                format!("* SEARCH {}\r\n", uids.join(" ")).into_bytes()
            }
            ["UID", "FETCH", ..] => {
                let most =
                    words.last().and_then(|word| word.split(['.', '>']).nth(2)).unwrap().parse().unwrap();
                let Some(mail) = mails.iter().find(|mail| Some(mail.uid) == uid(2)) else {
                    return Vec::new();
                };
                let front = &mail.bytes[..mail.bytes.len().min(most)];
                let head = format!("* 1 FETCH (UID {} BODY[]<0> {{{}}}\r\n", mail.uid, front.len());
                [head.as_bytes(), front, b")\r\n"].concat()
            }
            ["UID", "STORE", ..] => {
                for mail in mails.iter_mut().filter(|mail| Some(mail.uid) == uid(2)) {
                    mail.seen |= command.contains("\\Seen");
                    mail.deleted |= command.contains("\\Deleted");
                }
                Vec::new()
            }
            ["UID", "EXPUNGE", ..] => {
                mails.retain(|mail| !(mail.deleted && Some(mail.uid) == uid(2)));
                Vec::new()
            }
            _ => Vec::new(),
        }
    }
}
