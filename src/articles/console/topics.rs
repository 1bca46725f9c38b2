//! What an article is about: an editor ticks topics, and the article has just these.

use std::collections::BTreeMap;

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use diesel::prelude::*;
use serde::Serialize;

use super::PLACE;
use crate::access::{Flash, Role, Session};
use crate::app::App;
use crate::articles::change;
use crate::articles::wanted::Wanted;
use crate::db::Conn;
use crate::db::schema::{article_topics, topics as topic_rows};
use crate::i18n::Language;
use crate::subscribers::topics;
use crate::web::{Failure, FormFields, path_id};

/// A topic that an article may have.
#[derive(Debug, Clone, Serialize)]
pub struct TopicChoice {
    value: String,
    label: String,
    checked: bool,
}

/// All topics, by their names in a language; those of the article are checked.
pub fn choices(conn: &mut Conn, article_id: i64, language: &Language) -> QueryResult<Vec<TopicChoice>> {
    let own: Vec<String> = article_topics::table
        .inner_join(topic_rows::table)
        .filter(article_topics::article_id.eq(article_id))
        .select(topic_rows::slug)
        .load(conn)?;
    let choices = topics::list(conn)?.into_iter().map(|topic| TopicChoice {
        label: topic.name(language).to_owned(),
        checked: own.contains(&topic.slug),
        value: topic.slug,
    });
    Ok(choices.collect())
}

/// Gives an article the topics that are ticked, and no others.
pub async fn save(
    app: Data<App>,
    session: Session,
    id: Path<String>,
    form: FormFields,
) -> Result<HttpResponse, Failure> {
    session.require(Role::Editor)?;
    let id = path_id(&id)?;
    let place = format!("{PLACE}/{id}");
    let wanted = Wanted { texts: BTreeMap::new(), topics: Some(form.all("topics")) };
    let (actor, clock) = (session.actor(), app.clock.clone());
    app.db.write(move |conn| change::change(conn, &id, wanted, &actor, &clock)).await?;
    Ok(session.to(&place, Flash::good("article-saved")))
}
