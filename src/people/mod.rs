//! The console's, the API's and the command line's view of people: find, correct, add, import, export, erase.

mod add;
mod add_page;
mod api;
mod body;
mod csv;
mod docs;
mod erase;
pub mod export;
pub mod find;
mod form;
pub mod import;
mod letters_page;
mod list;
mod list_page;
mod looked_up;
mod one_page;
mod topic_wanted;
mod topics_api;
mod topics_page;
mod view;
mod wanted;

use std::collections::BTreeMap;

use actix_web::web::ServiceConfig;
use diesel::{QueryResult, prelude::*};

pub use add::Basis;
pub use body::SubscriberView;
pub use docs::docs;
pub use erase::erase;
pub use looked_up::LookedUp;
pub use topic_wanted::TopicWanted;
pub use wanted::{Wanted, unspoken};

use crate::db::{
    Conn,
    schema::{subscriber_topics, topics},
};

/// The pages and the API of people, letters and topics.
pub fn routes(config: &mut ServiceConfig) {
    config
        .configure(list_page::routes)
        .configure(add_page::routes)
        .configure(one_page::routes)
        .configure(letters_page::routes)
        .configure(topics_page::routes)
        .configure(api::routes)
        .configure(topics_api::routes);
}

/// How many people chose each topic, by its slug.
fn topics_readers(conn: &mut Conn) -> QueryResult<BTreeMap<String, i64>> {
    let counts: Vec<(String, i64)> = topics::table
        .inner_join(subscriber_topics::table)
        .group_by(topics::slug)
        .select((topics::slug, diesel::dsl::count(subscriber_topics::subscriber_id)))
        .load(conn)?;
    Ok(counts.into_iter().collect())
}
