//! Messages on their way to a mail server of ours, which behaves in every way that servers do.

mod breaking;
mod encrypted;
mod folder;
mod sending;
mod signed;
mod signing_in;

use std::time::Duration;

use hudhud::mail::{Connection, Envelope, Fate, Mailer, Server, Signer, Timeouts};

use tokio::runtime::{Builder, Runtime};

use crate::support::smtp::Smtp;

const MESSAGE: &[u8] =
    b"From: news@example.org\r\nTo: ada@example.net\r\nSubject: Hello\r\n\r\nHello\r\n.\r\n..\r\n";

fn mailer(url: &str) -> Mailer {
    let server: Server = url.parse().unwrap();
    Mailer::to_server("Movement <news@example.org>".parse().unwrap(), Signer::off(), server)
}

/// A mailer that gives up soon: for servers that never answer.
fn impatient(smtp: &Smtp) -> Mailer {
    let server: Server = smtp.url().parse().unwrap();
    let server = server.with_timeouts(Timeouts::at_most(Duration::from_millis(200)));
    Mailer::to_server("news@example.org".parse().unwrap(), Signer::off(), server)
}

/// A connection with a runtime of its own.
struct Line {
    runtime: Runtime,
    connection: Connection,
}

impl Line {
    fn open(mailer: &Mailer) -> Result<Line, Fate> {
        let runtime = Builder::new_current_thread().enable_all().build().unwrap();
        let connection = runtime.block_on(mailer.relays()[0].connect())?;
        Ok(Line { runtime, connection })
    }

    fn send(&mut self, envelope: &Envelope, message: &[u8], fence: &mut dyn FnMut() -> bool) -> Fate {
        self.runtime.block_on(self.connection.send(envelope, message, fence))
    }

    fn is_alive(&self) -> bool {
        self.connection.is_alive()
    }

    fn close(self) {
        self.runtime.block_on(self.connection.close());
    }
}

fn connect(smtp: &Smtp) -> Line {
    Line::open(&mailer(&smtp.url())).unwrap()
}

fn envelope(to: &str) -> Envelope {
    Envelope { from: "news@example.org".parse().unwrap(), to: to.parse().unwrap() }
}

fn send(connection: &mut Line, to: &str) -> Fate {
    connection.send(&envelope(to), MESSAGE, &mut || true)
}

/// What a fate is, without its reply: `accepted`, `permanent 550`, …
fn kind(fate: &Fate) -> String {
    match fate {
        Fate::Accepted(reply) => format!("accepted {}", reply.code),
        Fate::Permanent(reply) => format!("permanent {}", reply.code),
        Fate::Transient(reply) => format!("transient {}", reply.code),
        Fate::OurFault(reply) => format!("our fault {}", reply.code),
        Fate::Unreachable(_) => "unreachable".to_owned(),
        Fate::Broken(_) => "broken".to_owned(),
        Fate::Uncertain(_) => "uncertain".to_owned(),
        Fate::NotSent => "not sent".to_owned(),
    }
}
