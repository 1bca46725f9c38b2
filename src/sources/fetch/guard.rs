//! What may be asked at all, decided before anything is connected: the scheme, the port, and an address written out.
//! Names are judged once more when they resolve (`resolver`).

use std::net::IpAddr;

use url::{Host, Url};

use super::addresses::is_global;
use crate::sources::Problem;

/// Knows which private hosts the owner has named (`HUDHUD_ALLOW_PRIVATE_HOSTS`); these may be asked on any port, or
/// on the one port that was named with them.
#[derive(Clone, Debug, Default)]
pub struct Guard {
    named: Vec<Named>,
}

#[derive(Clone, Debug)]
struct Named {
    host: Host,
    port: Option<u16>,
}

impl Guard {
    /// Reads the owner's list. An entry is a name or an address, with or without a port.
    pub fn new(entries: &[String]) -> Self {
        Guard { named: entries.iter().filter_map(|entry| Named::parse(entry)).collect() }
    }

    /// The same URL without a user or a password, or why it is not asked for.
    pub fn admit(&self, url: &Url) -> Result<Url, Problem> {
        if !matches!(url.scheme(), "http" | "https") {
            return Err(Problem::NotHttp);
        }
        let (Some(host), Some(port)) = (url.host(), url.port_or_known_default()) else {
            return Err(Problem::NotHttp);
        };
        if !self.names(&host, port) {
            if let Host::Ipv4(_) | Host::Ipv6(_) = host
                && !is_global(address(&host).unwrap_or(IpAddr::from([0, 0, 0, 0])))
            {
                return Err(Problem::PrivateNetwork { host: host.to_string() });
            }
            if port != 80 && port != 443 {
                return Err(Problem::Port { host: host.to_string(), port });
            }
        }
        Ok(without_user(url))
    }

    /// Tells whether a name may lead to this address.
    pub fn admits_address(&self, name: &str, found: IpAddr) -> bool {
        is_global(found)
            || self.named.iter().any(|named| match &named.host {
                Host::Domain(domain) => same_name(domain, name),
                host => address(host) == Some(found.to_canonical()),
            })
    }

    fn names(&self, host: &Host<&str>, port: u16) -> bool {
        self.named.iter().any(|named| named.port.is_none_or(|only| only == port) && named.covers(host))
    }
}

impl Named {
    fn parse(entry: &str) -> Option<Self> {
        if let Ok(address) = entry.trim().parse::<std::net::Ipv6Addr>() {
            return Some(Named { host: Host::Ipv6(address), port: None });
        }
        let url = Url::parse(&format!("any://{}", entry.trim())).ok()?;
        let host = match url.host()? {
            // Of other schemes the `url` crate leaves addresses unread.
            Host::Domain(name) => Host::parse(name).ok()?,
            host => host.to_owned(),
        };
        Some(Named { host, port: url.port() })
    }

    /// `localhost` and the addresses of this machine stand for each other: whoever names one means the other.
    fn covers(&self, host: &Host<&str>) -> bool {
        let same = match (&self.host, host) {
            (Host::Domain(named), Host::Domain(asked)) => same_name(named, asked),
            (named, asked) => address(named).is_some() && address(named) == address(asked),
        };
        same || (is_here(&self.host) && is_here(host))
    }
}

fn is_here<S: AsRef<str>>(host: &Host<S>) -> bool {
    match host {
        Host::Domain(name) => same_name(name.as_ref(), "localhost"),
        host => address(host).is_some_and(|address| address.is_loopback()),
    }
}

fn address<S>(host: &Host<S>) -> Option<IpAddr> {
    match host {
        Host::Domain(_) => None,
        Host::Ipv4(v4) => Some(IpAddr::V4(*v4)),
        Host::Ipv6(v6) => Some(IpAddr::V6(*v6).to_canonical()),
    }
}

fn same_name(left: &str, right: &str) -> bool {
    left.trim_end_matches('.').eq_ignore_ascii_case(right.trim_end_matches('.'))
}

fn without_user(url: &Url) -> Url {
    let mut url = url.clone();
    // Both fail only for URLs without a host, which were refused above.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    url.set_fragment(None);
    url
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guard(entries: &[&str]) -> Guard {
        Guard::new(&entries.iter().map(|entry| entry.to_string()).collect::<Vec<_>>())
    }

    #[test]
    fn nothing_leads_into_a_private_network() {
        for url in [
            "http://127.0.0.1/",
            "http://127.1/",
            "http://2130706433/",
            "http://0x7f.1/",
            "http://0x7f000001/",
            "http://0177.0.0.1/",
            "http://0/",
            "http://127.0.0.1./",
            "http://[::1]/",
            "http://[::]/",
            "http://[::ffff:7f00:1]/",
            "http://[::ffff:127.0.0.1]/",
            "http://[64:ff9b::7f00:1]/",
            "http://[fe80::1]/",
            "http://[fd00::1]/",
            "http://[fc00::1]/",
            "http://[2002:7f00:1::]/",
            "http://10.0.0.1/",
            "http://172.16.5.4/",
            "http://192.168.0.1/",
            "http://169.254.169.254/latest/",
            "http://100.64.0.1/",
            "http://0.0.0.0/",
            "http://224.0.0.1/",
            "http://255.255.255.255/",
            "http://a@127.0.0.1/",
            "http://a:b@10.0.0.1/",
            "https://127.0.0.1/",
            "http://①②⑦.⓪.⓪.①/",
            "http://192.0.2.1/",
            "http://198.18.0.1/",
            "http://[2001:db8::1]/",
            "http://[ff02::1]/",
            "http://example.org:22/",
            "http://example.org:8080/",
            "https://example.org:6379/",
            "http://8.8.8.8:25/",
            "file:///etc/passwd",
            "gopher://example.org/",
            "ftp://example.org/",
            "data:text/plain,x",
            "javascript:alert(1)",
            "unix:/run/x",
            "http://127.0.0.1:8080/",
        ] {
            let refused = Url::parse(url).map(|url| guard(&[]).admit(&url));
            assert!(!matches!(refused, Ok(Ok(_))), "{url}");
        }
    }

    #[test]
    fn the_open_internet_is_asked_without_user_and_password() {
        let check = |url: &str, expected: &str| {
            assert_eq!(guard(&[]).admit(&Url::parse(url).unwrap()).unwrap().as_str(), expected);
        };
        check("https://example.org/feed", "https://example.org/feed");
        check("http://example.org:443/feed#top", "http://example.org:443/feed");
        check("https://ada:secret@example.org/", "https://example.org/");
        check("http://8.8.8.8/", "http://8.8.8.8/");
    }

    #[test]
    fn a_host_that_the_owner_named_is_asked_on_any_port_or_on_the_one_named() {
        let check = |entry: &str, url: &str, expected: bool| {
            let admitted = guard(&[entry]).admit(&Url::parse(url).unwrap()).is_ok();
            assert_eq!(admitted, expected, "{entry} {url}");
        };
        check("127.0.0.1", "http://127.0.0.1:8090/feed", true);
        check("127.0.0.1", "http://localhost:8090/feed", true);
        check("127.0.0.1", "http://10.0.0.1/feed", false);
        check("127.0.0.1:8090", "http://127.0.0.1:8090/feed", true);
        check("127.0.0.1:8090", "http://127.0.0.1:6379/feed", false);
        check("localhost", "http://127.0.0.1:8090/feed", true);
        check("[::1]:8090", "http://[::1]:8090/feed", true);
        check("fd00::1", "http://[fd00::1]:8090/feed", true);
        check("feeds.internal", "http://FEEDS.internal:3000/", true);
        check("feeds.internal", "http://other.internal:3000/", false);
        check("10.0.0.1", "http://[::ffff:10.0.0.1]:81/", true);
    }

    #[test]
    fn a_name_leads_inside_only_if_it_or_the_address_was_named() {
        let check = |entry: &str, name: &str, found: &str, expected: bool| {
            assert_eq!(
                guard(&[entry]).admits_address(name, found.parse().unwrap()),
                expected,
                "{entry} {name}"
            );
        };
        check("feeds.internal", "feeds.internal", "10.0.0.5", true);
        check("feeds.internal", "evil.example", "10.0.0.5", false);
        check("10.0.0.5", "evil.example", "10.0.0.6", false);
        check("127.0.0.1", "localhost", "127.0.0.1", true);
        check("feeds.internal", "example.org", "93.184.216.34", true);
    }
}
