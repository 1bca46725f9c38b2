//! `HUDHUD_SMTP_URL`: `smtp://user:password@host:587?tls=required&ca=FILE` says where the mail server is and how
//! safely it must be spoken to. No message about it shows any of its parts but the names of its options.

use std::{net::IpAddr, str::FromStr, sync::Arc, time::Duration};

use lettre::transport::smtp::authentication::Credentials;
use percent_encoding::percent_decode_str;
use rustls::{ClientConfig, pki_types::ServerName};
use url::{Host, Url};

use super::{RelayLimits, Timeouts, transport::tls};

/// When a connection is encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Security {
    /// Never.
    None,
    /// By STARTTLS if the server offers it. A certificate that does not fit is refused even so.
    Opportunistic,
    /// By STARTTLS, or nothing is sent.
    Required,
    /// From the first byte.
    Wrapper,
}

/// A mail server and how to speak to it.
pub struct Server {
    pub(super) host: String,
    pub(super) port: u16,
    pub(super) security: Security,
    pub(super) tls: Option<(Arc<ClientConfig>, ServerName<'static>)>,
    pub(super) credentials: Option<Credentials>,
    pub(super) timeouts: Timeouts,
    /// The name that we say we have; else the sender's domain.
    pub(super) hello: Option<String>,
    /// Messages that one connection carries.
    pub(super) messages: Option<usize>,
    pub(super) limits: RelayLimits,
}

/// What is wrong with the setting.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum ServerUrlError {
    #[error(
        "HUDHUD_SMTP_URL is no URL ({0}); characters such as @ : / in a password are written %40 %3A %2F"
    )]
    NotAUrl(String),
    #[error("HUDHUD_SMTP_URL must begin with smtp:// or smtps://, or be mailbox:")]
    Scheme,
    #[error("HUDHUD_SMTP_URL names no host")]
    Host,
    #[error("HUDHUD_SMTP_URL has a path or a fragment; a / or # in a password is written %2F or %23")]
    Path,
    #[error("HUDHUD_SMTP_URL needs both a user and a password, or neither")]
    HalfCredentials,
    #[error(
        "HUDHUD_SMTP_URL has an unknown option {0:?}; there are tls, ca, timeout, hello, messages, rate and daily"
    )]
    UnknownOption(String),
    #[error("HUDHUD_SMTP_URL: tls is none, opportunistic, required or wrapper")]
    UnknownSecurity,
    #[error("HUDHUD_SMTP_URL: smtps:// always means tls=wrapper")]
    SmtpsWithout,
    #[error("HUDHUD_SMTP_URL: with tls=none the password would cross the network in clear")]
    PasswordInClear,
    #[error("HUDHUD_SMTP_URL: ca names whom to trust, but nothing is encrypted: add tls=required")]
    NothingToVerify,
    #[error("HUDHUD_SMTP_URL: {0} is a number, at least 1")]
    Number(&'static str),
    #[error("HUDHUD_SMTP_URL: hello is the full name of this host, such as mail.example.org")]
    Hello,
    #[error("HUDHUD_SMTP_URL: {0}")]
    Tls(String),
}

#[derive(Default)]
struct Options {
    security: Option<Security>,
    ca: Option<String>,
    timeouts: Timeouts,
    hello: Option<String>,
    messages: Option<usize>,
    limits: RelayLimits,
}

impl FromStr for Server {
    type Err = ServerUrlError;

    fn from_str(raw: &str) -> Result<Server, ServerUrlError> {
        let url = Url::parse(raw.trim()).map_err(|why| ServerUrlError::NotAUrl(why.to_string()))?;
        let wrapped = match url.scheme() {
            "smtp" => false,
            "smtps" => true,
            _ => return Err(ServerUrlError::Scheme),
        };
        if !matches!(url.path(), "" | "/") || url.fragment().is_some() {
            return Err(ServerUrlError::Path);
        }
        let host = read_host(&url)?;
        let options = read_options(&url)?;
        let credentials = read_credentials(&url)?;
        let security = choose_security(wrapped, options.security, is_loopback(&host))?;
        if security == Security::None && credentials.is_some() && !is_loopback(&host) {
            return Err(ServerUrlError::PasswordInClear);
        }
        if security == Security::None && options.ca.is_some() {
            return Err(ServerUrlError::NothingToVerify);
        }
        let port = url.port().unwrap_or_else(|| usual_port(security, credentials.is_some()));
        let tls = match security {
            Security::None => None,
            _ => Some(tls::prepare(&host, options.ca.as_deref()).map_err(ServerUrlError::Tls)?),
        };
        let Options { timeouts, hello, messages, limits, .. } = options;
        Ok(Server { host, port, security, tls, credentials, timeouts, hello, messages, limits })
    }
}

impl Server {
    /// The same server, with other limits on waiting.
    pub fn with_timeouts(self, timeouts: Timeouts) -> Server {
        Server { timeouts, ..self }
    }

    /// When the connection is encrypted.
    pub fn security(&self) -> Security {
        self.security
    }
}

fn read_host(url: &Url) -> Result<String, ServerUrlError> {
    let host = match url.host().ok_or(ServerUrlError::Host)? {
        Host::Domain(name) => {
            let name = decoded(name).ok_or(ServerUrlError::Host)?;
            idna::domain_to_ascii(&name).map_err(|_| ServerUrlError::Host)?
        }
        Host::Ipv4(address) => address.to_string(),
        Host::Ipv6(address) => address.to_string(),
    };
    if host.is_empty() { Err(ServerUrlError::Host) } else { Ok(host) }
}

fn read_credentials(url: &Url) -> Result<Option<Credentials>, ServerUrlError> {
    match (url.username(), url.password()) {
        ("", None) => Ok(None),
        ("", Some(_)) | (_, None) => Err(ServerUrlError::HalfCredentials),
        (user, Some(password)) => {
            let text = |part| decoded(part).ok_or_else(|| ServerUrlError::NotAUrl("not UTF-8".to_owned()));
            Ok(Some(Credentials::new(text(user)?, text(password)?)))
        }
    }
}

fn read_options(url: &Url) -> Result<Options, ServerUrlError> {
    let mut options = Options::default();
    for (name, value) in url.query_pairs() {
        match &*name {
            "tls" => options.security = Some(value.parse()?),
            "ca" => options.ca = Some(value.into_owned()),
            "timeout" => {
                let seconds = u64::from(number("timeout", &value)?);
                options.timeouts = Timeouts::at_most(Duration::from_secs(seconds));
            }
            "hello" => options.hello = Some(read_hello(&value)?),
            "messages" => options.messages = Some(number("messages", &value)? as usize),
            "rate" => options.limits.rate = Some(number("rate", &value)?),
            "daily" => options.limits.daily = Some(number("daily", &value)?),
            _ => return Err(ServerUrlError::UnknownOption(name.into_owned())),
        }
    }
    Ok(options)
}

fn number(name: &'static str, value: &str) -> Result<u32, ServerUrlError> {
    value.parse().ok().filter(|number| *number > 0).ok_or(ServerUrlError::Number(name))
}

/// A name that can stand behind EHLO.
fn read_hello(value: &str) -> Result<String, ServerUrlError> {
    let name = idna::domain_to_ascii(value).map_err(|_| ServerUrlError::Hello)?;
    let is_name = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b".-".contains(&b));
    if is_name { Ok(name) } else { Err(ServerUrlError::Hello) }
}

impl FromStr for Security {
    type Err = ServerUrlError;

    fn from_str(raw: &str) -> Result<Security, ServerUrlError> {
        match raw {
            "none" => Ok(Security::None),
            "opportunistic" => Ok(Security::Opportunistic),
            "required" => Ok(Security::Required),
            "wrapper" => Ok(Security::Wrapper),
            _ => Err(ServerUrlError::UnknownSecurity),
        }
    }
}

fn choose_security(
    wrapped: bool,
    said: Option<Security>,
    loopback: bool,
) -> Result<Security, ServerUrlError> {
    match (wrapped, said) {
        (true, None | Some(Security::Wrapper)) => Ok(Security::Wrapper),
        (true, Some(_)) => Err(ServerUrlError::SmtpsWithout),
        (false, Some(security)) => Ok(security),
        (false, None) if loopback => Ok(Security::None),
        (false, None) => Ok(Security::Required),
    }
}

fn usual_port(security: Security, signs_in: bool) -> u16 {
    match security {
        Security::Wrapper => 465,
        Security::Required => 587,
        Security::None | Security::Opportunistic if signs_in => 587,
        Security::None | Security::Opportunistic => 25,
    }
}

fn is_loopback(host: &str) -> bool {
    host.eq_ignore_ascii_case("localhost")
        || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

fn decoded(part: &str) -> Option<String> {
    percent_decode_str(part).decode_utf8().ok().map(|text| text.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(raw: &str, host: &str, port: u16, security: Security) {
        let server: Server = raw.parse().unwrap_or_else(|error| panic!("{raw}: {error}"));
        assert_eq!((&*server.host, server.port, server.security), (host, port, security), "{raw}");
    }

    fn refuse(raw: &str, expected: ServerUrlError) {
        assert_eq!(raw.parse::<Server>().err(), Some(expected), "{raw}");
    }

    #[test]
    fn host_port_and_security_have_sensible_defaults() {
        use Security::*;
        check("smtp://localhost", "localhost", 25, None);
        check("smtp://127.0.0.1:2525", "127.0.0.1", 2525, None);
        check("smtp://[::1]:2525", "::1", 2525, None);
        check("smtp://mail.example.org", "mail.example.org", 587, Required);
        check("smtp://ada:secret@mail.example.org/", "mail.example.org", 587, Required);
        check("smtps://mail.example.org", "mail.example.org", 465, Wrapper);
        check("smtp://mail.example.org?tls=wrapper", "mail.example.org", 465, Wrapper);
        check("smtp://mail.example.org?tls=opportunistic", "mail.example.org", 25, Opportunistic);
        check("smtp://ada:x@mail.example.org?tls=opportunistic", "mail.example.org", 587, Opportunistic);
        check("smtp://mail.example.org?tls=none", "mail.example.org", 25, None);
        check("smtp://localhost?tls=required", "localhost", 587, Required);
        check("smtp://[2001:db8::1]", "2001:db8::1", 587, Required);
        check("smtp://بريد.example.org", "xn--ngbof4h.example.org", 587, Required);
    }

    #[test]
    fn what_a_server_may_carry_is_told_by_options() {
        let server: Server =
            "smtp://localhost?hello=Mail.example.org&messages=50&rate=7&daily=1000".parse().unwrap();
        assert_eq!((server.hello.as_deref(), server.messages), (Some("mail.example.org"), Some(50)));
        assert_eq!(server.limits, RelayLimits { rate: Some(7), daily: Some(1000) });
    }

    #[test]
    fn user_and_password_are_percent_decoded() {
        let server: Server = "smtp://ada%40example.org:p%40ss%3A%2F%25@localhost".parse().unwrap();
        assert_eq!(server.credentials, Some(Credentials::new("ada@example.org".into(), "p@ss:/%".into())));
    }

    #[test]
    fn a_setting_that_cannot_be_meant_is_refused() {
        refuse("http://example.org", ServerUrlError::Scheme);
        refuse("smtp://", ServerUrlError::Host);
        refuse("smtp://ada@example.org", ServerUrlError::HalfCredentials);
        refuse("smtp://:secret@example.org", ServerUrlError::HalfCredentials);
        refuse("smtp://example.org/x", ServerUrlError::Path);
        refuse("smtp://example.org?tls=maybe", ServerUrlError::UnknownSecurity);
        refuse("smtp://example.org?tsl=none", ServerUrlError::UnknownOption("tsl".into()));
        refuse("smtps://example.org?tls=required", ServerUrlError::SmtpsWithout);
        refuse("smtp://ada:secret@example.org?tls=none", ServerUrlError::PasswordInClear);
        refuse("smtp://localhost?ca=ca.pem", ServerUrlError::NothingToVerify);
        refuse("smtp://localhost?timeout=0", ServerUrlError::Number("timeout"));
        refuse("smtp://localhost?rate=fast", ServerUrlError::Number("rate"));
        refuse("smtp://localhost?hello=a%0d%0ab", ServerUrlError::Hello);
        assert!(matches!(
            "smtp://example.org?ca=/nowhere/ca.pem".parse::<Server>().err(),
            Some(ServerUrlError::Tls(_))
        ));
    }

    #[test]
    fn no_complaint_shows_the_password() {
        for raw in [
            "smtp://ada:hunter2@",
            "smtp://ada:hunter2@x:port",
            "smtp://ada:hunter2#@x",
            "smtp://ada:hun/ter2@x",
        ] {
            let said = raw.parse::<Server>().err().unwrap().to_string();
            assert!(!said.contains("hun") && !said.contains("ada"), "{said}");
        }
    }
}
