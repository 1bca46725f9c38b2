//! Typed settings.

mod database_url;
mod secret;
mod settings;

pub use database_url::DatabaseUrl;
pub use secret::Secret;
pub use settings::{Config, DkimSettings, KeysSource, LogFormat, SmtpSetting, Uncertain};
