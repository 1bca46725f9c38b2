//! Articles as commands and the API show them.

use std::collections::BTreeMap;

use chrono::{NaiveDateTime, SecondsFormat};
use diesel::prelude::*;
use serde::Serialize;
use url::Url;
use utoipa::ToSchema;

use super::translation::{Article, Translation};
use crate::db::Conn;
use crate::db::schema::{article_topics, topics};

/// An article with its texts by language.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ArticleView {
    pub id: String,
    pub created_at: String,
    pub updated_at: String,
    pub topics: Vec<String>,
    pub translations: BTreeMap<String, TranslationView>,
}

/// One text of an article.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct TranslationView {
    pub language: String,
    pub slug: String,
    pub title: String,
    pub summary: String,
    /// Sanitised HTML.
    pub body: String,
    /// If it was written here or in a file.
    pub body_markdown: Option<String>,
    /// Where it was published.
    pub link: Option<String>,
    /// Where it can be read here.
    pub url: String,
    pub author: Option<String>,
    pub published_at: String,
    /// Came with the first reading of its source; never mailed by itself.
    pub baseline: bool,
}

/// All that is shown of some articles.
pub fn show(conn: &mut Conn, articles: &[Article], base_url: &Url) -> QueryResult<Vec<ArticleView>> {
    let ids: Vec<i64> = articles.iter().map(|article| article.row.id).collect();
    let mut slugs: Vec<(i64, String)> = Vec::new();
    // A statement takes a limited number of values.
    for ids in ids.chunks(1000) {
        let of_these = article_topics::table
            .inner_join(topics::table)
            .filter(article_topics::article_id.eq_any(ids))
            .order(topics::id)
            .select((article_topics::article_id, topics::slug));
        slugs.extend(of_these.load(conn)?);
    }
    let of =
        |id: i64| slugs.iter().filter(|(article, _)| *article == id).map(|(_, slug)| slug.clone()).collect();
    Ok(articles.iter().map(|article| view(article, of(article.row.id), base_url)).collect())
}

fn view(article: &Article, topics: Vec<String>, base_url: &Url) -> ArticleView {
    let texts = article.translations.values();
    ArticleView {
        id: article.row.public_id.to_string(),
        created_at: rfc3339(article.row.created_at),
        updated_at: rfc3339(article.row.updated_at),
        topics,
        translations: texts.map(|text| (text.language.to_string(), translation(text, base_url))).collect(),
    }
}

fn translation(text: &Translation, base_url: &Url) -> TranslationView {
    TranslationView {
        language: text.language.to_string(),
        slug: text.slug.clone(),
        title: text.title.clone(),
        summary: text.summary.clone(),
        body: text.body.clone(),
        body_markdown: text.body_markdown.clone(),
        link: text.link.clone(),
        url: base_url.join(&text.path()).map_or_else(|_| text.path(), String::from),
        author: text.author.clone(),
        published_at: rfc3339(text.published_at),
        baseline: text.baseline,
    }
}

fn rfc3339(time: NaiveDateTime) -> String {
    time.and_utc().to_rfc3339_opts(SecondsFormat::Secs, true)
}
