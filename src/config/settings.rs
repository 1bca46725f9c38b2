//! All settings, typed, as the rest of the house sees them.

use std::{
    collections::BTreeMap,
    net::{IpAddr, Ipv4Addr, SocketAddr},
    path::{Path, PathBuf},
    str::FromStr,
};

use url::Url;

use super::{DatabaseUrl, Secret};

/// What the owner decided. A field is a setting of the same name.
#[derive(Clone, Debug)]
pub struct Config {
    pub data_dir: PathBuf,
    pub database_url: DatabaseUrl,
    pub bind: SocketAddr,
    /// The only origin of links; none is the loopback address that is listened on.
    pub base_url: Option<Url>,
    pub keys: KeysSource,
    pub smtp_url: SmtpSetting,
    pub smtp_connections: usize,
    /// `Name <address>`.
    pub mail_from: String,
    pub dkim: Option<DkimSettings>,
    pub uncertain: Uncertain,
    /// The first is the default.
    pub languages: Vec<String>,
    /// By language.
    pub site_names: BTreeMap<String, String>,
    pub postal_address: String,
    /// An hour.
    pub signups_per_peer: u32,
    pub allow_private_hosts: Vec<String>,
    pub trusted_proxies: Vec<IpAddr>,
    pub metrics_token: Option<Secret>,
    pub log: String,
    pub log_format: LogFormat,
}

/// Where the keys come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeysSource {
    /// A file, made on the first start.
    Path(PathBuf),
    /// The keys themselves, as a container's secret; they cannot be rotated here.
    Inline(Secret),
}

/// How mail leaves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SmtpSetting {
    /// The built-in mailbox.
    Mailbox,
    /// The URL of a server; it may hold a password.
    Server(Secret),
}

impl FromStr for SmtpSetting {
    type Err = String;

    fn from_str(value: &str) -> Result<Self, String> {
        match value.trim() {
            "mailbox:" => Ok(SmtpSetting::Mailbox),
            url if url.contains(',') => Err("takes one server; several are not possible yet".to_owned()),
            url if url.starts_with("smtp://") || url.starts_with("smtps://") => {
                Ok(SmtpSetting::Server(Secret::from(url)))
            }
            _ => Err("must be mailbox:, smtp://… or smtps://…".to_owned()),
        }
    }
}

/// What messages are signed with.
#[derive(Clone, Debug)]
pub struct DkimSettings {
    pub domain: String,
    pub selector: String,
    /// PEM.
    pub key: Secret,
}

/// What becomes of a message whose answer was lost after the final dot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Uncertain {
    /// Sent once more with the same Message-ID.
    Resend,
    /// Held for the admins.
    Hold,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    Text,
    Json,
}

impl Config {
    /// Every default, with all files in `data_dir`.
    pub fn default_in(data_dir: &Path) -> Config {
        Config {
            data_dir: data_dir.to_path_buf(),
            database_url: DatabaseUrl::default_in(data_dir),
            bind: SocketAddr::from((Ipv4Addr::LOCALHOST, 8080)),
            base_url: None,
            keys: KeysSource::Path(data_dir.join("keys.toml")),
            smtp_url: SmtpSetting::Mailbox,
            smtp_connections: 4,
            mail_from: "Hudhud <hudhud@localhost>".to_owned(),
            dkim: None,
            uncertain: Uncertain::Resend,
            languages: vec!["ar".to_owned(), "en".to_owned()],
            site_names: BTreeMap::new(),
            postal_address: String::new(),
            signups_per_peer: 30,
            allow_private_hosts: Vec::new(),
            trusted_proxies: Vec::new(),
            metrics_token: None,
            log: "info".to_owned(),
            log_format: LogFormat::Text,
        }
    }

    /// For tests: a free port, the address of a sender that could be real, and a database of their own.
    pub fn for_tests(data_dir: &Path, database_url: Option<&str>) -> Config {
        let mut config = Config::default_in(data_dir);
        config.bind = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        config.mail_from = "The Alliance <news@alliance.example>".to_owned();
        config.site_names = [("ar", "الاتحاد"), ("en", "The Alliance")]
            .map(|(tag, name)| (tag.to_owned(), name.to_owned()))
            .into();
        config.postal_address = "1 Freedom Street, Brussels".to_owned();
        if let Some(url) = database_url {
            config.database_url = DatabaseUrl::Postgres(Secret::from(url));
        }
        config
    }

    /// Whether pages and links stay on this machine.
    pub fn is_loopback(&self) -> bool {
        match self.base_url.as_ref().and_then(Url::host) {
            None => self.bind.ip().is_loopback(),
            Some(url::Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
            Some(url::Host::Ipv4(ip)) => ip.is_loopback(),
            Some(url::Host::Ipv6(ip)) => ip.is_loopback(),
        }
    }
}
