//! `hudhud doctor --domain`: what the DNS says of a sending domain, and what it should say.

mod covers;
mod dkim;
mod dmarc;
mod dns;
mod hosts;
mod key;
mod spf;
mod tags;

use std::net::{IpAddr, SocketAddr};

use anyhow::bail;

use self::dmarc::Domains;
use self::dns::Dns;
use self::hosts::Reverse;
use self::key::PublicKey;
use super::{Finding, Record, State};
use crate::cli::Misuse;
use crate::config::{Config, SmtpSetting};
use crate::mail::{Address, Sender};

/// What is asked about.
pub(super) struct Asked {
    /// The domain of the From line.
    pub domain: String,
    pub selector: Option<String>,
    /// The DNS server to ask instead of this machine's.
    pub server: Option<SocketAddr>,
}

/// What the settings say about a domain.
struct Sending {
    domains: Domains,
    /// What SPF has to name.
    named_by_spf: String,
    /// Name and place of the key.
    key: Option<(String, Option<PublicKey>)>,
    /// Mail servers that we send through.
    servers: Vec<String>,
    /// Those of them that are under the domain, so that their addresses are the owner's business.
    own_hosts: Vec<String>,
    takes_returns: bool,
    links: Option<String>,
}

/// A domain in the letters of the DNS.
pub(super) fn domain(text: &str) -> Result<String, Misuse> {
    let domain = idna::domain_to_ascii_strict(text.trim().trim_end_matches('.'));
    domain
        .ok()
        .filter(|domain| domain.contains('.'))
        .ok_or_else(|| Misuse(format!("{text:?} is no domain: write what stands behind the @ of your mails")))
}

/// An address, with or without a port, of a DNS server.
pub(super) fn server(text: &str) -> Result<SocketAddr, String> {
    let with_usual_port = || text.parse().map(|address: IpAddr| SocketAddr::new(address, 53));
    text.parse()
        .or_else(|_| with_usual_port())
        .map_err(|_| "must be an address such as 9.9.9.9 or 127.0.0.1:5353".to_owned())
}

/// Asks the DNS and judges what it says.
pub(super) async fn look(config: &Config, asked: &Asked) -> anyhow::Result<Vec<Finding>> {
    let sending = sending(config, asked)?;
    let dns = Dns::new(asked.server)?;
    let Domains { from, returns, .. } = &sending.domains;
    // A server that says nothing would be waited for at each question.
    if let Some(why) = dns.silence(&[from, &format!("_dmarc.{from}")]).await {
        bail!("the DNS does not answer about {from}: {why}");
    }
    let mut found: Vec<Finding> = from_line(&config.mail_from, from)?.into_iter().collect();
    for domain in if from == returns { vec![from] } else { vec![from, returns] } {
        let records = dns.texts(domain).await;
        let included = spf::included(&dns, &records).await;
        let judged = spf::judge(domain, &sending.named_by_spf, &records, &included);
        let is_sound = judged.iter().all(|finding| finding.state != State::Wrong);
        found.extend(judged);
        // Receivers look at the return path alone.
        if domain == returns && is_sound {
            found.extend(covers::look(&dns, domain, &records, &included, &sending.servers).await);
        }
    }
    match &sending.key {
        Some((name, ours)) => found.extend(dkim::judge(name, &dns.texts(name).await, ours.as_ref())),
        None => found.push(Finding::remark(
            "DKIM key".to_owned(),
            "is your relay's, as HUDHUD_DKIM_KEY is not set: name its selector with --selector to have it looked at",
        )),
    }
    let mut policies = Vec::new();
    for place in dmarc::places(from) {
        policies.push(dns.texts(&place).await);
    }
    found.extend(dmarc::judge(&sending.domains, &policies));
    found.push(exchange(&dns, "mail to", from).await);
    if sending.takes_returns && from != returns {
        found.push(exchange(&dns, "returned mail to", returns).await);
    }
    found.extend(reverse(&dns, &sending.own_hosts).await);
    if let Some(host) = &sending.links {
        found.push(hosts::judge_links(host, &dns.addresses(host).await));
    }
    let reports = dns.texts(&format!("_smtp._tls.{from}")).await;
    found.push(hosts::judge_encryption(from, &dns.texts(&format!("_mta-sts.{from}")).await, &reports));
    Ok(found)
}

/// The mails may come from elsewhere than what is asked about.
fn from_line(mail_from: &str, domain: &str) -> anyhow::Result<Option<Finding>> {
    let sender: Sender = mail_from.parse()?;
    let text =
        format!("says {}: what follows is about {domain}, as soon as HUDHUD_MAIL_FROM is", sender.domain());
    let is_other = sender.domain() != domain;
    Ok(is_other.then(|| Finding::remark("From line".to_owned(), &text)))
}

async fn exchange(dns: &Dns, what: &str, domain: &str) -> Finding {
    hosts::judge_exchange(what, domain, &dns.exchanges(domain).await, &dns.addresses(domain).await)
}

async fn reverse(dns: &Dns, own_hosts: &[String]) -> Vec<Finding> {
    let mut found = Vec::new();
    for host in own_hosts {
        let addresses = dns.addresses(host).await;
        if addresses.records().is_empty() {
            found.push(Finding::wrong(format!("mail server {host}"), "has no address"));
        }
        for address in addresses.records() {
            let names = dns.names(*address).await;
            let mut confirmed = Vec::new();
            for name in names.records() {
                confirmed.push((name.clone(), dns.addresses(name).await));
            }
            found.push(hosts::judge_reverse(host, &Reverse { address: *address, names, confirmed }));
        }
    }
    if own_hosts.is_empty() {
        let text = "is your relay's business; with a mail server of your own, its address needs a name that leads back to it";
        found.push(Finding::right("reverse DNS".to_owned(), text));
    }
    found
}

fn sending(config: &Config, asked: &Asked) -> anyhow::Result<Sending> {
    let returns = config.bounce_address.as_deref().map(str::parse::<Address>).transpose()?;
    let servers = servers(&config.smtp_url);
    let is_own = |host: &&String| **host == asked.domain || host.ends_with(&format!(".{}", asked.domain));
    let own_hosts: Vec<String> = servers.iter().filter(is_own).cloned().collect();
    let named_by_spf = match own_hosts.as_slice() {
        [] => "include:WHAT-YOUR-MAIL-PROVIDER-SAYS".to_owned(),
        hosts => hosts.iter().map(|host| format!("a:{host}")).collect::<Vec<_>>().join(" "),
    };
    let ours = config.dkim.as_ref();
    let selector = asked.selector.as_deref().or(ours.map(|ours| ours.selector.as_str()));
    let signs = ours.map_or(asked.domain.as_str(), |ours| ours.domain.as_str());
    let is_ours = |selector: &str| ours.filter(|ours| ours.selector == selector);
    let key = selector.map(|selector| {
        let public = is_ours(selector).and_then(|ours| PublicKey::of_private(ours.key.expose()));
        (dkim::name(selector, signs), public)
    });
    Ok(Sending {
        domains: Domains {
            from: asked.domain.clone(),
            returns: returns.as_ref().map_or(asked.domain.clone(), |address| address.domain().to_owned()),
            signs: selector.map(|_| signs.to_owned()),
        },
        named_by_spf,
        key,
        servers,
        own_hosts,
        takes_returns: returns.is_some(),
        links: config
            .base_url
            .as_ref()
            .filter(|_| !config.is_loopback())
            .and_then(|url| url.domain())
            .map(str::to_owned),
    })
}

/// The hosts of the mail servers.
fn servers(setting: &SmtpSetting) -> Vec<String> {
    let SmtpSetting::Servers(urls) = setting else { return Vec::new() };
    let urls = urls.iter().filter_map(|url| url::Url::parse(url.expose()).ok());
    urls.filter_map(|url| url.host_str().map(str::to_ascii_lowercase)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_domain_is_what_stands_behind_the_at() {
        let check =
            |text: &str, expected: Option<&str>| assert_eq!(domain(text).ok().as_deref(), expected, "{text}");
        check("Example.ORG.", Some("example.org"));
        check("مثال.شبكة", Some("xn--mgbh0fb.xn--ngbc5azd"));
        check("news@example.org", None);
        check("https://example.org/", None);
        check("localhost", None);
        check("", None);
    }

    #[test]
    fn a_dns_server_has_an_address() {
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(server(text).ok().map(|address| address.to_string()).as_deref(), expected, "{text}");
        };
        check("9.9.9.9", Some("9.9.9.9:53"));
        check("127.0.0.1:5353", Some("127.0.0.1:5353"));
        check("2620:fe::fe", Some("[2620:fe::fe]:53"));
        check("dns.example", None);
    }
}
