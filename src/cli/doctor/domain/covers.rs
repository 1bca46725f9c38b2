//! Whether SPF names the mail server that we send through.

use std::collections::BTreeSet;
use std::net::IpAddr;

use super::Finding;
use super::dns::{Answer, Dns};
use super::spf::{Included, Term, record_of, terms};

/// Of the servers of a domain receivers ask for no more (RFC 7208, 4.6.4).
const MOST_EXCHANGES: usize = 10;

/// Addresses that begin alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Network {
    address: IpAddr,
    bits: u32,
}

impl Network {
    /// Reads `192.0.2.0/24` or an address alone.
    fn read(text: &str) -> Option<Network> {
        let (address, bits) = text.split_once('/').map_or((text, None), |(front, bits)| (front, Some(bits)));
        let address: IpAddr = address.parse().ok()?;
        let bits = bits.map_or(Some(width(address)), |bits| bits.parse().ok())?;
        Some(Network { address, bits })
    }

    fn holds(&self, other: IpAddr) -> bool {
        let differ = match (self.address, other) {
            (IpAddr::V4(one), IpAddr::V4(other)) => u128::from(one.to_bits() ^ other.to_bits()) << 96,
            (IpAddr::V6(one), IpAddr::V6(other)) => one.to_bits() ^ other.to_bits(),
            _ => return false,
        };
        differ.leading_zeros() >= self.bits
    }
}

fn width(address: IpAddr) -> u32 {
    if address.is_ipv4() { 32 } else { 128 }
}

/// The host of `a` and `mx`, and how many bits of its addresses count: `host/24//64`.
fn host_and_bits(value: &str) -> Option<(&str, u32, u32)> {
    let (host, bits) = value.split_once('/').unwrap_or((value, ""));
    let (four, six) = match bits.strip_prefix('/') {
        Some(six) => ("", six),
        None => bits.split_once("//").unwrap_or((bits, "")),
    };
    let read = |text: &str, all| if text.is_empty() { Some(all) } else { text.parse().ok() };
    Some((host, read(four, 32)?, read(six, 128)?))
}

/// What there is to say of the servers' addresses, where the record says enough.
pub async fn look(
    dns: &Dns,
    domain: &str,
    records: &Answer,
    included: &Included,
    servers: &[String],
) -> Vec<Finding> {
    let Some(networks) = named(dns, domain, records, included).await else { return Vec::new() };
    let mut found = Vec::new();
    for server in servers {
        let addresses = dns.addresses(server).await;
        found.extend(judge(domain, server, addresses.records(), &networks));
    }
    found
}

fn judge(domain: &str, server: &str, addresses: &[IpAddr], networks: &[Network]) -> Option<Finding> {
    let is_named = |address: &&IpAddr| networks.iter().any(|network| network.holds(**address));
    let lacking: Vec<_> = addresses.iter().filter(|one| !is_named(one)).map(IpAddr::to_string).collect();
    let text = format!(
        "does not name {}, where {server} is. If your mails leave from there, add a:{server}. A relay often sends from other addresses: its help says what to include",
        lacking.join(", ")
    );
    (!lacking.is_empty()).then(|| Finding::remark(format!("SPF of {domain}"), &text))
}

/// The addresses that a record lets send; `None` where it depends on the mail, or nobody knows.
async fn named(dns: &Dns, domain: &str, records: &Answer, included: &Included) -> Option<Vec<Network>> {
    let mut networks = Vec::new();
    let mut seen = BTreeSet::from([domain.to_owned()]);
    let mut open = vec![(domain.to_owned(), records)];
    while let Some((domain, records)) = open.pop() {
        for term in terms(record_of(records)?).into_iter().filter(|term| term.qualifier == '+') {
            match term.name.as_str() {
                _ if term.value.contains('%') => return None,
                "all" | "exists" | "ptr" => return None,
                "ip4" | "ip6" => networks.push(Network::read(&term.value)?),
                "a" | "mx" => networks.extend(of_hosts(dns, &domain, &term).await?),
                "include" | "redirect" if seen.insert(term.value.clone()) => {
                    let records = included.get(&term.value)?;
                    open.push((term.value, records));
                }
                _ => (),
            }
        }
    }
    Some(networks)
}

async fn of_hosts(dns: &Dns, domain: &str, term: &Term) -> Option<Vec<Network>> {
    let (host, four, six) = host_and_bits(&term.value)?;
    let host = if host.is_empty() { domain } else { host };
    let hosts = match term.name.as_str() {
        "mx" => match dns.exchanges(host).await {
            Answer::Failed(_) => return None,
            exchanges => exchanges.records().to_vec(),
        },
        _ => vec![host.to_owned()],
    };
    let mut networks = Vec::new();
    for host in hosts.iter().take(MOST_EXCHANGES) {
        let Answer::Records(addresses) = dns.addresses(host).await else { continue };
        let bits = |address: &IpAddr| if address.is_ipv4() { four } else { six };
        networks.extend(addresses.iter().map(|one| Network { address: *one, bits: bits(one) }));
    }
    Some(networks)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_holds_what_begins_alike() {
        let check = |network: &str, address: &str, expected: bool| {
            let network = Network::read(network).unwrap();
            assert_eq!(network.holds(address.parse().unwrap()), expected, "{network:?} {address}");
        };
        check("192.0.2.1", "192.0.2.1", true);
        check("192.0.2.1", "192.0.2.2", false);
        check("192.0.2.0/24", "192.0.2.255", true);
        check("192.0.2.0/24", "192.0.3.0", false);
        check("0.0.0.0/0", "203.0.113.9", true);
        check("2001:db8::/32", "2001:db8:1::1", true);
        check("2001:db8::/32", "2001:db9::1", false);
        check("192.0.2.0/24", "::c000:201", false);
        assert_eq!(Network::read("192.0.2"), None);
        assert_eq!(Network::read("192.0.2.0/x"), None);
    }

    #[test]
    fn a_host_may_say_how_many_bits_count() {
        let check = |value: &str, expected| assert_eq!(host_and_bits(value), expected, "{value}");
        check("", Some(("", 32, 128)));
        check("mail.example", Some(("mail.example", 32, 128)));
        check("mail.example/24", Some(("mail.example", 24, 128)));
        check("mail.example/24//64", Some(("mail.example", 24, 64)));
        check("/24", Some(("", 24, 128)));
        check("//64", Some(("", 32, 64)));
        check("a/x", None);
    }

    #[test]
    fn only_an_address_that_is_not_named_is_spoken_of() {
        let at = |texts: &[&str]| texts.iter().map(|text| text.parse().unwrap()).collect::<Vec<IpAddr>>();
        let named = [Network::read("192.0.2.0/24").unwrap()];
        let told = |addresses: &[&str]| judge("example.org", "mail.example.org", &at(addresses), &named);
        assert!(told(&["192.0.2.9"]).is_none() && told(&[]).is_none());
        let text = told(&["192.0.2.9", "198.51.100.1"]).unwrap().text;
        assert!(text.contains("198.51.100.1") && !text.contains("192.0.2.9"), "{text}");
    }
}
