//! The body of a request, as many bytes as it may have.

use actix_web::{error::PayloadError, web::Bytes};
use futures_util::{Stream, StreamExt};

use crate::web::Failure;

/// Reads a body to its end.
///
/// # Errors
/// It has more than `most` bytes (413), or breaks off (400).
pub async fn read_up_to(
    mut body: impl Stream<Item = Result<Bytes, PayloadError>> + Unpin,
    most: usize,
) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    while let Some(chunk) = body.next().await {
        bytes.extend_from_slice(&chunk.map_err(|_| Failure::BadRequest)?);
        if bytes.len() > most {
            return Err(Failure::TooLarge);
        }
    }
    Ok(bytes)
}
