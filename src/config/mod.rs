//! Typed settings.

mod database_url;
mod secret;

pub use database_url::DatabaseUrl;
pub use secret::Secret;
