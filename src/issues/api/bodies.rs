//! What programs send and are told of issues, beside the issue itself.

use std::collections::BTreeMap;

use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};

use crate::{
    clock,
    delivery::Held,
    i18n::{Args, Catalogue, Language},
    issues::{Edit, Missing, NothingNew, Wanted, WordsChange},
    subscribers::{
        Cadence, Country, Mistake, Mistakes, ReadingChoice,
        audience::{Audience, AudienceChange},
    },
    web::{Failure, emptied, kept, nullable},
};

/// A new issue: of these articles, or of what is new.
#[derive(Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct IssueBody {
    /// Ids in their order. Without them what no issue of this cadence has carried is gathered.
    articles: Option<Vec<String>>,
    /// A day or a time: reaches back to what was published since.
    since: Option<String>,
    cadence: Option<String>,
    /// By language; what is not said is taken from the articles.
    #[serde(default)]
    texts: BTreeMap<String, WordsChange>,
    audience: Option<AudienceBody>,
    missing: Option<String>,
}

/// Changes of an issue; what is not named stays.
#[derive(Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EditBody {
    /// The revision that you saw.
    revision: Option<i64>,
    #[serde(default, deserialize_with = "kept")]
    articles: Option<Vec<String>>,
    #[serde(default, deserialize_with = "kept")]
    cadence: Option<String>,
    #[serde(default)]
    texts: BTreeMap<String, WordsChange>,
    /// What is not named stays, also within; `null` is everybody.
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<AudienceBody>)]
    audience: Option<Option<AudienceBody>>,
    #[serde(default, deserialize_with = "kept")]
    missing: Option<String>,
}

/// Which active subscribers get it; `null` does not narrow it, nor does what was never said.
#[derive(Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AudienceBody {
    #[serde(default, deserialize_with = "emptied")]
    reading: Option<String>,
    #[serde(default, deserialize_with = "emptied")]
    country: Option<String>,
    #[serde(default, deserialize_with = "emptied")]
    topics: Option<Vec<String>>,
    #[serde(default, deserialize_with = "emptied")]
    joined_after: Option<String>,
}

/// Who is to get a test.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TestBody {
    pub to: Vec<String>,
}

/// When to start; now, if not said.
#[derive(Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SendBody {
    #[schema(format = DateTime)]
    at: Option<String>,
}

/// How to go on.
#[derive(Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ResumeBody {
    /// What becomes of the mails of which nobody knows whether they arrived: `resend` or `drop`.
    held: Option<String>,
}

/// A call that needs no word, and takes none.
#[derive(Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Bodiless {}

impl ResumeBody {
    /// The decision, if there is one that we know.
    pub fn held(&self) -> Result<Option<Held>, Failure> {
        match self.held.as_deref() {
            None => Ok(None),
            Some("resend") => Ok(Some(Held::Resend)),
            Some("drop") => Ok(Some(Held::Drop)),
            Some(_) => Err(Mistakes::one("held", Mistake::new("issue-mistake-value")).into()),
        }
    }
}

impl SendBody {
    /// The time, if it is one.
    pub fn at(&self) -> Result<Option<NaiveDateTime>, Failure> {
        let mut mistakes = Mistakes::new();
        let at = self.at.as_deref().and_then(|raw| noted(&mut mistakes, "at", clock::parse(raw)));
        if mistakes.is_empty() { Ok(at) } else { Err(mistakes.into()) }
    }
}

/// There is nothing to make an issue of.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct NothingView {
    #[schema(value_type = Option<Object>)]
    pub issue: Option<()>,
    pub reason: String,
}

impl NothingView {
    /// The reason in words of a language.
    pub fn new(why: NothingNew, catalogue: &Catalogue, language: &Language) -> NothingView {
        NothingView { issue: None, reason: catalogue.plain(language, why.key(), &Args::new()) }
    }
}

impl IssueBody {
    /// The wish, if everything in it makes sense.
    pub fn wanted(self) -> Result<Wanted, Failure> {
        let mut mistakes = Mistakes::new();
        let since = self.since.as_deref().map(|raw| noted(&mut mistakes, "since", clock::parse(raw)));
        let wanted = Wanted {
            articles: self.articles,
            since: since.flatten(),
            cadence: cadence(&mut mistakes, self.cadence.as_deref()).unwrap_or_default(),
            texts: texts(&mut mistakes, self.texts),
            audience: self
                .audience
                .map(|body| body.change(&mut mistakes).applied_to(&Audience::default()))
                .unwrap_or_default(),
            missing: missing(&mut mistakes, self.missing.as_deref()).unwrap_or_default(),
        };
        if mistakes.is_empty() { Ok(wanted) } else { Err(mistakes.into()) }
    }
}

impl EditBody {
    /// The edit, if everything in it makes sense.
    pub fn edit(self) -> Result<Edit, Failure> {
        let mut mistakes = Mistakes::new();
        let edit = Edit {
            revision: self.revision,
            texts: texts(&mut mistakes, self.texts),
            articles: self.articles,
            audience: self.audience.map(|body| match body {
                Some(body) => body.change(&mut mistakes),
                None => Audience::default().into(),
            }),
            missing: missing(&mut mistakes, self.missing.as_deref()),
            cadence: cadence(&mut mistakes, self.cadence.as_deref()),
        };
        if mistakes.is_empty() { Ok(edit) } else { Err(mistakes.into()) }
    }
}

impl AudienceBody {
    fn change(self, mistakes: &mut Mistakes) -> AudienceChange {
        AudienceChange {
            reading: part(mistakes, self.reading, |raw| raw.parse::<ReadingChoice>().ok()),
            country: part(mistakes, self.country, |raw| raw.parse::<Country>().ok()),
            topics: self.topics,
            joined_after: part(mistakes, self.joined_after, clock::parse),
        }
    }
}

/// A part of an audience; an empty one is taken away.
fn part<T>(
    mistakes: &mut Mistakes,
    raw: Option<String>,
    parse: impl Fn(&str) -> Option<T>,
) -> Option<Option<T>> {
    let raw = raw?;
    if raw.is_empty() { Some(None) } else { Some(noted(mistakes, "audience", parse(&raw))) }
}

fn texts(mistakes: &mut Mistakes, texts: BTreeMap<String, WordsChange>) -> Vec<(Language, WordsChange)> {
    let parsed = texts.into_iter().filter_map(|(tag, change)| {
        let language = noted(mistakes, "texts", tag.parse().ok())?;
        Some((language, change))
    });
    parsed.collect()
}

fn cadence(mistakes: &mut Mistakes, raw: Option<&str>) -> Option<Cadence> {
    raw.and_then(|raw| noted(mistakes, "cadence", raw.parse().ok()))
}

fn missing(mistakes: &mut Mistakes, raw: Option<&str>) -> Option<Missing> {
    raw.and_then(|raw| noted(mistakes, "missing", raw.parse().ok()))
}

/// The value, or a mistake beside the field.
fn noted<T>(mistakes: &mut Mistakes, field: &'static str, value: Option<T>) -> Option<T> {
    if value.is_none() {
        mistakes.add(field, Mistake::new("issue-mistake-value"));
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mistakes_stand_beside_their_fields() {
        let fields = |json: &str| -> Vec<&'static str> {
            let body: IssueBody = serde_json::from_str(json).unwrap();
            match body.wanted() {
                Err(Failure::Invalid(mistakes)) => mistakes.iter().map(|(field, _)| field).collect(),
                _ => Vec::new(),
            }
        };
        assert!(fields("{}").is_empty());
        assert_eq!(fields(r#"{"since": "soon", "cadence": "daily"}"#), ["since", "cadence"]);
        assert_eq!(
            fields(r#"{"missing": "no", "audience": {"country": "Atlantis"}}"#),
            ["audience", "missing"]
        );
        assert!(serde_json::from_str::<IssueBody>(r#"{"articels": []}"#).is_err());
    }
}
