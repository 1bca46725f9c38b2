//! Questions to the DNS.

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use anyhow::Context;
use hickory_resolver::TokioResolver;
use hickory_resolver::config::{ConnectionConfig, NameServerConfig, ResolverConfig};
use hickory_resolver::net::{NetError, runtime::TokioRuntimeProvider};
use hickory_resolver::proto::rr::{RData, RecordType};

/// What a name says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer<T = String> {
    /// At least one record.
    Records(Vec<T>),
    Nothing,
    /// Nobody knows: this is why.
    Failed(String),
}

impl<T> Answer<T> {
    /// The records, if there are any.
    pub fn records(&self) -> &[T] {
        match self {
            Answer::Records(records) => records,
            Answer::Nothing | Answer::Failed(_) => &[],
        }
    }

    /// An answer of these, or of nothing.
    pub fn of(records: Vec<T>) -> Answer<T> {
        if records.is_empty() { Answer::Nothing } else { Answer::Records(records) }
    }
}

#[cfg(test)]
impl Answer {
    /// An answer of texts.
    pub fn of_texts(texts: &[&str]) -> Answer {
        Answer::of(texts.iter().map(|text| (*text).to_owned()).collect())
    }
}

/// A DNS server to ask.
pub struct Dns(TokioResolver);

impl Dns {
    /// The server given, or those of this machine.
    pub fn new(server: Option<SocketAddr>) -> anyhow::Result<Dns> {
        let mut builder = match server {
            Some(server) => {
                let connections = [ConnectionConfig::udp(), ConnectionConfig::tcp()].map(|mut connection| {
                    connection.port = server.port();
                    connection
                });
                let server = NameServerConfig::new(server.ip(), true, connections.into());
                let config = ResolverConfig::from_parts(None, Vec::new(), vec![server]);
                TokioResolver::builder_with_config(config, TokioRuntimeProvider::default())
            }
            None => TokioResolver::builder_tokio().context("reading which DNS servers this machine asks")?,
        };
        builder.options_mut().timeout = Duration::from_secs(3);
        builder.options_mut().attempts = 1;
        Ok(Dns(builder.build().context("preparing to ask the DNS")?))
    }

    /// Why nobody answers, if all that these names get is silence. A refusal is an answer: it may be about one name.
    pub async fn silence(&self, names: &[&str]) -> Option<String> {
        let mut silence = None;
        for name in names {
            match self.0.lookup(format!("{name}."), RecordType::TXT).await {
                Ok(_) | Err(NetError::Dns(_)) => return None,
                Err(error) => silence = silence.or(Some(error.to_string())),
            }
        }
        silence
    }

    /// Texts, each put together from its pieces.
    pub async fn texts(&self, name: &str) -> Answer {
        self.ask(name, RecordType::TXT, |data| match data {
            RData::TXT(text) => {
                let pieces = text.txt_data.iter().map(|piece| String::from_utf8_lossy(piece));
                Some(pieces.collect())
            }
            _ => None,
        })
        .await
    }

    /// Who takes mail for a domain; the root stands for nobody.
    pub async fn exchanges(&self, domain: &str) -> Answer {
        self.ask(domain, RecordType::MX, |data| match data {
            RData::MX(mx) => Some(mx.exchange.to_string()),
            _ => None,
        })
        .await
    }

    /// Addresses of both kinds.
    pub async fn addresses(&self, host: &str) -> Answer<IpAddr> {
        let v4 = self.ask(host, RecordType::A, |data| data.ip_addr()).await;
        let v6 = self.ask(host, RecordType::AAAA, |data| data.ip_addr()).await;
        match (v4, v6) {
            (Answer::Failed(why), _) | (_, Answer::Failed(why)) => Answer::Failed(why),
            (v4, v6) => Answer::of([v4.records(), v6.records()].concat()),
        }
    }

    /// The names of an address.
    pub async fn names(&self, address: IpAddr) -> Answer {
        match self.0.reverse_lookup(address).await {
            Ok(found) => Answer::of(
                found
                    .answers()
                    .iter()
                    .filter_map(|record| match &record.data {
                        RData::PTR(name) => Some(name.to_string().trim_end_matches('.').to_lowercase()),
                        _ => None,
                    })
                    .collect(),
            ),
            Err(error) if error.is_no_records_found() => Answer::Nothing,
            Err(error) => Answer::Failed(error.to_string()),
        }
    }

    async fn ask<T>(&self, name: &str, kind: RecordType, read: impl Fn(&RData) -> Option<T>) -> Answer<T> {
        // With a dot at its end no domain of this machine is put behind the name.
        let name = format!("{}.", name.trim_end_matches('.'));
        match self.0.lookup(name.as_str(), kind).await {
            Ok(found) => Answer::of(found.answers().iter().filter_map(|record| read(&record.data)).collect()),
            Err(error) if error.is_no_records_found() => Answer::Nothing,
            Err(error) => Answer::Failed(error.to_string()),
        }
    }
}
