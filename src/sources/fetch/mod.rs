//! Asks other people's servers for a feed or a page: within limits of time and size, and never in a private network.

mod addresses;
mod guard;
mod resolver;
mod tls;

use std::time::Duration;

use reqwest::header::{self, HeaderMap, HeaderName, HeaderValue};
use reqwest::{Client, Response, StatusCode, redirect};
use url::Url;

use super::Problem;
use guard::Guard;
pub use resolver::Lookup;
use resolver::{GuardedResolver, LeadsInside};

const MAX_REDIRECTS: usize = 3;

/// How long and how much a server may answer.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    pub connect: Duration,
    /// From the first connection to the last byte, redirects included.
    pub total: Duration,
    /// Of the body as it is read, after decompression.
    pub bytes: usize,
}

impl Limits {
    /// For a feed, which is why we came.
    pub const FEED: Limits =
        Limits { connect: Duration::from_secs(10), total: Duration::from_secs(20), bytes: 5 << 20 };
    /// For a page that a feed's entry leads to; nothing is lost without it.
    pub const PAGE: Limits =
        Limits { connect: Duration::from_secs(4), total: Duration::from_secs(8), bytes: 2 << 20 };
}

/// What the server told us the last time, so that it need not send the same again.
#[derive(Clone, Debug, Default)]
pub struct Known {
    pub etag: Option<String>,
    pub last_modified: Option<String>,
}

/// How a server answered.
#[derive(Debug)]
pub enum Answer {
    Unchanged,
    Document(Document),
}

/// A body, and where it was in the end.
#[derive(Debug)]
pub struct Document {
    pub url: Url,
    pub body: Vec<u8>,
    pub content_type: Option<String>,
    pub known: Known,
}

/// Asks servers. Cheap to clone; connections are shared.
#[derive(Clone)]
pub struct Fetcher {
    client: Client,
    guard: Guard,
}

impl Fetcher {
    /// Makes one that may ask the private hosts which the owner named.
    pub fn new(allow_private_hosts: &[String]) -> anyhow::Result<Self> {
        Self::with_lookup(allow_private_hosts, resolver::system())
    }

    /// The same, with names looked up in another way.
    pub fn with_lookup(allow_private_hosts: &[String], lookup: Lookup) -> anyhow::Result<Self> {
        let guard = Guard::new(allow_private_hosts);
        let client = Client::builder()
            .tls_backend_preconfigured(tls::client_config()?)
            .dns_resolver(GuardedResolver { guard: guard.clone(), lookup })
            .redirect(redirect::Policy::none())
            .no_proxy()
            .referer(false)
            .user_agent(concat!("Hudhud/", env!("CARGO_PKG_VERSION")))
            .pool_idle_timeout(Duration::from_secs(15))
            .build()?;
        Ok(Fetcher { client, guard })
    }

    /// Asks for a document. Every redirect is judged like the first URL.
    pub async fn get(&self, url: &Url, known: &Known, limits: Limits) -> Result<Answer, Problem> {
        let host = host_of(url);
        tokio::time::timeout(limits.total, self.follow(url, known, limits))
            .await
            .unwrap_or(Err(Problem::TimedOut { host }))
    }

    async fn follow(&self, url: &Url, known: &Known, limits: Limits) -> Result<Answer, Problem> {
        let mut url = self.guard.admit(url)?;
        for _ in 0..=MAX_REDIRECTS {
            let response = self.ask(&url, known, limits).await?;
            let status = response.status();
            if status == StatusCode::NOT_MODIFIED {
                return Ok(Answer::Unchanged);
            }
            if status.is_success() {
                return read(url, response, limits).await.map(Answer::Document);
            }
            if !status.is_redirection() {
                return Err(Problem::Status { host: host_of(&url), status: status.as_u16() });
            }
            let target = text(response.headers(), header::LOCATION).and_then(|target| url.join(&target).ok());
            url = self.guard.admit(&target.ok_or(Problem::Broken { host: host_of(&url) })?)?;
        }
        Err(Problem::Redirects { host: host_of(&url) })
    }

    async fn ask(&self, url: &Url, known: &Known, limits: Limits) -> Result<Response, Problem> {
        let sent = self.client.get(url.clone()).headers(conditions(known)).send();
        // Up to the head of the answer only names, connections and TLS take time; a body has the total.
        match tokio::time::timeout(limits.connect, sent).await {
            Ok(answer) => answer.map_err(|error| why(url, &error)),
            Err(_) => Err(Problem::NoAnswer { host: host_of(url) }),
        }
    }
}

/// Reads no more than the limit, however small the body looks before it is decompressed.
async fn read(url: Url, mut response: Response, limits: Limits) -> Result<Document, Problem> {
    let too_large = || Problem::TooLarge { host: host_of(&url), megabytes: limits.bytes >> 20 };
    if response.content_length().is_some_and(|length| length > limits.bytes as u64) {
        return Err(too_large());
    }
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| why(&url, &error))? {
        if body.len() + chunk.len() > limits.bytes {
            return Err(too_large());
        }
        body.extend_from_slice(&chunk);
    }
    let headers = response.headers();
    Ok(Document {
        content_type: text(headers, header::CONTENT_TYPE),
        known: Known {
            etag: text(headers, header::ETAG),
            last_modified: text(headers, header::LAST_MODIFIED),
        },
        url,
        body,
    })
}

fn conditions(known: &Known) -> HeaderMap {
    let accept =
        "application/atom+xml, application/rss+xml, application/feed+json, text/html;q=0.9, */*;q=0.5";
    let mut headers = HeaderMap::from_iter([(header::ACCEPT, HeaderValue::from_static(accept))]);
    let told = [(header::IF_NONE_MATCH, &known.etag), (header::IF_MODIFIED_SINCE, &known.last_modified)];
    for (name, value) in told {
        if let Some(value) = value.as_deref().and_then(|value| HeaderValue::from_str(value).ok()) {
            headers.insert(name, value);
        }
    }
    headers
}

fn text(headers: &HeaderMap, name: HeaderName) -> Option<String> {
    headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned)
}

fn host_of(url: &Url) -> String {
    url.host_str().unwrap_or_default().to_owned()
}

/// Says what kept a server from answering.
fn why(url: &Url, error: &reqwest::Error) -> Problem {
    let host = host_of(url);
    let causes = || std::iter::successors(Some(error as &dyn std::error::Error), |error| error.source());
    if causes().any(|cause| cause.is::<LeadsInside>()) {
        Problem::PrivateNetwork { host }
    } else if causes().any(|cause| cause.is::<rustls::Error>()) {
        Problem::Certificate { host }
    } else if error.is_dns() {
        Problem::UnknownHost { host }
    } else if error.is_timeout() {
        Problem::TimedOut { host }
    } else if error.is_connect() {
        Problem::NoAnswer { host }
    } else {
        Problem::Broken { host }
    }
}
