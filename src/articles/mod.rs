//! Articles and their translations: stored, cleaned, paired, shown to everybody.

pub mod api;
mod attributes;
mod change;
mod console;
pub mod file;
pub mod html;
pub mod markdown;
pub mod named;
pub mod nesting;
mod pages;
pub mod pairing;
pub mod show;
pub mod slug;
pub mod store;
pub mod text;
mod translation;
mod turn_native;
mod wanted;
mod writing;

pub use pages::{Teaser, routes};
pub use show::{ArticleView, TranslationView};
pub use store::newest;
pub use translation::{Article, ArticleRow, Translation};
pub use turn_native::{one_at_a_time, turn};
pub use writing::{Origin, Writing};
