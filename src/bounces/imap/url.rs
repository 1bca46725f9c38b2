//! `HUDHUD_BOUNCE_IMAP_URL`: `imaps://user:password@host/INBOX?ca=FILE`. No message about it shows any of its parts.

use std::str::FromStr;

use percent_encoding::percent_decode_str;
use url::{Host, Url};

/// A mailbox and how to reach it.
#[derive(PartialEq, Eq)]
pub struct Mailbox {
    pub host: String,
    pub port: u16,
    pub user: String,
    pub password: String,
    pub folder: String,
    pub security: Security,
}

/// How the connection is encrypted.
#[derive(Debug, PartialEq, Eq)]
pub enum Security {
    /// Not at all: to this machine alone.
    Plain,
    /// From the first byte, against the system's roots, or those of a file alone.
    Tls { ca: Option<String> },
}

/// What is wrong with the setting.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum MailboxUrlError {
    #[error(
        "HUDHUD_BOUNCE_IMAP_URL is no URL ({0}); characters such as @ : / in a password are written %40 %3A %2F"
    )]
    NotAUrl(String),
    #[error("HUDHUD_BOUNCE_IMAP_URL must begin with imaps://")]
    Scheme,
    #[error("HUDHUD_BOUNCE_IMAP_URL names no host")]
    Host,
    #[error("HUDHUD_BOUNCE_IMAP_URL needs a user and a password")]
    Credentials,
    #[error("HUDHUD_BOUNCE_IMAP_URL: without imaps:// the password would cross the network in clear")]
    InClear,
    #[error("HUDHUD_BOUNCE_IMAP_URL has an unknown option {0:?}; there is ca")]
    UnknownOption(String),
}

impl FromStr for Mailbox {
    type Err = MailboxUrlError;

    fn from_str(text: &str) -> Result<Mailbox, MailboxUrlError> {
        let url = Url::parse(text.trim()).map_err(|why| MailboxUrlError::NotAUrl(why.to_string()))?;
        let encrypted = match url.scheme() {
            "imaps" => true,
            "imap" => false,
            _ => return Err(MailboxUrlError::Scheme),
        };
        let host = host(&url)?;
        if !encrypted && !is_loopback(&host) {
            return Err(MailboxUrlError::InClear);
        }
        let mut ca = None;
        for (name, value) in url.query_pairs() {
            match &*name {
                "ca" if encrypted => ca = Some(value.into_owned()),
                _ => return Err(MailboxUrlError::UnknownOption(name.into_owned())),
            }
        }
        let user = decoded(url.username())?;
        let password = decoded(url.password().unwrap_or_default())?;
        if user.is_empty() || password.is_empty() {
            return Err(MailboxUrlError::Credentials);
        }
        let folder = decoded(url.path().trim_matches('/'))?;
        Ok(Mailbox {
            port: url.port().unwrap_or(if encrypted { 993 } else { 143 }),
            folder: if folder.is_empty() { "INBOX".to_owned() } else { folder },
            security: if encrypted { Security::Tls { ca } } else { Security::Plain },
            host,
            user,
            password,
        })
    }
}

fn host(url: &Url) -> Result<String, MailboxUrlError> {
    match url.host() {
        Some(Host::Domain(name)) if !name.is_empty() => {
            idna::domain_to_ascii(&decoded(name)?).map_err(|_| MailboxUrlError::Host)
        }
        Some(Host::Ipv4(address)) => Ok(address.to_string()),
        Some(Host::Ipv6(address)) => Ok(address.to_string()),
        _ => Err(MailboxUrlError::Host),
    }
}

fn is_loopback(host: &str) -> bool {
    host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

fn decoded(part: &str) -> Result<String, MailboxUrlError> {
    let text = percent_decode_str(part).decode_utf8();
    text.map(|text| text.into_owned()).map_err(|_| MailboxUrlError::NotAUrl("not UTF-8".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mailbox_is_a_url() {
        let mailbox: Mailbox =
            "imaps://bounce%40a.example:p%40ss@mail.a.example/Returned%20mail?ca=/etc/ca.pem"
                .parse()
                .ok()
                .unwrap();
        assert_eq!((mailbox.host.as_str(), mailbox.port), ("mail.a.example", 993));
        assert_eq!((mailbox.user.as_str(), mailbox.password.as_str()), ("bounce@a.example", "p@ss"));
        assert_eq!(mailbox.folder, "Returned mail");
        assert_eq!(mailbox.security, Security::Tls { ca: Some("/etc/ca.pem".to_owned()) });
        let near: Mailbox = "imap://u:p@127.0.0.1:1143".parse().ok().unwrap();
        assert_eq!((near.port, near.folder.as_str(), near.security), (1143, "INBOX", Security::Plain));
    }

    #[test]
    fn what_is_wrong_is_said() {
        fn check(text: &str, expected: MailboxUrlError) {
            assert_eq!(text.parse::<Mailbox>().err(), Some(expected), "{text}");
        }
        check("pop3://u:p@h", MailboxUrlError::Scheme);
        check("imap://u:p@mail.a.example", MailboxUrlError::InClear);
        check("imaps://u@mail.a.example", MailboxUrlError::Credentials);
        check("imaps://mail.a.example", MailboxUrlError::Credentials);
        check("imaps://u:p@h?tls=none", MailboxUrlError::UnknownOption("tls".to_owned()));
    }
}
