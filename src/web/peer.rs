//! Who is asking, by network address.

use std::{
    future::{Ready, ready},
    net::IpAddr,
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
pub struct Peer(pub IpAddr);

impl Peer {
    /// Whether the connection itself comes from this machine, and no proxy speaks for somebody else.
    pub fn is_loopback(self) -> bool {
        self.0.to_canonical().is_loopback()
    }

    fn of(connection: IpAddr, forwarded: &[String], trusted: &TrustedProxies) -> Peer {
        let is_trusted = |ip: IpAddr| trusted.0.contains(&ip.to_canonical());
        let mut peer = connection.to_canonical();
        for hop in forwarded.iter().rev() {
            let Ok(said) = hop.trim().parse::<IpAddr>() else { break };
            if !is_trusted(peer) {
                break;
            }
            peer = said.to_canonical();
        }
        Peer(peer)
    }
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
        assert_eq!(Peer::of(connection.parse().unwrap(), &hops, &trusted).0.to_string(), expected);
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
    }
}
