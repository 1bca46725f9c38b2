//! Other people's web server: says what the test wants, and counts who comes.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

#[derive(Clone)]
pub struct Site {
    port: u16,
    pages: Arc<Mutex<HashMap<String, Reply>>>,
    connections: Arc<AtomicUsize>,
}

#[derive(Clone)]
pub struct Reply {
    head: String,
    body: Vec<u8>,
    /// A piece of the body every so often, for ever, after the body.
    endless: Option<(Vec<u8>, Duration)>,
}

impl Reply {
    pub fn new(head: &str, body: impl Into<Vec<u8>>) -> Reply {
        Reply { head: head.to_owned(), body: body.into(), endless: None }
    }

    pub fn endless(head: &str, piece: Vec<u8>, every: Duration) -> Reply {
        Reply { head: head.to_owned(), body: Vec::new(), endless: Some((piece, every)) }
    }
}

impl Site {
    pub fn start() -> Site {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let site = Site {
            port: listener.local_addr().unwrap().port(),
            pages: Arc::default(),
            connections: Arc::default(),
        };
        let serving = site.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                serving.connections.fetch_add(1, Ordering::SeqCst);
                let serving = serving.clone();
                std::thread::spawn(move || serving.answer(stream));
            }
        });
        site
    }

    /// `127.0.0.1:PORT`, as the setting names it.
    pub fn host(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.host())
    }

    pub fn page(&self, path: &str, html: &str) {
        self.reply(path, Reply::new("200 OK\r\nContent-Type: text/html; charset=utf-8", html));
    }

    pub fn feed(&self, path: &str, xml: &str) {
        self.reply(path, Reply::new("200 OK\r\nContent-Type: application/xml\r\nETag: \"1\"", xml));
    }

    pub fn reply(&self, path: &str, reply: Reply) {
        self.pages.lock().unwrap().insert(path.to_owned(), reply);
    }

    pub fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }

    fn answer(&self, mut stream: TcpStream) {
        let mut reader = BufReader::new(stream.try_clone().unwrap());
        let mut head = String::new();
        while reader.read_line(&mut head).is_ok_and(|read| read > 2) {}
        let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
        let reply = self.pages.lock().unwrap().get(&path).cloned();
        let reply = reply.unwrap_or_else(|| Reply::new("404 Not Found", "none"));
        let known =
            reply.head.contains("ETag: \"1\"") && head.to_lowercase().contains("if-none-match: \"1\"");
        let start = if known { "304 Not Modified".to_owned() } else { reply.head.clone() };
        let _ = write!(stream, "HTTP/1.1 {start}\r\nConnection: close\r\n\r\n");
        if known {
            return;
        }
        let _ = stream.write_all(&reply.body);
        if let Some((piece, every)) = reply.endless {
            while stream.write_all(&piece).is_ok() {
                std::thread::sleep(every);
            }
        }
    }
}
