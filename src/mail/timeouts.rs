//! How long to wait for a mail server in each phase.

use std::time::Duration;

/// Limits for whole answers, so a server that sends a byte a second gains nothing (RFC 5321, 4.5.3.2).
#[derive(Debug, Clone, Copy)]
pub struct Timeouts {
    /// For the connection, and again for TLS.
    pub connect: Duration,
    pub greeting: Duration,
    /// For EHLO, STARTTLS, AUTH, MAIL, RCPT and RSET.
    pub command: Duration,
    /// For the answer to DATA.
    pub data: Duration,
    /// For handing the whole message to the network.
    pub body: Duration,
    /// For the answer to the final dot: servers that scan a message first take their time, and giving up too early
    /// is what sends a message twice.
    pub end: Duration,
}

impl Default for Timeouts {
    fn default() -> Timeouts {
        Timeouts {
            connect: Duration::from_secs(30),
            greeting: Duration::from_secs(120),
            command: Duration::from_secs(300),
            data: Duration::from_secs(120),
            body: Duration::from_secs(300),
            end: Duration::from_secs(600),
        }
    }
}

impl Timeouts {
    /// The usual limits, none longer than `limit`.
    pub fn at_most(limit: Duration) -> Timeouts {
        let usual = Timeouts::default();
        Timeouts {
            connect: usual.connect.min(limit),
            greeting: usual.greeting.min(limit),
            command: usual.command.min(limit),
            data: usual.data.min(limit),
            body: usual.body.min(limit),
            end: usual.end.min(limit),
        }
    }
}
