//! What the API's description says of people and topics.

use utoipa::{OpenApi, openapi};

use crate::people::{api, topics_api};

#[derive(OpenApi)]
#[openapi(paths(
    api::list,
    api::create,
    api::show,
    api::change,
    api::remove,
    topics_api::list_topics,
    topics_api::add_topic,
))]
struct Docs;

/// This capability's part.
pub fn docs() -> openapi::OpenApi {
    Docs::openapi()
}
