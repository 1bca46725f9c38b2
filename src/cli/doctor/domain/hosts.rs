//! Hosts: who takes returned mail, how a mail server is called by its address, where links lead.

use std::net::IpAddr;

use super::dns::Answer;
use super::{Finding, Record};

/// Whether somebody takes mail for a domain.
pub fn judge_exchange(what: &str, domain: &str, exchanges: &Answer, addresses: &Answer<IpAddr>) -> Finding {
    let what = format!("{what} {domain}");
    let wanted = Record { name: domain.to_owned(), kind: "MX", value: "10 YOUR-MAIL-SERVER.".to_owned() };
    match (exchanges, exchanges.records()) {
        (Answer::Failed(why), _) => Finding::unanswered(what, why),
        (_, [only]) if only == "." => {
            Finding::wrong(what, "says that it takes no mail at all: name the server that does").with(wanted)
        }
        (_, []) if addresses.records().is_empty() => Finding::wrong(
            what,
            "has no MX record: what is sent there is lost, and some receivers then refuse you",
        )
        .with(wanted),
        (_, []) => {
            Finding::remark(what, "has no MX record; its own address is tried instead. Name the server")
                .with(wanted)
        }
        (_, hosts) => {
            let hosts: Vec<_> = hosts.iter().map(|host| host.trim_end_matches('.')).collect();
            Finding::right(what, &format!("goes to {}", hosts.join(", ")))
        }
    }
}

/// An address of a mail server, the names that it has, and what each of those says in turn.
pub struct Reverse {
    pub address: IpAddr,
    pub names: Answer,
    pub confirmed: Vec<(String, Answer<IpAddr>)>,
}

/// Whether an address of our own mail server is called by a name that leads back to it.
pub fn judge_reverse(host: &str, reverse: &Reverse) -> Finding {
    let what = format!("reverse DNS of {}", reverse.address);
    let wanted = Record { name: reverse.address.to_string(), kind: "PTR", value: format!("{host}.") };
    match (&reverse.names, reverse.names.records()) {
        (Answer::Failed(why), _) => Finding::unanswered(what, why),
        (_, []) => Finding::wrong(
            what,
            "is missing, and Gmail refuses such servers: ask whoever rents you the machine to set its reverse DNS",
        )
        .with(wanted),
        (_, names) => {
            let leads_back = |(_, addresses): &&(String, Answer<IpAddr>)| addresses.records().contains(&reverse.address);
            match reverse.confirmed.iter().find(leads_back) {
                Some((name, _)) => Finding::right(what, &format!("is {name}, which leads back to it")),
                None => {
                    let text = format!("is {}, which does not lead back to it", names.join(", "));
                    Finding::wrong(what, &text).with(wanted)
                }
            }
        }
    }
}

/// Whether the links in mails lead anywhere.
pub fn judge_links(host: &str, addresses: &Answer<IpAddr>) -> Finding {
    let what = format!("links to {host}");
    match addresses {
        Answer::Failed(why) => Finding::unanswered(what, why),
        Answer::Nothing => {
            let wanted =
                Record { name: host.to_owned(), kind: "A", value: "ADDRESS-OF-YOUR-SERVER".to_owned() };
            Finding::wrong(what, "lead nowhere: the name has no address").with(wanted)
        }
        Answer::Records(addresses) => {
            let addresses: Vec<_> = addresses.iter().map(IpAddr::to_string).collect();
            Finding::right(what, &format!("lead to {}", addresses.join(", ")))
        }
    }
}

/// Encryption between mail servers, which a domain may ask for. Nobody refuses who has none.
pub fn judge_encryption(domain: &str, mta_sts: &Answer, tls_reports: &Answer) -> Finding {
    let what = format!("MTA-STS of {domain}");
    let has =
        |answer: &Answer, version: &str| answer.records().iter().any(|record| record.starts_with(version));
    match (has(mta_sts, "v=STSv1"), has(tls_reports, "v=TLSRPTv1")) {
        (true, true) => Finding::right(what, "is announced, and failures are reported"),
        (true, false) => {
            Finding::remark(what, "is announced; a TLS-RPT record would have failures reported to you").with(
                Record::text(
                    &format!("_smtp._tls.{domain}"),
                    &format!("v=TLSRPTv1; rua=mailto:postmaster@{domain}"),
                ),
            )
        }
        (false, _) => {
            Finding::right(what, "is not announced; it protects mail to you, and sending does not need it")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::doctor::finding::State;

    fn at(addresses: &[&str]) -> Answer<IpAddr> {
        match addresses {
            [] => Answer::Nothing,
            some => Answer::Records(some.iter().map(|address| address.parse().unwrap()).collect()),
        }
    }

    #[test]
    fn somebody_takes_what_comes_back() {
        let check = |exchanges: &[&str], addresses: &[&str], expected: State| {
            let found =
                judge_exchange("mail to", "example.org", &Answer::of_texts(exchanges), &at(addresses));
            assert_eq!(found.state, expected, "{exchanges:?} {addresses:?}: {}", found.text);
        };
        check(&["mx.example.org."], &[], State::Right);
        check(&["."], &["192.0.2.1"], State::Wrong);
        check(&[], &["192.0.2.1"], State::Remark);
        check(&[], &[], State::Wrong);
    }

    #[test]
    fn a_mail_server_is_called_by_a_name_that_leads_back() {
        let check = |names: &[&str], back: &[&str], expected: State| {
            let confirmed = names.iter().map(|name| ((*name).to_owned(), at(back))).collect();
            let address = "192.0.2.1".parse().unwrap();
            let found = judge_reverse(
                "mail.example.org",
                &Reverse { address, names: Answer::of_texts(names), confirmed },
            );
            assert_eq!(found.state, expected, "{names:?} {back:?}: {}", found.text);
        };
        check(&["mail.example.org"], &["192.0.2.1", "2001:db8::1"], State::Right);
        check(&["mail.example.org"], &["192.0.2.2"], State::Wrong);
        check(&["vps7.host.example"], &[], State::Wrong);
        check(&[], &[], State::Wrong);
    }

    #[test]
    fn links_lead_somewhere_and_encryption_is_a_remark() {
        assert_eq!(judge_links("news.example.org", &at(&["192.0.2.1"])).state, State::Right);
        assert_eq!(judge_links("news.example.org", &at(&[])).state, State::Wrong);
        let sts = Answer::of_texts(&["v=STSv1; id=1"]);
        assert_eq!(judge_encryption("example.org", &sts, &Answer::Nothing).state, State::Remark);
        assert_eq!(judge_encryption("example.org", &Answer::Nothing, &Answer::Nothing).state, State::Right);
    }
}
