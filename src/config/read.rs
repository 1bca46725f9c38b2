//! All settings together become the [`Config`].

use super::settings::{SITE_NAME, find};
use super::sources::{Gathered, Origin, written};
use super::values::{self, Parsed};
use super::{Config, DatabaseUrl, DkimSettings, KeysSource, Secret, SettingsError, WebhookSettings};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Reads every setting, and tells everything that is wrong at once.
pub(super) fn read(gathered: Gathered) -> Result<Config, SettingsError> {
    let (config, problems) = inspect(gathered);
    if problems.is_empty() { Ok(config) } else { Err(SettingsError(problems)) }
}

/// The settings, with something harmless in the place of what is wrong, and all that is wrong.
pub(super) fn inspect(gathered: Gathered) -> (Config, Vec<String>) {
    let mut said = Reader(gathered);
    let data_dir = PathBuf::from(said.text("data_dir"));
    let languages = said.value("languages", values::languages).unwrap_or_default();
    let config = Config {
        database_url: said
            .given("database_url", DatabaseUrl::parse)
            .unwrap_or_else(|| DatabaseUrl::default_in(&data_dir)),
        bind: said.value("bind", values::bind).unwrap_or_else(|| ([127, 0, 0, 1], 0).into()),
        base_url: said.given("base_url", values::base_url),
        keys: said
            .given("keys", values::keys)
            .unwrap_or_else(|| KeysSource::Path(data_dir.join("keys.toml"))),
        smtp_url: said.value("smtp_url", values::smtp_url).unwrap_or_default(),
        smtp_connections: said.value("smtp_connections", |text| values::count(text, 100)).unwrap_or(1)
            as usize,
        send_rate: said.value("send_rate", values::limit).unwrap_or_default(),
        warm_up: said.value("warm_up", values::plan).unwrap_or_default(),
        domain_rate: said.value("domain_rate", values::limit).unwrap_or_default(),
        domain_connections: said.value("domain_connections", values::limit).unwrap_or_default() as usize,
        mail_from: said.text("mail_from"),
        bounce_address: said.given("bounce_address", |text| Ok(text.to_owned())),
        bounce_imap_url: said.given("bounce_imap_url", values::imap_url),
        webhooks: said.webhooks(),
        dkim: said.dkim(),
        uncertain: said.value("uncertain", values::uncertain).unwrap_or_default(),
        site_names: said.site_names(&languages),
        postal_address: said.text("postal_address"),
        signups_per_peer: said.value("signups_per_peer", |text| values::count(text, 1_000_000)).unwrap_or(1),
        allow_private_hosts: said.value("allow_private_hosts", values::hosts).unwrap_or_default(),
        trusted_proxies: said.value("trusted_proxies", values::addresses).unwrap_or_default(),
        metrics_token: said.secret("metrics_token"),
        log: said.value("log", values::log).unwrap_or_default(),
        log_format: said.value("log_format", values::log_format).unwrap_or_default(),
        origins: said.origins(),
        languages,
        data_dir,
    };
    let problems = said.0.problems.iter().map(|problem| config.in_their_words(problem)).collect();
    (config, problems)
}

struct Reader(Gathered);

impl Reader {
    /// What was said, or the default.
    fn text(&self, name: &str) -> String {
        match self.0.values.get(name) {
            Some((text, _)) => text.clone(),
            None => find(name).map(|setting| setting.default.to_owned()).unwrap_or_default(),
        }
    }

    /// What was said or the default means; `None` notes a problem.
    fn value<T>(&mut self, name: &str, parse: impl FnOnce(&str) -> Parsed<T>) -> Option<T> {
        match parse(&self.text(name)) {
            Ok(value) => Some(value),
            Err(problem) => {
                let origin = self.0.values.get(name).map_or(&Origin::Default, |(_, origin)| origin);
                self.0.problems.push(format!("{} {problem}", written(name, origin)));
                None
            }
        }
    }

    /// What was said, if anybody said it.
    fn given<T>(&mut self, name: &str, parse: impl FnOnce(&str) -> Parsed<T>) -> Option<T> {
        if self.0.values.contains_key(name) { self.value(name, parse) } else { None }
    }

    fn secret(&mut self, name: &str) -> Option<Secret> {
        self.given(name, |text| Ok(Secret::from(text)))
    }

    fn webhooks(&mut self) -> WebhookSettings {
        WebhookSettings {
            ses_topic: self.given("webhook_ses_topic", values::topic),
            postmark_secret: self.given("webhook_postmark_secret", values::shared_secret),
            mailgun_key: self.secret("webhook_mailgun_key"),
            sendgrid_key: self.given("webhook_sendgrid_key", values::public_key),
            generic_secret: self.given("webhook_generic_secret", values::shared_secret),
        }
    }

    fn dkim(&mut self) -> Option<DkimSettings> {
        let given = |name: &str| self.0.values.get(name).map(|(text, _)| text.clone());
        match (given("dkim_domain"), given("dkim_selector"), given("dkim_key")) {
            (Some(domain), Some(selector), Some(key)) => {
                Some(DkimSettings { domain, selector, key: Secret::new(key) })
            }
            (None, None, None) => None,
            _ => {
                let all = "HUDHUD_DKIM_DOMAIN, HUDHUD_DKIM_SELECTOR and HUDHUD_DKIM_KEY go together: set all or none";
                self.0.problems.push(all.to_owned());
                None
            }
        }
    }

    fn site_names(&mut self, languages: &[String]) -> BTreeMap<String, String> {
        let mut names = BTreeMap::new();
        for (setting, (name, origin)) in &self.0.values {
            let Some(code) = setting.strip_prefix(SITE_NAME) else { continue };
            let code = code.replace('_', "-");
            match languages.iter().find(|language| language.eq_ignore_ascii_case(&code)) {
                Some(language) => {
                    names.insert(language.clone(), name.clone());
                }
                None => self.0.problems.push(format!(
                    "{} is for a language that HUDHUD_LANGUAGES does not name",
                    written(setting, origin)
                )),
            }
        }
        names
    }

    fn origins(&self) -> BTreeMap<String, (String, Origin)> {
        let shown = |name: &String, text: &String| match find(name) {
            Some(setting) if setting.secret => "<redacted>".to_owned(),
            _ => text.clone(),
        };
        self.0
            .values
            .iter()
            .map(|(name, (text, origin))| (name.clone(), (shown(name, text), origin.clone())))
            .collect()
    }
}
