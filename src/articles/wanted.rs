//! What an editor or a program wants an article to be, before it is checked and after.

use std::collections::BTreeMap;

use chrono::NaiveDateTime;
use serde::Deserialize;
use utoipa::ToSchema;

use super::translation::Translation;
use super::{Origin, Writing, file, html, markdown, text};
use crate::clock;
use crate::i18n::{Catalogue, Language};
use crate::subscribers::{Mistake, Mistakes};
use crate::web::{emptied, kept};

/// An article as it is sent. What is absent stays as it is.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ArticleBody {
    /// Texts by language.
    #[serde(default)]
    pub translations: BTreeMap<String, TextBody>,
    /// Slugs of topics.
    #[serde(default, deserialize_with = "kept")]
    pub topics: Option<Vec<String>>,
}

/// One text as it is sent. `null` takes a summary, a link or an author away.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TextBody {
    #[serde(default, deserialize_with = "kept")]
    pub title: Option<String>,
    #[serde(default, deserialize_with = "emptied")]
    pub summary: Option<String>,
    #[serde(default, deserialize_with = "kept")]
    pub body_markdown: Option<String>,
    /// Where it was published.
    #[serde(default, deserialize_with = "emptied")]
    pub link: Option<String>,
    #[serde(default, deserialize_with = "emptied")]
    pub author: Option<String>,
    #[serde(default, deserialize_with = "kept")]
    #[schema(example = "2022-08-02T09:00:00Z")]
    pub published_at: Option<String>,
}

/// A text that has been checked; what is `None` stays as it is.
#[derive(Debug, Clone, PartialEq)]
pub struct WantedText {
    pub title: Option<String>,
    pub summary: Option<String>,
    pub body_markdown: Option<String>,
    pub link: Option<Option<String>>,
    pub author: Option<Option<String>>,
    pub published_at: Option<NaiveDateTime>,
}

/// An article that has been checked.
#[derive(Debug, Clone, PartialEq)]
pub struct Wanted {
    pub texts: BTreeMap<Language, WantedText>,
    pub topics: Option<Vec<String>>,
}

impl ArticleBody {
    /// Checks all texts.
    pub fn parse(self, catalogue: &Catalogue) -> Result<Wanted, Mistakes> {
        let (mut mistakes, mut texts) = (Mistakes::new(), BTreeMap::new());
        for (tag, body) in self.translations {
            match catalogue.find(&tag) {
                Some(language) => {
                    let mut own = Mistakes::new();
                    texts.insert(language, body.parse(&mut own));
                    mistakes.add_within(&format!("translations.{tag}"), own);
                }
                None => mistakes.add("translations", Mistake::new("article-mistake-language")),
            }
        }
        if mistakes.is_empty() { Ok(Wanted { texts, topics: self.topics }) } else { Err(mistakes) }
    }
}

impl TextBody {
    /// Checks each field; the first mistake of a field stands.
    pub fn parse(self, mistakes: &mut Mistakes) -> WantedText {
        let title = self.title.map(|title| text::one_line(&title, 300));
        if title.as_deref() == Some("") {
            mistakes.add("title", Mistake::new("article-mistake-title"));
        }
        if self.body_markdown.as_ref().is_some_and(|body| body.len() > html::MAX_BYTES) {
            mistakes.add("body_markdown", Mistake::new("article-mistake-long"));
        }
        let given = |text: String| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let mut web_link = |link: String| {
            file::web_link(&link).map_err(|_| mistakes.add("link", Mistake::new("article-mistake-link"))).ok()
        };
        let link = self.link.map(|link| given(link).and_then(&mut web_link));
        let mut time = |time: String| {
            let time = clock::parse(&time);
            if time.is_none() {
                mistakes.add("published_at", Mistake::new("article-mistake-time"));
            }
            time
        };
        let published_at = self.published_at.and_then(given).and_then(&mut time);
        WantedText {
            title,
            summary: self.summary.map(|summary| text::one_line(&summary, 400)),
            body_markdown: self.body_markdown.map(|body| body.trim().to_owned()),
            link,
            author: self
                .author
                .map(|author| Some(text::one_line(&author, 100)).filter(|name| !name.is_empty())),
            published_at,
        }
    }
}

impl WantedText {
    /// The text in full: what is not wanted otherwise is as it was. None if a new text has no title.
    pub fn over(self, language: &Language, known: Option<&Translation>) -> Option<Writing> {
        let title = self.title.or_else(|| known.map(|known| known.title.clone()))?;
        let (body, body_markdown) = match (self.body_markdown, known) {
            (Some(written), _) => (markdown::to_html(&written), Some(written)),
            (None, Some(known)) => (known.body.clone(), known.body_markdown.clone()),
            (None, None) => (String::new(), Some(String::new())),
        };
        let summary = self.summary.or_else(|| known.map(|known| known.summary.clone())).unwrap_or_default();
        Some(Writing {
            language: language.clone(),
            title,
            summary: if summary.is_empty() { html::excerpt(&body) } else { summary },
            body,
            body_markdown,
            link: self.link.unwrap_or_else(|| known.and_then(|known| known.link.clone())),
            author: self.author.unwrap_or_else(|| known.and_then(|known| known.author.clone())),
            image: known.and_then(|known| known.image.clone()),
            published_at: self.published_at.or_else(|| known.map(|known| known.published_at)),
            origin: Origin::Hand,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(body: serde_json::Value) -> Result<Wanted, Mistakes> {
        let catalogue = Catalogue::load(&["ar".to_owned(), "en".to_owned()], None).unwrap();
        serde_json::from_value::<ArticleBody>(body).unwrap().parse(&catalogue)
    }

    #[test]
    fn a_text_is_checked_field_by_field() {
        let mistakes =
            check(serde_json::json!({"translations": {"fa": {}, "ar": {"title": " ", "link": "javascript:x",
            "published_at": "soon", "body_markdown": "x".repeat(300_000)}}}))
            .unwrap_err();
        let fields: Vec<_> = mistakes.iter().map(|(field, _)| field).collect();
        assert_eq!(fields, ["title", "body_markdown", "link", "published_at", "translations"]);
    }

    #[test]
    fn what_is_absent_stays() {
        let wanted =
            check(serde_json::json!({"translations": {"en": {"title": "A", "body_markdown": "*b*"}}}))
                .unwrap();
        let (language, text) = wanted.texts.into_iter().next().unwrap();
        let writing = text.over(&language, None).unwrap();
        assert_eq!((writing.body.as_str(), writing.summary.as_str()), ("<p><em>b</em></p>", "b"));
        let empty = check(serde_json::json!({"translations": {"en": {}}})).unwrap();
        let (language, text) = empty.texts.into_iter().next().unwrap();
        assert_eq!(text.over(&language, None), None, "a new text needs a title");
    }
}
