//! The settings as they are, and who said so, for people to look at.

use super::{Config, Origin, SETTINGS, settings::SITE_NAME};
use serde::Serialize;

/// One setting in words; a secret is redacted.
#[derive(Debug, Serialize, PartialEq, Eq)]
pub struct Printed {
    pub name: String,
    pub value: String,
    pub origin: String,
}

impl Config {
    /// Every setting, in the order of the manual, and then the names of the site, one for each of its languages.
    pub fn printed(&self) -> Vec<Printed> {
        let listed = SETTINGS.iter().map(|setting| match self.origins.get(setting.name) {
            Some(said) => printed(setting.name, said),
            None => printed(setting.name, &(self.default_of(setting.default), Origin::Default)),
        });
        let names = self.languages.iter().map(|language| {
            let name = format!("{SITE_NAME}{}", language.replace('-', "_").to_lowercase());
            match self.origins.get(&name) {
                Some(said) => printed(&name, said),
                None => printed(&name, &(String::new(), Origin::Default)),
            }
        });
        listed.chain(names).collect()
    }

    fn default_of(&self, default: &str) -> String {
        default
            .replace("{data_dir}", &self.data_dir.to_string_lossy())
            .replace("{port}", &self.bind.port().to_string())
    }
}

fn printed(name: &str, (value, origin): &(String, Origin)) -> Printed {
    Printed { name: name.to_owned(), value: value.clone(), origin: origin.to_string() }
}

#[cfg(test)]
mod tests {
    use super::super::{Overrides, read, sources};

    #[test]
    fn settings_are_printed_with_their_origin_and_without_their_secrets() {
        let environment = vec![
            ("HUDHUD_SMTP_URL".to_owned(), "smtp://u:geheim@mail.example".to_owned()),
            ("HUDHUD_SITE_NAME_EN".to_owned(), "Hoopoe".to_owned()),
        ];
        let flags = Overrides::default().with("bind", Some("127.0.0.1:9000")).with("data_dir", Some("/srv"));
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("hudhud.toml");
        std::fs::write(&file, "log = 'debug'").unwrap();
        let config =
            read::read(sources::gather(Some(&file), environment, &flags, |_| true).unwrap()).unwrap();
        let printed = config.printed();
        let check = |name: &str, value: &str, origin: &str| {
            let found = printed.iter().find(|printed| printed.name == name).unwrap();
            assert_eq!((found.value.as_str(), found.origin.as_str()), (value, origin));
        };
        check("smtp_url", "<redacted>", "HUDHUD_SMTP_URL");
        check("bind", "127.0.0.1:9000", "flag");
        check("log", "debug", file.to_str().unwrap());
        check("base_url", "http://localhost:9000", "default");
        check("database_url", "sqlite:///srv/hudhud.db", "default");
        check("site_name_en", "Hoopoe", "HUDHUD_SITE_NAME_EN");
        check("site_name_ar", "", "default");
        assert!(!format!("{config:?}").contains("geheim"));
    }
}
