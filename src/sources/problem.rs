//! What can go wrong with other people's servers and texts, in words that name a cause.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::i18n::{Args, Catalogue, Language};

/// Something that kept us from reading all of a source. English here, for commands and logs; pages say the same by
/// `source-problem-…` in the reader's language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "problem", rename_all = "kebab-case")]
pub enum Problem {
    #[error("only http and https addresses can be read")]
    NotHttp,
    #[error("{host} is in a private network; name it in HUDHUD_ALLOW_PRIVATE_HOSTS if it may be read")]
    PrivateNetwork { host: String },
    #[error("{host} is asked on port {port}; only 80 and 443 are open to sources")]
    Port { host: String, port: u16 },
    #[error("the name {host} was not found")]
    UnknownHost { host: String },
    #[error("{host} does not answer")]
    NoAnswer { host: String },
    #[error("{host} took too long to answer")]
    TimedOut { host: String },
    #[error("the certificate of {host} is not trusted")]
    Certificate { host: String },
    #[error("{host} sent more than {megabytes} MB")]
    TooLarge { host: String, megabytes: usize },
    #[error("{host} answered with status {status}")]
    Status { host: String, status: u16 },
    #[error("{host} redirects too often")]
    Redirects { host: String },
    #[error("the answer of {host} broke off")]
    Broken { host: String },
    #[error("this is neither a feed nor a page that names one")]
    NotAFeed,
    #[error("the feed cannot be read: {detail}")]
    Unreadable { detail: String },
    #[error("the feed is nested too deeply")]
    TooDeep,
    #[error("the feed has {count} entries; the first {kept} were read")]
    TooMany { count: usize, kept: usize },
    #[error("the text of “{title}” is too long and was left out")]
    EntryTooLong { title: String },
    #[error("an entry has neither a title nor a text and was left out")]
    EmptyEntry,
    #[error("the feed says that it is in “{found}”, but its source is in “{expected}”")]
    OtherLanguage { found: String, expected: String },
    #[error("linked pages of {host} could not be read: {count} ({why}); their entries were kept")]
    Pages { host: String, count: usize, why: Box<Problem> },
    #[error("linked pages left for the next time: {count}; their entries were kept")]
    PagesLater { count: usize },
    #[error("this page leads to the feed {url}, which is a source already")]
    KnownFeed { url: String },
    #[error("something went wrong in Hudhud itself; the log says more")]
    Ours,
}

impl Problem {
    /// Tells whether it lies with the whole host rather than with one page of it.
    pub fn is_of_host(&self) -> bool {
        matches!(
            self,
            Problem::PrivateNetwork { .. }
                | Problem::Port { .. }
                | Problem::UnknownHost { .. }
                | Problem::NoAnswer { .. }
                | Problem::TimedOut { .. }
                | Problem::Certificate { .. }
        )
    }

    /// The same in the reader's language.
    pub fn text(&self, catalogue: &Catalogue, language: &Language) -> String {
        let Ok(Value::Object(fields)) = serde_json::to_value(self) else { return self.to_string() };
        let (mut key, mut args) = ("source-problem-ours".to_owned(), Args::new());
        for (name, value) in &fields {
            match value {
                Value::String(kind) if name == "problem" => key = format!("source-problem-{kind}"),
                Value::String(text) => args = args.with(name.clone(), text.as_str()),
                Value::Number(number) => args = args.with(name.clone(), number.as_i64().unwrap_or(i64::MAX)),
                _ => {}
            }
        }
        let said = catalogue.text(language, &key, &args);
        match self {
            Problem::Pages { why, .. } => format!("{said} {}", why.text(catalogue, language)),
            _ => said,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_problem_is_said_in_every_language() {
        let host = || "a.example".to_owned();
        let catalogue = Catalogue::load(&["ar".to_owned(), "en".to_owned()], None).unwrap();
        let problems = [
            Problem::NotHttp,
            Problem::PrivateNetwork { host: host() },
            Problem::Port { host: host(), port: 22 },
            Problem::UnknownHost { host: host() },
            Problem::NoAnswer { host: host() },
            Problem::TimedOut { host: host() },
            Problem::Certificate { host: host() },
            Problem::TooLarge { host: host(), megabytes: 5 },
            Problem::Status { host: host(), status: 404 },
            Problem::Redirects { host: host() },
            Problem::Broken { host: host() },
            Problem::NotAFeed,
            Problem::Unreadable { detail: "x".to_owned() },
            Problem::TooDeep,
            Problem::TooMany { count: 600, kept: 500 },
            Problem::EntryTooLong { title: "x".to_owned() },
            Problem::EmptyEntry,
            Problem::OtherLanguage { found: "en".to_owned(), expected: "ar".to_owned() },
            Problem::Pages { host: host(), count: 3, why: Box::new(Problem::NotHttp) },
            Problem::PagesLater { count: 11 },
            Problem::KnownFeed { url: host() },
            Problem::Ours,
        ];
        for problem in problems {
            let stored = serde_json::to_string(&problem).unwrap();
            assert_eq!(serde_json::from_str::<Problem>(&stored).unwrap(), problem);
            for language in catalogue.languages() {
                let said = problem.text(&catalogue, language);
                assert!(!said.contains("source-problem") && !said.contains('{'), "{said}");
            }
        }
    }
}
