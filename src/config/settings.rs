//! Every setting by its name, as it stands in `hudhud.toml`; in the environment it is `HUDHUD_` and capitals.

/// One setting.
#[derive(Debug)]
pub struct Setting {
    pub name: &'static str,
    /// Never printed, and can be read from a file by `…_file`.
    pub secret: bool,
    /// As it is printed; some depend on others.
    pub default: &'static str,
}

/// All settings but `site_name_{language}`.
pub const SETTINGS: &[Setting] = &[
    open("data_dir", "data"),
    secret("database_url", "sqlite://{data_dir}/hudhud.db"),
    open("bind", "127.0.0.1:8080"),
    open("base_url", "http://localhost:{port}"),
    secret("keys", "{data_dir}/keys.toml"),
    secret("smtp_url", "mailbox:"),
    open("smtp_connections", "4"),
    open("send_rate", "0"),
    open("warm_up", ""),
    open("domain_rate", "0"),
    open("domain_connections", "0"),
    open("mail_from", "Hudhud <hudhud@localhost>"),
    open("bounce_address", ""),
    secret("bounce_imap_url", ""),
    open("webhook_ses_topic", ""),
    secret("webhook_postmark_secret", ""),
    secret("webhook_mailgun_key", ""),
    open("webhook_sendgrid_key", ""),
    secret("webhook_generic_secret", ""),
    open("dkim_domain", ""),
    open("dkim_selector", ""),
    secret("dkim_key", ""),
    open("uncertain", "resend"),
    open("languages", "ar,en"),
    open("postal_address", ""),
    open("signups_per_peer", "30"),
    open("allow_private_hosts", ""),
    open("trusted_proxies", ""),
    secret("metrics_token", ""),
    open("log", "info"),
    open("log_format", "text"),
];

/// Begins the names of the settings that name the site, one for each language.
pub const SITE_NAME: &str = "site_name_";

const fn open(name: &'static str, default: &'static str) -> Setting {
    Setting { name, secret: false, default }
}

const fn secret(name: &'static str, default: &'static str) -> Setting {
    Setting { name, secret: true, default }
}

/// The setting of this name.
pub(super) fn find(name: &str) -> Option<&'static Setting> {
    SETTINGS.iter().find(|setting| setting.name == name)
}

/// What a key of a file or of the environment means.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// The value itself.
    Value(String),
    /// The name of a file that holds the value.
    FileOf(String),
}

/// Reads a key in lower case and without `HUDHUD_`; an unknown one is answered by the name that was probably meant.
pub(super) fn meaning(key: &str) -> Result<Meaning, String> {
    let names_site = key.strip_prefix(SITE_NAME).is_some_and(|language| !language.is_empty());
    if find(key).is_some() || names_site {
        return Ok(Meaning::Value(key.to_owned()));
    }
    match key.strip_suffix("_file").and_then(find) {
        Some(setting) if setting.secret => Ok(Meaning::FileOf(setting.name.to_owned())),
        _ => Err(nearest(key)),
    }
}

fn nearest(key: &str) -> String {
    if key.starts_with("site_name") {
        return format!("{SITE_NAME}{{language}}");
    }
    if let Some(setting) = key.strip_suffix("_file").and_then(find) {
        return setting.name.to_owned();
    }
    let files =
        SETTINGS.iter().filter(|setting| setting.secret).map(|setting| format!("{}_file", setting.name));
    SETTINGS
        .iter()
        .map(|setting| setting.name.to_owned())
        .chain(files)
        .min_by_key(|name| strsim::damerau_levenshtein(name, key))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_means_a_setting_or_is_answered_by_the_nearest() {
        fn check(key: &str, expected: Result<Meaning, &str>) {
            assert_eq!(meaning(key), expected.map_err(str::to_owned), "{key}");
        }
        check("bind", Ok(Meaning::Value("bind".to_owned())));
        check("site_name_ar", Ok(Meaning::Value("site_name_ar".to_owned())));
        check("smtp_url_file", Ok(Meaning::FileOf("smtp_url".to_owned())));
        check("keys_file", Ok(Meaning::FileOf("keys".to_owned())));
        check("bind_file", Err("bind"));
        check("smtp_ulr", Err("smtp_url"));
        check("databse_url", Err("database_url"));
        check("dkim_key_fil", Err("dkim_key_file"));
        check("language", Err("languages"));
        check("site_name_", Err("site_name_{language}"));
        check("site_name", Err("site_name_{language}"));
    }
}
