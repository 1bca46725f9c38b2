//! Typed settings. What reads the environment is here, and nowhere else.

mod database_url;
mod error;
mod print;
mod read;
mod secret;
mod settings;
mod sources;
mod values;

pub use database_url::DatabaseUrl;
pub use error::SettingsError;
pub use print::Printed;
pub use secret::Secret;
pub use settings::{SETTINGS, Setting};
pub use sources::{Origin, Overrides};

pub use crate::telemetry::LogFormat;

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use url::Url;

/// Every setting, read and checked.
#[derive(Clone, Debug)]
pub struct Config {
    pub data_dir: PathBuf,
    pub database_url: DatabaseUrl,
    pub bind: SocketAddr,
    /// The origin of links; `None` is `http://localhost:PORT` of the bound port.
    pub base_url: Option<Url>,
    pub keys: KeysSource,
    pub smtp_url: SmtpSetting,
    pub smtp_connections: usize,
    /// Messages of issues a second over all workers; 0 is no limit.
    pub send_rate: u32,
    /// Messages of issues on the first, the second, … day of sending.
    pub warm_up: Vec<u32>,
    /// Messages of issues a minute to one recipient's domain; 0 is no limit.
    pub domain_rate: u32,
    /// Messages on their way at once to one recipient's domain; 0 is no limit.
    pub domain_connections: usize,
    pub mail_from: String,
    /// Where returned mail goes; tokens are put behind a plus of its local part.
    pub bounce_address: Option<String>,
    /// The mailbox that returned mail lies in; the URL may hold a password.
    pub bounce_imap_url: Option<Secret>,
    pub webhooks: WebhookSettings,
    pub dkim: Option<DkimSettings>,
    pub uncertain: Uncertain,
    /// Codes; the first is the default.
    pub languages: Vec<String>,
    /// By language.
    pub site_names: BTreeMap<String, String>,
    pub postal_address: String,
    /// In an hour.
    pub signups_per_peer: u32,
    pub allow_private_hosts: Vec<String>,
    pub trusted_proxies: Vec<IpAddr>,
    pub metrics_token: Option<Secret>,
    pub log: String,
    pub log_format: LogFormat,
    /// What was said, and by whom; secrets are redacted.
    pub origins: BTreeMap<String, (String, Origin)>,
}

/// Where the keys of the vault are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeysSource {
    /// In this file, which is made at the first start.
    Path(PathBuf),
    /// In the setting itself.
    Inline(Secret),
}

/// Where mails go.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum SmtpSetting {
    /// Into the built-in mailbox.
    #[default]
    Mailbox,
    /// To the servers of these URLs, which may hold passwords; they share the work.
    Servers(Vec<Secret>),
}

impl std::str::FromStr for SmtpSetting {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        values::smtp_url(text)
    }
}

/// How mails are signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DkimSettings {
    pub domain: String,
    pub selector: String,
    /// PEM.
    pub key: Secret,
}

/// By what the calls of each provider are known to be theirs. None: nobody may call.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WebhookSettings {
    /// The topic of Amazon SNS.
    pub ses_topic: Option<String>,
    pub postmark_secret: Option<Secret>,
    pub mailgun_key: Option<Secret>,
    /// A public key on P-256, as its 65 bytes.
    pub sendgrid_key: Option<Vec<u8>>,
    pub generic_secret: Option<Secret>,
}

/// What becomes of a message whose server did not say whether it took it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Uncertain {
    /// It is sent once more, as the same message.
    #[default]
    Resend,
    /// The admins decide.
    Hold,
}

/// The settings that make sense for a demo: it touches nothing else, and sends nothing.
const SETTINGS_OF_A_DEMO: [&str; 3] = ["bind", "log", "log_format"];

impl Config {
    /// Reads the settings: `hudhud.toml` or the file given, then the environment, then flags.
    pub fn load(file: Option<&Path>, flags: &Overrides) -> Result<Self, SettingsError> {
        read::read(sources::gather(file, sources::environment(), flags, |_| true)?)
    }

    /// The same, with something harmless in the place of what is wrong, and all that is wrong; an error if nothing can
    /// be read.
    pub fn inspect(file: Option<&Path>, flags: &Overrides) -> Result<(Self, Vec<String>), SettingsError> {
        Ok(read::inspect(sources::gather(file, sources::environment(), flags, |_| true)?))
    }

    /// A sentence that names settings as the environment does, with the names that they have where they were said.
    pub fn in_their_words(&self, sentence: &str) -> String {
        sources::in_their_words(sentence, &self.origins)
    }

    /// The settings of a demo in its own folder.
    pub fn for_demo(dir: &Path, file: Option<&Path>, flags: &Overrides) -> Result<Self, SettingsError> {
        let wanted = |name: &str| SETTINGS_OF_A_DEMO.contains(&name);
        let gathered = sources::gather(file, sources::environment(), flags, wanted)?;
        Ok(read::read(gathered)?.inside(dir))
    }

    /// Every default, with all files in `data_dir`.
    pub fn default_in(data_dir: &Path) -> Self {
        read::read(sources::Gathered::default()).expect("the defaults are right").inside(data_dir)
    }

    /// For tests: any free port, the address of a sender that could be real, and a database of their own.
    pub fn for_tests(dir: &Path, database_url: Option<&str>) -> Self {
        let mut config = Self::default_in(dir);
        config.bind = ([127, 0, 0, 1], 0).into();
        config.mail_from = "The Alliance <news@alliance.example>".to_owned();
        let names = ["الاتحاد", "The Alliance"].map(str::to_owned);
        config.site_names = config.languages.iter().cloned().zip(names).collect();
        config.postal_address = "1 Freedom Street, Brussels".to_owned();
        if let Some(url) = database_url {
            config.database_url = DatabaseUrl::parse(url).expect("the test's database has a URL");
        }
        config
    }

    /// Whether links lead to this machine alone.
    pub fn is_loopback(&self) -> bool {
        self.base_url.as_ref().is_none_or(values::is_loopback)
    }

    /// What `serve` refuses although each setting alone is right.
    pub fn check_serving(&self) -> Result<(), SettingsError> {
        match (&self.smtp_url, self.is_loopback()) {
            (SmtpSetting::Mailbox, false) => Err(SettingsError::one(self.in_their_words(
                "HUDHUD_BASE_URL is public, but HUDHUD_SMTP_URL is the built-in mailbox, which sends nothing to \
                 anybody: set HUDHUD_SMTP_URL to your mail server",
            ))),
            _ => Ok(()),
        }
    }

    fn inside(mut self, dir: &Path) -> Self {
        self.database_url = DatabaseUrl::default_in(dir);
        self.keys = KeysSource::Path(dir.join("keys.toml"));
        self.data_dir = dir.to_owned();
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(settings: &[(&str, &str)]) -> Result<Config, String> {
        let environment =
            settings.iter().map(|(name, value)| (format!("HUDHUD_{name}"), (*value).to_owned()));
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("empty.toml");
        std::fs::write(&file, "").unwrap();
        sources::gather(Some(&file), environment.collect(), &Overrides::default(), |_| true)
            .and_then(read::read)
            .map_err(|error| error.to_string())
    }

    #[test]
    fn with_nothing_set_everything_has_its_default() {
        let config = load(&[]).unwrap();
        assert_eq!(config.data_dir, Path::new("data"));
        assert_eq!(config.database_url, DatabaseUrl::Sqlite("data/hudhud.db".into()));
        assert_eq!(config.keys, KeysSource::Path("data/keys.toml".into()));
        assert_eq!(config.bind.to_string(), "127.0.0.1:8080");
        assert_eq!(config.smtp_url, SmtpSetting::Mailbox);
        assert_eq!((config.smtp_connections, config.signups_per_peer), (4, 30));
        assert_eq!(config.languages, ["ar", "en"]);
        assert!(config.dkim.is_none() && config.metrics_token.is_none() && config.base_url.is_none());
        assert!(config.is_loopback() && config.check_serving().is_ok());
    }

    #[test]
    fn database_and_keys_lie_in_the_data_folder() {
        let config = load(&[("DATA_DIR", "/srv/our letters")]).unwrap();
        assert_eq!(config.database_url, DatabaseUrl::Sqlite("/srv/our letters/hudhud.db".into()));
        assert_eq!(config.keys, KeysSource::Path("/srv/our letters/keys.toml".into()));
    }

    #[test]
    fn everything_wrong_is_told_at_once() {
        let error =
            load(&[("BIND", "x"), ("UNCERTAIN", "y"), ("DKIM_DOMAIN", "z"), ("SITE_NAME_FA", "هدهد")])
                .unwrap_err();
        for part in [
            "HUDHUD_BIND must",
            "HUDHUD_UNCERTAIN must",
            "HUDHUD_DKIM_KEY go together",
            "HUDHUD_SITE_NAME_FA is for",
        ] {
            assert!(error.contains(part), "{error}");
        }
    }

    #[test]
    fn a_setting_of_the_file_is_blamed_by_its_name_there() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("hudhud.toml");
        std::fs::write(&file, "mail_from = 'nobody'\ndkim_key = 'x'").unwrap();
        let gathered = sources::gather(Some(&file), Vec::new(), &Overrides::default(), |_| true).unwrap();
        let (config, problems) = read::inspect(gathered);
        assert_eq!(
            config.in_their_words("HUDHUD_MAIL_FROM is none, HUDHUD_MAIL is nothing, HUDHUD_BIND"),
            format!("mail_from in {} is none, HUDHUD_MAIL is nothing, HUDHUD_BIND", file.display())
        );
        assert!(problems[0].contains(" and dkim_key in "), "{problems:?}");
    }

    #[test]
    fn a_site_has_a_name_in_each_language() {
        let config =
            load(&[("LANGUAGES", "ar,pt-BR"), ("SITE_NAME_AR", "هدهد"), ("SITE_NAME_PT_BR", "Poupa")])
                .unwrap();
        assert_eq!(config.site_names["ar"], "هدهد");
        assert_eq!(config.site_names["pt-BR"], "Poupa");
    }

    #[test]
    fn a_public_site_does_not_serve_with_the_mailbox() {
        let check = |settings: &[(&str, &str)], expected| {
            assert_eq!(load(settings).unwrap().check_serving().is_ok(), expected, "{settings:?}");
        };
        check(&[("BASE_URL", "https://join.example.org")], false);
        check(&[("BASE_URL", "http://localhost:8080")], true);
        check(&[("BASE_URL", "https://join.example.org"), ("SMTP_URL", "smtp://mail.example")], true);
    }
}
