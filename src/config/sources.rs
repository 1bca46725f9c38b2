//! Where settings come from: defaults, then a file, then the environment, then flags; the later wins.

use super::SettingsError;
use super::settings::{Meaning, meaning};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::{Path, PathBuf};

const FILE: &str = "hudhud.toml";
const PREFIX: &str = "HUDHUD_";

/// Settings given as flags, by name.
#[derive(Clone, Debug, Default)]
pub struct Overrides(pub BTreeMap<&'static str, String>);

impl Overrides {
    /// The same with one more; `None` was not given.
    pub fn with(mut self, name: &'static str, value: Option<impl ToString>) -> Self {
        if let Some(value) = value {
            self.0.insert(name, value.to_string());
        }
        self
    }
}

/// Who said it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    Default,
    File(PathBuf),
    Environment(String),
    Flag,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Origin::Default => f.write_str("default"),
            Origin::File(path) => write!(f, "{}", path.display()),
            Origin::Environment(name) => f.write_str(name),
            Origin::Flag => f.write_str("flag"),
        }
    }
}

/// What was said, by name; what nobody said is not in it.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    pub(super) values: BTreeMap<String, (String, Origin)>,
    pub(super) problems: Vec<String>,
}

/// One key as somebody wrote it.
struct Said {
    key: String,
    value: String,
    origin: Origin,
}

/// Gathers all that was said about the settings that `wanted` accepts.
pub(super) fn gather(
    file: Option<&Path>,
    environment: Vec<(String, String)>,
    flags: &Overrides,
    wanted: impl Fn(&str) -> bool,
) -> Result<Gathered, SettingsError> {
    let mut gathered = Gathered::default();
    let flags = flags.0.iter().map(|(key, value)| Said {
        key: (*key).to_owned(),
        value: value.clone(),
        origin: Origin::Flag,
    });
    for layer in [from_file(file)?, from_environment(environment), flags.collect()] {
        gathered.lay_over(layer, &wanted);
    }
    Ok(gathered)
}

/// The variables of this process.
pub(super) fn environment() -> Vec<(String, String)> {
    std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.to_string_lossy().into_owned())))
        .collect()
}

fn from_file(file: Option<&Path>) -> Result<Vec<Said>, SettingsError> {
    let path = file.unwrap_or(Path::new(FILE));
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if file.is_none() && error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(SettingsError::one(format!("{} can't be read: {error}", path.display()))),
    };
    // The error's own text would quote the line, and with it a password.
    let table: toml::Table = text.parse().map_err(|error: toml::de::Error| {
        let line = error.span().map_or(1, |span| text[..span.start].lines().count().max(1));
        SettingsError::one(format!("{}, line {line}: {}", path.display(), error.message()))
    })?;
    let said = table.into_iter().map(|(key, value)| match as_text(&value) {
        Some(value) => Ok(Said { key, value, origin: Origin::File(path.to_owned()) }),
        None => Err(SettingsError::one(format!("{}: {key} must be a text or a number", path.display()))),
    });
    said.collect()
}

/// A list is the same as its parts with commas between them.
fn as_text(value: &toml::Value) -> Option<String> {
    match value {
        toml::Value::String(text) => Some(text.clone()),
        toml::Value::Integer(number) => Some(number.to_string()),
        toml::Value::Boolean(truth) => Some(truth.to_string()),
        toml::Value::Array(parts) => {
            parts.iter().map(as_text).collect::<Option<Vec<_>>>().map(|parts| parts.join(","))
        }
        toml::Value::Float(_) | toml::Value::Datetime(_) | toml::Value::Table(_) => None,
    }
}

/// An empty variable is one that was not set.
fn from_environment(variables: Vec<(String, String)>) -> Vec<Said> {
    let ours = variables.into_iter().filter(|(_, value)| !value.is_empty()).filter_map(|(name, value)| {
        let key = name.strip_prefix(PREFIX)?.to_lowercase();
        Some(Said { key, value, origin: Origin::Environment(name) })
    });
    ours.collect()
}

impl Gathered {
    fn lay_over(&mut self, layer: Vec<Said>, wanted: &impl Fn(&str) -> bool) {
        let mut said_here = BTreeSet::new();
        for Said { key, value, origin } in layer {
            let (name, value) = match meaning(&key) {
                Ok(Meaning::Value(name) | Meaning::FileOf(name)) if !wanted(&name) => continue,
                Ok(Meaning::Value(name)) => (name, value),
                Ok(Meaning::FileOf(name)) => match std::fs::read_to_string(&value) {
                    Ok(text) => (name, text.trim_end().to_owned()),
                    Err(error) => {
                        self.problems
                            .push(format!("{}: {value} can't be read: {error}", written(&key, &origin)));
                        continue;
                    }
                },
                Err(nearest) => {
                    self.problems.push(format!(
                        "{} is not a setting; did you mean {}?",
                        written(&key, &origin),
                        written(&nearest, &origin)
                    ));
                    continue;
                }
            };
            if !said_here.insert(name.clone()) {
                let both = [written(&name, &origin), written(&format!("{name}_file"), &origin)];
                self.problems.push(format!("{} and {} are both set: keep one", both[0], both[1]));
            }
            self.values.insert(name, (value, origin));
        }
    }
}

/// A sentence that names settings as the environment does, each as it is written where it comes from.
pub(super) fn in_their_words(sentence: &str, origins: &BTreeMap<String, (String, Origin)>) -> String {
    let mut said = String::new();
    let mut rest = sentence;
    while let Some(at) = rest.find(PREFIX) {
        let is_name = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
        let name = &rest[at..];
        let name = &name[..name.find(|c: char| !is_name(c)).unwrap_or(name.len())];
        let key = name[PREFIX.len()..].to_lowercase();
        said.push_str(&rest[..at]);
        match origins.get(&key) {
            Some((_, origin)) => said.push_str(&written(&key, origin)),
            None => said.push_str(name),
        }
        rest = &rest[at + name.len()..];
    }
    said + rest
}

/// A key as it is written where it comes from.
pub(super) fn written(key: &str, origin: &Origin) -> String {
    match origin {
        Origin::File(path) => format!("{key} in {}", path.display()),
        Origin::Flag => format!("--{}", key.replace('_', "-")),
        Origin::Environment(_) | Origin::Default => format!("{PREFIX}{}", key.to_uppercase()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gathered(toml: &str, environment: &[(&str, &str)], flags: &Overrides) -> Gathered {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("hudhud.toml");
        std::fs::write(&path, toml).unwrap();
        let environment = environment.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        gather(Some(&path), environment.collect(), flags, |_| true).unwrap()
    }

    fn check(toml: &str, environment: &[(&str, &str)], flag: Option<&str>, name: &str, expected: &str) {
        let flags = Overrides::default().with("bind", flag);
        let gathered = gathered(toml, environment, &flags);
        assert_eq!(gathered.problems, [""; 0]);
        assert_eq!(gathered.values[name].0, expected);
    }

    #[test]
    fn the_later_source_wins() {
        check("bind = 'a'", &[], None, "bind", "a");
        check("bind = 'a'", &[("HUDHUD_BIND", "b")], None, "bind", "b");
        check("bind = 'a'", &[("HUDHUD_BIND", "b")], Some("c"), "bind", "c");
        check("bind = 'a'", &[("HUDHUD_BIND", "")], None, "bind", "a");
        check("smtp_connections = 7", &[], None, "smtp_connections", "7");
        check("languages = ['ar', 'en', 'fa']", &[], None, "languages", "ar,en,fa");
        check("site_name_ar = 'هدهد'", &[], None, "site_name_ar", "هدهد");
        check("", &[("HUDHUD_SITE_NAME_PT_BR", "Poupa")], None, "site_name_pt_br", "Poupa");
    }

    #[test]
    fn what_is_wrong_is_told_with_what_was_meant() {
        fn check(toml: &str, environment: &[(&str, &str)], expected: &str) {
            let problems = gathered(toml, environment, &Overrides::default()).problems.join("\n");
            assert!(problems.contains(expected), "{problems}");
        }
        check(
            "",
            &[("HUDHUD_SMTP_ULR", "x")],
            "HUDHUD_SMTP_ULR is not a setting; did you mean HUDHUD_SMTP_URL?",
        );
        check("databse_url = 'x'", &[], "did you mean database_url in ");
        check(
            "",
            &[("HUDHUD_KEYS", "x"), ("HUDHUD_KEYS_FILE", "/dev/null")],
            "HUDHUD_KEYS and HUDHUD_KEYS_FILE are both set",
        );
        check(
            "",
            &[("HUDHUD_SMTP_URL_FILE", "/nowhere/at/all")],
            "HUDHUD_SMTP_URL_FILE: /nowhere/at/all can't be read",
        );
        check("", &[("HUDHUD_BIND_FILE", "x")], "HUDHUD_BIND_FILE is not a setting");
    }

    #[test]
    fn a_secret_is_read_from_its_file() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("secret");
        std::fs::write(&path, "smtps://u:p@mail.example\n").unwrap();
        let variable = ("HUDHUD_SMTP_URL_FILE", path.to_str().unwrap());
        check("smtp_url = 'mailbox:'", &[variable], None, "smtp_url", "smtps://u:p@mail.example");
    }

    #[test]
    fn a_spoilt_file_is_told_without_its_passwords() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("hudhud.toml");
        std::fs::write(&path, "bind = 'x'\nsmtp_url = \"smtp://u:geheim@h\n").unwrap();
        let error = gather(Some(&path), Vec::new(), &Overrides::default(), |_| true).unwrap_err().to_string();
        assert!(error.contains("line 2") && !error.contains("geheim"), "{error}");
        let missing = gather(Some(Path::new("/nowhere.toml")), Vec::new(), &Overrides::default(), |_| true);
        assert!(missing.is_err());
    }
}
