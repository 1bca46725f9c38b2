//! The id in the path of a request.

use crate::{db::PublicId, web::Failure};

/// Reads an id: one that is none is nobody's.
///
/// # Errors
/// There is nothing at this path (404).
pub fn path_id(id: &str) -> Result<PublicId, Failure> {
    id.parse().map_err(|_| Failure::NotFound)
}
