//! Every sentence in every language of the site.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::path::Path;
use std::sync::Arc;

use chrono::NaiveDateTime;
use fluent_bundle::FluentArgs;
use fluent_langneg::{NegotiationStrategy, convert_vec_str_to_langids_lossy, negotiate_languages};

use super::sentences::{embedded_languages, read};
use super::tongue::{Form, Tongue};
use super::{Args, Direction, Language, negotiate};

/// What the programs around ours speak: commands, and calls that ask for no language.
const OF_PROGRAMS: &str = "en";

/// The languages of the site and what is said in them. Cheap to clone.
#[derive(Clone)]
pub struct Catalogue(Arc<Inner>);

struct Inner {
    /// As configured; the first is the default.
    languages: Vec<Language>,
    /// The configured languages and, as a last resort for a sentence that those lack, the embedded ones.
    tongues: BTreeMap<Language, Tongue>,
}

/// A sentence that no language has, or that speaks of something it was not told.
#[derive(Debug, thiserror::Error)]
#[error("no language can say `{0}`")]
pub struct UnknownSentence(String);

/// The site cannot speak the languages that its owner names.
#[derive(Debug, thiserror::Error)]
pub enum WrongLanguages {
    #[error("the site needs at least one language")]
    None,
    #[error("language `{0}`: {1}")]
    NotATag(String, String),
    #[error("language `{0}` has no sentences: put them into `locales/{0}` of the data folder")]
    Silent(Language),
    #[error("language `{0}` is named twice")]
    Twice(Language),
}

impl Catalogue {
    /// Reads the sentences of the configured languages, the first of which is the default. What lies in
    /// `overlay` (a folder of languages) wins over what the binary brings.
    ///
    /// # Errors
    /// `WrongLanguages`, or a file of sentences cannot be read.
    pub fn load(languages: &[String], overlay: Option<&Path>) -> anyhow::Result<Self> {
        if languages.is_empty() {
            return Err(WrongLanguages::None.into());
        }
        let mut known = Vec::new();
        let mut tongues = BTreeMap::new();
        for raw in languages {
            let language: Language =
                raw.parse().map_err(|error| WrongLanguages::NotATag(raw.clone(), format!("{error}")))?;
            let sentences = read(&language, overlay)?;
            if sentences.is_empty() {
                return Err(WrongLanguages::Silent(language).into());
            }
            tongues.insert(language.clone(), Tongue::new(&language, &sentences)?);
            if known.contains(&language) {
                return Err(WrongLanguages::Twice(language).into());
            }
            known.push(language);
        }
        for language in embedded_languages() {
            if let Entry::Vacant(vacant) = tongues.entry(language) {
                let tongue = Tongue::new(vacant.key(), &read(vacant.key(), None)?)?;
                vacant.insert(tongue);
            }
        }
        Ok(Catalogue(Arc::new(Inner { languages: known, tongues })))
    }

    /// The languages of the site, the default first.
    pub fn languages(&self) -> &[Language] {
        &self.0.languages
    }

    /// The language of those who ask for none that the site speaks.
    pub fn default_language(&self) -> &Language {
        &self.0.languages[0]
    }

    /// The language of the site with this tag.
    pub fn find(&self, tag: &str) -> Option<Language> {
        self.0.languages.iter().find(|language| language.as_str() == tag).cloned()
    }

    /// The language of commands and of programs that ask for none: English, where the site speaks it.
    pub fn for_programs(&self) -> Language {
        self.find(OF_PROGRAMS).unwrap_or_else(|| self.default_language().clone())
    }

    /// The language of the site that suits an `Accept-Language` header best.
    pub fn negotiate(&self, accept_language: Option<&str>) -> Language {
        self.asked_for(accept_language).unwrap_or_else(|| self.default_language().clone())
    }

    /// The same, if one of them suits it.
    pub fn asked_for(&self, accept_language: Option<&str>) -> Option<Language> {
        let wanted = convert_vec_str_to_langids_lossy(negotiate::wanted(accept_language.unwrap_or_default()));
        let spoken = convert_vec_str_to_langids_lossy(self.languages().iter().map(Language::as_str));
        let best = negotiate_languages(&wanted, &spoken, None, NegotiationStrategy::Lookup);
        best.first().and_then(|best| self.find(&best.to_string()))
    }

    /// Which way the language runs.
    pub fn direction(&self, language: &Language) -> Direction {
        self.tongue(language).direction
    }

    /// The language's name in itself.
    pub fn name(&self, language: &Language) -> &str {
        &self.tongue(language).name
    }

    /// A sentence for running text: what is put into it is isolated from the direction around it.
    pub fn text(&self, language: &Language, key: &str, args: &Args) -> String {
        self.said(language, key, args, Form::Isolated)
    }

    /// A sentence without isolating marks, for subjects, titles, options and attributes.
    pub fn plain(&self, language: &Language, key: &str, args: &Args) -> String {
        self.said(language, key, args, Form::Plain)
    }

    /// The sentence, or an error where [`Catalogue::text`] can only log one.
    pub fn say(
        &self,
        language: &Language,
        key: &str,
        args: &FluentArgs<'_>,
        form: Form,
    ) -> Result<String, UnknownSentence> {
        let inner = &self.0;
        std::iter::once(language)
            .chain(&inner.languages)
            .chain(inner.tongues.keys())
            .filter_map(|language| inner.tongues.get(language))
            .find_map(|tongue| tongue.speak(key, args, form))
            .ok_or_else(|| UnknownSentence(key.to_owned()))
    }

    /// A day, as the language's region writes it.
    pub fn date(&self, language: &Language, time: NaiveDateTime) -> String {
        self.tongue(language).formats.date(time)
    }

    /// A day and time in UTC.
    pub fn date_time(&self, language: &Language, time: NaiveDateTime) -> String {
        self.tongue(language).formats.date_time(time)
    }

    /// A whole number in the digits of the language's region.
    pub fn number(&self, language: &Language, number: i64) -> String {
        self.tongue(language).formats.number(number)
    }

    fn said(&self, language: &Language, key: &str, args: &Args, form: Form) -> String {
        self.say(language, key, &args.to_fluent(), form).unwrap_or_else(|error| {
            tracing::error!(%error, %language, "A sentence is missing");
            key.to_owned()
        })
    }

    /// A language that an older setting knew, of which rows may still speak, is read as the default.
    fn tongue(&self, language: &Language) -> &Tongue {
        let tongues = &self.0.tongues;
        tongues.get(language).unwrap_or_else(|| &tongues[self.default_language()])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(languages: &[&str], overlay: Option<&Path>) -> anyhow::Result<Catalogue> {
        Catalogue::load(&languages.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>(), overlay)
    }

    fn persian(sentences: &str) -> tempfile::TempDir {
        let overlay = tempfile::tempdir().unwrap();
        std::fs::create_dir(overlay.path().join("fa")).unwrap();
        std::fs::write(overlay.path().join("fa/all.ftl"), sentences).unwrap();
        overlay
    }

    #[test]
    fn a_third_language_needs_a_folder_and_a_setting() {
        let overlay = persian(
            "language-name = فارسی\nlanguage-direction = rtl\nlanguage-formatting = fa-IR\n\
             mistakes-title = { $count } مورد را دوباره ببینید",
        );
        let catalogue = load(&["ar", "en", "fa"], Some(overlay.path())).unwrap();
        let persian = catalogue.find("fa").unwrap();
        assert_eq!(catalogue.name(&persian), "فارسی");
        assert_eq!(catalogue.direction(&persian), Direction::Rtl);
        assert_eq!(catalogue.number(&persian, 1234), "۱٬۲۳۴");
        assert_eq!(catalogue.negotiate(Some("fa-IR,en;q=0.5")), persian);
        let args = Args::new().with("count", 12);
        assert_eq!(catalogue.plain(&persian, "mistakes-title", &args), "۱۲ مورد را دوباره ببینید");
        let default = catalogue.default_language();
        assert_eq!(
            catalogue.plain(&persian, "list-empty", &Args::new()),
            catalogue.plain(default, "list-empty", &Args::new()),
        );
    }

    #[test]
    fn what_a_language_does_not_say_of_itself_is_known_of_its_tag() {
        let overlay = persian("hello = سلام");
        let catalogue = load(&["fa"], Some(overlay.path())).unwrap();
        let persian = catalogue.default_language();
        assert_eq!((catalogue.name(persian), catalogue.direction(persian)), ("fa", Direction::Rtl));
        assert_eq!(catalogue.number(persian, 1234), "۱٬۲۳۴");
    }

    #[test]
    fn a_language_that_says_nonsense_of_itself_is_refused() {
        let check = |sentences: &str, reason: &str| {
            let overlay = persian(sentences);
            let error = load(&["fa"], Some(overlay.path())).err().map(|error| error.to_string());
            assert!(error.as_ref().is_some_and(|it| it.contains(reason)), "{error:?}");
        };
        check("language-name = ف\nlanguage-formatting = fa\nlanguage-direction = up", "`ltr` or `rtl`");
        check("language-name = ف\nlanguage-formatting = ??\nlanguage-direction = rtl", "no locale");
        check("language-name : ف", "line 1");
        assert!(load(&["xx"], None).is_err());
        assert!(load(&["en", "en"], None).is_err());
        assert!(load(&[], None).is_err());
    }

    #[test]
    fn an_owner_says_a_sentence_in_other_words() {
        let overlay = tempfile::tempdir().unwrap();
        std::fs::create_dir(overlay.path().join("en")).unwrap();
        std::fs::write(overlay.path().join("en/mine.ftl"), "list-empty = Nobody wrote yet.").unwrap();
        let catalogue = load(&["en"], Some(overlay.path())).unwrap();
        let said = catalogue.plain(catalogue.default_language(), "list-empty", &Args::new());
        assert_eq!(said, "Nobody wrote yet.");
    }

    #[test]
    fn names_are_isolated_in_running_text_alone() {
        let catalogue = load(&["ar"], None).unwrap();
        let args = Args::new().with("title", "Join").with("site", "Hudhud");
        let language = catalogue.default_language();
        assert_eq!(catalogue.plain(language, "page-title", &args), "Join · Hudhud");
        assert_eq!(
            catalogue.text(language, "page-title", &args),
            "\u{2068}Join\u{2069} · \u{2068}Hudhud\u{2069}"
        );
    }

    #[test]
    fn who_asks_for_nothing_that_we_speak_gets_the_default() {
        let catalogue = load(&["ar", "en"], None).unwrap();
        let check = |header: Option<&str>, expected: &str| {
            assert_eq!(catalogue.negotiate(header).as_str(), expected, "{header:?}");
        };
        check(None, "ar");
        check(Some(""), "ar");
        check(Some("de"), "ar");
        check(Some("en-GB,en;q=0.9"), "en");
        check(Some("en;q=0.5, ar-EG"), "ar");
        check(Some("*"), "ar");
    }
}
