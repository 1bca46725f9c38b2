//! What a person calls an article: its id, its slug, or its slug in a language (`ar/slug`).

use diesel::prelude::*;

use super::store;
use super::translation::Article;
use crate::db::{Conn, PublicId};
use crate::i18n::{Catalogue, Language};

/// An article, and the language if one was named with it.
#[derive(Debug, Clone, PartialEq)]
pub struct Named {
    pub article: Article,
    pub language: Option<Language>,
}

/// Why a name does not lead to one article.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotNamed {
    #[error("there is no article `{0}`")]
    Unknown(String),
    #[error("several articles are called `{0}`; say which as {1}")]
    Several(String, String),
}

/// Finds the one article that is meant.
pub fn find(conn: &mut Conn, catalogue: &Catalogue, name: &str) -> QueryResult<Result<Named, NotNamed>> {
    let unknown = || NotNamed::Unknown(name.to_owned());
    if let Ok(id) = name.parse::<PublicId>()
        && let Some(article) = store::find(conn, &id)?
    {
        return Ok(Ok(Named { article, language: None }));
    }
    let in_language = name.split_once('/').and_then(|(tag, slug)| Some((catalogue.find(tag)?, slug)));
    if let Some((language, slug)) = in_language {
        let article = store::find_by_slug(conn, &language, slug)?;
        return Ok(article.map(|article| Named { article, language: Some(language) }).ok_or_else(unknown));
    }
    let mut found = store::all_named(conn, name)?;
    if found.len() > 1 {
        let of = |article: &Article| {
            let texts = article.translations.values().filter(|text| text.slug == name);
            texts.map(|text| format!("{}/{name}", text.language)).collect::<Vec<_>>()
        };
        let names = found.iter().flat_map(of).collect::<Vec<_>>().join(", ");
        return Ok(Err(NotNamed::Several(name.to_owned(), names)));
    }
    Ok(found.pop().map(|article| Named { article, language: None }).ok_or_else(unknown))
}
