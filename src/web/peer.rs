//! Who is asking, by network address.

use std::{
    future::{Ready, ready},
    net::{IpAddr, SocketAddr},
    sync::Arc,
};

use actix_web::{FromRequest, HttpRequest, dev::Payload};

use crate::web::{Failure, Web};

/// Proxies whose word about the peer's address counts.
#[derive(Debug, Clone, Default)]
pub struct TrustedProxies(pub Arc<[IpAddr]>);

/// The address that limits count: of the connection, or what a trusted proxy says that it is. The headers of
/// anybody else are not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Peer {
    pub ip: IpAddr,
    /// A trusted proxy stands there, and did not say for whom it speaks.
    is_proxy: bool,
}

impl Peer {
    /// Somebody at this address, for whom nobody speaks.
    pub fn at(ip: IpAddr) -> Peer {
        Peer { ip, is_proxy: false }
    }

    /// Whether it is on this machine.
    pub fn is_loopback(self) -> bool {
        self.ip.to_canonical().is_loopback()
    }

    /// Whether limits do not count it: it is on this machine, and no proxy that stands here for others.
    pub fn is_exempt(self) -> bool {
        self.is_loopback() && !self.is_proxy
    }

    fn of(connection: IpAddr, forwarded: &[String], trusted: &TrustedProxies) -> Peer {
        let is_trusted = |ip: IpAddr| trusted.0.contains(&ip.to_canonical());
        let mut ip = connection.to_canonical();
        for hop in forwarded.iter().rev() {
            let Some(said) = address(hop.trim()).filter(|_| is_trusted(ip)) else { break };
            ip = said.to_canonical();
        }
        Peer { ip, is_proxy: is_trusted(ip) }
    }
}

/// An address as proxies write it, some with the port.
fn address(hop: &str) -> Option<IpAddr> {
    let bare = || hop.strip_prefix('[')?.strip_suffix(']')?.parse().ok();
    let with_port = || hop.parse::<SocketAddr>().ok().map(|socket| socket.ip());
    hop.parse().ok().or_else(with_port).or_else(bare)
}

impl FromRequest for Peer {
    type Error = Failure;
    type Future = Ready<Result<Peer, Failure>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let Some(connection) = request.peer_addr() else {
            return ready(Err(anyhow::anyhow!("a connection without an address").into()));
        };
        let said = request.headers().get_all("x-forwarded-for").filter_map(|value| value.to_str().ok());
        let hops: Vec<String> = said.flat_map(|list| list.split(',')).map(str::to_owned).collect();
        ready(Web::of(request).map(|web| Peer::of(connection.ip(), &hops, &web.trusted_proxies)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(connection: &str, forwarded: &[&str], expected: &str) {
        let trusted = TrustedProxies(["127.0.0.1".parse().unwrap(), "10.0.0.9".parse().unwrap()].into());
        let hops: Vec<String> = forwarded.iter().map(|hop| hop.to_string()).collect();
        assert_eq!(Peer::of(connection.parse().unwrap(), &hops, &trusted).ip.to_string(), expected);
    }

    #[test]
    fn only_a_trusted_proxy_is_believed() {
        check("198.51.100.7", &["203.0.113.1"], "198.51.100.7");
        check("127.0.0.1", &["203.0.113.1"], "203.0.113.1");
        check("127.0.0.1", &["203.0.113.66", "203.0.113.1"], "203.0.113.1");
        check("127.0.0.1", &["203.0.113.1", "10.0.0.9"], "203.0.113.1");
        check("127.0.0.1", &["garbage"], "127.0.0.1");
        check("::ffff:127.0.0.1", &["2001:db8::1"], "2001:db8::1");
        check("127.0.0.1", &[], "127.0.0.1");
        check("127.0.0.1", &["203.0.113.1:51515"], "203.0.113.1");
        check("127.0.0.1", &["[2001:db8::1]:443"], "2001:db8::1");
        check("127.0.0.1", &["[2001:db8::1]"], "2001:db8::1");
    }

    #[test]
    fn a_proxy_on_this_machine_is_counted() {
        let check = |trusted: &[&str], forwarded: &[&str], expected: bool| {
            let trusted = TrustedProxies(trusted.iter().map(|ip| ip.parse().unwrap()).collect());
            let hops: Vec<String> = forwarded.iter().map(|hop| hop.to_string()).collect();
            let peer = Peer::of("127.0.0.1".parse().unwrap(), &hops, &trusted);
            assert_eq!(peer.is_exempt(), expected, "{trusted:?} {hops:?}");
        };
        check(&[], &[], true);
        check(&[], &["203.0.113.1"], true);
        check(&["127.0.0.1"], &[], false);
        check(&["127.0.0.1"], &["unknown"], false);
        check(&["127.0.0.1"], &["127.0.0.1"], false);
        check(&["10.0.0.9"], &[], true);
    }
}
