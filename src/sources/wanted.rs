//! A source as an editor or a program names it.

use serde::Deserialize;
use url::Url;
use utoipa::ToSchema;

use crate::i18n::{Catalogue, Language};
use crate::subscribers::{Mistake, Mistakes};

/// A source as it is sent.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SourceBody {
    /// A feed, or a page that names one.
    #[schema(example = "https://alliance.example/ar/feed/")]
    #[serde(default)]
    pub url: String,
    /// The language of its articles.
    #[schema(example = "ar")]
    #[serde(default)]
    pub language: String,
}

/// A source that has been checked.
#[derive(Debug, Clone, PartialEq)]
pub struct WantedSource {
    pub url: Url,
    pub language: Language,
}

impl SourceBody {
    /// Checks the address and the language.
    pub fn parse(&self, catalogue: &Catalogue) -> Result<WantedSource, Mistakes> {
        let mut mistakes = Mistakes::new();
        let url = Url::parse(self.url.trim()).ok();
        let url = url.filter(|url| matches!(url.scheme(), "http" | "https") && url.as_str().len() <= 2000);
        if url.is_none() {
            mistakes.add("url", Mistake::new("source-mistake-url"));
        }
        let language = catalogue.find(&self.language);
        if language.is_none() {
            mistakes.add("language", Mistake::new("mistake-language"));
        }
        match (url, language) {
            (Some(url), Some(language)) => Ok(WantedSource { url, language }),
            _ => Err(mistakes),
        }
    }
}

/// The mistake of adding what is there.
pub fn known_already() -> Mistakes {
    Mistakes::one("url", Mistake::new("source-mistake-known"))
}
