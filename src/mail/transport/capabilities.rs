//! What a server says it can do in its answer to EHLO.

use lettre::transport::smtp::{
    authentication::Mechanism,
    extension::{Extension, ServerInfo},
    response::Response,
};

/// What the server offers and we use.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Capabilities {
    pub(super) starttls: bool,
    pub(super) eight_bit: bool,
    pub(super) smtputf8: bool,
    pub(super) pipelining: bool,
    /// Offered with SIZE: the largest message in bytes, 0 for no limit.
    pub(super) size: Option<usize>,
    /// The one to sign in by, the plainest first.
    pub(super) mechanism: Option<Mechanism>,
}

impl Capabilities {
    /// Reads an EHLO answer. Keywords come in any case (RFC 5321, 4.1.1.1), which lettre does not expect.
    pub(super) fn read(response: &Response) -> Capabilities {
        let lines: Vec<String> = response.message().map(str::to_ascii_uppercase).collect();
        let size = lines.iter().skip(1).find_map(|line| {
            let mut words = line.split_whitespace();
            (words.next() == Some("SIZE")).then(|| words.next().and_then(|n| n.parse().ok()).unwrap_or(0))
        });
        let pipelining = lines.iter().skip(1).any(|line| line.trim() == "PIPELINING");
        let Ok(offered) = ServerInfo::from_response(&Response::new(response.code(), lines)) else {
            return Capabilities { size, pipelining, ..Capabilities::default() };
        };
        Capabilities {
            starttls: offered.supports_feature(Extension::StartTls),
            eight_bit: offered.supports_feature(Extension::EightBitMime),
            smtputf8: offered.supports_feature(Extension::SmtpUtfEight),
            pipelining,
            size,
            mechanism: offered.get_auth_mechanism(&[Mechanism::Plain, Mechanism::Login, Mechanism::Xoauth2]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(answer: &str, expected: Capabilities) {
        assert_eq!(Capabilities::read(&answer.parse().unwrap()), expected, "{answer:?}");
    }

    #[test]
    fn an_ehlo_answer_is_read_in_any_case() {
        check("250 mx.example.org\r\n", Capabilities::default());
        check(
            "250-mx.example.org\r\n250-starttls\r\n250-pipelining\r\n250-Size 1000\r\n250-auth login PLAIN\r\n250 8BITMIME\r\n",
            Capabilities {
                starttls: true,
                pipelining: true,
                eight_bit: true,
                size: Some(1000),
                mechanism: Some(Mechanism::Plain),
                ..Capabilities::default()
            },
        );
        check(
            "250-x\r\n250-SIZE\r\n250 SMTPUTF8\r\n",
            Capabilities { size: Some(0), smtputf8: true, ..Capabilities::default() },
        );
        check(
            "250-x\r\n250 AUTH XOAUTH2\r\n",
            Capabilities { mechanism: Some(Mechanism::Xoauth2), ..Capabilities::default() },
        );
        check("250-x\r\n250 AUTH CRAM-MD5\r\n", Capabilities::default());
    }
}
