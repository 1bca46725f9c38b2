//! Where a visitor is: the language and the path of this page, and the same page in the other languages.

use std::{
    collections::BTreeMap,
    future::{Ready, ready},
};

use actix_web::{FromRequest, HttpRequest, dev::Payload, http::header};
use serde::Serialize;

use crate::{
    i18n::Language,
    web::{Failure, Web},
};

/// Taken from the request. A path with `{lang}` decides the language; elsewhere `?lang=` or Accept-Language does; a
/// program that says neither is spoken to in English, if the site has it.
#[derive(Debug, Clone)]
pub struct Here {
    pub language: Language,
    /// As requested, without the query.
    pub path: String,
    /// Paths of the same page in other languages, where the language is more than the first segment.
    elsewhere: Option<BTreeMap<Language, String>>,
    has_language: bool,
}

/// What every template may say of where the visitor is.
#[derive(Serialize)]
pub struct HereContext<'a> {
    path: &'a str,
    /// The canonical address of this page.
    url: String,
    alternates: Vec<Alternate>,
}

/// This page in a language of the site.
#[derive(Debug, Clone, Serialize)]
pub struct Alternate {
    pub language: Language,
    /// The language's name in itself.
    pub name: String,
    pub dir: &'static str,
    pub url: String,
    pub current: bool,
}

impl Here {
    /// The same place, spoken of in another language.
    pub fn in_language(&self, language: Language) -> Here {
        Here { language, ..self.clone() }
    }

    /// Says under which paths the same page is found in each language; a language without one has no such page.
    pub fn with_alternates(self, elsewhere: BTreeMap<Language, String>) -> Here {
        Here { elsewhere: Some(elsewhere), ..self }
    }

    pub(super) fn context(&self, web: &Web) -> HereContext<'_> {
        HereContext {
            path: &self.path,
            url: web.links.absolute(&self.path),
            alternates: self.alternates(web),
        }
    }

    fn alternates(&self, web: &Web) -> Vec<Alternate> {
        let languages = web.catalogue.languages().iter();
        languages
            .filter_map(|language| {
                let path = self.path_in(language)?;
                Some(Alternate {
                    name: web.catalogue.name(language).to_owned(),
                    dir: web.catalogue.direction(language).as_str(),
                    url: web.links.absolute(&path),
                    current: *language == self.language,
                    language: language.clone(),
                })
            })
            .collect()
    }

    fn path_in(&self, language: &Language) -> Option<String> {
        if *language == self.language {
            return Some(self.path.clone());
        }
        if let Some(elsewhere) = &self.elsewhere {
            return elsewhere.get(language).cloned();
        }
        if !self.has_language {
            return Some(format!("{}?lang={}", self.path, language.as_str()));
        }
        let rest = self.path.get(1..)?.split_once('/').map_or("", |(_, rest)| rest);
        Some(format!("/{}/{rest}", language.as_str()))
    }

    /// Where a request is, even if it asks for a page that does not exist.
    pub fn guess(request: &HttpRequest, web: &Web) -> Here {
        let first = request.path().split('/').nth(1).and_then(|segment| web.catalogue.find(segment));
        let has_language = first.is_some();
        let language = first.or_else(|| asked_by_query(request, web)).unwrap_or_else(|| {
            let accepted =
                request.headers().get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
            let fallback = || match request.path().starts_with("/api/") {
                true => web.catalogue.for_programs(),
                false => web.catalogue.default_language().clone(),
            };
            web.catalogue.asked_for(accepted).unwrap_or_else(fallback)
        });
        Here { language, path: request.path().to_owned(), elsewhere: None, has_language }
    }
}

fn asked_by_query(request: &HttpRequest, web: &Web) -> Option<Language> {
    let mut pairs = url::form_urlencoded::parse(request.query_string().as_bytes());
    pairs.find(|(name, _)| name == "lang").and_then(|(_, tag)| web.catalogue.find(&tag))
}

impl FromRequest for Here {
    type Error = Failure;
    type Future = Ready<Result<Here, Failure>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let here = Web::of(request).and_then(|web| {
            let here = Here::guess(request, &web);
            // A route with `{lang}` exists only for languages of the site.
            if request.match_info().get("lang").is_some() && !here.has_language {
                return Err(Failure::NotFound);
            }
            Ok(here)
        });
        ready(here)
    }
}
